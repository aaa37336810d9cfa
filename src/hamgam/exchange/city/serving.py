"""Who answers what people report, and the ways to the shrine, as data: a city's `service.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from hamgam.exchange.city.folders import city_folder
from hamgam.exchange.city.tables import Faults, Table, read_toml
from hamgam.exchange.city.values import CityError, Names

FILE = "service.toml"
_SITE = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]{2,5})?")


class Mode(StrEnum):
    """How one goes."""

    FOOT = "foot"
    BUS = "bus"
    CAR = "car"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemKind:
    """A kind of problem people report: whose it is and by how many days it is answered and solved.

    `near_works` leads to the agency that digs there, `district` to the district's municipality
    before `agency`. `also` are other names of the same, as the complaints line writes them.
    """

    key: str
    names: Names
    also: tuple[str, ...]
    agency: str
    near_works: bool
    district: bool
    answer_days: int
    solve_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to the shrine: the keys of its streets in their order, and the minutes it takes when
    nothing stands in it."""

    key: str
    mode: Mode
    names: Names
    told: Names
    streets: tuple[str, ...]
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """What a city sets for its people; distances in metres. `embed_in` are the sites that may show
    the public map in a frame, as `https://www.example.org`."""

    kinds: tuple[ProblemKind, ...]
    ways: tuple[Way, ...]
    fallback: str
    phone: str
    near_m: float
    twin_m: float
    keep_contact_days: int
    embed_in: tuple[str, ...]

    def kind(self, key: str) -> ProblemKind | None:
        """The kind of that key; None when there is none."""
        return next((kind for kind in self.kinds if kind.key == key), None)


def load_serving(name_or_path: str | Path) -> Serving:
    """What the city of that name, or of any folder, says about its service.

    Raises CityError with every fault of the file.
    """
    folder, faults = city_folder(name_or_path), Faults()
    top = read_toml(folder, FILE, faults)
    if faults.told:
        raise CityError(faults.told)
    found = Serving(
        kinds=tuple(_kind(table) for table in top.tables("kinds")),
        ways=tuple(_way(table) for table in top.tables("ways")),
        fallback=top.get("fallback", str),
        phone=top.get("phone", str),
        near_m=top.positive("near_m"),
        twin_m=top.positive("twin_m"),
        keep_contact_days=_days(top, "keep_contact_days"),
        embed_in=_sites(top),
    )
    top.refuse_others()
    if not found.kinds:
        top.fault("kinds", "missing", hint="at least one kind of problem")
    if faults.told:
        raise CityError(faults.told)
    return found


def _days(table: Table, key: str) -> int:
    return max(round(table.positive(key)), 1)


def _sites(top: Table) -> tuple[str, ...]:
    told = top.texts("embed_in")
    for site in told:
        if not _SITE.fullmatch(site):
            top.fault("embed_in", "is no site", site, "for example https://www.example.org")
    return told


def _kind(table: Table) -> ProblemKind:
    kind = ProblemKind(
        key=table.get("key", str),
        names=table.names(),
        also=table.texts("also"),
        agency=table.get("agency", str),
        near_works=table.get("near_works", bool, False),
        district=table.get("district", bool, False),
        answer_days=_days(table, "answer_days"),
        solve_days=_days(table, "solve_days"),
    )
    table.refuse_others()
    return kind


def _way(table: Table) -> Way:
    told = table.get("mode", str)
    if told not in set(Mode):
        table.fault("mode", "is no way of going", told, ", ".join(Mode))
    way = Way(
        key=table.get("key", str),
        mode=Mode(told) if told in set(Mode) else Mode.FOOT,
        names=table.names(),
        told=table.names("told"),
        streets=table.texts("streets"),
        minutes=_days(table, "minutes"),
    )
    table.refuse_others()
    return way
