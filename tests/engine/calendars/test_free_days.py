"""The days free for open works, 1405 to 1408, as the domain's table of lunar seasons counts them.

Its assumptions: every lunar date is Umm al-Qura plus one day, also where a confirmed one exists;
the late-Safar window has one day more for the uncertain date; near the shrine X, Q and summer's E
all count as taken, Ramadan from 18 to 2 Shawwal without a break.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

import pytest

from hamgam.engine.calendars import jalali
from hamgam.engine.calendars.hijri import estimated_months
from hamgam.engine.calendars.season_rules import (
    Calendar,
    MonthDay,
    Pad,
    Season,
    YearlySpan,
    season_windows,
)
from hamgam.engine.calendars.seasons import Closure

Bound = tuple[int, int | str]


def lunar(begins: Bound, ends: Bound, before: int = 0, after: int = 0) -> YearlySpan:
    return _span(Calendar.HIJRI_IR, begins, ends, Pad(before=before, after=after))


def solar(begins: Bound, ends: Bound, next_year: bool = False) -> YearlySpan:
    return _span(Calendar.JALALI, begins, ends, Pad(), next_year)


def _span(
    calendar: Calendar, begins: Bound, ends: Bound, pad: Pad, next_year: bool = False
) -> YearlySpan:
    return YearlySpan(
        calendar=calendar,
        begins=MonthDay(month=begins[0], day=begins[1]),
        ends=MonthDay(month=ends[0], day=ends[1]),
        zones={"z": Closure.CLOSED},
        next_year=next_year,
        pad=pad,
    )


CITY = (lunar((2, 20), (2, "last"), 1, 3), solar((12, 15), (1, 15), next_year=True))
SHRINE = (
    *CITY,
    lunar((11, 1), (11, 11), 1, 2),
    lunar((11, 22), (11, 24)),
    lunar((12, 8), (12, 19)),
    lunar((1, 1), (1, 11), 1, 0),
    lunar((9, 18), (10, 2)),
    *(lunar(day, day, 1, 1) for day in ((7, 13), (7, 27), (8, 15), (3, 17))),
    solar((4, 15), (6, 15)),
)


def free_days(rules: tuple[YearlySpan, ...], first: date, last: date) -> list[bool]:
    season = Season(key="s", names={}, rules=rules)
    windows = season_windows([season], first, last, estimated_months())
    return [
        not any(window.begins <= day <= window.ends for window in windows)
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
    ]


def longest_run(free: list[bool]) -> int:
    return max(len(list(run)) for is_free, run in groupby(free) if is_free)


@pytest.mark.parametrize(
    ("year", "days", "city", "shrine", "shrine_warm"),
    [
        (1405, 365, (320, 200), (214, 106), 114),
        (1406, 365, (321, 211), (208, 95), 124),
        (1407, 365, (321, 221), (216, 85), 127),
        (1408, 366, (320, 231), (218, 74), 123),
    ],
)
def test_free_days_of_four_years(
    year: int, days: int, city: tuple[int, int], shrine: tuple[int, int], shrine_warm: int
) -> None:
    in_city = free_days(CITY, *jalali.year_bounds(year))
    near_shrine = free_days(SHRINE, *jalali.year_bounds(year))
    warm = free_days(SHRINE, jalali.gregorian_of(year, 2, 1), jalali.gregorian_of(year, 8, 30))
    assert (len(in_city), sum(in_city), longest_run(in_city)) == (days, *city)
    assert (sum(near_shrine), longest_run(near_shrine)) == shrine
    assert sum(warm) == shrine_warm


@pytest.mark.parametrize(
    ("year", "ends"), [(1405, (9, 30)), (1406, (9, 19)), (1407, (9, 9)), (1408, (8, 28))]
)
def test_the_long_dry_window_near_the_shrine(year: int, ends: tuple[int, int]) -> None:
    first, last = jalali.gregorian_of(year, 6, 15), jalali.gregorian_of(year, *ends)
    free = free_days(SHRINE, first, last + timedelta(days=1))
    assert free == [False, *[True] * (last - first).days, False]


@pytest.mark.parametrize(
    ("year", "begins", "ends", "days"),
    [(1406, (3, 28), (4, 14), 18), (1407, (3, 17), (4, 14), 29), (1408, (3, 6), (4, 11), 37)],
)
def test_the_short_window_that_opens_before_summer(
    year: int, begins: tuple[int, int], ends: tuple[int, int], days: int
) -> None:
    first, last = jalali.gregorian_of(year, *begins), jalali.gregorian_of(year, *ends)
    free = free_days(SHRINE, first - timedelta(days=1), last + timedelta(days=1))
    assert free == [False, *[True] * days, False]
