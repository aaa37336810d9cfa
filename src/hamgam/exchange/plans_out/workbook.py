"""A plan as an Excel workbook: plan, today's order, money by month, deciding figures,
assumptions."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from hamgam.exchange.findings_out.words import Words
from hamgam.exchange.misread_words import spoken as in_language
from hamgam.exchange.plans_out.assumptions import assumed_defaults, swing_cells
from hamgam.exchange.plans_out.lines import Line, last_day, lines, name_in, source_lines
from hamgam.exchange.plans_out.report import PlanReport
from hamgam.exchange.plans_out.words import BILLION_TOMAN

Cell = str | float | None
LONGEST_TEXT = 32_767
_NO_FORMULAS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
_WIDTHS = {"why": 90, "project": 36, "agency": 26, "source": 36, "assumed": 30, "reason": 60}
_PLAN = (
    "place", "ref", "project", "agency", "zone", "physical", "paid", "remaining", "starts",
    "finishes", "promised", "why", "assumed",
)  # fmt: skip
_ORDERS = ("place", "project", "physical", "finishes", "today", "difference")
_MONEY = ("source", "month", "payable_sum", "paid_sum")


class _Book:
    """A workbook being written in one language."""

    def __init__(self, target: io.BytesIO, spoken: Words) -> None:
        self.spoken = spoken
        # the package is untyped
        self.book: Any = xlsxwriter.Workbook(target, _NO_FORMULAS)
        top = {"valign": "top"}
        self.head = self.book.add_format(
            {"bold": True, "bg_color": "#dcefea", "bottom": 1, "text_wrap": True, **top}
        )
        self.text = self.book.add_format({"text_wrap": True, **top})
        self.number = self.book.add_format({"num_format": "#,##0.0", **top})
        self.whole = self.book.add_format({"num_format": "0", **top})

    def table(self, key: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        """One sheet; heads are keys of the columns, or texts where they are none."""
        sheet = self.book.add_worksheet(self.spoken("sheets", key))
        if self.spoken.is_right_to_left:
            sheet.right_to_left()
        columns = self.spoken.texts["columns"]
        for column, head in enumerate(heads):
            sheet.write_string(0, column, columns.get(head, head), self.head)
            sheet.set_column(column, column, _WIDTHS.get(head, 18))
        for down, cells in enumerate(rows, start=1):
            for column, value in enumerate(cells):
                self._cell(sheet, down, column, value)
        sheet.freeze_panes(1, 0)

    def _cell(self, sheet: Any, row: int, column: int, value: Cell) -> None:
        if value is None or value == "":
            return
        if isinstance(value, str):
            sheet.write_string(row, column, value[:LONGEST_TEXT], self.text)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self.whole)
        else:
            sheet.write_number(row, column, value, self.number)


def workbook(report: PlanReport, spoken: Words) -> bytes:
    """The workbook's bytes. No cell is a formula or a link, whatever the projects are called."""
    target = io.BytesIO()
    book = _Book(target, spoken)
    told = lines(report)
    book.table("plan", _PLAN, _plan_rows(report, told, spoken))
    book.table("orders", _ORDERS, _order_rows(report, told, spoken))
    book.table("money", _MONEY, _money_rows(report, spoken))
    if report.sensitivity is not None:
        heads = [spoken("figures", key) for key in ("figure", "of", "half", "more", "moves")]
        swings = report.sensitivity.swings
        book.table("figures", heads, [swing_cells(report, swing, spoken) for swing in swings])
    heads = [spoken("assumed", key) for key in ("what", "value", "count")]
    book.table("assumed", heads, assumed_defaults(report, spoken))
    heads = [spoken("misread", key) for key in ("where", "row", "field", "value", "reason")]
    faults = [in_language(fault, spoken.language) for fault in report.misread]
    book.table("misread", heads, [(m.where, m.row, m.field, m.value, m.reason) for m in faults])
    book.book.close()
    return target.getvalue()


def when(report: PlanReport, instant: int | None, spoken: Words, *, ends: bool) -> str:
    """A day in words: the first day of work, or the last before an end; the period where there
    are no days."""
    if instant is None:
        return ""
    if not report.has_dates:
        return spoken.number(instant)
    day = last_day(report.problem, instant) if ends else report.problem.grid.day(instant)
    return spoken.jalali(day)


def _plan_rows(report: PlanReport, told: Sequence[Line], spoken: Words) -> Iterable[Sequence[Cell]]:
    sentences = report.sentences(spoken.language)
    comma = spoken("language", "comma")
    for line in told:
        project = line.project
        yield (
            line.place,
            project.ref,
            name_in(project.names, project.ref, spoken.language),
            project.agency,
            project.zone,
            round(project.physical_share * 100, 1),
            round(project.paid_share * 100, 1),
            line.remaining_rials / BILLION_TOMAN,
            when(report, line.begins, spoken, ends=False),
            when(report, line.ends, spoken, ends=True) or spoken("orders", "not_finished"),
            _day(line.promised, spoken),
            sentences.get(project.ref, ""),
            comma.join(spoken("fields", field) for field in line.assumed),
        )


def _day(day: date | None, spoken: Words) -> str:
    return "" if day is None else spoken.jalali(day)


def _order_rows(
    report: PlanReport, told: Sequence[Line], spoken: Words
) -> Iterable[Sequence[Cell]]:
    for line in told:
        project = line.project
        months = line.months_later
        yield (
            line.place,
            name_in(project.names, project.ref, spoken.language),
            round(project.physical_share * 100, 1),
            when(report, line.ends, spoken, ends=True) or spoken("orders", "not_finished"),
            when(report, line.today_ends, spoken, ends=True) or spoken("orders", "not_finished"),
            None if months is None else round(months / report.problem.grid.periods_per_month),
        )


def _money_rows(report: PlanReport, spoken: Words) -> Iterable[Sequence[Cell]]:
    for source in source_lines(report.problem, report.plan):
        name = name_in(source.names, source.ref, spoken.language)
        for period, (comes, paid) in enumerate(zip(source.comes, source.paid, strict=True)):
            if comes or paid:
                yield (
                    name,
                    when(report, period, spoken, ends=False),
                    comes / BILLION_TOMAN,
                    paid / BILLION_TOMAN,
                )
