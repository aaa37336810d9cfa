from __future__ import annotations

from datetime import date

import pytest
from tests.exchange.tables import table_of

from hamgam.exchange.columns import Guess
from hamgam.exchange.dating import Dating, find_dates
from hamgam.exchange.table import Cell

BOTH = Guess(columns={"begins": ("a",), "ends": ("b",)})
VILNIUS, TEHRAN, SARTHE, VANCOUVER = (25.0, 54.7), (59.6, 36.3), (0.6, 48.2), (-123.0, 49.2)


def dates(
    rows: list[list[Cell]], centre: tuple[float, float] | None, *, instants: bool = False
) -> Dating:
    table = table_of(["a", "b"], rows)
    table.instants = instants
    return find_dates(table, BOTH, centre)


@pytest.mark.parametrize(
    ("cells", "centre", "span"),
    [
        (["2026-07-01T02:00:00+00:00", "2026-08-31T02:00:00+00:00"], SARTHE, ((7, 1), (8, 31))),
        (["2026-06-30T20:30:00Z", "2026-07-04T20:30:00Z"], TEHRAN, ((7, 1), (7, 5))),
        (["2026-07-01T00:00:00+03:30", "2026-07-05T00:00:00+03:30"], TEHRAN, ((7, 1), (7, 5))),
        (["2026-06-21T07:00", "2026-07-01T06:59"], VANCOUVER, ((6, 21), (6, 30))),
        (["2026-06-21 07:00", "2026-07-01 16:00"], VANCOUVER, ((6, 21), (7, 1))),
        ([1782851400000, 1783197000000], TEHRAN, ((7, 1), (7, 5))),
    ],
)
def test_moments_become_the_days_of_their_place(
    cells: list[Cell], centre: tuple[float, float], span: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    found = dates([cells], centre)
    assert (found.begins[0], found.ends[0]) == (date(2026, *span[0]), date(2026, *span[1]))
    assert found.faults == []


def test_times_without_zone_that_are_midnight_only_in_utc_are_utc() -> None:
    rows: list[list[Cell]] = [
        ["2023-12-18T22:00:00", "2023-12-20T22:00:00"],
        ["2024-08-22T21:00:00", "2024-08-23T20:00:00"],
        ["2024-09-20T21:00:00", "2024-09-27T21:00:00"],
    ]
    found = dates(rows, VILNIUS)
    assert found.begins == [date(2023, 12, 19), date(2024, 8, 23), date(2024, 9, 21)]
    assert "UTC" in found.notes[0]


def test_times_without_zone_stay_as_written_when_midnight_is_written() -> None:
    found = dates([["2022/10/08 05:00:00", "2026/12/31 23:59:00"]] * 3, (-73.5, 45.5))
    assert found.begins[0] == date(2022, 10, 8)
    assert found.ends[0] == date(2026, 12, 31)


def test_an_instant_at_midnight_ends_the_day_before() -> None:
    found = dates([["2026-11-30T20:30:00Z", "2026-12-01T20:30:00Z"]], TEHRAN, instants=True)
    assert (found.begins[0], found.ends[0]) == (date(2026, 12, 1), date(2026, 12, 1))


def test_an_end_before_its_begin_is_told_and_left_out() -> None:
    found = dates([["1405/07/03", "1405/06/01"]], None)
    assert (found.begins[0], found.ends[0]) == (date(2026, 9, 25), None)
    assert (found.faults[0].row, found.faults[0].field) == (1, "ends")


def test_a_list_of_periods_spans_them_all() -> None:
    found = dates([["2026-08-12; 2026-08-20", "2026-08-15; 2026-08-25"]], None)
    assert (found.begins[0], found.ends[0]) == (date(2026, 8, 12), date(2026, 8, 25))


def test_a_bad_date_is_told_with_row_column_and_value() -> None:
    found = dates([["1405/07/03", "1405/13/40"], ["1405/07/03", "1405/08/01"]], None)
    (fault,) = found.faults
    assert (fault.row, fault.field, fault.value, fault.kept) == (1, "b", "1405/13/40", True)
    assert "1405/07/03" in fault.hint


def test_periods_fill_what_the_columns_leave_out() -> None:
    table = table_of(["zeitraum"], [["31.08.2026 - 11.09.2026"], ["2022-12-07T20:19/"]])
    found = find_dates(table, Guess(columns={"period": ("zeitraum",)}), None)
    assert found.begins == [date(2026, 8, 31), date(2022, 12, 7)]
    assert found.ends == [date(2026, 9, 11), None]


def test_day_or_month_first_is_the_columns_own_habit() -> None:
    found = dates([["01/02/2026", "02/03/2026"], ["12/25/2026", "12/26/2026"]], None)
    assert found.begins == [date(2026, 1, 2), date(2026, 12, 25)]


def test_short_years_of_a_persian_list_are_refused() -> None:
    table = table_of(["تاریخ شروع"], [["03/07/05"]])
    persian = Guess(columns={"begins": ("تاریخ شروع",)}, languages={"fa": 1})
    found = find_dates(table, persian, None)
    assert found.begins == [None]
    assert "two digits" in found.faults[0].reason
