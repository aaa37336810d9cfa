"""What a work would meet if it were laid on the table as it is drawn; nothing is written."""

from __future__ import annotations

from datetime import date
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Agency
from hamgam.exchange.findings_out.words import words
from hamgam.kit.dates import long_day
from hamgam.kit.words import Language, say
from hamgam.register import queries
from hamgam.register.judging import around, columns_of, judged
from hamgam.register.law import Law
from hamgam.register.mapping.findings import places
from hamgam.register.mapping.ground import name_of
from hamgam.register.models import Finding, Street, Work
from hamgam.register.models.columns import in_view
from hamgam.register.telling import distance_m
from hamgam.register.values import WorkValues
from hamgam.register.views.telling import SHAPES, sentence

MOST_NEAR = 400
NAMED_WITHIN_M = 60.0
NEW = 0
"""The key of the work that is not there yet."""


def _drawn(values: WorkValues, agency: Agency) -> Work:
    row = Work(pk=NEW, agency=agency, **values.columns())
    row.lay_at(values.geometry)
    return row


def foreseen(
    acting: Acting,
    agency: Agency,
    values: WorkValues,
    *,
    by: Law,
    today: date,
    instead_of: str = "",
) -> list[Finding]:
    """The findings that a work would cause among the works the actor may see, gravest first; the
    rows are not saved. `instead_of` names the work that is being edited."""
    new = _drawn(values, agency)
    near = queries.standing_works(acting).filter(around([new], by.reach_m))
    held = list(near.exclude(public_id=instead_of).order_by("pk")[:MOST_NEAR])
    sides = {row.public_id: row for row in (new, *held)}
    found = []
    for told in judged(sides.values(), by, today):
        if new.public_id in (told.a, told.b):
            row = Finding(identity=told.id, **columns_of(told))
            row.a, row.b = sides[told.a], sides[told.b] if told.b else None
            found.append(row)
    order = list(SHAPES)
    return sorted(found, key=lambda row: (row.consequence != "block", order.index(row.kind)))


def told_foreseen(row: Finding, language: Language) -> dict[str, Any]:
    """One of them as the map tells it: its kind, sentence and place, and what it would meet."""
    shape, tone = SHAPES[row.kind]
    other = next((w for w in (row.a, row.b) if w is not None and w.pk != NEW), None)
    return {
        "kind": row.kind,
        "shape": shape,
        "tone": tone,
        "word": say(f"vocabulary.finding_kind_{row.kind}", language),
        "text": sentence(row, words(language.value)),
        "blocks": row.consequence == "block",
        "places": places(row.places),
        "other": _other(other, language) if other else None,
    }


def _other(row: Work, language: Language) -> dict[str, Any]:
    days = [long_day(day, language) for day in (row.begins, row.ends) if day]
    return {
        "id": row.public_id,
        "title": row.title or row.street,
        "by": row.agency.name(language),
        "days": say("pages.span", language, first=days[0], last=days[-1]) if days else "",
    }


def degrees_beside(shape: BaseGeometry, metres: float) -> tuple[float, float, float, float]:
    """A window in degrees that holds everything within some metres of a place."""
    west, south, east, north = shape.bounds
    side = metres / 80_000
    return west - side, south - side, east + side, north + side


def street_at(shape: BaseGeometry) -> Street | None:
    """The street a drawn place lies in, None when none is near."""
    near = Street.objects.filter(in_view(*degrees_beside(shape, NAMED_WITHIN_M)))
    spot = shape.interpolate(0.5, normalized=True) if shape.geom_type == "LineString" else shape
    spot = shapely.centroid(spot)
    ranked = [(distance_m(line, spot), row) for row in near if (line := row.shape) is not None]
    best = min(ranked, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] <= NAMED_WITHIN_M else None


def street_name_at(shape: BaseGeometry, language: Language) -> str:
    """The name of that street; empty when none is near."""
    found = street_at(shape)
    return name_of(found, language) if found else ""
