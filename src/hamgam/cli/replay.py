"""What a pack would have caught: the past of a list of works before today's rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from hamgam.engine.calendars.season_rules import season_windows
from hamgam.engine.calendars.working_days import WorkCalendar
from hamgam.engine.overlaps.find import Ground, find
from hamgam.engine.overlaps.found import Findings
from hamgam.engine.overlaps.summary import Summary, summary
from hamgam.engine.works import Work
from hamgam.exchange.city.folders import city_folder
from hamgam.exchange.city.read import load_city
from hamgam.exchange.city.values import City
from hamgam.exchange.misread import Misread
from hamgam.exchange.read import ReadOptions, read_works
from hamgam.exchange.rulepack import load_pack
from hamgam.exchange.season_rules import read_seasons


@dataclass(frozen=True, slots=True)
class Replay:
    """What is asked: a pack, files, the closed days, and a city."""

    pack: str
    files: Sequence[Path]
    first: date
    last: date
    city: str | None
    map: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Caught:
    """What was found, and what could not be read."""

    asked: Replay
    works: Sequence[Work]
    misread: Sequence[Misread]
    findings: Findings
    counts: Summary

    def as_told(self) -> dict[str, Any]:
        """One object for programs."""
        counts = self.counts
        return {
            "pack": self.asked.pack,
            "from": self.asked.first,
            "to": self.asked.last,
            "works": counts.works,
            "unplaced": counts.unplaced,
            "undated": counts.undated,
            "misread": [str(fault) for fault in self.misread],
            "findings": counts.findings,
            "by_kind": {kind.value: count for kind, count in counts.by_kind.items()},
            "by_rule": dict(counts.by_rule),
            "by_consequence": {what.value: count for what, count in counts.by_consequence.items()},
            "street_only_share": round(counts.street_only_share, 3),
        }

    def show(self, console: Console) -> None:
        """One table for people, and what could not be read."""
        asked, counts = self.asked, self.counts
        title = f"{asked.pack} · {asked.first} … {asked.last} · {counts.works} works"
        table = Table("rule", "found", title=title, header_style="bold")
        for rule, count in sorted(counts.by_rule.items(), key=lambda row: (-row[1], row[0])):
            table.add_row(rule, str(count))
        console.print(table)
        share = f"{counts.street_only_share:.0%}"
        console.print(
            f"{counts.findings} findings, {share} of them on places known as whole streets; "
            f"{counts.unplaced} works without a place, {counts.undated} without dates; "
            f"{len(self.misread)} faults in the files."
        )
        if asked.city is None:
            console.print("No seasons and zones were judged: give --city.")


def _ground(asked: Replay, city: City | None) -> Ground:
    """The city's zones, dated seasons and working days; nothing without a city."""
    if city is None or asked.city is None:
        return Ground()
    told, faults = read_seasons(city_folder(asked.city))
    if faults:
        raise ValueError("\n".join(str(fault) for fault in faults))
    free = told.free_days(range(asked.first.year - 1, asked.last.year + 2))
    windows = season_windows(told.seasons, asked.first, asked.last, told.months(), free)
    calendar = WorkCalendar(holidays=frozenset(free))
    return Ground(zones=city.zones, windows=windows, calendar=calendar, epsg=city.epsg)


def replayed(asked: Replay) -> Caught:
    """What the pack finds among the works that had begun by the last day, as from the first.

    Raises ValueError when the pack or the city cannot be read, or no file is named.
    """
    if not asked.files:
        raise ValueError("files: give at least one file of works")
    pack = load_pack(asked.pack)
    city = load_city(asked.city) if asked.city else None
    reading = read_works(asked.files, ReadOptions(map=asked.map, city=city))
    works = [work for work in reading.works if work.begins is None or work.begins <= asked.last]
    findings = find(works, pack, today=asked.first, **_ground(asked, city))
    return Caught(asked, works, reading.misread, findings, summary(findings))
