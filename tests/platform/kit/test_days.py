"""Days as people write them, and as they are echoed in three calendars."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamgam.engine.calendars.jalali import jalali_of
from hamgam.kit.days import day_in, echoed, read_day
from hamgam.kit.words import Language, say

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "text",
    [
        "۱۴۰۵/۹/۳",
        "1405-09-03",
        "۳ آذر",
        "3 آذر ۱۴۰۵",
        "٣ آذر ١٤٠٥",
        "۹/۳",
        "2026-11-24",
        "24 November 2026",
        "24 نوامبر",
        "امروز",
        "today",
        "اليوم",
    ],
)
def test_one_day_is_read_however_it_is_written(text: str) -> None:
    assert read_day(text, TODAY) == TODAY


def test_a_day_without_a_year_is_the_nearest_one() -> None:
    assert read_day("۱ فروردین", TODAY) == date(2027, 3, 21)
    assert read_day("۱ مهر", TODAY) == date(2026, 9, 23)
    assert read_day("فردا", TODAY) == date(2026, 11, 25)


@pytest.mark.parametrize("text", ["", "۱۴۰۵/۱۳/۳", "32 آذر", "سلام", "0001-01-01", "3 آذر 9999"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_in(text, TODAY) is None


@given(st.dates(date(1930, 1, 1), date(2090, 1, 1)), st.sampled_from(list(Language)))
def test_a_day_is_read_back_from_its_jalali_words(day: date, language: Language) -> None:
    year, month, number = jalali_of(day)
    name = say(f"calendar.jalali_{month}", language)
    assert read_day(f"{number} {name} {year}", TODAY) == day
    near = TODAY + timedelta(days=(day - TODAY).days % 300 - 150)
    _, month, number = jalali_of(near)
    if (month, number) != (12, 30):
        assert read_day(f"{number} {say(f'calendar.jalali_{month}', language)}", TODAY) == near


def test_a_day_is_echoed_in_three_calendars_the_readers_own_first() -> None:
    told = echoed(TODAY, Language.FA).split(" · ")
    assert told[0] == "سه‌شنبه ۳ آذر ۱۴۰۵"
    assert told[1].startswith("۲۴ نوامبر")
    assert told[2].endswith("۱۴۴۸")
    assert echoed(TODAY, Language.EN).startswith("Tuesday 24 November 2026 · ")
    assert len(echoed(date(2099, 1, 1), Language.EN).split(" · ")) == 2
