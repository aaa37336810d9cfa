from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from hamgam.engine.calendars.jalali import jalali_of
from hamgam.engine.calendars.seasons import Closure, SeasonWindow
from hamgam.engine.completion.problem import BlockKind
from hamgam.exchange.portfolio import (
    Assumptions,
    Portfolio,
    PortfolioRow,
    problem_of,
    read_portfolio,
    write_template,
)
from hamgam.exchange.portfolio.amounts import amount, credits_in, percent
from hamgam.exchange.portfolio.assume import closed_periods, cost_today, month_grid
from hamgam.exchange.portfolio.columns import HEADERS, Column, known_as

TODAY = date(2026, 11, 24)


def read(folder: Path, header: list[str], *rows: list[object]) -> Portfolio:
    path = folder / "پروژه‌ها.xlsx"
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    sheet = book.add_worksheet()
    for line, cells in enumerate((header, *rows)):
        sheet.write_row(line, 0, cells)
    book.close()
    return read_portfolio(path)


def test_the_template_is_read_back_whole_by_us_and_by_another_reader(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path)
    answer = read_portfolio(path)
    assert answer.misread == []
    first = answer.rows[0]
    assert (first.title, first.agency, first.zone) == ("تقاطع غیرهمسطح نمونه", "شهرداری", "منطقه ۹")
    assert (first.physical_percent, first.paid_percent) == (68, 55)
    assert (first.remaining_rials, first.price_year) == (1800 * 10**9, 1404)
    assert first.credits_rials == {1405: 600 * 10**9, 1406: 700 * 10**9}
    assert first.promised is not None
    assert jalali_of(first.promised) == (1406, 6, 31)
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    assert sheet.to_python()[0][:8] == [HEADERS[column] for column in list(Column)[:8]]


@pytest.mark.parametrize(
    ("cell", "header", "rials", "year"),
    [
        ("۱۲۰۰ میلیارد تومان (پایه ۱۴۰۳)", "باقی‌مانده", 12_000 * 10**9, 1403),
        ("۱٬۲۰۰٫۵", "هزینه (میلیون ریال)", 1_200_500_000, None),
        (1.2, "همت", 12 * 10**12, None),
        ("950 billion rial", "cost", 950 * 10**9, None),
        (7, "مبلغ (میلیارد ریال ۱۴۰۲)", 7 * 10**9, 1402),
    ],
)
def test_money_is_read_with_its_unit_and_its_prices(
    cell: str | float, header: str, rials: int, year: int | None
) -> None:
    told = amount(cell, header)
    assert (told.rials, told.price_year) == (rials, year)


def test_money_without_a_unit_is_refused_for_it_may_be_wrong_tenfold() -> None:
    with pytest.raises(ValueError, match="unit of money"):
        amount(1200, "هزینهٔ باقی‌مانده")


@pytest.mark.parametrize(
    ("cell", "answer"), [("۶۸٪", 68), (0.68, 68), (68, 68), (1, 1), ("0.5", 0.5), (100.0, 100)]
)
def test_shares_in_percent(cell: str | float, answer: float) -> None:
    assert percent(cell) == pytest.approx(answer)


def test_credit_by_year_in_one_cell_and_in_columns() -> None:
    unit = "اعتبار (میلیارد ریال)"
    assert credits_in("۱۴۰۵: ۲۰۰؛ ۱۴۰۶: ۳۰۰", unit) == {1405: 200 * 10**9, 1406: 300 * 10**9}
    assert credits_in(250, "اعتبار ۱۴۰۷ (میلیارد ریال)") == {1407: 250 * 10**9}
    with pytest.raises(ValueError, match="year: sum"):
        credits_in("دویست", unit)


@pytest.mark.parametrize("column", list(Column))
def test_every_header_of_the_template_is_known_again(column: Column) -> None:
    assert known_as(HEADERS[column]) is column


def test_headers_that_are_nearly_right_are_known_and_strangers_are_not() -> None:
    assert known_as("پيشرفت فيزيكي (%)") is Column.PHYSICAL
    assert known_as("نام پروژه") is Column.TITLE
    assert known_as("رنگ") is None


HEADER = ["پروژه", "هزینه باقی‌مانده (میلیارد ریال)", "پیشرفت فیزیکی", "تاریخ وعده"]


def test_each_bad_cell_is_named_and_its_row_is_kept_when_it_can_be(tmp_path: Path) -> None:
    answer = read(
        tmp_path,
        HEADER,
        ["الف", 100, 50, "۱۴۰۶/۶/۳۱"],
        ["ب", 100, 140, "روزی"],
        ["پ", "نامعلوم", 50, ""],
        ["", 5, 1, ""],
    )
    assert [row.title for row in answer.rows] == ["الف", "ب"]
    told = [(fault.row, fault.field, fault.kept) for fault in answer.misread]
    assert (2, "پیشرفت فیزیکی", True) in told
    assert (2, "تاریخ وعده", True) in told
    assert (3, "هزینه باقی‌مانده (میلیارد ریال)", False) in told
    assert (4, HEADERS[Column.TITLE], False) in told


def test_a_project_that_stands_twice_is_named_with_the_other_row(tmp_path: Path) -> None:
    answer = read(tmp_path, HEADER, ["الف", 100, 50, ""], ["ب", 100, 9, ""], ["الف ", 100, 50, ""])
    assert len(answer.rows) == 3
    (fault,) = answer.misread
    assert (fault.row, fault.kept) == (3, True)
    assert "stands in row 1" in fault.reason


def test_headers_as_people_write_them_are_known() -> None:
    assert known_as("هزینه مانده (میلیارد تومان)") is Column.REMAINING
    assert known_as("موعد وعده") is Column.PROMISED
    assert known_as("سال قیمت") is Column.PRICE_YEAR


def test_a_sheet_without_the_cost_is_one_sentence(tmp_path: Path) -> None:
    answer = read(tmp_path, ["پروژه", "رنگ", "منطقه"], ["الف", "سبز", "۲"], ["ب", "زرد", "۳"])
    assert answer.rows == []
    assert len(answer.misread) == 1
    assert "remaining_rials" in answer.misread[0].reason


def test_a_file_that_is_no_sheet_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    answer = read_portfolio(path)
    assert answer.rows == []
    assert len(answer.misread) == 1


ROW = PortfolioRow(
    ref="1",
    title="پل",
    agency="شهرداری",
    physical_percent=50,
    paid_percent=40,
    remaining_rials=1000,
    credits_rials={1405: 400, 1406: 400},
)


def test_what_the_sheet_does_not_tell_is_marked_assumed() -> None:
    silent, told = (
        problem_of([row], today=TODAY).problem
        for row in (ROW, replace(ROW, benefit_rials_per_month=7, remaining_months=5))
    )
    assert "benefit_rials_per_month" in silent.projects[0].assumed
    assert "benefit_rials_per_month" not in told.projects[0].assumed
    assert told.projects[0].benefit_rials_per_month == pytest.approx(7)
    assert silent.tasks[0].assumed == {"duration"}
    assert told.tasks[0].assumed == frozenset()
    assert told.tasks[0].modes[0].duration == 5


def test_old_prices_grow_to_todays() -> None:
    assume = Assumptions(price_growth_per_month=0.02)
    assert cost_today(replace(ROW, price_year=1404), assume, TODAY) == round(1000 * 1.02**12)
    assert cost_today(replace(ROW, price_year=1405), assume, TODAY) == 1000


def test_credit_of_past_quarters_is_gone_and_later_years_go_on() -> None:
    source = problem_of([ROW], today=TODAY).problem.sources[0]
    this_year = [credit for credit in source.credits if credit.year == "1405"]
    next_year = [credit for credit in source.credits if credit.year == "1406"]
    later = [credit for credit in source.credits if credit.year == "1408"]
    assert len(this_year) == 2  # the quarter that runs, and the last
    assert sum(credit.approved_rials for credit in next_year) == 400
    assert sum(credit.approved_rials for credit in later) > 400


def test_predecessors_are_found_by_title_and_strangers_are_named() -> None:
    rows = [ROW, replace(ROW, ref="2", title="تونل", after=("پُل", "سد"), row=2)]
    filled = problem_of(rows, today=TODAY)
    assert [(tie.before, tie.after) for tie in filled.problem.dependencies] == [
        ("1/rest", "2/rest")
    ]
    assert [(fault.row, fault.value) for fault in filled.misread] == [(2, "سد")]


def window(begins: date, ends: date, zone: str = "city") -> SeasonWindow:
    return SeasonWindow(
        season="nowruz",
        zone=zone,
        closure=Closure.CLOSED,
        begins=begins,
        ends=ends,
        is_confirmed=True,
        emergency_allowed=True,
        names={"fa": "نوروز"},
    )


def test_a_month_of_closed_days_over_two_months_closes_one() -> None:
    grid = month_grid(TODAY, 12)
    closed = [window(date(2027, 3, 6), date(2027, 4, 4))]  # 15 Esfand 1405 to 15 Farvardin 1406
    assert list(closed_periods(grid, closed).values()) == [[{"fa": "نوروز"}]]


@given(st.lists(st.tuples(st.integers(0, 700), st.integers(1, 40)), max_size=12))
def test_as_many_months_close_as_days_do(spans: list[tuple[int, int]]) -> None:
    grid = month_grid(date(2026, 3, 21), 24)
    closed = [
        window(date.fromordinal(date(2026, 3, 21).toordinal() + at), end)
        for at, length in spans
        for end in [date.fromordinal(date(2026, 3, 20).toordinal() + at + length)]
    ]
    days = {
        day
        for w in closed
        for day in range(w.begins.toordinal(), w.ends.toordinal() + 1)
        if day < grid.begins[-1].toordinal()
    }
    assert abs(len(closed_periods(grid, closed)) - len(days) / 30.4) <= 1.5


def test_a_project_in_a_zone_pauses_in_its_closed_months() -> None:
    rows = [replace(ROW, zone="حرم")]
    blocks = problem_of(
        rows, today=TODAY, windows=[window(date(2027, 3, 1), date(2027, 4, 10))]
    ).problem.blocks
    assert {block.kind for block in blocks} == {BlockKind.SEASON}
    assert {block.zone for block in blocks} == {"حرم"}
