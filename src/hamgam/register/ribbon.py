"""The year ribbon: the city's seasons over the twelve months ahead, as places on one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from hamgam.engine.calendars.jalali import gregorian_of, jalali_of
from hamgam.engine.calendars.seasons import Closure, Purpose, SeasonWindow
from hamgam.engine.works import ZoneKind
from hamgam.kit.dates import long_day
from hamgam.kit.digits import localise
from hamgam.kit.words import Language, say
from hamgam.register.law import written_law

WIDTH = 1264
DAYS = 365
NAME_WIDTH = 92
"""About what a season's name takes; names that would lie on another are left out."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A name at a place."""

    x: float
    name: str


@dataclass(frozen=True, slots=True)
class Band:
    """A season's days on the line."""

    x: float
    width: float
    is_ban: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ribbon:
    """Everything the ribbon draws, in its own units, along the line of reading."""

    months: Sequence[Mark]
    ticks: Sequence[float]
    bands: Sequence[Band]
    names: Sequence[Mark]
    today: Mark
    said: str
    """The whole in one sentence, for those who do not see it."""


class _Line:
    """Days as places on a line that runs with the language."""

    def __init__(self, first: date, language: Language) -> None:
        self.first, self.language = first, language

    def x(self, day: date) -> float:
        share = (day - self.first).days / DAYS * WIDTH
        return round(WIDTH - share if self.language.direction == "rtl" else share, 1)


def city_seasons(today: date) -> list[SeasonWindow]:
    """Blackouts of the whole city that are not over, soonest first."""
    chosen = [
        window
        for window in written_law(today).windows
        if window.zone == ZoneKind.CITY
        and window.purpose is Purpose.BLACKOUT
        and window.closure in {Closure.CLOSED, Closure.QUIET}
        and window.hours is None
        and window.ends >= today
    ]
    return sorted(chosen, key=lambda window: (window.begins, window.ends))


def _months(line: _Line, last: date) -> tuple[list[Mark], list[float]]:
    year, month, _ = jalali_of(line.first)
    marks, ticks = [], []
    while (begins := gregorian_of(year, month, 1)) < last:
        ticks.append(line.x(max(begins, line.first)))
        name = say(f"calendar.jalali_{month}", line.language)
        told = f"{name} {localise(year, line.language)}" if month == 1 else name
        middle = begins + timedelta(days=15)
        if line.first <= middle < last:
            marks.append(Mark(line.x(middle), told))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return marks, ticks


def _band(line: _Line, window: SeasonWindow, last: date) -> Band:
    ends = min(window.ends + timedelta(days=1), last)
    one, other = line.x(max(window.begins, line.first)), line.x(ends)
    return Band(min(one, other), round(abs(other - one), 1), window.closure is Closure.CLOSED)


def _names(line: _Line, windows: Sequence[SeasonWindow], last: date) -> list[Mark]:
    taken: list[float] = [line.x(line.first)]
    marks = []
    ranked = sorted(windows, key=lambda window: window.closure is not Closure.CLOSED)
    for window in ranked:
        ends = min(window.ends, last)
        x = line.x(max(window.begins, line.first) + (ends - max(window.begins, line.first)) / 2)
        if all(abs(x - other) > NAME_WIDTH for other in taken) and x > NAME_WIDTH:
            taken.append(x)
            marks.append(Mark(x, window.names.get(line.language.value, window.season)))
    return marks


@lru_cache(maxsize=12)
def ribbon(today: date, language: Language) -> Ribbon:
    """The ribbon of a day; worked out once."""
    last = today + timedelta(days=DAYS)
    line = _Line(today, language)
    windows = [window for window in city_seasons(today) if window.begins < last]
    months, ticks = _months(line, last)
    soonest = next((window for window in windows if window.begins > today), None)
    said = (
        say(
            "pages.next_season",
            language,
            name=soonest.names.get(language.value, soonest.season),
            day=long_day(soonest.begins, language),
            days=localise((soonest.begins - today).days, language),
        )
        if soonest
        else say("pages.no_season", language)
    )
    return Ribbon(
        months=months,
        ticks=ticks,
        bands=[_band(line, window, last) for window in windows],
        names=_names(line, windows, last),
        today=Mark(line.x(today), say("pages.today", language)),
        said=said,
    )
