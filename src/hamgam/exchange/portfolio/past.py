"""Past forecasts of finished projects: a further sheet, by whose misses P80 is told later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hamgam.engine.measures.uncertainty import conformal_margin
from hamgam.exchange.days import moment
from hamgam.exchange.files import form_of
from hamgam.exchange.misread import Misread
from hamgam.exchange.persian import normalise
from hamgam.exchange.sandbox import limits_for, parse
from hamgam.exchange.table import Cell, Table, UnreadableError

NAMES: Mapping[str, frozenset[str]] = {
    "project": frozenset({"پروژه", "شناسه", "project", "ref"}),
    "began": frozenset({"آغاز", "تاریخ آغاز", "began"}),
    "planned": frozenset({"پایان برنامه ای", "planned end"}),
    "told": frozenset({"پایان گفته شده با ۸۰ درصد", "p80 told"}),
    "ended": frozenset({"پایان واقعی", "true end"}),
}
"""Headers of the sheet, as they are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """`later_share` is how much later P80 is to be told, as a share of the whole planned duration;
    None where there is no sheet or too few projects to promise anything by."""

    later_share: float | None = None
    projects: int = 0
    misread: Sequence[Misread] = ()


def read_past(path: Path) -> Past:
    """The sheet of past forecasts, wherever it stands in the file; empty where there is none."""
    try:
        tables = parse(path, "all_sheets", limits_for(path)) if form_of(path) == "sheets" else []
    except UnreadableError:
        return Past()  # the portfolio's own reading tells why
    for table in tables:
        headers = [normalise(str(header)) for header in table.columns]
        places = {
            name: next((k for k, told in enumerate(headers) if told in known), None)
            for name, known in (
                (name, {normalise(one) for one in names}) for name, names in NAMES.items()
            )
        }
        found = {name: place for name, place in places.items() if place is not None}
        if len(found) == len(NAMES):
            return _past(path.name, table, found)
    return Past()


def _past(where: str, table: Table, places: Mapping[str, int]) -> Past:
    misses: dict[str, list[float]] = {}
    misread: list[Misread] = []
    for number, cells in zip(table.numbers, table.rows, strict=True):
        told = {name: cells[place] for name, place in places.items()}
        if told["project"] in (None, ""):
            continue
        try:
            misses.setdefault(normalise(str(told["project"])), []).append(_miss(told))
        except ValueError as error:
            shown = ", ".join(str(cell) for cell in told.values())
            misread.append(
                Misread(where=where, row=number, field="", value=shown, reason=str(error))
            )
    known = [group for group in misses.values() if group]
    return Past(
        later_share=conformal_margin(known, 0.8), projects=len(known), misread=tuple(misread)
    )


def _miss(told: Mapping[str, Cell]) -> float:
    """How far the true end lay behind the day told, in whole planned durations."""
    planned = (_day(told, "planned") - _day(told, "began")).days
    if planned <= 0:
        raise ValueError("the planned end does not lie after the beginning")
    return (_day(told, "ended") - _day(told, "told")).days / planned


def _day(told: Mapping[str, Cell], name: str) -> date:
    day = moment(told[name]).day
    if day is None:
        raise ValueError("the forecast has no day")
    return day
