"""Every sheet of a workbook that holds rows under column names, each one table."""

from __future__ import annotations

from pathlib import Path

from python_calamine import CalamineWorkbook

from hamgam.exchange.formats.sheets import guard_sheet, table_of
from hamgam.exchange.table import Table, UnreadableError


def tables(path: Path) -> list[Table]:
    """The tables in the order of the sheets; sheets without rows or column names are left out."""
    book = CalamineWorkbook.from_path(str(path))
    found = []
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        guard_sheet(sheet)
        try:
            found.append(table_of(sheet))
        except UnreadableError:
            continue
    return found
