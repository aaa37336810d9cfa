"""Whose a reported problem is: by the work it names, by stake, by district, by kind. No report is
sent away: what fits nowhere comes to the desk that the city names for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from shapely.geometry.base import BaseGeometry

from hamgam.agencies.acting import NOBODY
from hamgam.agencies.models import Agency
from hamgam.agencies.queries import agencies
from hamgam.engine.works import ZoneKind
from hamgam.exchange.city.serving import ProblemKind
from hamgam.kit.refusals import Refused
from hamgam.register import queries
from hamgam.register.models import Stake, Work
from hamgam.register.models.columns import in_view
from hamgam.register.nearness import distance_m, widened
from hamgam.service.settings_of_city import serving

FARTHEST_STAKE_M = 500.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Who answers, and why: `work`, `stake`, `district`, `kind` or `fallback`."""

    agency: Agency
    by: str
    work: Work | None = None


def near_works(place: BaseGeometry, today: date, reach_m: float) -> list[Work]:
    """Public works under way near a place, the nearest first. Only what everybody may see: a
    report's owner must not tell of a hidden work."""
    rows = queries.standing_works(NOBODY).filter(
        in_view(*widened(place, reach_m)), begins__lte=today, ends__gte=today
    )
    placed = [(distance_m(shape, place), row.pk, row) for row in rows if (shape := row.shape)]
    return [row for metres, _, row in sorted(placed) if metres <= reach_m]


def _by_work(kind: ProblemKind, place: BaseGeometry | None, today: date) -> Route | None:
    if not kind.near_works or place is None:
        return None
    found = near_works(place, today, serving().near_m)
    return Route(agency=found[0].agency, by="work", work=found[0]) if found else None


def _by_stake(kind: ProblemKind, place: BaseGeometry | None) -> Route | None:
    """An agency that entered a stake in this kind of problem, here or anywhere."""
    told = Stake.objects.filter(subject=kind.key).select_related("agency").order_by("pk")
    reach = Q(geometry__isnull=True)
    if place is not None:
        reach |= in_view(*widened(place, FARTHEST_STAKE_M))
    for stake in told.filter(reach):
        shape = stake.shape
        if shape is None or (place is not None and distance_m(shape, place) <= stake.reach_m):
            return Route(agency=stake.agency, by="stake")
    return None


def _by_district(
    kind: ProblemKind, place: BaseGeometry | None, known: dict[str, Agency]
) -> Route | None:
    if not kind.district or place is None:
        return None
    for zone in queries.zones().filter(in_view(*place.bounds), kind=ZoneKind.DISTRICT):
        shape = zone.shape
        if zone.key in known and shape is not None and shape.intersects(place):
            return Route(agency=known[zone.key], by="district")
    return None


def route(
    kind: ProblemKind, place: BaseGeometry | None, today: date, work: Work | None = None
) -> Route:
    """Who answers a problem of that kind at that place; `work` is the one its reporter named."""
    if work is not None:
        return Route(agency=work.agency, by="work", work=work)
    known = {row.key: row for row in agencies()}
    found = (
        _by_work(kind, place, today) or _by_stake(kind, place) or _by_district(kind, place, known)
    )
    if found is not None:
        return found
    if kind.agency in known:
        return Route(agency=known[kind.agency], by="kind")
    return Route(agency=line_desk(known), by="fallback")


def line_desk(known: dict[str, Agency] | None = None) -> Agency:
    """The desk that the city names for whatever fits nowhere, and for the complaints line; where it
    is not founded yet, the first agency that answers for a kind of problem.

    Raises:
        Refused: no agency is founded yet.
    """
    told = {row.key: row for row in agencies()} if known is None else known
    wanted = (serving().fallback, *(kind.agency for kind in serving().kinds), *told)
    for key in wanted:
        if key in told:
            return told[key]
    raise Refused("state")
