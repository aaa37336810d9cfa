"""How a city follows promises, as data: its `following.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hamgam.exchange.city.folders import city_folder
from hamgam.exchange.city.tables import Faults, Table, read_toml
from hamgam.exchange.city.values import CityError

FILE = "following.toml"
RUNGS = ("mayor", "governor")
"""The rungs above the deputy's, lowest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """When owners are reminded (percent of a promise's time, rising), after how many days overdue a
    promise climbs one rung more, and which agency's desk a rung is, by its key."""

    remind_at_percent: tuple[int, ...]
    rung_days: int
    desks: Mapping[str, str]


def load_following(name_or_path: str | Path) -> Following:
    """What the city of that name, or of any folder, says about following promises.

    Raises CityError with every fault of the file.
    """
    folder, faults = city_folder(name_or_path), Faults()
    top = read_toml(folder, FILE, faults)
    if faults.told:
        raise CityError(faults.told)
    found = Following(remind_at_percent=_percents(top), rung_days=_days(top), desks=_desks(top))
    top.refuse_others()
    if faults.told:
        raise CityError(faults.told)
    return found


def _percents(top: Table) -> tuple[int, ...]:
    listed = top.get("remind_at_percent", list)
    sound = all(type(item) is int and 0 < item <= 100 for item in listed)
    if not listed or not sound or sorted(set(listed)) != listed:
        top.fault("remind_at_percent", "is no rising list of percents", listed, "[50, 80, 100]")
        return (100,)
    return tuple(listed)


def _days(top: Table) -> int:
    days = top.get("rung_days", int)
    if days < 1:
        top.fault("rung_days", "is not 1 or more", days)
    return max(days, 1)


def _desks(top: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in top.tables("desks"):
        rung = table.get("rung", str)
        if rung not in RUNGS or rung in found:
            table.fault("rung", "is no rung of its own", rung, f"one of {', '.join(RUNGS)}")
        found[rung] = table.get("agency", str)
        table.refuse_others()
    return found
