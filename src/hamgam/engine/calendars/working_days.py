"""When an answer is due and how long a term lasts: working days, cut-off hours, months of 28 days.

A clock starts on the working day that something counts as received; its first day is the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from hamgam.engine.calendars.almanac import PrintedDay, printed_days
from hamgam.engine.calendars.hijri import HijriMonths

THURSDAY, FRIDAY = 3, 4
"""As `date.weekday` counts."""
MONTH_DAYS = 28
"""A month of a notice or an answer, counted in calendar days (the practice of England)."""
_ONE_DAY = timedelta(days=1)
_LONGEST_CLOSURE_DAYS = 366


class TermUnit(StrEnum):
    """What a term is counted in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    """Of 28 calendar days each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A length of time that a rule gives: `5 working days`, `3 months`."""

    count: int
    unit: TermUnit

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(f"count: {self.count} is negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """The days and hours on which offices work; Iran's by default, with Thursdays at work.

    Weekdays count Monday 0 to Sunday 6. What is received after `cut_off`, or after
    `short_day_cut_off` on a day of `short_days`, counts from the next working day. A weekday in
    `weekend` is never at work; put Thursday there where it is free.
    """

    weekend: frozenset[int] = frozenset({FRIDAY})
    short_days: frozenset[int] = frozenset({THURSDAY})
    holidays: frozenset[date] = frozenset()
    cut_off: time = time(14, 30)
    short_day_cut_off: time = time(12, 30)

    def __post_init__(self) -> None:
        if not self.weekend | self.short_days <= set(range(7)):
            raise ValueError("weekend: weekdays count from 0 to 6")
        if len(self.weekend) > 6:
            raise ValueError("weekend: leaves no day at work")

    def is_working(self, day: date) -> bool:
        """Whether offices work on this day, if only until noon."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def closes_at(self, day: date) -> time:
        """The hour after which something counts as received on the next working day."""
        return self.short_day_cut_off if day.weekday() in self.short_days else self.cut_off


def next_working_day(calendar: WorkCalendar, day: date) -> date:
    """The first working day on or after this one; ValueError when there is none for a year."""
    for ahead in range(_LONGEST_CLOSURE_DAYS):
        candidate = day + ahead * _ONE_DAY
        if calendar.is_working(candidate):
            return candidate
    raise ValueError(f"calendar: no working day in the year after {day}")


def add_working_days(calendar: WorkCalendar, day: date, count: int) -> date:
    """The working day that is `count` working days after this one (before it, when negative).

    Zero gives the day itself, at work or not. O(days passed).
    """
    step = _ONE_DAY if count >= 0 else -_ONE_DAY
    left, idle = abs(count), 0
    while left:
        day += step
        is_working = calendar.is_working(day)
        left -= is_working
        idle = 0 if is_working else idle + 1
        if idle > _LONGEST_CLOSURE_DAYS:
            raise ValueError(f"calendar: no working day in the year before {day}")
    return day


def working_days_between(calendar: WorkCalendar, after: date, until: date) -> int:
    """How many working days lie after one day up to and with another; negative when reversed."""
    if until < after:
        return -working_days_between(calendar, until - _ONE_DAY, after - _ONE_DAY)
    days = (until - after).days
    return sum(calendar.is_working(after + ahead * _ONE_DAY) for ahead in range(1, days + 1))


def received_on(calendar: WorkCalendar, received: datetime) -> date:
    """The working day that counts as the day of receipt of something received at this local time.

    Exactly at the cut-off still counts as today.
    """
    day = received.date()
    is_late = calendar.is_working(day) and received.time() > calendar.closes_at(day)
    return next_working_day(calendar, day + is_late * _ONE_DAY)


def due_on(calendar: WorkCalendar, received: datetime, term: Term) -> date:
    """The last day to answer something received at this local time.

    A term in calendar days or months that ends on a free day runs to the next working day.
    """
    start = received_on(calendar, received)
    if term.unit is TermUnit.WORKING_DAYS:
        return add_working_days(calendar, start, term.count)
    days = term.count * (MONTH_DAYS if term.unit is TermUnit.MONTHS else 1)
    return next_working_day(calendar, start + days * _ONE_DAY)


def iranian_holidays(years: Iterable[int], months: HijriMonths | None = None) -> list[PrintedDay]:
    """The public holidays of Iran in these Gregorian years, by day, each confirmed or not.

    Seeds a city's own list: a holiday without a stated cause is not confirmed. With `months`, a
    lunar holiday that is only estimated stands where that table puts it, as sure as its month.
    """
    return sorted(
        (_placed(printed, months) for printed in printed_days(years)),
        key=lambda printed: (printed.day, printed.names["en"]),
    )


def _placed(printed: PrintedDay, months: HijriMonths | None) -> PrintedDay:
    if months is None or printed.is_confirmed or printed.lunar_day is None:
        return printed
    month, day = printed.lunar_day
    year = _lunar_year(printed.day, month, months)
    placed, is_confirmed = months.gregorian_of(year, month, day)
    return PrintedDay(day=placed, names=printed.names, is_confirmed=is_confirmed)


def _lunar_year(day: date, month: int, months: HijriMonths) -> int:
    """The lunar year of a holiday of this month; an estimate a day off may lie in the next one."""
    year, found, _ = months.hijri_of(day)
    if found == month:
        return year
    return year + (1 if found == 12 and month == 1 else -1 if found == 1 and month == 12 else 0)
