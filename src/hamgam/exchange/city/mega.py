"""What a city calls a mega-project, and what the gates between its phases ask for, as data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hamgam.exchange.city.folders import city_folder
from hamgam.exchange.city.tables import Faults, Table, read_toml
from hamgam.exchange.city.values import CityError, Names

FILE = "mega.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class StageAsk:
    """One thing that must be so before the next phase may begin, and what proves it."""

    key: str
    names: Names
    proof: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Mega:
    """From which whole cost (rials at the prices of a Jalali year) or from how many years on a
    project is a mega-project, and the conditions of its stage gates in their order."""

    budget_rials: int
    price_year: int
    years: float
    conditions: tuple[StageAsk, ...]


def load_mega(name_or_path: str | Path) -> Mega | None:
    """What the city of that name, or of any folder, calls a mega-project; None for a city that
    says nothing of it. Raises CityError with every fault of the file."""
    folder, faults = city_folder(name_or_path), Faults()
    if not (folder / FILE).is_file():
        return None
    top = read_toml(folder, FILE, faults)
    found = Mega(
        budget_rials=round(top.positive("budget_rials")),
        price_year=round(top.positive("price_year")),
        years=top.positive("years"),
        conditions=tuple(_ask(table) for table in top.tables("conditions")),
    )
    top.refuse_others()
    _check_keys(top, found)
    if faults.told:
        raise CityError(faults.told)
    return found


def _ask(table: Table) -> StageAsk:
    found = StageAsk(key=table.get("key", str), names=table.names(), proof=table.names("proof"))
    if not 0 < len(found.key) <= 40:
        table.fault("key", "is empty or longer than 40 signs", found.key)
    table.refuse_others()
    return found


def _check_keys(top: Table, found: Mega) -> None:
    keys = [ask.key for ask in found.conditions]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        top.fault("conditions", "stands twice", key)
