"""What is left of a schedule as a planning problem in its own working days."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from hamgam.engine.completion.problem import (
    Crew,
    Dependency,
    Mode,
    Objective,
    Problem,
    Project,
    Relation,
    Task,
    TimeGrid,
)
from hamgam.exchange.misread import Misread, misfit
from hamgam.exchange.mspdi.told import (
    ELAPSED_LAGS,
    PERCENT_LAGS,
    RELATIONS,
    SATURDAY_SUNDAY,
    START_LIMITS,
    Row,
    Told,
    day,
    leaves,
    minutes,
    number,
    told_by,
    work_days,
)
from hamgam.exchange.sandbox import limits_for, parse
from hamgam.exchange.table import UnreadableError

PROJECT = "1"
LONGEST_DAYS = 20_000
MARGIN_DAYS = 60
MOST_PAIRS = 10_000
"""A link between two summaries ties every task below the one to every task below the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The problem of what is left, None when there is nothing to plan; `notes` are sentences on
    what the file leaves open."""

    problem: Problem | None
    misread: Sequence[Misread]
    notes: Sequence[str] = ()


def read_mspdi(path: Path, today: date) -> Schedule:
    """The tasks of an MSPDI file that are not finished, from `today` on.

    Task references are UIDs. Tasks that wait for nothing keep their planned start as the day from
    which they are ready, so a plan without links does not begin everything at once. Work resources
    are crews (`R` and their UID, in percent of one); their names are not taken over.
    """
    try:
        told = told_by(parse(path, "mspdi", limits_for(path)))
    except UnreadableError as error:
        return Schedule(problem=None, misread=[_fault(path.name, "", "", str(error), error.hint)])
    return _Reading(told, path.name, today).schedule()


def _fault(where: str, field: str, value: str, reason: str, hint: str = "") -> Misread:
    return Misread(
        where=where, row=0, field=field, value=value, reason=reason, hint=hint, kept=bool(field)
    )


def _repeated(rows: Sequence[Row]) -> Iterable[Row]:
    """The rows whose UID stood before; each takes the place of the one before it."""
    seen: set[str] = set()
    for row in rows:
        if row["UID"] in seen:
            yield row
        seen.add(row["UID"])


class _Reading:
    """One file on its way to a problem."""

    def __init__(self, told: Told, where: str, today: date) -> None:
        self.told = told
        self.where = where
        self.today = today
        self.misread: list[Misread] = []
        self.work_days = work_days(told)
        self.below = leaves(told.tasks)
        rows = [row for row in told.tasks if row["Summary"] != "1" and row["UID"] != "0"]
        for row in _repeated(rows):
            self._keep(row, "UID", "stands twice; the earlier task is left out")
        self.lengths = {row["UID"]: self._length(row) for row in rows}
        self.open = {row["UID"]: row for row in rows if not self._is_finished(row)}

    def schedule(self) -> Schedule:
        """The answer."""
        if not self.open:
            reason = "every task of it is finished" if self.lengths else "it holds no task"
            return Schedule(
                problem=None, misread=[*self.misread, _fault(self.where, "", "", reason)]
            )
        ties = [tie for link in self.told.links for tie in self._ties(link)]
        ties = [tie for tie in dict.fromkeys(ties) if tie.before != tie.after]
        crews, demands = self._crews()
        grid = self._grid(ties)
        waiting = {tie.after for tie in ties}
        tasks = tuple(self._task(row, grid, waiting, demands) for row in self.open.values())
        names = {"fa": self.told.head["Title"] or self.told.head["Name"] or self.where}
        try:
            problem = Problem(
                grid=grid,
                projects=(Project(ref=PROJECT, names=names),),
                tasks=tasks,
                dependencies=tuple(ties),
                crews=crews,
                objective=Objective.MAKESPAN,
            )
        except ValueError as error:
            return Schedule(problem=None, misread=[misfit(self.where, error)])
        return Schedule(problem=problem, misread=self.misread, notes=self._notes(bool(ties)))

    def _is_finished(self, row: Row) -> bool:
        return number(row["PercentComplete"]) >= 100 or minutes(row["RemainingDuration"]) == 0 < (
            minutes(row["Duration"]) or 0
        )

    def _length(self, row: Row) -> int:
        """Working days that are left, rounded up; 0 for a milestone."""
        told = minutes(row["RemainingDuration"])
        if told is None:
            whole = minutes(row["Duration"])
            if whole is None:
                self._keep(row, "Duration", "is not written PT40H0M0S; one day is taken")
                return 1
            told = whole * (1 - min(number(row["PercentComplete"]), 100) / 100)
        return math.ceil(round(told / self.told.minutes_a_day, 6))

    def _keep(self, row: Row, field: str, reason: str) -> None:
        self.misread.append(_fault(f"{self.where}: UID {row['UID']}", field, row[field], reason))

    def _ties(self, link: Row) -> Iterable[Dependency]:
        before, after = self.below.get(link["PredecessorUID"]), self.below.get(link["UID"])
        if link["CrossProject"] == "1" or before is None or after is None:
            self._keep(link, "PredecessorUID", "is not a task of this file; the link is left out")
            return
        relation = RELATIONS.get(link["Type"])
        if relation is None:
            self._keep(link, "Type", "is no kind of link; the link is left out")
            return
        if len(before) * len(after) > MOST_PAIRS:
            self._keep(link, "PredecessorUID", "ties two large groups; the link is left out")
            return
        yield from self._pairs(link, relation, before, after)

    def _pairs(
        self, link: Row, relation: Relation, before: Sequence[str], after: Sequence[str]
    ) -> Iterable[Dependency]:
        to_start = relation in (Relation.FINISH_START, Relation.START_START)
        for one in before:
            for other in after:
                is_open = one in self.open and other in self.open
                if is_open and not (to_start and self.open[other]["ActualStart"]):
                    yield Dependency(
                        before=f"{PROJECT}/{one}",
                        after=f"{PROJECT}/{other}",
                        relation=relation,
                        lag=self._lag(link, one),
                    )

    def _lag(self, link: Row, before: str) -> int:
        told = number(link["LinkLag"])
        if link["LagFormat"] in PERCENT_LAGS:
            return round(self.lengths[before] * told / 100)
        days = told / 10 / self.told.minutes_a_day
        if link["LagFormat"] in ELAPSED_LAGS:
            worked = 7 - len(self.work_days.free_weekdays)
            days = told / 10 / 1440 * worked / 7
        return max(min(round(days), LONGEST_DAYS), -LONGEST_DAYS)

    def _crews(self) -> tuple[tuple[Crew, ...], dict[str, dict[str, int]]]:
        """Work resources in percent of one, each at least as large as what one task asks of it."""
        there = {
            row["UID"]: round(100 * (number(row["MaxUnits"]) or 1))
            for row in self.told.resources
            if row["Type"] in ("", "1") and row["UID"] not in ("", "0")
        }
        demands: dict[str, dict[str, int]] = {}
        for row in self.told.assignments:
            crew, task = row["ResourceUID"], row["TaskUID"]
            if crew in there and task in self.open and self.lengths[task]:
                own = demands.setdefault(task, {})
                units = max(round(100 * (number(row["Units"]) or 1)), 1)
                own[f"R{crew}"] = own.get(f"R{crew}", 0) + units
                there[crew] = max(there[crew], own[f"R{crew}"])
        used = {name for own in demands.values() for name in own}
        crews = [Crew(ref=f"R{uid}", capacity=units) for uid, units in there.items()]
        return tuple(crew for crew in crews if crew.ref in used), demands

    def _grid(self, ties: Sequence[Dependency]) -> TimeGrid:
        latest = max(self._planned(row) or self.today for row in self.open.values())
        ahead = max((latest - self.today).days, 0)
        lags = sum(max(tie.lag, 0) for tie in ties)
        lengths = sum(self.lengths[uid] for uid in self.open)
        horizon = min(lengths + lags + ahead + MARGIN_DAYS, LONGEST_DAYS)
        days = tuple(islice(self.work_days.from_day(self.today), horizon + 1))
        return TimeGrid(horizon=horizon, first_day=days[0], begins=days)

    def _planned(self, row: Row) -> date | None:
        """The day before which the file does not start it; None when it has begun or says none."""
        if row["ActualStart"]:
            return None
        limit = day(row["ConstraintDate"]) if row["ConstraintType"] in START_LIMITS else None
        return limit or day(row["Start"])

    def _task(
        self, row: Row, grid: TimeGrid, waiting: set[str], demands: dict[str, dict[str, int]]
    ) -> Task:
        uid = row["UID"]
        is_held = f"{PROJECT}/{uid}" not in waiting or row["ConstraintType"] in START_LIMITS
        planned = self._planned(row) if is_held else None
        ready = 0
        if planned is not None and planned > grid.begins[0]:
            at = grid.period(planned)
            ready = min(at if grid.begins[at] == planned else at + 1, grid.horizon)
        mode = Mode(
            duration=self.lengths[uid],
            demands=demands.get(uid, {}),
            cost_rials=max(round(number(row["RemainingCost"]) / 100), 0),
        )
        return Task(
            project=PROJECT, ref=uid, names={"fa": row["Name"] or uid}, modes=(mode,), ready=ready
        )

    def _notes(self, has_ties: bool) -> list[str]:
        notes = []
        if not has_ties:
            notes.append(
                "no open task is linked to another: each keeps its planned start at the earliest"
            )
        if self.work_days.free_weekdays == SATURDAY_SUNDAY:
            notes.append("its calendar rests on Saturday and Sunday, and works on Friday")
        return notes
