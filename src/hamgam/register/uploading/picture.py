"""A file's works on a map and a calendar before anything is saved, those that meet others first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hamgam.agencies.models import Agency
from hamgam.exchange.documents.ground_map import path as street_path
from hamgam.kit.templatetags.pages import named
from hamgam.kit.words import Language
from hamgam.register.actions.works import new_work
from hamgam.register.drawing import Drawing, Sheet, drawing, sheet_round, street_views
from hamgam.register.intake import Foreseen, Intake
from hamgam.register.law import Law
from hamgam.register.models import Street, Work
from hamgam.register.queries import streets
from hamgam.register.timeline import Timeline, span_of, timeline

MOST_DRAWN = 400
MOST_NUMBERED = 20
MOST_SPANS = 12


def ranked(intake: Intake, foreseen: Sequence[Foreseen], agency: Agency) -> list[Work]:
    """The first MOST_DRAWN of the file's works as rows that are not written, those that meet others
    first, those with a place before the rest."""
    met = {id(row.new) for row in foreseen} | {id(row.other) for row in foreseen if row.other}
    pairs = zip(intake.works, intake.values, strict=True)
    told = sorted(pairs, key=lambda pair: (id(pair[0]) not in met, pair[0].geometry is None))
    chosen = told[:MOST_DRAWN]
    return [new_work(agency, values, project=None, upload=None) for _, values in chosen]


def map_of(
    rows: Sequence[Work], foreseen: Sequence[Foreseen], by: Law, language: Language
) -> Drawing | None:
    """The works on a map, with the standing works they would meet paler beside them."""
    near = {row.standing.pk: row.standing for row in foreseen if row.standing}
    shown = [row for row in rows if row.geometry is not None][:MOST_DRAWN]
    return drawing(
        shown,
        epsg=by.epsg,
        language=language,
        near=list(near.values())[:MOST_DRAWN],
        numbered=MOST_NUMBERED,
    )


def calendar_of(
    rows: Sequence[Work], foreseen: Sequence[Foreseen], today: date, language: Language
) -> Timeline | None:
    """The works on a line of days, with the standing works they would meet."""
    spans = [span_of(row, language, is_new=True) for row in rows]
    standing = {row.standing.pk: row.standing for row in foreseen if row.standing}
    beside = [span_of(row, language) for row in standing.values()]
    new = [span for span in spans if span][: MOST_SPANS - min(len(beside), MOST_SPANS // 2)]
    old = [span for span in beside if span][: MOST_SPANS - len(new)]
    return timeline([*new, *old], today=today, language=language)


def tray_sheet(rows: Sequence[Street], by: Law) -> Sheet | None:
    """The sheet on which rows are put in their place; None for a city without streets."""
    shapes = [shape for row in rows if (shape := row.shape) is not None]
    return sheet_round(shapes, by.epsg, margin=0.01) if shapes else None


def tray_map(by: Law, language: Language) -> dict[str, Any] | None:
    """The city's streets, each with its key, to put rows on."""
    rows = list(streets())
    sheet = tray_sheet(rows, by)
    if sheet is None:
        return None
    lines, names = street_views(rows, sheet, language)
    placed = [(row, shape) for row in rows if (shape := row.shape) is not None]
    drawn = sheet.draw([shape for _, shape in placed])
    keys = [
        {"key": row.key, "name": named(row), "d": street_path(shape)}
        for (row, _), shape in zip(placed, drawn, strict=True)
    ]
    return {"sheet": sheet, "streets": lines, "names": names[:MOST_NUMBERED], "keys": keys}
