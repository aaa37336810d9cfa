from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamgam.engine.calendars import jalali


def test_every_day_of_two_centuries_goes_there_and_back() -> None:
    day, last = jalali.gregorian_of(1280, 1, 1), jalali.gregorian_of(1480, 12, 29)
    year, month, number = 1280, 1, 1
    while day <= last:
        assert jalali.jalali_of(day) == (year, month, number)
        assert jalali.gregorian_of(year, month, number) == day
        assert type(jalali.gregorian_of(year, month, number)) is date
        if number < jalali.month_days(year, month):
            number += 1
        else:
            year, month, number = (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)
        day += timedelta(days=1)


@given(st.dates(min_value=jalali.FIRST_DAY, max_value=jalali.LAST_DAY))
def test_any_date_goes_there_and_back(day: date) -> None:
    assert jalali.gregorian_of(*jalali.jalali_of(day)) == day


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ((1405, 9, 3), date(2026, 11, 24)),
        ((1403, 12, 30), date(2025, 3, 20)),
        ((1404, 1, 1), date(2025, 3, 21)),
        ((1405, 1, 1), date(2026, 3, 21)),
        ((1357, 11, 22), date(1979, 2, 11)),
        ((1408, 12, 30), date(2030, 3, 20)),
    ],
)
def test_known_days(told: tuple[int, int, int], day: date) -> None:
    assert jalali.gregorian_of(*told) == day
    assert jalali.jalali_of(day) == told


def test_leap_years() -> None:
    leap = [year for year in range(1395, 1413) if jalali.is_leap(year)]
    assert leap == [1395, 1399, 1403, 1408, 1412]
    assert [jalali.month_days(1403, month) for month in (1, 7, 12)] == [31, 30, 30]
    assert jalali.year_bounds(1408) == (date(2029, 3, 20), date(2030, 3, 20))


@pytest.mark.parametrize(
    ("told", "part"),
    [
        ((1404, 12, 30), "day: 30 is not in 1 to 29"),
        ((1405, 7, 31), "day: 31 is not in 1 to 30"),
        ((1405, 1, 0), "day: 0"),
        ((1405, 13, 1), "month: 13"),
        ((0, 1, 1), "year: 0"),
        ((9999, 1, 1), "year: 9999"),
    ],
)
def test_days_that_cannot_be_are_refused_by_part(told: tuple[int, int, int], part: str) -> None:
    with pytest.raises(ValueError, match=part):
        jalali.gregorian_of(*told)


def test_a_date_before_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="day: 0600-01-01"):
        jalali.jalali_of(date(600, 1, 1))


def test_texts() -> None:
    day = date(2026, 11, 24)
    assert jalali.jalali_text(day) == "۳ آذر ۱۴۰۵"
    assert jalali.jalali_text(day, "en") == "3 Azar 1405"
    assert jalali.jalali_text(day, "ar") == "٣ آذر ١٤٠٥"
    assert jalali.jalali_numbers(day) == "1405-09-03"


@pytest.mark.parametrize("text", ["1405-09-03", "1405/9/3", "۱۴۰۵/۹/۳", " 2026-11-24 "])
def test_a_written_day_is_read_by_its_year(text: str) -> None:
    assert jalali.day_of(text) == date(2026, 11, 24)


@pytest.mark.parametrize("text", ["", "3 Azar", "1405-07-31", "2026-02-30", "1405-09", "05/09/03"])
def test_a_text_that_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|day"):
        jalali.day_of(text)
