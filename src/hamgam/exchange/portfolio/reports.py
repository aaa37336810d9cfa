"""A workbook of progress reports: one row for each report, project by project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import xlsxwriter

from hamgam.exchange.days import moment
from hamgam.exchange.files import form_of
from hamgam.exchange.persian import normalise
from hamgam.exchange.portfolio.amounts import percent
from hamgam.exchange.sandbox import limits_for, parse
from hamgam.exchange.table import Cell, Table, UnreadableError

HEADERS = {
    "ref": "شناسه",
    "project": "پروژه",
    "on": "تاریخ گزارش",
    "physical": "پیشرفت فیزیکی (٪)",
    "paid": "پیشرفت مالی (٪)",
}
NAMES: Mapping[str, frozenset[str]] = {
    "ref": frozenset({"شناسه", "ref", "id"}),
    "project": frozenset({"پروژه", "نام پروژه", "project", "المشروع"}),
    "on": frozenset({"تاریخ گزارش", "تاریخ", "report date", "date", "التاريخ"}),
    "physical": frozenset({"پیشرفت فیزیکی", "physical", "physical percent", "الإنجاز"}),
    "paid": frozenset({"پیشرفت مالی", "paid", "paid percent", "المدفوع"}),
}
GUIDE = (
    "برای هر پروژه‌ای که گزارش دارد یک سطر پر کنید؛ سطری که روز و درصد ندارد خوانده نمی‌شود. "
    "شناسه را دست نزنید. تاریخ شمسی نوشته می‌شود: ۱۴۰۵/۹/۳. درصدها از صفر تا صد است."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCells:
    """One row as it was read; `fault` is a code of what is wrong with it, empty for nothing, and
    `written` what stands in the cell that is wrong. Shares are thousandths."""

    row: int
    name: str
    on: date | None = None
    physical_permille: int = 0
    paid_permille: int | None = None
    fault: str = ""
    written: str = ""


def read_reports(path: Path) -> list[ReportCells] | None:
    """The reports of the first sheet that has the columns; None for a file without one."""
    try:
        form_of(path)
        tables = parse(path, "all_sheets", limits_for(path))
    except UnreadableError:
        return None
    for table in tables:
        places = _places(table)
        if {"on", "physical"} <= places.keys() and {"ref", "project"} & places.keys():
            return list(_rows(table, places))
    return None


def _places(table: Table) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, header in enumerate(table.columns):
        plain = normalise(str(header)).split("(")[0].replace("%", " ").replace("٪", " ").strip()
        for name, headers in NAMES.items():
            if plain in {normalise(known) for known in headers}:
                found.setdefault(name, place)
    return found


def _rows(table: Table, places: Mapping[str, int]) -> Iterable[ReportCells]:
    for number, cells in zip(table.numbers, table.rows, strict=True):
        told = {name: cells[place] for name, place in places.items()}
        if _is_empty(told.get("on")) and _is_empty(told.get("physical")):
            continue
        yield _read(number, told)


def _is_empty(cell: Cell) -> bool:
    return cell is None or str(cell).strip() == ""


def _read(row: int, told: Mapping[str, Cell]) -> ReportCells:
    name = next(
        (str(told[k]).strip() for k in ("ref", "project") if not _is_empty(told.get(k))), ""
    )
    if not name:
        return ReportCells(row=row, name="", fault="no_project")
    on, faulty = _day(told.get("on"))
    if faulty:
        return ReportCells(row=row, name=name, fault="no_day", written=faulty)
    try:
        physical = round(percent(told.get("physical")) * 10)
        paid = told.get("paid")
        paid_permille = None if _is_empty(paid) else round(percent(paid) * 10)
    except (ValueError, TypeError):
        written = "، ".join(str(told.get(k) or "–") for k in ("physical", "paid"))
        return ReportCells(row=row, name=name, on=on, fault="percent", written=written)
    return ReportCells(
        row=row, name=name, on=on, physical_permille=physical, paid_permille=paid_permille
    )


def _day(cell: Cell) -> tuple[date | None, str]:
    """The day, and what is written where there is none."""
    try:
        day = None if _is_empty(cell) else moment(cell).day
    except ValueError:
        day = None
    return day, "" if day else str(cell or "–")


def write_reports_template(path: Path, projects: Iterable[tuple[str, str]]) -> None:
    """Write the workbook with a row for each project, by reference and title, to be filled in."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    try:
        sheet = book.add_worksheet("گزارش‌ها")
        sheet.right_to_left()
        head = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E3F1F1"})
        for place, header in enumerate(HEADERS.values()):
            sheet.write_string(0, place, header, head)
            sheet.set_column(place, place, 42 if place == 1 else 18)
        for line, (ref, title) in enumerate(projects, start=1):
            sheet.write_string(line, 0, ref)
            sheet.write_string(line, 1, title)
        sheet.freeze_panes(1, 2)
        guide = book.add_worksheet("راهنما")
        guide.right_to_left()
        guide.set_column(0, 0, 110)
        guide.write_string(0, 0, GUIDE, book.add_format({"text_wrap": True}))
    finally:
        book.close()
