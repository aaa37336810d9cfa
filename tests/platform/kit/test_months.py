"""A month as a calendar lays it out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.kit.days import read_day
from hamgam.kit.months import month_of
from hamgam.kit.words import Language

TODAY = date(2026, 11, 24)
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31))


@settings(max_examples=25, deadline=None)
@given(DAYS, st.sampled_from(list(Language)))
def test_every_day_stands_below_its_weekday_and_reads_back(day: date, language: Language) -> None:
    month = month_of(day, language, TODAY)
    days = [date.fromisoformat(cell.iso) for cell in month.cells]
    assert day in days
    assert days == [days[0] + timedelta(days=at) for at in range(len(days))]
    opens = 0 if language is Language.EN else 5
    assert (days[0].weekday() - opens) % 7 == month.blanks
    for cell, at in zip(month.cells, days, strict=True):
        assert read_day(cell.written, TODAY) == at
        assert cell.is_rest == (at.weekday() == 4)


def test_months_follow_one_another_without_a_gap() -> None:
    for language in Language:
        here = month_of(TODAY, language, TODAY)
        after = month_of(date.fromisoformat(here.after), language, TODAY)
        assert after.before == here.cells[-1].iso
        assert after.cells[0].iso == here.after


@pytest.mark.parametrize(
    ("language", "name", "other"),
    [
        (Language.FA, "آذر ۱۴۰۵", "۲۲ نوامبر – ۲۱ دسامبر"),
        (Language.EN, "November 2026", "10 Aban 1405 – 9 Azar 1405"),
    ],
)
def test_a_month_is_named_in_both_calendars(language: Language, name: str, other: str) -> None:
    month = month_of(TODAY, language, TODAY)
    assert (month.name, month.other) == (name, other)
    assert [cell.number for cell in month.cells if cell.is_today]
