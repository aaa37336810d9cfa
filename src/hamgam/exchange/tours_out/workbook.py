"""Tours as a workbook: the timetable, and what was left out with its reason."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from hamgam.exchange.findings_out.words import Words
from hamgam.exchange.tours_out.report import TourReport
from hamgam.exchange.tours_out.words import time_text, why

_STOPS = ("day", "delegation", "number", "site", "arrives", "hours", "who", "why")
_LEFT = ("site", "why")


def workbook(report: TourReport, spoken: Words) -> bytes:
    """The workbook's bytes; no cell is a formula or a link."""
    block = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    book = xlsxwriter.Workbook(block, options)
    _sheet(book, spoken, ("title", _STOPS), _stops(report, spoken))
    left = ([ref, why(report, ref, spoken)] for ref in report.left)
    _sheet(book, spoken, ("left", _LEFT), left)
    book.close()
    return block.getvalue()


def _sheet(
    book: xlsxwriter.Workbook,
    spoken: Words,
    told: tuple[str, Sequence[str]],
    rows: Iterable[Sequence[str | int]],
) -> None:
    key, columns = told
    name = spoken("head", key) if key == "title" else spoken("columns", key)
    sheet = book.add_worksheet(name[:31])
    if spoken.is_right_to_left:
        sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    head = book.add_format({"bold": True, "bg_color": "#E3F1F1"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, len(columns) - 2, 18, wrapped)
    sheet.set_column(len(columns) - 1, len(columns) - 1, 70, wrapped)
    for column, heading in enumerate(columns):
        sheet.write(0, column, spoken("columns", heading), head)
    for number, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            sheet.write(number, column, cell)


def _stops(report: TourReport, spoken: Words) -> Iterable[list[str | int]]:
    for round_ in report.plan.rounds:
        shift = report.week.problem.shifts[round_.shift]
        for number, visit in enumerate(round_.visits, start=1):
            yield [
                spoken.jalali(report.day_of(round_)),
                shift.delegation,
                number,
                visit.site,
                time_text(visit.arrives, spoken),
                f"{time_text(visit.begins, spoken)} – {time_text(visit.ends, spoken)}",
                "؛ ".join(report.week.rows[visit.site].needs),
                why(report, visit.site, spoken),
            ]
