from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamgam.engine.calendars.instants import day_bounds, instant_of, local_day, local_of


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_iran_is_three_and_a_half_hours_ahead_all_year() -> None:
    for month in (1, 7):
        day = date(2026, month, 15)
        assert instant_of(day, time(9, 0)) == datetime(2026, month, 15, 5, 30, tzinfo=UTC)


def test_summer_time_until_2022() -> None:
    assert instant_of(date(2022, 7, 15), time(9)) == datetime(2022, 7, 15, 4, 30, tzinfo=UTC)
    assert instant_of(date(2023, 7, 15), time(9)) == datetime(2023, 7, 15, 5, 30, tzinfo=UTC)


def test_days_of_23_and_25_hours() -> None:
    lengths = []
    for day in (date(2022, 3, 22), date(2022, 9, 21), date(2026, 3, 22)):
        begins, ends = day_bounds(day)
        lengths.append((ends - begins) / timedelta(hours=1))
    assert lengths == [23, 25, 24]


@given(st.datetimes(at("2023-01-01 00:00"), at("2060-01-01 00:00")))
def test_there_and_back(local: datetime) -> None:
    instant = instant_of(local.date(), local.time())
    assert local_of(instant) == local
    assert instant.utcoffset() == timedelta(0)


@given(st.datetimes(at("1990-01-01 00:00"), at("2060-01-01 00:00"), timezones=st.just(UTC)))
def test_every_instant_lies_in_its_local_day(instant: datetime) -> None:
    begins, ends = day_bounds(local_day(instant))
    assert begins <= instant < ends


def test_the_day_changes_at_local_midnight() -> None:
    assert local_day(datetime(2026, 11, 24, 20, 29, tzinfo=UTC)) == date(2026, 11, 24)
    assert local_day(datetime(2026, 11, 24, 20, 30, tzinfo=UTC)) == date(2026, 11, 25)


def test_another_zone_by_name() -> None:
    assert instant_of(date(2026, 1, 1), time(12), "Europe/Brussels").hour == 11


def test_zones_where_they_do_not_belong_are_refused() -> None:
    with pytest.raises(ValueError, match="at:"):
        instant_of(date(2026, 1, 1), time(9, tzinfo=UTC))
    with pytest.raises(ValueError, match="instant:"):
        local_of(at("2026-01-01 00:00"))
