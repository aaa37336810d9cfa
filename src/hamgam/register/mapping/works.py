"""The works of the map in columns: small enough to send twenty thousand at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import orjson
import shapely

from hamgam.agencies.acting import Acting
from hamgam.agencies.queries import agencies
from hamgam.agencies.rights import Right
from hamgam.engine.works import Activity, Stage
from hamgam.kit.dates import long_day
from hamgam.kit.words import Language, say
from hamgam.register import queries
from hamgam.register.mapping.findings import findings_told
from hamgam.register.mapping.ground import name_of
from hamgam.register.mapping.shapes import packed, packed_all
from hamgam.register.mapping.year import WEEKS, Year
from hamgam.register.marks import slot_of
from hamgam.register.models import Zone

MOST_WORKS = 25_000
COLUMNS = (
    *("pk", "public_id", "title", "street", "agency__key", "begins", "ends"),
    *("activity", "stage", "emergency", "geometry"),
)
AREAS = ("district", "shrine_core")
"""Zones one may sift by; a work's zones stand as bits in this order."""


class _Index:
    """Distinct texts in the order they were first met."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        return self.places.setdefault(text, len(self.places))

    @property
    def texts(self) -> list[str]:
        return list(self.places)


def areas() -> list[Zone]:
    """The zones one may sift by."""
    return [row for row in queries.zones().filter(kind__in=AREAS) if row.geometry is not None]


def _zone_bits(shapes: Sequence[Any], zones: Sequence[Zone]) -> list[int]:
    """For each place the zones it touches, as bits."""
    bits = np.zeros(len(shapes), dtype=np.int64)
    tree = shapely.STRtree(shapes)
    for number, zone in enumerate(zones):
        bits[tree.query(zone.shape, predicate="intersects")] |= 1 << number
    return [int(told) for told in bits]


def _agencies_told(acting: Acting, keys: Sequence[str], language: Language) -> list[dict[str, Any]]:
    known = {row.key: row for row in agencies()}
    return [
        {
            "key": key,
            "name": known[key].name(language) if key in known else key,
            "slot": slot_of(key),
            "own": key in known and acting.may(Right.RECORD_WORK, known[key].path),
        }
        for key in keys
    ]


def _vocabulary(kind: type[Activity | Stage], name: str, language: Language) -> list[list[str]]:
    return [[word.value, say(f"vocabulary.{name}_{word.value}", language)] for word in kind]


def _rows(acting: Acting, year: Year) -> list[tuple[Any, ...]]:
    """The works that meet the year, those that end last first left out when there are too many."""
    seen = queries.standing_works(acting).filter(geometry__isnull=False)
    seen = seen.filter(ends__gte=year.first, begins__lt=year.last).order_by("begins", "pk")
    return list(seen.values_list(*COLUMNS)[:MOST_WORKS])


def _columns(rows: Sequence[tuple[Any, ...]], year: Year) -> tuple[dict[str, Any], _Index, _Index]:
    streets, by = _Index(), _Index()
    activities = {word.value: number for number, word in enumerate(Activity)}
    stages = {word.value: number for number, word in enumerate(Stage)}
    told: dict[str, list[Any]] = {
        name: []
        for name in ("id", "title", "street", "by", "begins", "ends", "activity", "stage", "urgent")
    }
    for _, key, title, street, agency, begins, ends, activity, stage, urgent, _ in rows:
        told["id"].append(key)
        told["title"].append(title or street)
        told["street"].append(streets(street))
        told["by"].append(by(agency))
        told["begins"].append(year.number(begins))
        told["ends"].append(year.number(ends))
        told["activity"].append(activities[activity])
        told["stage"].append(stages[stage])
        told["urgent"].append(int(urgent))
    return told, streets, by


def _far_days(rows: Sequence[tuple[Any, ...]], year: Year, language: Language) -> dict[str, str]:
    """The days outside the year that some work begins or ends on, in words."""
    days: set[date] = {day for row in rows for day in row[5:7] if not year.has(day)}
    return {str(year.number(day)): long_day(day, language) for day in sorted(days)}


def _shadows(acting: Acting, year: Year) -> list[dict[str, Any]]:
    """Restricted works of others, as agencies may know them: a street, and days."""
    return [
        {
            "street": shadow.street,
            "begins": year.number(shadow.begins) if shadow.begins else 0,
            "ends": year.number(shadow.ends) if shadow.ends else WEEKS * 7,
            "shape": packed(shadow.geometry),
        }
        for shadow in queries.shadows_for(acting)
        if shadow.geometry is not None
    ]


def works_told(acting: Acting, today: date, language: Language) -> bytes:
    """Everything the map paints of the works that the reader may see, as JSON."""
    year = Year(today)
    rows = _rows(acting, year)
    shapes = list(shapely.from_wkb([bytes(row[-1]) for row in rows]))
    zones = areas()
    columns, streets, by = _columns(rows, year)
    body = {
        "first": year.first,
        "today": year.number(today),
        "weeks": WEEKS,
        "days": year.days(language),
        "far": _far_days(rows, year, language),
        "months": year.months(language),
        "seasons": year.seasons(language),
        "agencies": _agencies_told(acting, by.texts, language),
        "streets": streets.texts,
        "activities": _vocabulary(Activity, "activity", language),
        "stages": _vocabulary(Stage, "stage", language),
        "zones": [[zone.key, name_of(zone, language)] for zone in zones],
        "works": columns | {"zones": _zone_bits(shapes, zones), "shape": packed_all(shapes)},
        "shadows": _shadows(acting, year),
        "findings": findings_told(acting, [row[0] for row in rows], language),
    }
    return orjson.dumps(body)
