from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from hamgam.exchange.formats.sheets import tables
from hamgam.exchange.table import UnreadableError


def sheet(folder: Path, rows: list[list[object]], *, empty_first: bool = False) -> Path:
    path = folder / "works.xlsx"
    with Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        if empty_first:
            book.add_worksheet("راهنما")
        page = book.add_worksheet("کارها")
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                page.write(at, column, value)
        book.add_worksheet("دیگر")
    return path


def test_cells_are_plain_values(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["id", "from", "at", "n", "yes", "jalali"],
        [7, date(2026, 9, 25), datetime.fromisoformat("2026-09-25T07:30"), 1.5, True, "۱۴۰۵/۰۷/۰۳"],
    ]
    (table,) = tables(sheet(tmp_path, rows))
    assert table.rows == [[7, "2026-09-25", "2026-09-25T07:30:00", 1.5, True, "۱۴۰۵/۰۷/۰۳"]]


def test_the_first_sheet_with_rows_is_read_and_the_rest_named(tmp_path: Path) -> None:
    path = sheet(tmp_path, [["گزارش"], [], ["id", "from", "to"], ["a", 1, 2]], empty_first=True)
    (table,) = tables(path)
    assert table.columns == ["id", "from", "to"]
    assert table.rows == [["a", 1, 2]]
    assert any("دیگر" in note for note in table.notes)


def test_a_workbook_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no sheet"):
        tables(sheet(tmp_path, []))


def test_merged_cells_count_wherever_they_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    with Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.merge_range(0, 1, 0, 4, "فهرست حفاری‌ها")
        page.merge_range(2, 1, 3, 1, "کد")
        page.merge_range(2, 2, 3, 2, "دستگاه")
        page.merge_range(2, 3, 2, 4, "تاریخ")
        page.write_row(3, 3, ["شروع", "پایان"])
        page.merge_range(4, 2, 5, 2, "آبفا")
        for at, code in ((4, "a"), (5, "b")):
            page.write(at, 1, code)
            page.write_row(at, 3, ["1405/01/01", "1405/02/01"])
        page.merge_range(6, 1, 6, 3, "جمع")
    (table,) = tables(path)
    assert table.columns == ["کد", "دستگاه", "تاریخ شروع", "تاریخ پایان"]
    assert table.rows == [
        ["a", "آبفا", "1405/01/01", "1405/02/01"],
        ["b", "آبفا", "1405/01/01", "1405/02/01"],
        ["جمع", None, None, None],
    ]
    assert table.numbers == [1, 2, 3]
