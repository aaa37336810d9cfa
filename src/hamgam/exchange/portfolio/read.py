"""A portfolio sheet read row by row: what is told is kept, what is wrong is named with its cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from hamgam.exchange.days import moment
from hamgam.exchange.files import form_of
from hamgam.exchange.misread import Misread
from hamgam.exchange.persian import normalise
from hamgam.exchange.portfolio.amounts import amount, credits_in, number, percent, year_of
from hamgam.exchange.portfolio.columns import HEADERS, REQUIRED, Column, guess
from hamgam.exchange.portfolio.rows import PortfolioRow
from hamgam.exchange.sandbox import limits_for, parse
from hamgam.exchange.table import Cell, Table, UnreadableError


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """The rows that could be read, and everything that could not, with its cell and reason."""

    rows: list[PortfolioRow]
    misread: list[Misread]


def _text(cell: Cell, _: str) -> str:
    return "" if cell is None else str(cell).strip()


def _yes(cell: Cell, header: str) -> bool:
    return normalise(_text(cell, header)) in {"بله", "بلی", "اری", "yes", "true", "1", "*", "x"}


def _whole(cell: Cell, _: str) -> int:
    value = number(cell)
    if value < 0 or value != int(value):
        raise ValueError(f"{value:g} is not a whole number from 0 up")
    return int(value)


def _positive(cell: Cell) -> float:
    value = number(cell)
    if value <= 0:
        raise ValueError(f"{value:g} is not above 0")
    return value


def _names(cell: Cell, header: str) -> tuple[str, ...]:
    parts = _text(cell, header).replace("؛", ";").replace("،", ";").split(";")
    return tuple(part.strip() for part in parts if part.strip())


def _year(cell: Cell, header: str) -> int:
    year = year_of(_text(cell, header))
    if year is None:
        raise ValueError("there is no Jalali year in it")
    return year


_READERS: dict[Column, Callable[[Cell, str], Any]] = {
    Column.TITLE: _text,
    Column.AGENCY: _text,
    Column.PHYSICAL: lambda cell, _: percent(cell),
    Column.PAID: lambda cell, _: percent(cell),
    Column.REMAINING: amount,
    Column.CREDIT: credits_in,
    Column.PROMISED: lambda cell, _: moment(cell).day,
    Column.ZONE: _text,
    Column.REF: _text,
    Column.PRICE_YEAR: _year,
    Column.BENEFIT: lambda cell, header: amount(cell, header).rials,
    Column.MONTHS: _whole,
    Column.READY: lambda cell, _: moment(cell).day,
    Column.WAITS_FOR: _text,
    Column.AFTER: _names,
    Column.NEW_START: _yes,
    Column.BEGAN: lambda cell, _: moment(cell).day,
    Column.TOTAL: lambda cell, header: amount(cell, header).rials,
    Column.YEARS: lambda cell, _: _positive(cell),
    Column.LAND: lambda cell, _: percent(cell),
    Column.RELOCATIONS: _whole,
    Column.STUDY: _yes,
    Column.DRAWINGS: _yes,
    Column.STAGED: _yes,
    Column.COST_P80: lambda cell, header: amount(cell, header).rials,
    Column.CEILING: lambda cell, header: amount(cell, header).rials,
    Column.DECISION: _text,
    Column.DECIDED_ON: lambda cell, _: moment(cell).day,
    Column.DECIDED_BY: _text,
    Column.DECIDED_FOR: _text,
}

_HINTS = {
    Column.PHYSICAL: "a number from 0 to 100",
    Column.PAID: "a number from 0 to 100",
    Column.REMAINING: "a sum with its unit, such as ۱۲۰۰ میلیارد ریال (۱۴۰۴)",
    Column.CREDIT: "۱۴۰۵: ۲۰۰؛ ۱۴۰۶: ۳۰۰",
    Column.PROMISED: "۱۴۰۶/۶/۳۱",
    Column.READY: "۱۴۰۶/۶/۳۱",
}


def read_portfolio(path: Path) -> Portfolio:
    """The portfolio of an Excel, OpenDocument or CSV file; the first sheet with rows is read.

    A file that cannot be read at all, or lacks the project or its remaining cost, is one Misread of
    row 0 with no rows.
    """
    try:
        table = parse(path, form_of(path), limits_for(path))[0]
    except UnreadableError as error:
        return Portfolio(rows=[], misread=[_of_file(path, str(error), error.hint)])
    found = guess([str(name) for name in table.columns])
    lacking = [column for column in REQUIRED if column not in found.values()]
    if lacking:
        names = "، ".join(HEADERS[column] for column in lacking)
        told = ", ".join(str(name) for name in table.columns)
        reason = f"no column for {', '.join(lacking)} was found among: {told}"
        return Portfolio(rows=[], misread=[_of_file(path, reason, f"name a column «{names}»")])
    return _rows(path, table, found)


def _of_file(path: Path, reason: str, hint: str) -> Misread:
    return Misread(where=path.name, row=0, field="", value="", reason=reason, hint=hint)


def _rows(path: Path, table: Table, found: dict[int, Column]) -> Portfolio:
    rows: list[PortfolioRow] = []
    misread: list[Misread] = []
    seen: set[str] = set()
    for row_number, cells in zip(table.numbers, table.rows, strict=True):
        told, faults = _cells(path, row_number, cells, table.columns, found)
        misread += faults
        if not any(cell not in (None, "") for cell in cells):
            continue
        row = _row(told, row_number, seen)
        if row is None:
            misread.append(_unusable(path, row_number, told))
        else:
            misread += _twins(path, row, rows)
            rows.append(row)
    return Portfolio(rows=rows, misread=misread)


def _twins(path: Path, row: PortfolioRow, rows: Sequence[PortfolioRow]) -> list[Misread]:
    """The warning that a project stands in the sheet twice: it would be paid for twice."""
    who = (normalise(row.title), normalise(row.agency), row.remaining_rials)
    for other in rows:
        if who == (normalise(other.title), normalise(other.agency), other.remaining_rials):
            return [
                Misread(
                    where=path.name,
                    row=row.row,
                    field=HEADERS[Column.TITLE],
                    value=row.title,
                    reason=f"the same project with the same cost stands in row {other.row}",
                    hint="delete one of the two, or tell them apart by name",
                    kept=True,
                )
            ]
    return []


def _cells(
    path: Path, row: int, cells: Sequence[Cell], headers: Sequence[str], found: dict[int, Column]
) -> tuple[dict[str, Any], list[Misread]]:
    told: dict[str, Any] = {}
    faults: list[Misread] = []
    for position, column in found.items():
        cell = cells[position]
        if cell is None or cell == "":
            continue
        try:
            value = _READERS[column](cell, str(headers[position]))
        except ValueError as error:
            faults.append(
                Misread(
                    where=path.name,
                    row=row,
                    field=str(headers[position]),
                    value=str(cell),
                    reason=str(error),
                    hint=_HINTS.get(column, ""),
                    kept=column is not Column.REMAINING,
                )
            )
            continue
        _put(told, column, value)
    return told, faults


def _put(told: dict[str, Any], column: Column, value: Any) -> None:
    if column is Column.CREDIT:
        by_year = told.setdefault(column.value, {})
        for year, rials in value.items():
            by_year[year] = by_year.get(year, 0) + rials
    elif column is Column.REMAINING:
        told[column.value] = value.rials
        if value.price_year is not None:
            told.setdefault(Column.PRICE_YEAR.value, value.price_year)
    else:
        told[column.value] = value


_FIELDS = {field.name for field in fields(PortfolioRow)}


def _row(told: dict[str, Any], row: int, seen: set[str]) -> PortfolioRow | None:
    if not told.get("title") or "remaining_rials" not in told:
        return None
    ref = told.get("ref") or str(row)
    while ref in seen:
        ref += "′"
    seen.add(ref)
    known = {name: value for name, value in told.items() if name in _FIELDS}
    blank = {"agency": "", "physical_percent": 0.0, "paid_percent": 0.0}
    return PortfolioRow(**{**blank, **known, "ref": ref, "row": row})


def _unusable(path: Path, row: int, told: dict[str, Any]) -> Misread:
    lacking = "title" if not told.get("title") else "remaining_rials"
    return Misread(
        where=path.name,
        row=row,
        field=HEADERS[Column(lacking)],
        value="",
        reason="the row cannot be planned without it",
        hint="fill the cell",
    )
