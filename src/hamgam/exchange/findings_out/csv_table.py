"""Findings as CSV for a spreadsheet: UTF-8 with its mark, stable English column names."""

from __future__ import annotations

import csv
import io
from datetime import date

from hamgam.exchange.findings_out.report import Report
from hamgam.exchange.findings_out.rows import FINDING_COLUMNS, Cell, finding_rows
from hamgam.exchange.findings_out.words import Words

_LIVE = ("=", "+", "-", "@", "\t", "\r")


def _cell(value: Cell) -> str | int | float | None:
    """The cell as it is written; a text that a spreadsheet would calculate gets an apostrophe."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_LIVE) else value
    return value.isoformat() if isinstance(value, date) else value


def csv_table(report: Report, words: Words) -> bytes:
    """One row per finding, gravest first."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(FINDING_COLUMNS)
    writer.writerows([_cell(cell) for cell in row] for row in finding_rows(report, words))
    return text.getvalue().encode("utf-8-sig")
