from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from tests.toy_report import FORMULA, HOSTILE, ruled, works

from hamgam.exchange.findings_out.words import words
from hamgam.exchange.findings_out.workbook import workbook


def opened(language: str = "fa", **more: Any) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(workbook(ruled(**more), words(language))))


def part(name: str, language: str = "fa") -> str:
    with zipfile.ZipFile(io.BytesIO(workbook(ruled(), words(language)))) as book:
        return book.read(name).decode()


def test_the_sheets_bear_the_names_of_the_language() -> None:
    assert opened().sheet_names == ["یافته‌ها", "کارها", "خطا", "خلاصه"]
    assert opened("en").sheet_names == ["Findings", "Works", "Errors", "Summary"]


def test_every_finding_work_and_error_has_its_row() -> None:
    book = opened("en")
    sizes = [len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names[:3]]
    assert sizes == [len(ruled().findings) + 1, len(works()) + 1, 2]


def test_texts_stay_texts_and_dates_are_dates() -> None:
    rows = opened("en").get_sheet_by_name("Works").to_python()
    listed = {row[0]: row for row in rows[1:]}
    assert listed["G-2"][2] == FORMULA
    assert listed["G-1"][2] == HOSTILE
    assert listed["W-1"][4:6] == [date(2026, 12, 1), "1405/09/10"]


def test_no_cell_is_a_formula_or_a_link() -> None:
    for sheet in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        assert "<f>" not in part(sheet)
        assert "<hyperlink" not in part(sheet)


@pytest.mark.parametrize(("language", "turned"), [("fa", True), ("ar", True), ("en", False)])
def test_sheets_run_as_the_language_does(language: str, turned: bool) -> None:
    assert ('rightToLeft="1"' in part("xl/worksheets/sheet1.xml", language)) is turned


def test_the_header_stays_and_filters() -> None:
    sheet = part("xl/worksheets/sheet1.xml")
    assert 'state="frozen"' in sheet
    assert "<autoFilter" in sheet


def test_the_demo_is_marked() -> None:
    cells = [
        cell for row in opened(is_demo=True).get_sheet_by_name("خلاصه").to_python() for cell in row
    ]
    assert "داده نمایشی" in cells
