"""A work as one row of plain values: the columns that every format writes, by the same names.

The names are those that the readers know, so that a written file is read back without a map; they
are ASCII and at most ten letters long, as the oldest of the formats asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hamgam.engine.calendars.jalali import jalali_of
from hamgam.engine.works import Work

Value = str | int | float | bool | None

FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type in typed formats, and its Persian heading."""

    name: str
    kind: type[str] | type[float] | type[bool]
    persian: str


COLUMNS: tuple[Column, ...] = (
    Column("id", str, "شناسه"),
    Column("agency", str, "دستگاه"),
    Column("title", str, "عنوان"),
    Column("kind", str, "نوع"),
    Column("activity", str, "نوع عملیات"),
    Column("start_date", str, "تاریخ شروع (میلادی)"),
    Column("end_date", str, "تاریخ پایان (میلادی)"),
    Column("stage", str, "وضعیت"),
    Column("impact", str, "اثر بر ترافیک"),
    Column("emergency", bool, "اضطراری"),
    Column("street", str, "معبر"),
    Column("area_m2", float, "مساحت"),
    Column("length_m", float, "طول"),
    Column("depth_m", float, "عمق"),
    Column("surface", str, "روکش"),
    Column("road_part", str, "بخش معبر"),
    Column("submitted", str, "تاریخ درخواست"),
    Column("asked", str, "استعلام"),
    Column("answered", str, "پاسخ استعلام"),
    Column("handover", str, "تحویل‌گیرنده"),
    Column("taken_over", bool, "تحویل شده"),
    Column("project", str, "پروژه"),
    Column("certainty", str, "قطعیت مکان"),
)


def iso(day: date | None) -> str | None:
    """A day as machines read it.

    Raises ValueError outside 1900 to 2100, where a Jalali year has leaked.
    """
    if day is None:
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"day: the year {day.year} lies outside {FIRST_YEAR} to {LAST_YEAR}")
    return day.isoformat()


def slashed(day: date | None) -> str | None:
    """A day as people in Iran read it: 1405/07/03."""
    return None if day is None else "{:04}/{:02}/{:02}".format(*jalali_of(day))


def plain(work: Work) -> Mapping[str, Value]:
    """The work's values by column name; None for what it does not tell."""
    return {
        "id": work.ref,
        "agency": work.agency,
        "title": work.title or None,
        "kind": work.kind.value,
        "activity": work.activity.value,
        "start_date": iso(work.begins),
        "end_date": iso(work.ends),
        "stage": work.stage.value,
        "impact": work.impact.value,
        "emergency": work.emergency,
        "street": work.street or None,
        "area_m2": work.area_m2,
        "length_m": work.length_m,
        "depth_m": work.depth_m,
        "surface": work.surface.value if work.surface else None,
        "road_part": work.road_part.value if work.road_part else None,
        "submitted": iso(work.submitted),
        "asked": "; ".join(work.asked) or None,
        "answered": "; ".join(work.answered) or None,
        "handover": work.handover_to,
        "taken_over": work.taken_over,
        "project": work.project,
        "certainty": work.certainty.value if work.is_placed else None,
    }
