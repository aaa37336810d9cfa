"""What is taken away from a table: text stays text, days are days, nothing can run."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from hamgam.kit import exports
from hamgam.kit.columns import Value

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "http://example.ir"]
HEADS = ["عنوان", "روز", "طول"]
LINES: list[list[Value]] = [[text, date(2026, 11, 24), 12.5] for text in HOSTILE]


def sheet(language: str) -> tuple[list[list[Any]], str]:
    """The cells of the workbook in one language, and its sheet's XML."""
    with translation.override(language):
        kept = exports.workbook(HEADS, LINES, "کارها: [همه] / ۱۴۰۵ و عنوانی بسیار بسیار بلند")
    content = kept.read()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return rows, book.read("xl/worksheets/sheet1.xml").decode()


def test_a_workbook_holds_no_formula_and_no_link() -> None:
    rows, xml = sheet("fa")
    assert "<f>" not in xml
    assert "hyperlink" not in xml
    assert [str(row[0]).strip() for row in rows[1:]] == [text.strip() for text in HOSTILE]
    assert rows[1][2] == 12.5


@pytest.mark.parametrize(("language", "is_turned"), [("fa", True), ("ar", True), ("en", False)])
def test_a_workbook_runs_as_its_language(language: str, is_turned: bool) -> None:
    _, xml = sheet(language)
    assert ('rightToLeft="1"' in xml) is is_turned


def test_days_are_the_readers_in_a_workbook_and_iso_for_machines() -> None:
    rows, _ = sheet("fa")
    assert rows[1][1] == "1405/09/03"
    with translation.override("fa"):
        plain = "".join(exports.csv_lines(HEADS, LINES, for_excel=False))
        excel = "".join(exports.csv_lines(HEADS, LINES, for_excel=True))
    assert "2026-11-24" in plain
    assert "1405/09/03" in excel
    assert (plain[0], excel[0]) == ("ع", "\ufeff")


def test_no_cell_of_a_csv_is_taken_for_a_formula() -> None:
    with translation.override("en"):
        told = "".join(exports.csv_lines(["a"], [[text] for text in HOSTILE], for_excel=True))
    cells = [row[0] for row in csv.reader(io.StringIO(told, newline=""))]
    assert not [cell for cell in cells[1:] if cell.startswith(exports.DANGEROUS)]
    assert exports.harmless("بلوار") == "بلوار"


def test_moments_are_told_on_the_citys_clock() -> None:
    at = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    with translation.override("fa"):
        (_, line) = "".join(exports.csv_lines(["a"], [[at]], for_excel=True)).splitlines()
    assert line == "1405/09/03 11:30"
