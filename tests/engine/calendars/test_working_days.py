from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamgam.engine.calendars.hijri import hijri_months
from hamgam.engine.calendars.working_days import (
    FRIDAY,
    THURSDAY,
    Term,
    TermUnit,
    WorkCalendar,
    add_working_days,
    due_on,
    iranian_holidays,
    next_working_day,
    received_on,
    working_days_between,
)

DAY = timedelta(days=1)
TUESDAY = date(2026, 11, 24)
IRAN = WorkCalendar()
FREE_THURSDAY = WorkCalendar(weekend=frozenset({THURSDAY, FRIDAY}))
CALENDARS = st.builds(
    WorkCalendar,
    weekend=st.frozensets(st.integers(0, 6), max_size=3),
    holidays=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 6, 30)), max_size=40),
)
DATES = st.dates(date(2025, 11, 1), date(2026, 9, 1))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_friday_is_free_and_thursday_as_the_city_says() -> None:
    thursday, friday = date(2026, 11, 26), date(2026, 11, 27)
    assert IRAN.is_working(thursday)
    assert not FREE_THURSDAY.is_working(thursday)
    assert not IRAN.is_working(friday)
    assert add_working_days(IRAN, TUESDAY, 3) == date(2026, 11, 28)
    assert add_working_days(FREE_THURSDAY, TUESDAY, 3) == date(2026, 11, 29)


def test_holidays_are_free() -> None:
    calendar = WorkCalendar(holidays=frozenset({date(2026, 11, 25)}))
    assert next_working_day(calendar, date(2026, 11, 25)) == date(2026, 11, 26)
    assert add_working_days(calendar, TUESDAY, 1) == date(2026, 11, 26)


@pytest.mark.parametrize(
    ("received", "counts_as"),
    [
        (at("2026-11-24 14:30"), date(2026, 11, 24)),
        (at("2026-11-24 14:31"), date(2026, 11, 25)),
        (at("2026-11-26 12:30"), date(2026, 11, 26)),
        (at("2026-11-26 13:00"), date(2026, 11, 28)),
        (at("2026-11-27 09:00"), date(2026, 11, 28)),
    ],
)
def test_received_after_the_cut_off_counts_as_the_next_working_day(
    received: datetime, counts_as: date
) -> None:
    assert received_on(IRAN, received) == counts_as


@pytest.mark.parametrize(
    ("count", "unit", "due"),
    [
        (5, TermUnit.WORKING_DAYS, date(2026, 11, 30)),
        (5, TermUnit.CALENDAR_DAYS, date(2026, 11, 29)),
        (3, TermUnit.CALENDAR_DAYS, date(2026, 11, 28)),
        (1, TermUnit.MONTHS, date(2026, 12, 22)),
        (0, TermUnit.WORKING_DAYS, TUESDAY),
    ],
)
def test_terms_in_their_three_units(count: int, unit: TermUnit, due: date) -> None:
    assert due_on(IRAN, at("2026-11-24 09:00"), Term(count=count, unit=unit)) == due


@given(CALENDARS, DATES, st.integers(-30, 30))
def test_adding_and_counting_agree(calendar: WorkCalendar, day: date, count: int) -> None:
    there = add_working_days(calendar, day, count)
    assert working_days_between(calendar, day, there) == count
    assert count == 0 or calendar.is_working(there)


@given(CALENDARS, DATES, st.integers(0, 60), st.integers(0, 60))
def test_counts_add_up(calendar: WorkCalendar, day: date, one: int, two: int) -> None:
    middle, end = day + one * DAY, day + (one + two) * DAY
    assert working_days_between(calendar, day, end) == working_days_between(
        calendar, day, middle
    ) + working_days_between(calendar, middle, end)


@given(CALENDARS, st.datetimes(at("2025-11-01 00:00"), at("2026-09-01 00:00")))
def test_receipt_is_a_working_day_not_before_the_hour(
    calendar: WorkCalendar, received: datetime
) -> None:
    day = received_on(calendar, received)
    assert calendar.is_working(day)
    assert day >= received.date()
    assert working_days_between(calendar, received.date(), day) <= 1


def test_values_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="no day at work"):
        WorkCalendar(weekend=frozenset(range(7)))
    with pytest.raises(ValueError, match="0 to 6"):
        WorkCalendar(weekend=frozenset({7}))
    with pytest.raises(ValueError, match="count"):
        Term(count=-1, unit=TermUnit.MONTHS)
    year = frozenset(TUESDAY + n * DAY for n in range(-400, 400))
    for count in (1, -1):
        with pytest.raises(ValueError, match="no working day"):
            add_working_days(WorkCalendar(holidays=year), TUESDAY, count)
    with pytest.raises(ValueError, match="no working day"):
        next_working_day(WorkCalendar(holidays=year), TUESDAY)


def test_hours_of_another_city() -> None:
    england = WorkCalendar(weekend=frozenset({5, 6}), short_days=frozenset(), cut_off=time(16, 30))
    assert received_on(england, at("2026-11-27 16:31")) == date(2026, 11, 30)


def test_iranian_holidays_carry_their_status() -> None:
    found = {(day.day, day.names["en"]): day for day in iranian_holidays((2026, 2027))}
    assert found[date(2026, 3, 21), "Nowruz"].is_confirmed
    assert found[date(2026, 3, 21), "Eid al-Fitr"].is_confirmed
    assert found[date(2026, 8, 4), "Arbaeen"].names["fa"] == "اربعین حسینی"
    assert not found[date(2026, 3, 1), "Public Holiday"].is_confirmed
    estimated = [day for day in found.values() if day.day.year == 2027 and day.lunar_day]
    assert len(estimated) == 18
    assert not any(day.is_confirmed for day in estimated)
    assert not any("تخمینی" in day.names["fa"] for day in found.values())


def test_estimated_holidays_follow_the_lunar_months() -> None:
    name = "Martyrdom of Imam Ali"
    start = date(2027, 2, 8)
    months = hijri_months({(1448, 9): start})
    day = next(d for d in iranian_holidays((2027,), months) if d.names["en"] == name)
    assert (day.day, day.is_confirmed) == (start + 20 * DAY, True)
    followed = iranian_holidays((2027,), hijri_months())
    mabas = next(d for d in followed if d.names["en"] == "Isra' and Mi'raj")
    assert (mabas.day, mabas.is_confirmed) == (date(2027, 1, 6), True)
