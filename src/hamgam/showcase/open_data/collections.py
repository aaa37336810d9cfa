"""The open collections: their rows, and each row as a flat GeoJSON feature."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from hamgam.engine.calendars.instants import day_bounds
from hamgam.kit.fields import geojson_of
from hamgam.kit.words import Language
from hamgam.ledger.models import Fact
from hamgam.register.models import Project, Work
from hamgam.register.models.columns import in_view
from hamgam.showcase import rows
from hamgam.showcase.telling import told_project, told_work

Feature = dict[str, Any]
Row = Any
Box = tuple[float, float, float, float]
Days = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """One collection: its rows, how they are placed and dated, and how a page of them is told."""

    key: str
    rows: Callable[[], QuerySet[Any]]
    features: Callable[[Sequence[Row], Language], list[Feature]]
    by_id: str = "public_id"
    prefix: str = ""
    begins: str = "begins"
    ends: str = "ends"


def instants(begins: date | None, ends: date | None) -> tuple[str, str]:
    """The UTC instants at which a span of local days begins and is over; empty for what is not
    known. A value is always text, so that a client takes one type for the column."""
    zone = settings.TIME_ZONE
    first = _iso(day_bounds(begins, zone)[0]) if begins else ""
    last = _iso(day_bounds(ends, zone)[1]) if ends else ""
    return first, last


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _updated(subjects: Sequence[str]) -> dict[str, str]:
    """When something was last recorded about each; one query."""
    found = Fact.objects.filter(subject__in=subjects).values("subject").annotate(at=Max("at"))
    return {row["subject"]: _iso(row["at"]) for row in found}


def page_of(name: str, key: str) -> str:
    """The absolute address of a public page."""
    return f"{settings.PUBLIC_URL}{reverse(name, args=[key])}"


def _feature(key: str, shape: Any, told: Mapping[str, Any]) -> Feature:
    return {
        "type": "Feature",
        "id": key,
        "geometry": geojson_of(shape),
        "properties": dict(told),
    }


def _work(row: Work, language: Language, updated: Mapping[str, str]) -> Feature:
    told = told_work(row, language)
    start, end = instants(told.begins, told.ends)
    return _feature(
        told.public_id,
        told.shape,
        {
            "agency": told.agency,
            "agency_name": told.agency_name,
            "title": told.title,
            "kind": told.activity,
            "road": told.street,
            "start": start,
            "end": end,
            "status": told.stage,
            "impact": told.impact,
            "road_part": told.road_part,
            "project": told.project_id,
            "updated": updated.get(told.public_id, ""),
            "url": page_of("showcase_work", told.public_id),
        },
    )


def _works(found: Sequence[Work], language: Language) -> list[Feature]:
    updated = _updated([row.public_id for row in found])
    return [_work(row, language, updated) for row in found]


def _projects(found: Sequence[Project], language: Language) -> list[Feature]:
    updated = _updated([row.public_id for row in found])
    today = timezone.localdate()
    told = [told_project(row, language, today) for row in found]
    return [_project(row, updated) for row in told]


def _project(told: Any, updated: Mapping[str, str]) -> Feature:
    start, end = instants(told.begins, told.ends)
    return _feature(
        told.public_id,
        told.shape,
        {
            "agency": told.agency,
            "agency_name": told.agency_name,
            "title": told.title,
            "status": told.status,
            "start": start,
            "end": end,
            "first_promised_end": told.first_end.isoformat() if told.first_end else "",
            "progress": -1.0 if told.built_permille is None else told.built_permille / 10,
            "paid": -1.0 if told.paid_permille is None else told.paid_permille / 10,
            "figures_of": told.reported_on.isoformat() if told.reported_on else "",
            "budget_rials": -1 if told.budget_rials is None else told.budget_rials,
            "price_year": -1 if told.price_year is None else told.price_year,
            "updated": updated.get(told.public_id, ""),
            "url": page_of("showcase_project", told.public_id),
        },
    )


def _overlaps(found: Sequence[Any], language: Language) -> list[Feature]:
    """Agreed facts: the days that a settlement gave each of its works."""
    told = []
    for window in found:
        start, end = instants(window.begins, window.ends)
        work = told_work(window.work, language)
        told.append(
            _feature(
                window.public_id,
                work.shape,
                {
                    "settlement": window.source,
                    "work": work.public_id,
                    "agency": work.agency,
                    "agency_name": work.agency_name,
                    "road": work.street,
                    "start": start,
                    "end": end,
                    "url": page_of("showcase_work", work.public_id),
                },
            )
        )
    return told


COLLECTIONS: Mapping[str, Collection] = MappingProxyType(
    {
        told.key: told
        for told in (
            Collection(key="works", rows=rows.public_works, features=_works),
            Collection(key="projects", rows=rows.public_projects, features=_projects),
            Collection(key="closures", rows=rows.public_closures, features=_works),
            Collection(
                key="overlaps", rows=rows.agreed_windows, features=_overlaps, prefix="work__"
            ),
        )
    }
)
"""Every open collection, by its id."""


def asked(collection: Collection, box: Box | None, days: Days) -> QuerySet[Any]:
    """A collection's rows in a box of degrees and a span of days; by their own bounding boxes."""
    found = collection.rows()
    if box is not None:
        found = found.filter(_in_box(box, collection.prefix))
    first, last = days
    begins, ends = collection.begins, collection.ends
    if last is not None:
        found = found.filter(Q(**{f"{begins}__lte": last}) | Q(**{f"{begins}__isnull": True}))
    if first is not None:
        found = found.filter(Q(**{f"{ends}__gte": first}) | Q(**{f"{ends}__isnull": True}))
    return found.order_by("pk")


def _in_box(box: Box, prefix: str) -> Q:
    west, south, east, north = box
    if west <= east:
        return in_view(west, south, east, north, prefix)
    return in_view(west, south, 180, north, prefix) | in_view(-180, south, east, north, prefix)


def extent_of(collection: Collection) -> tuple[Box | None, Days]:
    """The box and the days that a collection's rows fill; one query."""
    from django.db.models import Min

    p = collection.prefix
    told = collection.rows().aggregate(
        west=Min(f"{p}west"),
        south=Min(f"{p}south"),
        east=Max(f"{p}east"),
        north=Max(f"{p}north"),
        first=Min(collection.begins),
        last=Max(collection.ends),
    )
    box = tuple(told[name] for name in ("west", "south", "east", "north"))
    return (None if None in box else box), (told["first"], told["last"])


def day_of_instant(at: datetime) -> date:
    """The local day of an instant."""
    return timezone.localtime(at).date()


def last_day(at: datetime) -> date:
    """The local day that an interval ends with; an end at midnight closes the day before."""
    return timezone.localtime(at - timedelta(microseconds=1)).date()
