"""Tours into a file: the ending decides how."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from hamgam.exchange.findings_out.words import Words
from hamgam.exchange.tours_out.report import TourReport

ENDINGS = (".html", ".xlsx", ".json", ".ics")


def write_tour(report: TourReport, path: Path, spoken: Words, *, made: datetime) -> None:
    """Write the report; ValueError when the ending is none of ENDINGS."""
    path.write_bytes(_block(report, path.suffix.lower(), spoken, made))


def _block(report: TourReport, ending: str, spoken: Words, made: datetime) -> bytes:
    if ending == ".json":
        from hamgam.exchange.tours_out.plain import plain_json

        return plain_json(report, spoken.language)
    if ending == ".xlsx":
        from hamgam.exchange.tours_out.workbook import workbook

        return workbook(report, spoken)
    if ending == ".ics":
        from hamgam.exchange.tours_out.calendar import calendar

        return calendar(report, spoken, made=made)
    if ending == ".html":
        from hamgam.exchange.documents.tour_page import tour_page

        return tour_page(report, spoken)
    raise ValueError(f"{ending} is none of {' '.join(ENDINGS)}")
