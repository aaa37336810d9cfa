"""What a schedule file tells, as values: tasks, links, assignments, and its working days."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hamgam.engine.completion.problem import Relation
from hamgam.exchange.table import Table

RELATIONS = {
    "0": Relation.FINISH_FINISH,
    "1": Relation.FINISH_START,
    "2": Relation.START_FINISH,
    "3": Relation.START_START,
}
START_LIMITS = frozenset({"2", "4"})
"""Constraint types that hold a start: must start on, start no earlier than."""
PERCENT_LAGS = frozenset({"19", "20", "51", "52"})
ELAPSED_LAGS = frozenset({"4", "6", "8", "10", "12", "20"})
MINUTES_A_DAY = 480.0
SATURDAY_SUNDAY = frozenset({5, 6})
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+(?:\.\d+)?)S")

Row = dict[str, str]


def rows_of(table: Table) -> list[Row]:
    """The rows as texts by column, empty where nothing stands."""
    return [
        {
            name: "" if cell is None else str(cell)
            for name, cell in zip(table.columns, cells, strict=True)
        }
        for cells in table.rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The file's own rows, by what they are."""

    head: Row
    tasks: Sequence[Row]
    links: Sequence[Row]
    assignments: Sequence[Row]
    resources: Sequence[Row]
    days: Sequence[Row]

    @property
    def minutes_a_day(self) -> float:
        """Working minutes of a day; eight hours where the file tells none."""
        told = number(self.head["MinutesPerDay"])
        return told if told > 0 else MINUTES_A_DAY


def told_by(tables: Sequence[Table]) -> Told:
    """The six tables of the parser by name."""
    head, tasks, links, assignments, resources, days = (rows_of(table) for table in tables)
    return Told(
        head=head[0],
        tasks=[row for row in tasks if row["IsNull"] != "1" and row["Active"] != "0"],
        links=links,
        assignments=assignments,
        resources=resources,
        days=days,
    )


def number(text: str) -> float:
    """The number of a text, 0 where it is none or not finite."""
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if math.isfinite(value) else 0.0


def minutes(duration: str) -> float | None:
    """Minutes of `PT40H0M0S`; None where it is not written so."""
    match = _DURATION.fullmatch(duration)
    if match is None:
        return None
    hours, mins, seconds = match.groups()
    return int(hours) * 60 + int(mins) + float(seconds) / 60


def day(text: str) -> date | None:
    """The day of `2026-11-24T08:00:00`; None where it is not written so."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class WorkDays:
    """Which days of the week are free (Monday 0), and which days besides."""

    free_weekdays: frozenset[int]
    free: frozenset[date]

    def from_day(self, first: date) -> Iterator[date]:
        """Working days from a day on, without end."""
        at = first
        while True:
            if at.weekday() not in self.free_weekdays and at not in self.free:
                yield at
            at += timedelta(days=1)


def work_days(told: Told) -> WorkDays:
    """The working days of the schedule's own calendar; Saturday and Sunday are free if none is
    told."""
    own = [row for row in told.days if row["CalendarUID"] == told.head["CalendarUID"]]
    week = [row for row in own if row["DayType"] not in ("", "0")]
    idle = {(int(row["DayType"]) + 5) % 7 for row in week if row["DayWorking"] == "0"}
    extra = [row for row in own if row["DayType"] in ("", "0") and row["DayWorking"] != "1"]
    free = {at for row in extra for at in _span(row["From"], row["To"])}
    weekdays = frozenset(idle) if week else SATURDAY_SUNDAY
    return WorkDays(weekdays if len(weekdays) < 7 else frozenset(), frozenset(free))


def _span(begins: str, ends: str) -> Iterator[date]:
    first, last = day(begins), day(ends)
    if first is None or last is None:
        return
    for ahead in range(min((last - first).days, 366) + 1):
        yield first + timedelta(days=ahead)


def leaves(tasks: Sequence[Row]) -> Mapping[str, list[str]]:
    """The tasks under each summary by UID (itself for a task that is none)."""
    below: dict[str, list[str]] = {}
    open_above: list[tuple[int, str]] = []
    for row in tasks:
        level = int(number(row["OutlineLevel"]))
        while open_above and open_above[-1][0] >= level:
            open_above.pop()
        if row["Summary"] == "1":
            open_above.append((level, row["UID"]))
            below.setdefault(row["UID"], [])
            continue
        below[row["UID"]] = [row["UID"]]
        for _, summary in open_above:
            below[summary].append(row["UID"])
    return below
