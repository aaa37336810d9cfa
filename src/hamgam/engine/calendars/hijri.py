"""When each lunar month begins in Iran, and how sure that is: confirmed dates, estimates, and the
city's own corrections.

The chain: confirmed holidays anchor their whole month; a month between two anchors is confirmed
when their distance leaves it one place only; every other month is estimated as Umm al-Qura plus one
day, moved as little as its confirmed neighbours ask. The city's own month starts win over all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from types import MappingProxyType

from hijridate import Hijri

from hamgam.engine.calendars.almanac import LAST, PrintedDay, printed_days

FIRST_YEAR, LAST_YEAR = 1400, 1498
"""Lunar years of the table (21 November 1979 to 2075)."""
SHORTEST, LONGEST = 29, 30
"""Days of a lunar month."""
_PRINTED_YEARS = range(1980, 2060)

MONTH_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "fa": (
            *("محرم", "صفر", "ربیع‌الاول", "ربیع‌الثانی", "جمادی‌الاول", "جمادی‌الثانی"),
            *("رجب", "شعبان", "رمضان", "شوال", "ذی‌القعده", "ذی‌الحجه"),
        ),
        "en": (
            *("Muharram", "Safar", "Rabi' al-Awwal", "Rabi' al-Thani"),
            *("Jumada al-Awwal", "Jumada al-Thani", "Rajab", "Sha'ban", "Ramadan", "Shawwal"),
            *("Dhu al-Qa'da", "Dhu al-Hijja"),
        ),
        "ar": (
            *("محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة"),
            *("رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة"),
        ),
    }
)
"""The twelve months by language code, Muharram first."""


@dataclass(frozen=True, slots=True)
class HijriMonths:
    """The first day of every lunar month of a span of years, each confirmed or estimated.

    Months are counted without a break: month `i` of the table is month `i % 12 + 1` of year
    `first_year + i // 12`; the last entry is the day after the table. ValueError when neighbours
    are not 29 or 30 days apart.
    """

    first_year: int
    starts: tuple[date, ...]
    confirmed: tuple[bool, ...]
    _by_day: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.starts) != len(self.confirmed) or len(self.starts) % 12 != 1:
            raise ValueError("starts: whole years and the day after are asked, each with a status")
        for index, (start, following) in enumerate(pairwise(self.starts)):
            if not SHORTEST <= (following - start).days <= LONGEST:
                raise ValueError(f"starts: month {self._month(index)} has not 29 or 30 days")
        object.__setattr__(self, "_by_day", tuple(start.toordinal() for start in self.starts))

    @property
    def last_year(self) -> int:
        """The last lunar year of the table."""
        return self.first_year + (len(self.starts) - 1) // 12 - 1

    def month_start(self, year: int, month: int) -> tuple[date, bool]:
        """The first day of a lunar month, and whether it is confirmed."""
        index = self._index(year, month)
        return self.starts[index], self.confirmed[index]

    def month_end(self, year: int, month: int) -> tuple[date, bool]:
        """The last day of a lunar month: as sure as the beginning of the next."""
        following = self._index(year, month) + 1
        return self.starts[following] - timedelta(days=1), self.confirmed[following]

    def gregorian_of(self, year: int, month: int, day: int | str) -> tuple[date, bool]:
        """The date of a lunar day (1 to 30, or `last`), and whether it is confirmed.

        ValueError for a 30th day of a month of 29 and for a day outside the table.
        """
        end, is_end_confirmed = self.month_end(year, month)
        if day == LAST:
            return end, is_end_confirmed
        start, is_confirmed = self.month_start(year, month)
        if not isinstance(day, int) or not 1 <= day <= (end - start).days + 1:
            raise ValueError(f"day: {day} is not in month {year}-{month:02} ({start} to {end})")
        return (
            start + timedelta(days=day - 1),
            is_confirmed and (day <= SHORTEST or is_end_confirmed),
        )

    def hijri_of(self, day: date) -> tuple[int, int, int]:
        """Lunar year, month and day of a date; ValueError outside the table. O(log n)."""
        if not self.starts[0] <= day < self.starts[-1]:
            raise ValueError(
                f"day: {day} is not in {self.starts[0]} to {self.starts[-1] - timedelta(days=1)}"
            )
        index = bisect_right(self._by_day, day.toordinal()) - 1
        return *self._month(index), (day - self.starts[index]).days + 1

    def _month(self, index: int) -> tuple[int, int]:
        return self.first_year + index // 12, index % 12 + 1

    def _index(self, year: int, month: int) -> int:
        if not self.first_year <= year <= self.last_year:
            raise ValueError(f"year: {year} is not in {self.first_year} to {self.last_year}")
        if not 1 <= month <= 12:
            raise ValueError(f"month: {month} is not in 1 to 12")
        return (year - self.first_year) * 12 + month - 1


def hijri_months(overrides: Mapping[tuple[int, int], date] | None = None) -> HijriMonths:
    """The lunar months of Iran, 1400 to 1498 AH, with the city's own month starts.

    `overrides` gives the first day by (year, month): such a start is confirmed and wins; a printed
    date that it makes impossible is let go. ValueError names an override that lies outside the
    table, more than two days from the astronomical month, or at odds with another one.
    """
    return _table(tuple(sorted((overrides or {}).items())))


def estimated_months() -> HijriMonths:
    """The table by estimates alone (Umm al-Qura plus one day), as if nothing were confirmed."""
    starts = _estimates()
    return HijriMonths(FIRST_YEAR, starts, (False,) * len(starts))


@cache
def _table(overrides: tuple[tuple[tuple[int, int], date], ...]) -> HijriMonths:
    estimates = _estimates()
    own = dict(_own_anchor(month, start, estimates) for month, start in overrides)
    _check_agreement(own)
    anchors = own | {
        index: start
        for index, start in _printed_anchors().items()
        if all(_can_both_be(index, start, other, begins) for other, begins in own.items())
    }
    starts = _filled(estimates, anchors)
    return HijriMonths(FIRST_YEAR, starts, _certain(len(starts), anchors))


@cache
def _estimates() -> tuple[date, ...]:
    months = [(year, month) for year in range(FIRST_YEAR, LAST_YEAR + 1) for month in range(1, 13)]
    return tuple(
        Hijri(year, month, 1).to_gregorian() + timedelta(days=1)
        for year, month in (*months, (LAST_YEAR + 1, 1))
    )


@cache
def _printed_anchors() -> Mapping[int, date]:
    """Month starts that confirmed holidays fix; the earliest-named day of a month speaks for it."""
    anchors: dict[int, date] = {}
    for printed in printed_days(_PRINTED_YEARS):
        if printed.is_confirmed and printed.lunar_day:
            index, start = _anchor(printed, printed.lunar_day)
            anchors.setdefault(index, start)
    return MappingProxyType(anchors)


def _anchor(printed: PrintedDay, lunar: tuple[int, int | str]) -> tuple[int, date]:
    month, day = lunar
    if isinstance(day, int):
        start = printed.day - timedelta(days=day - 1)
    else:
        start, month = printed.day + timedelta(days=1), month + 1
    # the nearest month is less than half a month away
    index = bisect_right(_estimates(), start + timedelta(days=SHORTEST // 2)) - 1
    if index % 12 != (month - 1) % 12:
        raise ValueError(f"holidays: {printed.names['en']} of {printed.day} fits no lunar month")
    return index, start


def _own_anchor(
    month: tuple[int, int], start: date, estimates: tuple[date, ...]
) -> tuple[int, date]:
    year, number = month
    index = (year - FIRST_YEAR) * 12 + number - 1
    if not 1 <= number <= 12 or not 0 <= index < len(estimates):
        raise ValueError(f"overrides: month {year}-{number} is not in {FIRST_YEAR} to {LAST_YEAR}")
    if abs((start - estimates[index]).days) > 2:
        raise ValueError(
            f"overrides: {start} lies more than two days from the expected beginning "
            f"{estimates[index]} of month {year}-{number:02}"
        )
    return index, start


def _check_agreement(own: Mapping[int, date]) -> None:
    ordered = sorted(own.items())
    for (before, begins), (after, follows) in pairwise(ordered):
        if not _can_both_be(before, begins, after, follows):
            raise ValueError(
                f"overrides: {begins} and {follows} cannot both begin a month: "
                f"{after - before} month(s) between them last 29 or 30 days each"
            )


def _can_both_be(index: int, start: date, other: int, begins: date) -> bool:
    months, days = other - index, (begins - start).days
    if months < 0:
        months, days = -months, -days
    return SHORTEST * months <= days <= LONGEST * months


def _filled(estimates: tuple[date, ...], anchors: Mapping[int, date]) -> tuple[date, ...]:
    """Every month start: the anchors, and between them the estimates, moved as little as needed."""
    fixed = sorted(anchors)
    ordinals = [estimate.toordinal() for estimate in estimates]
    for index in fixed:
        ordinals[index] = anchors[index].toordinal()
    first = fixed[0] if fixed else 0
    for index in range(first - 1, -1, -1):
        following = ordinals[index + 1]
        ordinals[index] = _within(ordinals[index], following - LONGEST, following - SHORTEST)
    for index in range(first + 1, len(ordinals)):
        low, high = ordinals[index - 1] + SHORTEST, ordinals[index - 1] + LONGEST
        position = bisect_left(fixed, index)
        if position < len(fixed):
            place = fixed[position]
            ahead = place - index
            low = max(low, anchors[place].toordinal() - LONGEST * ahead)
            high = min(high, anchors[place].toordinal() - SHORTEST * ahead)
        ordinals[index] = _within(ordinals[index], low, high)
    return tuple(date.fromordinal(ordinal) for ordinal in ordinals)


def _within(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)


def _certain(months: int, anchors: Mapping[int, date]) -> tuple[bool, ...]:
    """Which starts are anchored, or left one place by the two anchors around them."""
    certain = [index in anchors for index in range(months)]
    fixed = sorted(anchors)
    for before, after in pairwise(fixed):
        days, count = (anchors[after] - anchors[before]).days, after - before
        if days in (SHORTEST * count, LONGEST * count):
            certain[before:after] = [True] * count
    return tuple(certain)


def hijri_text(months: HijriMonths, day: date, language: str = "fa") -> str:
    """A date by the lunar calendar in Latin digits: `13 رجب 1448`; ValueError outside the table."""
    year, month, number = months.hijri_of(day)
    return f"{number} {MONTH_NAMES[language][month - 1]} {year}"
