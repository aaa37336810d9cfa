"""What the public map shows beside works: projects, people's reports, the ways to the shrine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import orjson
from django.urls import reverse
from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from hamgam.kit.dates import long_day
from hamgam.kit.words import Language, say
from hamgam.register.mapping.shapes import packed
from hamgam.register.mapping.year import Year
from hamgam.service import queries as service
from hamgam.service.telling import PublicReport, told_report
from hamgam.service.workflow import OPEN
from hamgam.showcase import rows
from hamgam.showcase.pilgrims import DAYS, Ground, OpenWay, ways_today
from hamgam.showcase.telling import PublicProject, told_project

MOST = 2000
SHOWN_AFTER = timedelta(days=30)
"""How long a report that is closed still stands on the map."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing on the map: its layer, words, tone and page; days None where it is for today."""

    layer: str
    name: str
    told: str
    tone: str
    icon: str
    address: str
    shape: BaseGeometry
    begins: date | None = None
    ends: date | None = None


def _project(told: PublicProject, place: BaseGeometry | None, language: Language) -> Mark | None:
    if place is None:
        return None
    return Mark(
        layer="project",
        name=told.title,
        told=f"{say(f'vocabulary.status_{told.status}', language)} · {told.agency_name}",
        tone=told.tone,
        icon=told.icon,
        address=reverse("showcase_project", args=[told.public_id]),
        shape=place.representative_point(),
        begins=told.begins,
        ends=told.in_service_on or (None if told.is_half_finished else told.ends),
    )


def project_marks(today: date, language: Language) -> list[Mark]:
    """The public projects that have a place, their own or that of their first public work."""
    works = rows.public_works().filter(project__isnull=False, geometry__isnull=False)
    places: dict[int, BaseGeometry | None] = {}
    for work in works.order_by("-pk"):
        places[work.project_id or 0] = work.shape
    marks = []
    for row in rows.public_projects().order_by("pk")[:MOST]:
        told = told_project(row, language, today)
        marks.append(_project(told, told.shape or places.get(row.pk), language))
    return [mark for mark in marks if mark is not None]


def _report(told: PublicReport, shape: BaseGeometry, ends: date | None, language: Language) -> Mark:
    state = say(f"service.state_{told.state.value}", language)
    return Mark(
        layer="report",
        name=told.kind_name + (f" · {told.street}" if told.street else ""),
        told=f"{state} · {told.agency_name}",
        tone=told.tone,
        icon=told.shape,
        address=reverse("citizen_report", args=[told.public_id]),
        shape=shape.representative_point(),
        begins=timezone.localdate(told.received),
        ends=ends,
    )


def report_marks(today: date, language: Language) -> list[Mark]:
    """People's reports that are open, and those closed of late."""
    since = today - SHOWN_AFTER
    found = service.reports().filter(joined__isnull=True, west__isnull=False)
    found = found.filter(received__date__gte=since - SHOWN_AFTER * 5)[:MOST]
    marks = []
    for row in found:
        shape, is_open = row.shape, row.state in {state.value for state in OPEN}
        closed = row.confirmed or row.solved
        ends = None if is_open else timezone.localdate(closed or row.received)
        if shape is not None and (is_open or (ends is not None and ends >= since)):
            marks.append(_report(told_report(row, language), shape, ends, language))
    return marks


def way_marks(today: date, language: Language) -> list[Mark]:
    """The streets of each way to the shrine, with how one passes today."""
    ground = Ground(today, DAYS, language)
    ways = [way for found in ways_today(ground, today).values() for way in found]
    return [mark for way in ways for mark in _way(way, ground, language)]


def _way(way: OpenWay, ground: Ground, language: Language) -> Sequence[Mark]:
    mode = say(f"showcase.mode_{way.mode.value}", language)
    passage = say(f"showcase.passage_{way.passage.value}", language)
    shapes = [row.shape for key in way.streets if (row := ground.streets.get(key)) is not None]
    return [
        Mark(
            layer="way",
            name=f"{way.name} · {mode}",
            told=passage,
            tone=way.tone,
            icon=way.icon,
            address=reverse("pilgrim"),
            shape=shape,
        )
        for shape in shapes
        if shape is not None
    ]


def every_mark(today: date, language: Language) -> list[Mark]:
    """Projects, reports and ways, in this order."""
    return [
        *project_marks(today, language),
        *report_marks(today, language),
        *way_marks(today, language),
    ]


def marks_told(today: date, language: Language) -> bytes:
    """The marks as the island reads them, days as numbers of the map's year."""
    year = Year(today)
    return orjson.dumps([_told(mark, year, language) for mark in every_mark(today, language)])


def _told(mark: Mark, year: Year, language: Language) -> dict[str, Any]:
    days = ""
    if mark.layer == "report" and mark.begins is not None:
        days = long_day(mark.begins, language)
    return {
        "layer": mark.layer,
        "name": mark.name,
        "told": mark.told,
        "tone": mark.tone,
        "icon": mark.icon,
        "days": days,
        "address": f"{mark.address}?lang={language.value}",
        "begins": year.number(mark.begins) if mark.begins else None,
        "ends": year.number(mark.ends) if mark.ends else None,
        "shape": packed(mark.shape),
    }
