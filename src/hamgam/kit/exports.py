"""What a table shows, as a workbook and as CSV: text stays text, and nothing in it can run.

XlsxWriter writes; nobody's cell becomes a formula or a link. CSV has no types, so a cell that a
spreadsheet would take for a formula gets an apostrophe in front. A workbook and the CSV for Excel
carry days as the reader writes them, the CSV for machines as ISO 8601.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from hamgam.exchange.persian import latin_digits
from hamgam.kit.columns import Value, spoken
from hamgam.kit.dates import short_day
from hamgam.kit.words import Language, say

MOST_ROWS = 200_000
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
NO_FORMULAS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}
BOM = "\ufeff"


class Format(StrEnum):
    """The forms a table is taken away in."""

    XLSX = "xlsx"
    CSV = "csv"
    """With a byte-order mark, as Excel wants it."""
    PLAIN = "csv-plain"
    """Without, for machines."""


TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
    Format.PLAIN: "text/csv; charset=utf-8",
}
Lines = Iterable[Sequence[Value]]


def _day(value: date, language: Language) -> str:
    """A day as the reader writes it, in Latin digits, so that a spreadsheet sorts it."""
    return latin_digits(short_day(value, language))


def _text(value: Value, language: Language, *, iso: bool) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return say(f"furniture.{'yes' if value else 'no'}", language)
    if isinstance(value, datetime):
        local = value.astimezone(ZoneInfo(settings.TIME_ZONE))
        said = f"{_day(local.date(), language)} {local:%H:%M}"
        return local.isoformat(timespec="minutes") if iso else said
    if isinstance(value, date):
        return value.isoformat() if iso else _day(value, language)
    return value


def workbook(heads: Sequence[str], lines: Lines, title: str) -> io.BytesIO:
    """The table as a workbook, right to left where the language runs so; rewound."""
    from xlsxwriter import Workbook

    language = spoken()
    kept = io.BytesIO()
    book = Workbook(kept, NO_FORMULAS)
    sheet = book.add_worksheet(_sheet_name(title))
    if language.direction == "rtl":
        sheet.right_to_left()
    bold = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    for column, head in enumerate(heads):
        sheet.set_column(column, column, max(14, min(len(head) + 4, 40)))
        sheet.write_string(0, column, head, bold)
    sheet.freeze_panes(1, 0)
    last = 0
    for last, line in enumerate(lines, 1):
        _write_line(sheet, last, line, language)
    sheet.autofilter(0, 0, max(last, 1), max(len(heads) - 1, 0))
    book.close()
    kept.seek(0)
    return kept


def _write_line(sheet: Any, row: int, line: Sequence[Value], language: Language) -> None:
    for column, value in enumerate(line):
        told = _text(value, language, iso=False)
        if isinstance(told, str):
            if told:
                sheet.write_string(row, column, told)
        else:
            sheet.write_number(row, column, told)


def _sheet_name(title: str) -> str:
    return "".join(" " if c in "[]:*?/\\'" else c for c in title)[:31].strip() or "1"


def harmless(text: str) -> str:
    """A CSV cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def csv_lines(heads: Sequence[str], lines: Lines, *, for_excel: bool) -> Iterator[str]:
    """The table as CSV, line by line."""
    language, kept = spoken(), io.StringIO()
    writer = csv.writer(kept)
    if for_excel:
        kept.write(BOM)
    writer.writerow(heads)
    for line in lines:
        told = [_text(value, language, iso=not for_excel) for value in line]
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in told])
        yield kept.getvalue()
        kept.seek(0)
        kept.truncate()
    yield kept.getvalue()


def answer(
    form: Format, heads: Sequence[str], lines: Lines, names: tuple[str, str]
) -> HttpResponseBase:
    """The table as a file to keep; `names` are its file name without ending, and its title."""
    name, title = names
    ending = "xlsx" if form is Format.XLSX else "csv"
    response: HttpResponse | StreamingHttpResponse | FileResponse
    if form is Format.XLSX:
        response = FileResponse(workbook(heads, lines, title), content_type=TYPES[form])
    else:
        told = csv_lines(heads, lines, for_excel=form is Format.CSV)
        response = HttpResponse("".join(told), content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response["Cache-Control"] = "no-store"
    return response
