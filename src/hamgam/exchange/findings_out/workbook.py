"""Findings as an Excel workbook: findings, works, errors and summary, right to left where due."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from hamgam.exchange.findings_out.counts import by_agency, by_kind, by_pair, by_rule, totals
from hamgam.exchange.findings_out.report import Report
from hamgam.exchange.findings_out.rows import (
    FINDING_COLUMNS,
    MISREAD_COLUMNS,
    WORK_COLUMNS,
    Cell,
    finding_rows,
    misread_row,
    work_rows,
)
from hamgam.exchange.findings_out.words import Words

LONGEST_SHEET = 1_048_575
"""Rows below the header that a sheet can hold."""
LONGEST_TEXT = 32_767
_WIDE = frozenset({"statement", "sentence", "rule_source", "reason", "hint", "title"})
_NO_FORMULAS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}


class _Book:
    """A workbook being written in one language."""

    def __init__(self, target: io.BytesIO, words: Words) -> None:
        self.words = words
        # the package is untyped
        self.book: Any = xlsxwriter.Workbook(target, _NO_FORMULAS)
        self.head = self.book.add_format(
            {"bold": True, "bg_color": "#dcefea", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self.text = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        self.title = self.book.add_format({"bold": True, "font_size": 13})

    def sheet(self, key: str) -> Any:
        made = self.book.add_worksheet(self.words("sheets", key))
        if self.words.is_right_to_left:
            made.right_to_left()
        return made

    def cell(self, sheet: Any, row: int, column: int, value: Cell) -> None:
        if isinstance(value, bool):
            value = self.words("columns", "yes" if value else "no")
        if value is None or value == "":
            return
        if isinstance(value, str):
            sheet.write_string(row, column, value[:LONGEST_TEXT], self.text)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self.day)
        else:
            sheet.write_number(row, column, value, self.text)

    def table(self, key: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        sheet = self.sheet(key)
        for column, name in enumerate(columns):
            width = 44 if name.removeprefix("a_").removeprefix("b_") in _WIDE else 16
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, self.words("columns", name), self.head)
        last = 0
        for last, cells in enumerate(rows, 1):
            if last > LONGEST_SHEET:
                break
            for column, value in enumerate(cells):
                self.cell(sheet, last, column, value)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)

    def block(self, sheet: Any, row: int, key: str, lines: Iterable[Sequence[str]]) -> int:
        """A titled block of the summary; the row after it."""
        sheet.write_string(row, 0, self.words("summary", key), self.title)
        told = list(lines)
        for down, line in enumerate(told, row + 1):
            for column, text in enumerate(line):
                sheet.write_string(down, column, text, self.text)
        return row + len(told) + 2


def _summary(book: _Book, report: Report) -> None:
    words = book.words
    sheet = book.sheet("summary")
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, 6, 16)
    marks = [words("summary", "demo")] if report.is_demo else []
    row = book.block(sheet, 0, "title", [(mark,) for mark in marks])
    row = book.block(sheet, row, "findings", totals(report, words))
    row = book.block(sheet, row, "by_kind", by_kind(report, words))
    row = book.block(sheet, row, "by_agency", by_agency(report, words))
    row = book.block(sheet, row, "by_pair", by_pair(report, words))
    rules = [(rule, words.number(count)) for rule, count in by_rule(report, None)]
    book.block(sheet, row, "by_rule", rules)


def workbook(report: Report, words: Words) -> bytes:
    """The workbook's bytes. No cell is a formula or a link, whatever the lists say."""
    target = io.BytesIO()
    book = _Book(target, words)
    book.table("findings", FINDING_COLUMNS, finding_rows(report, words))
    book.table("works", WORK_COLUMNS, work_rows(report, words))
    book.table("misread", MISREAD_COLUMNS, (misread_row(row) for row in report.misread))
    _summary(book, report)
    book.book.close()
    return target.getvalue()
