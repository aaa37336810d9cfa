"""Sheets of Excel and OpenDocument (xlsx, xlsm, xlsb, xls, ods)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook

from hamgam.exchange.formats import grid
from hamgam.exchange.table import Cell, Table, UnreadableError


def cell_of(value: object) -> Cell:
    """A workbook's value as a plain cell: days and times as ISO text."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time.min else value.isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, str):
        return value or None
    return value if isinstance(value, bool | int | float) else None


def guard_sheet(sheet: CalamineSheet) -> None:
    """Refuse a sheet whose farthest cell makes it too large, before a row of it is read."""
    rows, columns = (last + 1 for last in sheet.end or (-1, -1))
    if rows * columns > grid.MAX_CELLS:
        raise UnreadableError(
            f"sheet {sheet.name} spans {rows:,} rows by {columns:,} columns",
            f"at most {grid.MAX_CELLS:,} cells: delete the far cells, or split the list",
        )


def table_of(sheet: CalamineSheet) -> Table:
    """A sheet's table; merged cells count wherever they are seen."""
    rows = [[cell_of(value) for value in row] for row in sheet.iter_rows()]
    offset = (sheet.start or (0, 0))[1]
    merged = [
        (top, left - offset, bottom, right - offset)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]
    return grid.table_of(rows, merged)


def tables(path: Path) -> list[Table]:
    """The table of the first sheet that holds rows; the others are named in a note."""
    book = CalamineWorkbook.from_path(str(path))
    found: Table | None = None
    unread = []
    for name in book.sheet_names:
        if found is not None:
            unread.append(name)
            continue
        sheet = book.get_sheet_by_name(name)
        guard_sheet(sheet)
        if sheet.height > 1:
            found = table_of(sheet)
    if found is None:
        raise UnreadableError("no sheet holds rows under column names")
    if unread:
        found.notes.append(
            "only the first sheet with rows was read; not read: " + ", ".join(unread)
        )
    return [found]
