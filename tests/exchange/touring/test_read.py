from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

from hamgam.exchange.touring import read_week, write_template

Rows = Sequence[Sequence[object]]


def book(path: Path, sites: Rows, delegations: Rows = ()) -> Path:
    file = path / "week.xlsx"
    workbook = xlsxwriter.Workbook(str(file))
    for name, rows in (("محل‌ها", sites), ("هیئت‌ها", delegations)):
        sheet = workbook.add_worksheet(name)
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
    workbook.close()
    return file


def test_the_template_is_read_back_whole(tmp_path: Path) -> None:
    write_template(tmp_path / "week.xlsx")
    sheets = read_week(tmp_path / "week.xlsx")
    assert sheets.misread == []
    first, second = sheets.sites
    assert (first.removal_rials, first.chance, first.complete) == (120 * 10**9, 0.4, 0.91)
    assert (first.opens, first.closes, first.stay_minutes) == (480, 720, 60)
    assert first.needs == ("معاون عمران", "آب و فاضلاب")
    assert (first.visited, second.is_promised) == (date(2026, 11, 11), True)
    (delegation,) = sheets.delegations
    assert (delegation.begins, delegation.ends, delegation.most_stops) == (450, 870, 6)


def test_every_wrong_cell_is_named_and_the_rest_kept(tmp_path: Path) -> None:
    head = ["محل", "نشانی", "مدت توقف (دقیقه)", "ساعت پذیرش", "آخرین بازدید", "شکایت"]
    rows = [
        ["پل", "سناباد", 0, "۱۲ تا ۸", "۱۴۰۵/۱۳/۴۰", -2],
        ["پارک", "", 30, "", "", ""],
        ["مترو", "احمدآباد", 30, "۸ تا ۱۲", "۱۴۰۵/۸/۱", 3],
    ]
    sheets = read_week(book(tmp_path, [head, *rows]))
    assert [(fault.row, fault.field) for fault in sheets.misread] == [
        (1, "مدت توقف (دقیقه)"),
        (1, "ساعت پذیرش"),
        (1, "آخرین بازدید"),
        (1, "شکایت"),
        (2, "نشانی"),
    ]
    assert [row.title for row in sheets.sites] == ["پل", "مترو"]
    assert sheets.sites[0].stay_minutes is None


def test_names_of_columns_may_be_english_or_misspelt(tmp_path: Path) -> None:
    sheets = read_week(book(tmp_path, [["Project", "adress"], ["Bridge", "36.3, 59.6"]]))
    assert [(row.title, row.place) for row in sheets.sites] == [("Bridge", "36.3, 59.6")]


def test_days_of_a_delegation_are_listed(tmp_path: Path) -> None:
    sites = [["محل", "نشانی"], ["پل", "سناباد"]]
    rows = [["هیئت", "روزها"], ["الف", "۱۴۰۵/۹/۷؛ ۱۴۰۵/۹/۸"]]
    (delegation,) = read_week(book(tmp_path, sites, rows)).delegations
    assert delegation.days == (date(2026, 11, 28), date(2026, 11, 29))


def test_a_file_without_sites_says_so(tmp_path: Path) -> None:
    sheets = read_week(book(tmp_path, [["چیز", "دیگر"], ["الف", "ب"]]))
    assert [(fault.row, fault.reason) for fault in sheets.misread] == [
        (0, "no sheet has sites and their places")
    ]


def test_what_is_no_workbook_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "week.xlsx"
    file.write_bytes(b"PK\x03\x04 no workbook at all")
    (fault,) = read_week(file).misread
    assert fault.row == 0
    assert fault.reason
