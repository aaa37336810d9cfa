"""The ways to the shrine: open, partly open or closed, today and in the days to come.

Drawn from public works alone, and from the city's seasons; a work without a place closes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import shapely

from hamgam.engine.works import Impact, RoadPart, Stage
from hamgam.exchange.city.serving import Mode, Way
from hamgam.kit.words import Language
from hamgam.register import queries
from hamgam.register.models import Street, Work
from hamgam.register.nearness import distance_m, widened
from hamgam.register.ribbon import city_seasons
from hamgam.service.settings_of_city import serving
from hamgam.showcase.rows import works_at

DAYS = 4
IN_STREET_M = 25.0


class Passage(StrEnum):
    """Whether one gets through, best first."""

    OPEN = "open"
    PARTLY = "partly"
    CLOSED = "closed"


LOOKS: Mapping[Passage, tuple[str, str]] = {
    Passage.OPEN: ("k-ok", "ok"),
    Passage.PARTLY: ("k-slip", "slip"),
    Passage.CLOSED: ("k-collision", "bad"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindrance:
    """What stands in a way: whose, in which street, until when."""

    street: str
    agency: str
    is_footway: bool
    ends: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWay:
    """A way as the page tells it on a day."""

    key: str
    mode: Mode
    name: str
    told: str
    minutes: int
    passage: Passage
    icon: str
    tone: str
    hindrances: tuple[Hindrance, ...]
    streets: tuple[str, ...]
    """The keys of its streets in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAhead:
    """A day to come: the worst passage of all ways, how many are not open, and its season."""

    on: date
    passage: Passage
    icon: str
    tone: str
    closed: int
    partly: int
    season: str


def passage_past(work: Work, mode: Mode) -> Passage:
    """What a work leaves of its street to who goes that way. A footway's works hinder who walks, a
    carriageway's who drives; a full closure without a part told hinders both."""
    on_foot = mode is Mode.FOOT
    part = work.road_part
    if part and (part == RoadPart.FOOTWAY) != on_foot:
        return Passage.OPEN
    if work.impact == Impact.CLOSURE:
        return Passage.PARTLY if on_foot and not part else Passage.CLOSED
    if work.impact in {Impact.IMPORTANT, Impact.MINOR}:
        return Passage.PARTLY
    return Passage.OPEN


def _worst(found: Sequence[Passage]) -> Passage:
    order = list(Passage)
    return max(found, key=order.index, default=Passage.OPEN)


class Ground:
    """The streets of all ways and the public works in them over some days; two queries."""

    def __init__(self, first: date, days: int, language: Language) -> None:
        self.language = language
        wanted = {key for way in serving().ways for key in way.streets}
        self.streets = {row.key: row for row in queries.streets().filter(key__in=wanted)}
        rows = works_at(first, first + timedelta(days=days)).exclude(stage=Stage.DONE)
        self.works = list(rows.exclude(impact__in=(Impact.NONE, Impact.UNKNOWN)))
        self._in: dict[str, list[Work]] = {}

    def works_in(self, street: Street) -> list[Work]:
        """The works that lie in a street."""
        if street.key not in self._in:
            shape = street.shape
            self._in[street.key] = [
                work
                for work in self.works
                if shape is not None
                and _may_meet(work, street)
                and (place := work.shape) is not None
                and distance_m(shape, place) <= IN_STREET_M
            ]
        return self._in[street.key]

    def way_on(self, way: Way, day: date) -> OpenWay:
        """A way on a day."""
        found: list[tuple[Passage, Work, Street]] = []
        for key in way.streets:
            street = self.streets.get(key)
            for work in self.works_in(street) if street else ():
                is_on = work.begins is not None and work.begins <= day
                if is_on and (work.ends is None or work.ends >= day):
                    found.append((passage_past(work, way.mode), work, street))  # type: ignore[arg-type] # a street holds its works
        met = [(passage, work, street) for passage, work, street in found if passage != "open"]
        passage = _worst([passage for passage, _, _ in met])
        icon, tone = LOOKS[passage]
        return OpenWay(
            key=way.key,
            mode=way.mode,
            name=way.names[self.language.value],
            told=way.told[self.language.value],
            minutes=way.minutes,
            passage=passage,
            icon=icon,
            tone=tone,
            hindrances=self._hindrances([(work, street) for _, work, street in met]),
            streets=way.streets,
        )

    def _hindrances(self, met: Sequence[tuple[Work, Street]]) -> tuple[Hindrance, ...]:
        """Each street and agency once, by the work that lasts longest there."""
        longest: dict[tuple[str, int], tuple[Work, Street]] = {}
        for work, street in sorted(met, key=lambda pair: pair[0].ends or date.max):
            longest[street.key, work.agency_id] = (work, street)
        return tuple(self._hindrance(*pair) for pair in list(longest.values())[:3])

    def _hindrance(self, work: Work, street: Street) -> Hindrance:
        name = getattr(street, f"name_{self.language.value}") or street.name_fa
        return Hindrance(
            street=name,
            agency=work.agency.name(self.language),
            is_footway=work.road_part == RoadPart.FOOTWAY,
            ends=work.ends,
        )


def _may_meet(work: Work, street: Street) -> bool:
    """Whether their boxes lie beside each other; a cheap look before distances are measured."""
    one, other = work.shape, street.shape
    if one is None or other is None:
        return False
    return bool(shapely.box(*widened(one, IN_STREET_M)).intersects(shapely.box(*other.bounds)))


def ways_today(ground: Ground, today: date) -> dict[Mode, list[OpenWay]]:
    """Every way of the city on a day, by the way of going."""
    found: dict[Mode, list[OpenWay]] = {}
    for way in serving().ways:
        found.setdefault(way.mode, []).append(ground.way_on(way, today))
    return found


def _season_on(day: date, today: date, language: Language) -> str:
    for window in city_seasons(today):
        if window.begins <= day <= window.ends:
            return window.names.get(language.value, "")
    return ""


def days_ahead(ground: Ground, today: date) -> list[DayAhead]:
    """The days to come, tomorrow first."""
    told = []
    for number in range(1, DAYS + 1):
        day = today + timedelta(days=number)
        passages = [ground.way_on(way, day).passage for way in serving().ways]
        passage = _worst(passages)
        icon, tone = LOOKS[passage]
        told.append(
            DayAhead(
                on=day,
                passage=passage,
                icon=icon,
                tone=tone,
                closed=passages.count(Passage.CLOSED),
                partly=passages.count(Passage.PARTLY),
                season=_season_on(day, today, ground.language),
            )
        )
    return told
