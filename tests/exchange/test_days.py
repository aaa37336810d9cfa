from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamgam.engine.calendars.jalali import jalali_of
from hamgam.exchange import days
from hamgam.exchange.days import Moment, Order


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-07-01", date(2026, 7, 1)),
        ("2022/10/08 05:00:00", date(2022, 10, 8)),
        ("24.07.2026 07:00", date(2026, 7, 24)),
        ("16.08.2026  08 Uhr", date(2026, 8, 16)),
        ("30-11-25", date(2025, 11, 30)),
        ("1405-09-10", date(2026, 12, 1)),
        ("۱۴۰۵-۰۹-۱۰", date(2026, 12, 1)),
        ("1405/7/3", date(2026, 9, 25)),
        ("۳ مهر ۱۴۰۵", date(2026, 9, 25)),
        ("۳ مهرماه ۱۴۰۵".replace("مهرماه", "مهر ماه"), date(2026, 9, 25)),
        ("جمعه، ۳ مهر ۱۴۰۵", date(2026, 9, 25)),
        ("1405-06-31", date(2026, 9, 22)),
        (14050703, date(2026, 9, 25)),
        ("14050703", date(2026, 9, 25)),
        (20260925, date(2026, 9, 25)),
        (46290, date(2026, 9, 25)),
        (46290.5, date(2026, 9, 25)),
        (1790294400, date(2026, 9, 25)),
        (1790294400000, date(2026, 9, 25)),
        ("1790294400000", date(2026, 9, 25)),
        ("3 Oct 2026", date(2026, 10, 3)),
        ("Oct 3, 2026", date(2026, 10, 3)),
        ("2026-07-01T02:00:00+00:00", date(2026, 7, 1)),
    ],
)
def test_a_day_is_read_as_lists_write_it(cell: str | float, day: date) -> None:
    assert days.moment(cell).day == day


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("1405-13-01", "no day"),
        ("1404-12-30", "no day"),
        ("2026-02-30", "no day"),
        ("1850-01-01", "outside 1900 to 2100"),
        ("2150-01-01", "outside 1900 to 2100"),
        ("0026-01-01", "outside 1900 to 2100"),
        ("soon", "no date"),
        ("25:00", "no date"),
        (12, "no date"),
        (True, "no date"),
        (None, "no date"),
    ],
)
def test_what_is_no_day_is_refused_with_its_reason(cell: str | float | None, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        days.moment(cell)


@given(st.dates(date(1921, 3, 21), date(2100, 12, 31)))
def test_a_day_is_the_same_in_every_notation(day: date) -> None:
    year, month, dom = jalali_of(day)
    serial = (day - date(1899, 12, 30)).days
    notations: list[str | int] = [
        day.isoformat(),
        f"{day:%d.%m.%Y}",
        f"{year}/{month}/{dom}",
        f"{year:04}-{month:02}-{dom:02}T00:00:00",
        int(f"{year:04}{month:02}{dom:02}"),
        *([serial] if 20_000 <= serial < 80_000 else []),
    ]
    assert {days.moment(notation).day for notation in notations} == {day}


@given(st.integers(1300, 1499), st.integers(1, 12), st.integers(1, 29))
def test_a_jalali_year_is_never_gregorian(year: int, month: int, dom: int) -> None:
    assert days.moment(f"{year}-{month:02}-{dom:02}").day.year in (year + 621, year + 622)


def test_a_column_decides_day_or_month_first() -> None:
    assert days.order_of(["01/02/2026", "03/13/2026"]) is Order.MONTH_FIRST
    assert days.order_of(["01/02/2026", "13/03/2026"]) is Order.DAY_FIRST
    assert days.order_of(["01/02/2026"]) is Order.UNTOLD
    assert days.order_of(["13/01/2026", "01/13/2026"]) is Order.MIXED
    assert days.moment("01/02/2026", Order.MONTH_FIRST).day == date(2026, 1, 2)
    assert days.moment("01/02/2026", Order.DAY_FIRST).day == date(2026, 2, 1)
    with pytest.raises(ValueError, match="day first here"):
        days.moment("01/02/2026", Order.MIXED)


def test_a_short_year_is_refused_where_it_may_be_jalali() -> None:
    with pytest.raises(ValueError, match="two digits"):
        days.moment("03/07/05", short_years=False)


def test_zones_are_kept_apart() -> None:
    assert days.moment("2026-07-01T22:00:00Z") == Moment(date(2026, 7, 1), 1320, utc=True)
    assert days.moment("2026-07-01T22:00:00+03:30") == Moment(date(2026, 7, 1), 1320)
    assert days.moment("2026-07-01T22:00:00") == Moment(date(2026, 7, 1), 1320)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("2022-12-07T20:19/", ("2022-12-07T20:19", "")),
        ("2026-06-21T07:00/2026-11-01T06:59", ("2026-06-21T07:00", "2026-11-01T06:59")),
        ("31.08.2026 - 11.09.2026", ("31.08.2026", "11.09.2026")),
        ("1405/07/03 تا 1405/08/01", ("1405/07/03", "1405/08/01")),
        ("2026-07-01", ("2026-07-01", "")),
    ],
)
def test_a_period_has_two_ends(text: str, ends: tuple[str, str]) -> None:
    assert days.ends_of(text) == ends
