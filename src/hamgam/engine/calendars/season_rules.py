"""Seasons as rules of their own calendar («20 Safar … last of Safar»), and the dated windows that
they yield in any years.

A window never depends on the days asked for: it is returned whole, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from hamgam.engine.calendars import jalali
from hamgam.engine.calendars.almanac import LAST
from hamgam.engine.calendars.hijri import HijriMonths
from hamgam.engine.calendars.seasons import FIRMNESS, Closure, Purpose, SeasonWindow
from hamgam.engine.works import Activity

MOST_PAD_DAYS = 90
"""The widest pad or early closure; a wider one is a rule of its own."""
_ONE_DAY = timedelta(days=1)


class Calendar(StrEnum):
    """The calendar a yearly span is counted in."""

    JALALI = "jalali"
    HIJRI_IR = "hijri_ir"
    """Lunar, by the months as they begin in Iran."""
    GREGORIAN = "gregorian"


SURE_DAYS: Mapping[Calendar, tuple[int, ...]] = MappingProxyType(
    {
        Calendar.JALALI: (*(31,) * 6, *(30,) * 5, 29),
        Calendar.HIJRI_IR: (29,) * 12,
        Calendar.GREGORIAN: (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31),
    }
)
"""The days that every month of every year has; beyond them only `last` can be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDay:
    """One day of every year: a month, and a day's number or `last`."""

    month: int
    day: int | str

    def checked(self, calendar: Calendar) -> MonthDay:
        """Itself; ValueError when some year of the calendar lacks the day."""
        if not 1 <= self.month <= 12:
            raise ValueError(f"month: {self.month} is not in 1 to 12")
        most = SURE_DAYS[calendar][self.month - 1]
        is_day = self.day == LAST or (isinstance(self.day, int) and 1 <= self.day <= most)
        if not is_day:
            raise ValueError(
                f"day: {self.day} is not in 1 to {most} or 'last' "
                f"(month {self.month} of {calendar.value})"
            )
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Pad:
    """Days added before the first and after the last day of a span, 0 to 90 each."""

    before: int = 0
    after: int = 0

    def __post_init__(self) -> None:
        for name in ("before", "after"):
            if not 0 <= getattr(self, name) <= MOST_PAD_DAYS:
                raise ValueError(f"pad_days.{name}: {getattr(self, name)} is not in 0 to 90")


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlySpan:
    """From one day to another of every year of a calendar, both counted.

    `next_year` tells that the last day lies in the year after. `zones` gives the closure by zone
    key or kind; of the spans of one season and calendar the firmer cuts its days out of the milder.
    `hours` is the daily span, `17:00-24:00`, None meaning all day: a span with hours is neither cut
    nor cuts.
    """

    calendar: Calendar
    begins: MonthDay
    ends: MonthDay
    zones: Mapping[str, Closure]
    next_year: bool = False
    pad: Pad = Pad()
    hours: str | None = None

    def __post_init__(self) -> None:
        begins, ends = (bound.checked(self.calendar) for bound in (self.begins, self.ends))
        if not self.next_year and _rank(ends) < _rank(begins):
            raise ValueError("ends: lies before begins; say next_year when it is the year after")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklySpan:
    """From one weekday to another of every week, Monday 0 to Sunday 6, both counted.

    With `joins_holidays` it grows over the public holidays that adjoin it: a long weekend.
    """

    first_weekday: int
    last_weekday: int
    zones: Mapping[str, Closure]
    joins_holidays: bool = False
    hours: str | None = None

    def __post_init__(self) -> None:
        for name in ("first_weekday", "last_weekday"):
            if not 0 <= getattr(self, name) <= 6:
                raise ValueError(f"{name}: {getattr(self, name)} is not in 0 to 6")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredSpan:
    """Dates that somebody with the right to do so has declared, such as an election."""

    begins: date
    ends: date
    zones: Mapping[str, Closure]
    pad: Pad = Pad()
    is_confirmed: bool = True
    names: Mapping[str, str] = field(default_factory=dict)
    """Added to the season's own when given."""

    def __post_init__(self) -> None:
        if self.ends < self.begins:
            raise ValueError(f"ends: {self.ends} lies before begins {self.begins}")


Rule = YearlySpan | WeeklySpan | DeclaredSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """One season of a city: when by rule, where, how firmly, and on whose word.

    `lead_close_days` shuts a zone that many days before each (padded) span of the season.
    `is_secondary` tells that the basis was not read at its source. `activities` empty means every
    one.
    """

    key: str
    names: Mapping[str, str]
    """By language code: fa, en, ar."""
    rules: tuple[Rule, ...]
    purpose: Purpose = Purpose.BLACKOUT
    lead_close_days: Mapping[str, int] = field(default_factory=dict)
    emergency_allowed: bool = True
    activities: frozenset[Activity] = frozenset()
    basis: str = ""
    source: str = ""
    is_secondary: bool = True

    def __post_init__(self) -> None:
        for zone, days in self.lead_close_days.items():
            if not 0 <= days <= MOST_PAD_DAYS:
                raise ValueError(f"lead_close_days.{zone}: {days} is not in 0 to 90")


@dataclass(frozen=True, slots=True)
class _Span:
    """One dated occurrence of one rule, pads included."""

    begins: date
    ends: date
    is_confirmed: bool
    rule: Rule


def season_windows(
    seasons: Iterable[Season],
    first: date,
    last: date,
    months: HijriMonths,
    holidays: Mapping[date, bool] = MappingProxyType({}),
) -> list[SeasonWindow]:
    """Every window of the seasons that touches the closed days `[first, last]`, whole, by
    beginning.

    `holidays` gives public holidays and whether each is confirmed, for weekends that join them.
    ValueError when `last` lies before `first`, or a lunar season is asked for outside the table.
    """
    if last < first:
        raise ValueError(f"last: {last} lies before first {first}")
    windows = [
        window
        for season in seasons
        for spans in _occurrences(season, first, last, months, holidays)
        for window in _windows(season, spans)
        if window.begins <= last and window.ends >= first
    ]
    return sorted(windows, key=lambda window: (window.begins, window.ends, window.season))


def _occurrences(
    season: Season, first: date, last: date, months: HijriMonths, holidays: Mapping[date, bool]
) -> Iterator[list[_Span]]:
    """Dated spans of the season, those of one year of one calendar together."""
    for calendar in Calendar:
        yearly = [
            rule
            for rule in season.rules
            if isinstance(rule, YearlySpan) and rule.calendar is calendar
        ]
        for year in _years(calendar, first, last, months) if yearly else ():
            yield [_of_year(rule, year, months) for rule in yearly]
    for rule in season.rules:
        if isinstance(rule, DeclaredSpan):
            yield [_padded(rule, rule.begins, rule.ends, rule.is_confirmed)]
        elif isinstance(rule, WeeklySpan):
            yield from ([span] for span in _weeks(rule, first, last, holidays))


def _years(calendar: Calendar, first: date, last: date, months: HijriMonths) -> range:
    """Years whose spans could reach the days asked: pads and leads reach half a year at most."""
    if calendar is Calendar.JALALI:
        begin, end = jalali.jalali_of(first)[0], jalali.jalali_of(last)[0]
    elif calendar is Calendar.HIJRI_IR:
        begin, end = months.hijri_of(first)[0], months.hijri_of(last)[0]
    else:
        begin, end = first.year, last.year
    return range(begin - 2, end + 2)


def _of_year(rule: YearlySpan, year: int, months: HijriMonths) -> _Span:
    begins, is_begin_sure = _dated(rule.calendar, year, rule.begins, months)
    ends, is_end_sure = _dated(rule.calendar, year + rule.next_year, rule.ends, months)
    return _padded(rule, begins, ends, is_begin_sure and is_end_sure)


def _dated(
    calendar: Calendar, year: int, bound: MonthDay, months: HijriMonths
) -> tuple[date, bool]:
    if calendar is Calendar.HIJRI_IR:
        return months.gregorian_of(year, bound.month, bound.day)
    if calendar is Calendar.JALALI:
        day = jalali.month_days(year, bound.month) if bound.day == LAST else int(bound.day)
        return jalali.gregorian_of(year, bound.month, day), True
    if bound.day == LAST:
        return date(year + bound.month // 12, bound.month % 12 + 1, 1) - _ONE_DAY, True
    return date(year, bound.month, int(bound.day)), True


def _padded(rule: YearlySpan | DeclaredSpan, begins: date, ends: date, is_confirmed: bool) -> _Span:
    before, after = timedelta(days=rule.pad.before), timedelta(days=rule.pad.after)
    return _Span(begins - before, ends + after, is_confirmed, rule)


def _weeks(
    rule: WeeklySpan, first: date, last: date, holidays: Mapping[date, bool]
) -> Iterator[_Span]:
    length = timedelta(days=(rule.last_weekday - rule.first_weekday) % 7)
    # a month either side: no run of holidays that joins a weekend is longer
    monday = first - timedelta(days=first.weekday() + 28)
    while monday <= last + timedelta(days=28):
        begins = monday + timedelta(days=rule.first_weekday)
        span = _Span(begins, begins + length, True, rule)
        yield _joined(span, holidays) if rule.joins_holidays else span
        monday += timedelta(days=7)


def _joined(span: _Span, holidays: Mapping[date, bool]) -> _Span:
    begins, ends = span.begins, span.ends
    while begins - _ONE_DAY in holidays:
        begins -= _ONE_DAY
    while ends + _ONE_DAY in holidays:
        ends += _ONE_DAY
    is_sure = all(
        holidays.get(begins + _ONE_DAY * day, True) for day in range((ends - begins).days + 1)
    )
    return replace(span, begins=begins, ends=ends, is_confirmed=is_sure)


def _windows(season: Season, spans: Sequence[_Span]) -> Iterator[SeasonWindow]:
    """Windows of spans that belong together: the firmer cuts its days out of the milder."""
    for zone in dict.fromkeys(zone for span in spans for zone in span.rule.zones):
        whole = [_window(season, zone, span) for span in spans if zone in span.rule.zones]
        for window in whole:
            yield from _without(window, [other for other in whole if _outranks(other, window)])


def _window(season: Season, zone: str, span: _Span) -> SeasonWindow:
    rule = span.rule
    lead = season.lead_close_days.get(zone, 0)
    own_names = rule.names if isinstance(rule, DeclaredSpan) else {}
    return SeasonWindow(
        season=season.key,
        zone=zone,
        closure=rule.zones[zone],
        begins=span.begins - timedelta(days=lead),
        ends=span.ends,
        is_confirmed=span.is_confirmed,
        emergency_allowed=season.emergency_allowed,
        purpose=season.purpose,
        activities=season.activities,
        lead_days=lead,
        hours=None if isinstance(rule, DeclaredSpan) else rule.hours,
        names={**season.names, **own_names},
    )


def _outranks(other: SeasonWindow, window: SeasonWindow) -> bool:
    return (
        other.hours is None
        and window.hours is None
        and FIRMNESS[other.closure] > FIRMNESS[window.closure]
    )


def _without(window: SeasonWindow, firmer: Iterable[SeasonWindow]) -> list[SeasonWindow]:
    """What is left of a window outside the firmer ones, in order."""
    left = [window]
    for other in firmer:
        left = [piece for part in left for piece in _outside(part, other)]
    return left


def _outside(part: SeasonWindow, other: SeasonWindow) -> Iterator[SeasonWindow]:
    """The pieces of a window before and after another; a cut bound is as sure as the other."""
    if other.ends < part.begins or part.ends < other.begins:
        yield part
        return
    is_sure = part.is_confirmed and other.is_confirmed
    if part.begins < other.begins:
        yield replace(part, ends=other.begins - _ONE_DAY, is_confirmed=is_sure)
    if other.ends < part.ends:
        yield replace(part, begins=other.ends + _ONE_DAY, is_confirmed=is_sure, lead_days=0)


def _rank(bound: MonthDay) -> tuple[int, int]:
    return bound.month, 99 if isinstance(bound.day, str) else bound.day
