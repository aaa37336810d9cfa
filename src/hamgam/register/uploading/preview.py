"""Everything the page of a waiting file shows; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hamgam.agencies.models import Agency
from hamgam.engine.works import Work as EngineWork
from hamgam.kit.columns import shown, spoken
from hamgam.kit.words import say
from hamgam.register.intake import Intake, Row, row_of
from hamgam.register.law import Law
from hamgam.register.queries import streets
from hamgam.register.uploading.columns import SeenColumn, asked_fields
from hamgam.register.uploading.difference import Changed, Difference
from hamgam.register.uploading.faults import day_in_words, in_words
from hamgam.register.uploading.months import months_of
from hamgam.register.uploading.outlook import Outlook
from hamgam.register.uploading.picture import calendar_of, map_of, ranked, tray_map
from hamgam.register.views.telling import SHAPES

SHOWN = 30
NEEDED = ("title", "begins", "ends")
MOST_IN_TRAY = 200
PLAIN = frozenset({"kind", "activity", "stage", "impact", "surface", "road_part", "certainty"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A cell that could not be read, in the reader's language."""

    row: int
    column: str
    value: str
    reason: str
    hint: str
    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedLine:
    """A work that would change, and how each value stands before and after."""

    title: str
    public_id: str
    changes: Sequence[tuple[str, str, str]]


def field_name(name: str) -> str:
    """What one of our fields is called; the name itself for a column of the file."""
    key = f"uploads.field_{name}"
    told = say(key, spoken())
    return name if told == key else told


def _faults(rows: Sequence[Row]) -> list[Fault]:
    language = spoken()
    return [
        Fault(
            row=row.row,
            column=field_name(row.field),
            value=day_in_words(row.value, language),
            reason=in_words(row.reason, language),
            hint=in_words(row.hint, language) if row.hint else "",
            is_kept=row.kept,
        )
        for row in rows
    ]


def _value(name: str, value: object) -> str:
    if name in PLAIN and value:
        return say(f"vocabulary.{name}_{value}", spoken())
    if value is None or isinstance(value, (str, int, float, date)):
        return shown(value)
    return str(value)


def _line(changed: Changed) -> ChangedLine:
    told = [
        (field_name(c.name), _value(c.name, c.before), _value(c.name, c.after))
        for c in changed.changes
    ]
    row = changed.work
    return ChangedLine(title=row.title or row.ref, public_id=row.public_id, changes=told)


def _columns(columns: Sequence[SeenColumn]) -> dict[str, Any]:
    names = [(name, field_name(name)) for name in asked_fields()]
    found = {column.field for column in columns}
    return {
        "columns": columns,
        "fields": sorted(names, key=lambda pair: pair[1]),
        "is_unsure": not set(NEEDED) <= found,
    }


def _tray(intake: Intake, by: Law) -> dict[str, Any]:
    lost: list[tuple[EngineWork, int]] = [
        (work, row_of(work)) for work in intake.works if work.geometry is None
    ]
    if not lost:
        return {"tray": []}
    return {
        "tray": lost[:MOST_IN_TRAY],
        "tray_count": len(lost),
        "tray_map": tray_map(by, spoken()),
        "tray_streets": streets().order_by("name_fa"),
    }


def _told(found: Difference) -> dict[str, Any]:
    return {
        "difference": found,
        "changed": [_line(changed) for changed in found.changed[:SHOWN]],
    }


def preview_of(found: Outlook, agency: Agency, by: Law, today: date) -> dict[str, Any]:
    """The context of the page: columns, faults, map and calendar, what it meets, what changes."""
    intake, seen, language = found.intake, found.seen, spoken()
    rows = ranked(intake, seen, agency)
    pairs = list(zip(intake.works, intake.values, strict=True))
    return {
        "intake": intake,
        "agency": agency,
        "rows": pairs[:SHOWN],
        "more": max(len(pairs) - SHOWN, 0),
        "faults": _faults(intake.misread)[:SHOWN],
        "faults_count": len(intake.misread),
        "faults_more": max(len(intake.misread) - SHOWN, 0),
        "foreseen": [(row, *SHAPES[row.finding.kind]) for row in seen[:SHOWN]],
        "foreseen_count": len(seen),
        "foreseen_more": max(len(seen) - SHOWN, 0),
        "blocking": sum(row.finding.consequence == "block" for row in seen),
        "map": map_of(rows, seen, by, language),
        "months": months_of(found, today, language),
        "timeline": calendar_of(rows, seen, today, language),
        **_columns(intake.columns),
        **_tray(intake, by),
        **_told(found.difference),
    }
