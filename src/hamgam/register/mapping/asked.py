"""What the map's address asks for: days, agencies, kind, stage, zone and words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest

from hamgam.agencies.doors import acting_of
from hamgam.engine.works import Activity, Stage
from hamgam.register import queries
from hamgam.register.mapping.year import USUAL_DAYS
from hamgam.register.models import Work, Zone
from hamgam.register.models.columns import in_view
from hamgam.register.views.reading import searched

SEARCHED = ("title", "street", "public_id")
MOST_IN_ZONE = 5_000


def _day(text: str, instead: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return instead


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The map's questions, each empty when nothing is asked."""

    begins: date
    ends: date
    agencies: tuple[str, ...]
    activity: str
    stage: str
    zone: str
    words: str


def asked_of(request: HttpRequest, today: date) -> Asked:
    """The questions in an address; without days, the quarter ahead."""
    told = request.GET
    return Asked(
        begins=_day(told.get("from", ""), today),
        ends=_day(told.get("to", ""), today + timedelta(days=USUAL_DAYS)),
        agencies=tuple(key for key in told.get("agency", "").split(",") if key),
        activity=told.get("activity", "") if told.get("activity") in set(Activity) else "",
        stage=told.get("stage", "") if told.get("stage") in set(Stage) else "",
        zone=told.get("zone", ""),
        words=told.get("q", ""),
    )


def _in_zone(rows: QuerySet[Work], key: str) -> QuerySet[Work]:
    zone = Zone.objects.filter(key=key).first()
    area = zone.shape if zone else None
    if area is None:
        return rows
    near = rows.filter(in_view(*area.bounds), geometry__isnull=False).order_by()
    held = near.only("pk", "geometry").select_related(None)[:MOST_IN_ZONE]
    inside = [row.pk for row in held if (place := row.shape) and place.intersects(area)]
    return rows.filter(pk__in=inside)


def works_asked(request: HttpRequest, asked: Asked) -> QuerySet[Work]:
    """The works asked for among those the reader may see, soonest first."""
    return sifted(queries.standing_works(acting_of(request)), asked)


def sifted(rows: QuerySet[Work], asked: Asked) -> QuerySet[Work]:
    """Those of some works that are asked for and have a place, soonest first."""
    rows = rows.filter(geometry__isnull=False)
    rows = rows.filter(begins__lte=asked.ends, ends__gte=asked.begins)
    if asked.agencies:
        rows = rows.filter(agency__key__in=asked.agencies)
    told = {"activity": asked.activity, "stage": asked.stage}
    rows = rows.filter(**{name: value for name, value in told.items() if value})
    if asked.zone:
        rows = _in_zone(rows, asked.zone)
    return searched(rows, asked.words, SEARCHED).order_by("begins", "pk")
