"""From the week's rows and the city to the question of its tours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import Point

from hamgam.engine.geometry import WGS84, metric_epsg, reproject
from hamgam.engine.tours.prize import Prize, Removal, prize
from hamgam.engine.tours.problem import Hours, Shift, Site, TourProblem, Travel
from hamgam.engine.tours.ways import Streets, straight_travel, street_travel
from hamgam.exchange.city.touring import Touring
from hamgam.exchange.city.values import City
from hamgam.exchange.misread import Misread
from hamgam.exchange.persian import latin_digits, normalise
from hamgam.exchange.places import StreetIndex, locate
from hamgam.exchange.touring.read import Sheets, titles
from hamgam.exchange.touring.rows import DelegationRow, SiteRow

MOST_DAYS = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A question of tours with what its answer is told in.

    `days` are the dates of the days of the tour; `places` (n, 2) longitude and latitude of each
    place; `prizes` and `rows` by site. `assumed` names what no row told and the city's defaults
    filled; `misread` the rows whose place could not be found.
    """

    problem: TourProblem
    days: tuple[date, ...]
    places: NDArray[np.float64]
    prizes: Mapping[str, Prize]
    rows: Mapping[str, SiteRow]
    assumed: tuple[str, ...]
    misread: tuple[Misread, ...]


def tour_days(first: date, count: int, touring: Touring) -> tuple[date, ...]:
    """The first `count` days from a date on that are no days off; ValueError outside 1 … 31."""
    if not 1 <= count <= MOST_DAYS:
        raise ValueError(f"days: {count} is not 1 to {MOST_DAYS}")
    open_days = [
        day
        for offset in range(7 * (count + 1))
        if (day := first + timedelta(days=offset)).weekday() not in touring.days_off
    ]
    return tuple(open_days[:count])


def week_of(
    sheets: Sheets, touring: Touring, days: Sequence[date], today: date, city: City | None = None
) -> Week:
    """The question that the rows ask on these days.

    Rows whose place is not found leave and are named. Without delegations one is assumed that
    brings everybody, and a delegation without a start begins in the middle of the sites. Compiles
    at its first call where the city has streets.
    """
    index = None if city is None else StreetIndex(city)
    found = [
        (ref, row, _point(row.place, index))
        for ref, row in zip(titles(sheets.sites), sheets.sites, strict=True)
    ]
    misread = [_unplaced(row, point) for _, row, point in found if isinstance(point, str)]
    placed = [(ref, row, point) for ref, row, point in found if not isinstance(point, str)]
    delegations = sheets.delegations or [_everybody(sheets.sites)]
    starts, lost = _starts(delegations, [point for *_, point in placed], index)
    points = [*starts, *(point for *_, point in placed)]
    prizes = {ref: _prize(row, touring, today) for ref, row, _ in placed}
    sites = [
        _site(ref, row, len(starts) + n, prizes[ref], touring, len(days))
        for n, (ref, row, _) in enumerate(placed)
    ]
    shifts = [
        shift
        for place, row in enumerate(delegations)
        for shift in _shifts(row, (place, starts[place].x), touring, days)
    ]
    return Week(
        problem=TourProblem(
            sites=sites,
            shifts=shifts,
            travel=_travel(points, touring, city),
            minute_rials=touring.minute_rials,
        ),
        days=tuple(days),
        places=np.array([(point.x, point.y) for point in points], dtype=float).reshape(-1, 2),
        prizes=prizes,
        rows={ref: row for ref, row, _ in placed},
        assumed=tuple(_assumed(sheets, lost)),
        misread=tuple(misread),
    )


def _point(place: str, index: StreetIndex | None) -> Point | str:
    """The place in degrees, or why it is not found."""
    numbers = latin_digits(normalise(place)).replace("،", ",").split(",")
    try:
        latitude, longitude = (float(part) for part in numbers)
    except ValueError:
        pass
    else:
        inside = -90 <= latitude <= 90 and -180 <= longitude <= 180
        return Point(longitude, latitude) if inside else "the numbers lie outside the world"
    if index is None:
        return "an address needs a city: --city"
    located = locate(place, index)
    if isinstance(located, str):
        return located
    middle = located.geometry.representative_point()
    return Point(middle.x, middle.y)


def _unplaced(row: SiteRow, reason: str) -> Misread:
    return Misread(
        where=row.title,
        row=row.row,
        field="نشانی",
        value=row.place,
        reason=reason,
        hint="«۳۶٫۲۸۸, ۵۹٫۶۱۵» or a street of the city",
        kept=False,
    )


def _everybody(sites: Sequence[SiteRow]) -> DelegationRow:
    """The delegation assumed where none is told: all whom any site needs."""
    posts = dict.fromkeys(post for site in sites for post in site.needs)
    return DelegationRow(name="هیئت", row=0, posts=tuple(posts))


def _starts(
    delegations: Sequence[DelegationRow], sites: Sequence[Point], index: StreetIndex | None
) -> tuple[list[Point], list[str]]:
    """Where each delegation begins, and the names of those that told no findable start."""
    middle = Point(*np.median([(p.x, p.y) for p in sites], axis=0)) if sites else Point(0, 0)
    starts, lost = [], []
    for row in delegations:
        point = _point(row.start, index) if row.start else "no start"
        if isinstance(point, str):
            lost.append(row.name)
        starts.append(middle if isinstance(point, str) else point)
    return starts, lost


def _prize(row: SiteRow, touring: Touring, today: date) -> Prize:
    chance = touring.removal_chance if row.chance is None else row.chance
    removal = Removal(obstacle=row.obstacle, value_rials=row.removal_rials, chance=chance)
    return prize(
        [removal],
        touring.standing,
        verified_days_ago=_days_ago(row.verified, today),
        visited_days_ago=_days_ago(row.visited, today),
        promised_visits=int(row.is_promised),
    )


def _days_ago(day: date | None, today: date) -> float | None:
    return None if day is None else float(max(0, (today - day).days))


def _site(ref: str, row: SiteRow, place: int, worth: Prize, touring: Touring, days: int) -> Site:
    openings: tuple[Hours, ...] = ()
    if row.opens is not None and row.closes is not None:
        openings = tuple(Hours(day=day, begins=row.opens, ends=row.closes) for day in range(days))
    return Site(
        ref=ref,
        title=row.title,
        place=place,
        prize_rials=worth.rials,
        stay_minutes=row.stay_minutes or touring.stay_minutes,
        needs=frozenset(normalise(post) for post in row.needs),
        openings=openings,
        is_promised=row.is_promised,
        complete=row.complete,
        complaints=float(row.complaints),
    )


def _shifts(
    row: DelegationRow, start: tuple[int, float], touring: Touring, days: Sequence[date]
) -> list[Shift]:
    """A delegation's days, from a place with its longitude."""
    place, longitude = start
    begins = touring.begins if row.begins is None else row.begins
    ends = touring.ends if row.ends is None else row.ends
    return [
        Shift(
            delegation=row.name,
            posts=frozenset(normalise(post) for post in row.posts),
            hours=Hours(day=day, begins=begins, ends=ends),
            start=place,
            end=place,
            pauses=tuple(
                Hours(day=day, begins=b, ends=e) for b, e in touring.pauses_on(on, longitude)
            ),
            most_stops=row.most_stops or touring.most_stops,
        )
        for day, on in enumerate(days)
        if not row.days or on in row.days
    ]


def _travel(points: Sequence[Point], touring: Touring, city: City | None) -> Travel:
    epsg = metric_epsg(list(points)) if city is None else city.epsg
    metric = np.array([(p.x, p.y) for p in reproject(list(points), WGS84, epsg)]).reshape(-1, 2)
    quiet = touring.speed_kmh("")
    if city is None or not city.streets:
        return straight_travel(metric, quiet, touring.peaks)
    streets = Streets(
        lines=list(reproject([street.line for street in city.streets], WGS84, city.epsg)),
        speeds_kmh=[touring.speed_kmh(street.street_class) for street in city.streets],
    )
    return street_travel(metric, streets, quiet, touring.peaks)


def _assumed(sheets: Sheets, lost: Sequence[str]) -> list[str]:
    """The keys of the sentences that tell what was assumed."""
    found = [] if sheets.delegations else ["delegation"]
    if lost:
        found.append("start")
    if any(row.chance is None and row.removal_rials for row in sheets.sites):
        found.append("chance")
    if any(row.stay_minutes is None for row in sheets.sites):
        found.append("stay")
    return found
