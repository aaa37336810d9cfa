"""How services do by district: terms kept, people's word, ways that stayed open, complaints near
works. All of it from what everybody may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import shapely
from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from hamgam.engine.geometry import WGS84, reproject
from hamgam.engine.measures.continuity import continuity
from hamgam.engine.measures.slackening import Excess, Trend, excess, trend
from hamgam.engine.works import ZoneKind
from hamgam.exchange.city.serving import Mode
from hamgam.kit.words import Language
from hamgam.register import queries
from hamgam.register.law import law
from hamgam.register.mapping.ground import name_of
from hamgam.register.models import Work, Zone
from hamgam.service import queries as service
from hamgam.service.models import CitizenReport
from hamgam.service.settings_of_city import serving
from hamgam.service.telling import kind_name
from hamgam.showcase.disruption import FAILURE, HORIZON, TREND_WEEKS
from hamgam.showcase.pilgrims import IN_STREET_M, Passage, passage_past
from hamgam.showcase.rows import works_at

SPAN = timedelta(days=90)
NEAR_M = 150.0
USUAL = timedelta(weeks=26)
MOST_NEAR = 20
POINT_M = 50.0
"""What a work without a length takes of its street."""
HINDERS: Mapping[Passage, float] = {Passage.OPEN: 0.0, Passage.PARTLY: 0.5, Passage.CLOSED: 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A service in a district over the span: reports, how many were answered and solved within
    their terms, how many people confirmed, and its trend; None for too few weeks."""

    service: str
    place: str
    received: int
    answered: int
    solved: int
    confirmed: int
    trend: Trend | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unhindered:
    """What of a district's streets and days stayed open, in percent by the way of going; residents
    on all its streets, pilgrims on its ways to the shrine. None where there are none."""

    place: str
    residents: tuple[tuple[Mode, float | None], ...]
    pilgrims: tuple[tuple[Mode, float | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearWork:
    """Complaints near a work since it began, against the same place before."""

    work: Work
    told: Excess


def _districts() -> list[Zone]:
    return list(queries.zones().filter(kind=ZoneKind.DISTRICT))


def _in_time(rows: Iterable[CitizenReport], name: str) -> int:
    """How many were answered or solved by the day promised."""
    due = {"answered": "answer_due", "solved": "solve_due"}[name]
    return sum(
        1
        for row in rows
        if (at := getattr(row, name)) is not None and timezone.localdate(at) <= getattr(row, due)
    )


def _trend(rows: Sequence[CitizenReport], today: date) -> Trend | None:
    """How the share answered in time moves, week by week, of the reports whose term is over."""
    first = today - timedelta(weeks=TREND_WEEKS)
    weeks: dict[int, list[CitizenReport]] = {}
    for row in rows:
        day = timezone.localdate(row.received)
        if day >= first and row.answer_due < today:
            weeks.setdefault((day - first).days // 7, []).append(row)
    shares = [_in_time(weeks[week], "answered") / len(weeks[week]) for week in sorted(weeks)]
    return trend(shares, failure=FAILURE, horizon=HORIZON)


def _kept(name: str, place: str, rows: Sequence[CitizenReport], today: date) -> Kept:
    return Kept(
        service=name,
        place=place,
        received=len(rows),
        answered=_in_time(rows, "answered"),
        solved=_in_time(rows, "solved"),
        confirmed=sum(1 for row in rows if row.confirmed),
        trend=_trend(rows, today),
    )


def service_index(today: date, language: Language) -> list[Kept]:
    """Each service in the whole city, then in each district that has reports; alarms first."""
    rows = service.reports().filter(joined__isnull=True, received__date__gte=today - SPAN)
    by_kind: dict[str, list[CitizenReport]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    zones, found = _districts(), []
    for kind in sorted(by_kind):
        name, told = kind_name(kind, language), by_kind[kind]
        found.append(_kept(name, "", told, today))
        for zone in zones:
            inside = [row for row in told if _lies_in(row.shape, zone.shape)]
            if inside:
                found.append(_kept(name, name_of(zone, language), inside, today))
    return sorted(found, key=lambda row: not (row.trend is not None and row.trend.is_alarm))


def _lies_in(place: BaseGeometry | None, area: BaseGeometry | None) -> bool:
    if place is None or area is None:
        return False
    return bool(area.intersects(place.representative_point()))


class _Metres:
    """Streets and works of some days in metres; three queries."""

    def __init__(self, first: date, last: date) -> None:
        epsg = law(last).epsg
        self.first, self.last = first, last
        streets = [(row.key, shape) for row in queries.streets() if (shape := row.shape)]
        works = [(row, shape) for row in works_at(first, last) if (shape := row.shape)]
        self.keys = [key for key, _ in streets]
        self.streets = reproject([shape for _, shape in streets], WGS84, epsg)
        self.works = [row for row, _ in works]
        self.places = reproject([shape for _, shape in works], WGS84, epsg)
        self.epsg = epsg

    def of_zone(self, area: BaseGeometry) -> tuple[np.ndarray, np.ndarray]:
        """Which streets and which works lie in an area told in degrees."""
        [ground] = reproject([area], WGS84, self.epsg)
        at = (np.flatnonzero(shapely.intersects(ground, self.streets)),)
        inside = np.flatnonzero(shapely.intersects(ground, shapely.point_on_surface(self.places)))
        return at[0], inside

    def share(self, streets: np.ndarray, works: Sequence[int], mode: Mode) -> float | None:
        """How much of some streets' metres and days some works left open, in percent."""
        metres = float(shapely.length(self.streets[streets]).sum())
        days = (self.last - self.first).days + 1
        lost = sum(self._lost(number, mode) for number in works)
        found = continuity(lost, metres * days)
        return None if found is None else found * 100

    def _lost(self, number: int, mode: Mode) -> float:
        work = self.works[number]
        begins = max(work.begins or self.first, self.first)
        ends = min(work.ends or self.last, self.last)
        days = max((ends - begins).days + 1, 0)
        metres = float(shapely.length(self.places[number])) or POINT_M
        return days * metres * HINDERS[passage_past(work, mode)]

    def near(self, streets: np.ndarray, works: np.ndarray) -> list[int]:
        """Those of some works that lie in some streets."""
        if not len(streets) or not len(works):
            return []
        ways = shapely.union_all(self.streets[streets])
        away = shapely.distance(ways, self.places[works])
        return [int(number) for number in works[away <= IN_STREET_M]]


def unhindered(today: date, language: Language) -> list[Unhindered]:
    """How continuous the ways of each district were over the span, the worst first."""
    ground, found = _Metres(today - SPAN, today), []
    if not ground.keys:
        return []
    for zone in _districts():
        if zone.shape is None:
            continue
        streets, works = ground.of_zone(zone.shape)
        found.append(
            Unhindered(
                place=name_of(zone, language),
                residents=tuple(
                    (mode, ground.share(streets, [int(n) for n in works], mode))
                    for mode in (Mode.FOOT, Mode.CAR)
                ),
                pilgrims=tuple((mode, _pilgrims(ground, streets, works, mode)) for mode in Mode),
            )
        )
    return sorted(
        found, key=lambda row: min((s for _, s in row.residents if s is not None), default=100.0)
    )


def _pilgrims(ground: _Metres, streets: np.ndarray, works: np.ndarray, mode: Mode) -> float | None:
    wanted = {key for way in serving().ways if way.mode is mode for key in way.streets}
    ways = np.array([n for n in streets if ground.keys[n] in wanted], dtype=int)
    return ground.share(ways, ground.near(ways, works), mode)


def near_works(today: date) -> list[NearWork]:
    """The works under way with complaints since they began; those beyond the usual first."""
    works = [row for row in works_at(today, today) if row.begins and row.begins <= today]
    placed = [(row, shape) for row in works if (shape := row.shape) is not None]
    told = list(service.reports().filter(joined__isnull=True, west__isnull=False))
    spots = [(timezone.localdate(row.received), shape) for row in told if (shape := row.shape)]
    if not placed or not spots:
        return []
    epsg = law(today).epsg
    points = reproject([shape.representative_point() for _, shape in spots], WGS84, epsg)
    places = reproject([shape for _, shape in placed], WGS84, epsg)
    tree = shapely.STRtree(points)
    found = []
    for (work, _), place in zip(placed, places, strict=True):
        near = [spots[n][0] for n in tree.query(place, predicate="dwithin", distance=NEAR_M)]
        one = _beyond(work, near, today)
        if one is not None:
            found.append(NearWork(work=work, told=one))
    found.sort(key=lambda row: (not row.told.is_flagged, -row.told.ratio))
    return found[:MOST_NEAR]


def _beyond(work: Work, days: Sequence[date], today: date) -> Excess | None:
    """Complaints since a work began against those of the half year before, scaled to as long."""
    begins = work.begins or today
    seen = sum(1 for day in days if day >= begins)
    usual = sum(1 for day in days if begins - USUAL <= day < begins)
    if not seen or not usual:
        return None
    return excess(seen, usual * ((today - begins).days + 1) / USUAL.days)
