"""The progress history of a portfolio: a second sheet of reports, project by project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hamgam.engine.completion.pace import ProgressReport
from hamgam.exchange.days import moment
from hamgam.exchange.files import form_of
from hamgam.exchange.misread import Misread
from hamgam.exchange.persian import normalise
from hamgam.exchange.portfolio.amounts import percent
from hamgam.exchange.sandbox import limits_for, parse
from hamgam.exchange.table import Cell, Table, UnreadableError

NAMES: Mapping[str, frozenset[str]] = {
    "project": frozenset({"پروژه", "شناسه", "project", "ref"}),
    "on": frozenset({"تاریخ گزارش", "report date"}),
    "verified": frozenset({"پیشرفت تاییدشده", "پیشرفت تایید شده", "verified"}),
    "planned": frozenset({"پیشرفت برنامه ای", "پیشرفت برنامه", "planned"}),
}
"""Headers of the sheet of reports, as they are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Reports by the project's reference or title as written, and what could not be read."""

    reports: Mapping[str, Sequence[ProgressReport]] = field(default_factory=dict)
    misread: Sequence[Misread] = ()

    def of(self, ref: str, title: str) -> Sequence[ProgressReport]:
        """The reports of a project."""
        return self.reports.get(normalise(ref)) or self.reports.get(normalise(title)) or ()


def read_history(path: Path) -> History:
    """The sheet of reports, wherever it stands in the file; empty where there is none."""
    try:
        if form_of(path) != "sheets":
            return History()
        tables = parse(path, "all_sheets", limits_for(path))
    except UnreadableError:
        return History()  # the portfolio's own reading tells why
    for table in tables:
        places = _places(table)
        if {"project", "on", "verified"} <= places.keys():
            return _history(path.name, table, places)
    return History()


def _places(table: Table) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, header in enumerate(table.columns):
        plain = normalise(str(header)).split("(")[0].replace("%", " ").replace("٪", " ").strip()
        for name, headers in NAMES.items():
            if plain in {normalise(known) for known in headers}:
                found.setdefault(name, place)
    return found


def _history(where: str, table: Table, places: Mapping[str, int]) -> History:
    reports: dict[str, list[ProgressReport]] = {}
    misread: list[Misread] = []
    for number, cells in zip(table.numbers, table.rows, strict=True):
        told = {name: cells[place] for name, place in places.items()}
        if told["project"] in (None, "") or told["verified"] in (None, ""):
            continue
        try:
            reports.setdefault(normalise(str(told["project"])), []).append(_report(told))
        except ValueError as error:
            shown = ", ".join(str(cell) for cell in told.values())
            misread.append(
                Misread(where=where, row=number, field="", value=shown, reason=str(error))
            )
    return History(reports=reports, misread=misread)


def _report(told: Mapping[str, Cell]) -> ProgressReport:
    on = moment(told["on"]).day
    if on is None:
        raise ValueError("the report has no day")
    planned = told.get("planned")
    return ProgressReport(
        on=on,
        verified=percent(told["verified"]) / 100,
        planned=None if planned in (None, "") else percent(planned) / 100,
    )
