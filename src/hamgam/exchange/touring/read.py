"""The week's workbook read row by row: what is told is kept, what is wrong is named with its
cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from hamgam.exchange.city.touring import clock_minutes
from hamgam.exchange.days import moment
from hamgam.exchange.files import form_of
from hamgam.exchange.misread import Misread
from hamgam.exchange.persian import latin_digits, normalise
from hamgam.exchange.portfolio.amounts import amount, number, percent
from hamgam.exchange.sandbox import limits_for, parse
from hamgam.exchange.table import Cell, Table, UnreadableError
from hamgam.exchange.touring.columns import (
    SITE_HEADERS,
    DelegationColumn,
    SiteColumn,
    delegation_columns,
    site_columns,
)
from hamgam.exchange.touring.rows import DelegationRow, SiteRow

YES = {"بله", "بلی", "اری", "نعم", "yes", "true", "1", "*", "x"}
_SEPARATORS = re.compile(r"[;؛\n]|،\s*")
_SPAN = re.compile(r"^(\d{1,2}(?::\d\d)?)\s*(?:تا|الی|الى|إلى|to|-|–)\s*(\d{1,2}(?::\d\d)?)$")
_HINTS = {
    "open": "۸ تا ۱۲",
    "hours": "۷:۳۰ تا ۱۴:۳۰",
    "removal_rials": "a number of the unit in the header, such as ۱۲",
    "verified": "۱۴۰۵/۶/۳۱",
    "visited": "۱۴۰۵/۶/۳۱",
    "days": "۱۴۰۵/۹/۷؛ ۱۴۰۵/۹/۸",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """The sites and delegations that could be read, and everything that could not, with its cell
    and reason."""

    sites: list[SiteRow]
    delegations: list[DelegationRow]
    misread: list[Misread]


def read_week(path: Path) -> Sheets:
    """The week of an Excel, OpenDocument or CSV file: a sheet with places is the sites, one with
    delegations the delegations; CSV holds sites alone.

    A file that cannot be read at all, or has no sheet of sites, is one Misread of row 0.
    """
    try:
        form = form_of(path)
        tables = parse(path, "all_sheets" if form == "sheets" else form, limits_for(path))
    except UnreadableError as error:
        return _nothing(path, str(error), error.hint)
    found = Sheets(sites=[], delegations=[], misread=[])
    for table in tables:
        _take(path, table, found)
    if not found.sites and not found.misread:
        needed = SITE_HEADERS[SiteColumn.TITLE], SITE_HEADERS[SiteColumn.PLACE]
        return _nothing(
            path, "no sheet has sites and their places", f"columns {' · '.join(needed)}"
        )
    return found


def _nothing(path: Path, reason: str, hint: str) -> Sheets:
    fault = Misread(where=path.name, row=0, field="", value="", reason=reason, hint=hint)
    return Sheets(sites=[], delegations=[], misread=[fault])


def _take(path: Path, table: Table, found: Sheets) -> None:
    headers = [str(name) for name in table.columns]
    sites = site_columns(headers)
    if {SiteColumn.TITLE, SiteColumn.PLACE} <= set(sites.values()):
        for told, row in _rows(path, table, sites, _SITE_READERS, found.misread):
            _keep_site(path, told, row, found)
        return
    delegations = delegation_columns(headers)
    if DelegationColumn.NAME in delegations.values():
        for told, row in _rows(path, table, delegations, _DELEGATION_READERS, found.misread):
            if told.get("name"):
                found.delegations.append(DelegationRow(row=row, **told))


def _keep_site(path: Path, told: dict[str, Any], row: int, found: Sheets) -> None:
    lacking = [name for name in ("title", "place") if not told.get(name)]
    if lacking:
        header = SITE_HEADERS[SiteColumn(lacking[0])]
        found.misread.append(
            Misread(
                where=path.name,
                row=row,
                field=header,
                value="",
                reason=f"no {lacking[0]} is told",
                hint=f"fill in «{header}»",
                kept=False,
            )
        )
        return
    found.sites.append(SiteRow(row=row, **told))


def _rows(
    path: Path,
    table: Table,
    columns: Mapping[int, SiteColumn] | Mapping[int, DelegationColumn],
    readers: Mapping[Any, Callable[[Cell, str], Mapping[str, Any]]],
    misread: list[Misread],
) -> list[tuple[dict[str, Any], int]]:
    found = []
    for row, cells in zip(table.numbers, table.rows, strict=True):
        if not any(cell not in (None, "") for cell in cells):
            continue
        told: dict[str, Any] = {}
        for position, column in columns.items():
            cell, header = cells[position], str(table.columns[position])
            if cell is None or cell == "":
                continue
            try:
                told |= readers[column](cell, header)
            except ValueError as error:
                misread.append(_fault(path, row, (header, cell, column.value), error))
        found.append((told, row))
    return found


def _fault(path: Path, row: int, about: tuple[str, Cell, str], error: ValueError) -> Misread:
    header, cell, column = about
    return Misread(
        where=path.name,
        row=row,
        field=header,
        value=str(cell),
        reason=str(error),
        hint=_HINTS.get(column, ""),
        kept=True,
    )


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _names(cell: Cell) -> tuple[str, ...]:
    return tuple(part.strip() for part in _SEPARATORS.split(_text(cell)) if part.strip())


def _count(cell: Cell) -> int:
    value = number(cell)
    if value < 0 or value != int(value):
        raise ValueError(f"{value:g} is not a whole number from 0 up")
    return int(value)


def _minutes(cell: Cell) -> int:
    minutes = _count(cell)
    if not 1 <= minutes <= 12 * 60:
        raise ValueError(f"{minutes} is no stay of 1 to 720 minutes")
    return minutes


def _hours(cell: Cell) -> tuple[int, int]:
    """The minutes of the day between which something is open: «۸ تا ۱۲:۳۰»."""
    match = _SPAN.match(latin_digits(normalise(_text(cell))))
    if match is None:
        raise ValueError("it tells no hours")
    ends = [clock_minutes(part if ":" in part else f"{part}:00") for part in match.groups()]
    if ends[0] is None or ends[1] is None or not ends[0] < ends[1]:
        raise ValueError("the hours are no part of a day")
    return ends[0], ends[1]


def _day(cell: Cell) -> date:
    return moment(cell).day


def _days(cell: Cell) -> tuple[date, ...]:
    return tuple(_day(part) for part in _names(cell)) if isinstance(cell, str) else (_day(cell),)


def _money(cell: Cell, header: str) -> int:
    rials = amount(cell, header).rials
    if rials < 0:
        raise ValueError(f"{rials} is negative")
    return rials


def _open(cell: Cell) -> Mapping[str, Any]:
    opens, closes = _hours(cell)
    return {"opens": opens, "closes": closes}


def _working(cell: Cell) -> Mapping[str, Any]:
    begins, ends = _hours(cell)
    return {"begins": begins, "ends": ends}


_SITE_READERS: Mapping[SiteColumn, Callable[[Cell, str], Mapping[str, Any]]] = {
    SiteColumn.TITLE: lambda cell, _: {"title": _text(cell)},
    SiteColumn.PLACE: lambda cell, _: {"place": _text(cell)},
    SiteColumn.REMOVAL: lambda cell, header: {"removal_rials": _money(cell, header)},
    SiteColumn.CHANCE: lambda cell, _: {"chance": percent(cell) / 100},
    SiteColumn.OBSTACLE: lambda cell, _: {"obstacle": _text(cell)},
    SiteColumn.NEEDS: lambda cell, _: {"needs": _names(cell)},
    SiteColumn.STAY: lambda cell, _: {"stay_minutes": _minutes(cell)},
    SiteColumn.OPEN: lambda cell, _: _open(cell),
    SiteColumn.VERIFIED: lambda cell, _: {"verified": _day(cell)},
    SiteColumn.VISITED: lambda cell, _: {"visited": _day(cell)},
    SiteColumn.PROMISED: lambda cell, _: {"is_promised": normalise(_text(cell)) in YES},
    SiteColumn.COMPLETE: lambda cell, _: {"complete": percent(cell) / 100},
    SiteColumn.COMPLAINTS: lambda cell, _: {"complaints": _count(cell)},
}
_DELEGATION_READERS: Mapping[DelegationColumn, Callable[[Cell, str], Mapping[str, Any]]] = {
    DelegationColumn.NAME: lambda cell, _: {"name": _text(cell)},
    DelegationColumn.POSTS: lambda cell, _: {"posts": _names(cell)},
    DelegationColumn.START: lambda cell, _: {"start": _text(cell)},
    DelegationColumn.HOURS: lambda cell, _: _working(cell),
    DelegationColumn.DAYS: lambda cell, _: {"days": _days(cell)},
    DelegationColumn.MOST: lambda cell, _: {"most_stops": _count(cell) or None},
}


def titles(rows: Sequence[SiteRow]) -> list[str]:
    """The refs of the sites: their titles, numbered where two are alike."""
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        seen[row.title] = seen.get(row.title, 0) + 1
        found.append(row.title if seen[row.title] == 1 else f"{row.title} ({seen[row.title]})")
    return found
