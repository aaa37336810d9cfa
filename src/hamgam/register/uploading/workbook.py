"""The same workbook back with a red column «خطا»: rebuilt from the values read, never by loading
the file again, so that nothing in it can run."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from hamgam.exchange.table import Cell, Table
from hamgam.kit.exports import NO_FORMULAS
from hamgam.kit.words import Language, say

FAULT_WIDTH = 60
MOST_LETTERS = 32_000
"""Excel holds 32,767 in a cell."""


def corrected(
    tables: Sequence[Table], faults: Mapping[int, Sequence[str]], language: Language
) -> bytes:
    """The tables as a workbook, each row with what is wrong in it; `faults` by row number."""
    from xlsxwriter import Workbook

    kept = io.BytesIO()
    book = Workbook(kept, {**NO_FORMULAS, "constant_memory": False})
    red = book.add_format({"font_color": "#9c0006", "bg_color": "#ffc7ce", "text_wrap": True})
    bold = book.add_format({"bold": True, "bottom": 1})
    for number, table in enumerate(tables, 1):
        sheet = book.add_worksheet(str(number))
        if language.direction == "rtl":
            sheet.right_to_left()
        _write(sheet, table, faults if number == 1 else {}, (bold, red))
        last = len(table.columns)
        sheet.write_string(0, last, say("uploads.fault", language), red)
        sheet.set_column(last, last, FAULT_WIDTH)
        sheet.freeze_panes(1, 0)
    book.close()
    return kept.getvalue()


def _write(
    sheet: Any, table: Table, faults: Mapping[int, Sequence[str]], formats: tuple[Any, Any]
) -> None:
    bold, red = formats
    for column, name in enumerate(table.columns):
        sheet.set_column(column, column, 18)
        sheet.write_string(0, column, name, bold)
    for at, (row, number) in enumerate(zip(table.rows, table.numbers, strict=True), 1):
        for column, cell in enumerate(row):
            _cell(sheet, at, column, cell)
        if told := faults.get(number):
            sheet.write_string(at, len(table.columns), "\n".join(told)[:MOST_LETTERS], red)


def _cell(sheet: Any, row: int, column: int, cell: Cell) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, column, cell)
    else:
        sheet.write_string(row, column, cell[:MOST_LETTERS])
