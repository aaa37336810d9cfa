"""Works as CSV and Excel: dates in both calendars, places as WKT, nothing that a spreadsheet would
run."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import shapely

from hamgam.engine.works import Work
from hamgam.exchange.writers.plain import COLUMNS, Value, plain, slashed

MAX_CELL_LETTERS = 32_767
"""What a cell of Excel holds."""
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\0")
_JALALI = (("start_jalali", "تاریخ شروع"), ("end_jalali", "تاریخ پایان"))
_WKT = ("wkt", "هندسه")

Row = list[Value]


def _names() -> list[str]:
    return [*(column.name for column in COLUMNS), *(name for name, _ in _JALALI), _WKT[0]]


def _headings() -> list[str]:
    return [*(column.persian for column in COLUMNS), *(text for _, text in _JALALI), _WKT[1]]


def _rows(works: Sequence[Work]) -> list[Row]:
    return [
        [*plain(work).values(), slashed(work.begins), slashed(work.ends), _wkt(work)]
        for work in works
    ]


def _wkt(work: Work) -> str | None:
    if work.geometry is None or work.geometry.is_empty:
        return None
    text: str = shapely.to_wkt(work.geometry, rounding_precision=7, trim=True)
    return text


def _harmless(value: Value) -> Value:
    """A text that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(_LIVE):
        return f"'{value}"
    return ("true" if value else "false") if isinstance(value, bool) else value


def csv_bytes(works: Sequence[Work], *, bom: bool = False) -> bytes:
    """The works as CSV in UTF-8; `bom` for Excel, which needs the mark to see UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_names())
    writer.writerows([_harmless(value) for value in row] for row in _rows(works))
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")


def write_excel(works: Sequence[Work], path: Path) -> list[str]:
    """Write the works as a sheet from right to left, headed in Persian; notes tell what did not
    fit."""
    from xlsxwriter import Workbook

    plain_text = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    notes = []
    with Workbook(str(path), plain_text) as book:
        sheet = book.add_worksheet("کارها")
        sheet.right_to_left()
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(_headings()) - 1, 18)
        for at, heading in enumerate(_headings()):
            sheet.write_string(0, at, heading, book.add_format({"bold": True, "align": "right"}))
        for number, row in enumerate(_rows(works), start=1):
            for at, value in enumerate(row):
                if isinstance(value, str) and len(value) > MAX_CELL_LETTERS:
                    notes.append(f"{row[0]}: {_names()[at]} is longer than a cell holds, left out")
                elif isinstance(value, bool):
                    sheet.write_boolean(number, at, value)
                elif isinstance(value, str):
                    sheet.write_string(number, at, value)
                elif value is not None:
                    sheet.write_number(number, at, value)
    return notes
