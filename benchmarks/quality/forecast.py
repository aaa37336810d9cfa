"""How honest are the forecasts? Real projects, stopped at each status date, against their true end.

`python -m benchmarks.quality.forecast --projects DIR` reads one JSON file per project: `calendar`
(working hours, weekdays, holidays), `activities`, `relations` and `tracking` (a list of status
reports), and prints how often the true end lay before P50 and P80, and the pinball loss in days
beside two peers: the plan as it stood, and the plan stretched by SPI(t). Below each project stand
the mean over all dates and the mean over projects, for some have many more dates than others.

Nothing of a project forecasts itself: its class is made of the other projects, and so is the weight
of the two views (by their losses on the others), and so is how much later P80 is told than drawn
(by the conformal margin of what the others' P80 missed, in parts of their planned durations).
"P80 drawn" is the P80 without that margin.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from hamgam.engine.completion.forecast import (
    Assumptions,
    OpenTask,
    Outside,
    Record,
    Tie,
    forecast,
)
from hamgam.engine.completion.problem.projects import Relation
from hamgam.engine.measures.uncertainty import (
    ReferenceClass,
    blend_weight,
    conformal_margin,
    pinball_loss,
)

HOURS_A_DAY = 8
HORIZON_DAYS = 3000


@dataclass(frozen=True)
class Case:
    """One status date: forecasts and truth in calendar days after it."""

    project: str
    status: date
    true_days: float
    by_tasks: tuple[float, float]
    """P50 and P80, and so the next."""
    by_class: tuple[float, float]
    as_planned: float
    stretched: float
    planned_days: float
    """The whole planned duration, by which misses of different projects are compared."""
    tasks_weight: float = 0.5
    later_share: float = 0.0
    """How much later P80 is told than drawn, as a share of the whole planned duration."""

    @property
    def p50(self) -> float:
        return self._blend(0)

    @property
    def drawn(self) -> float:
        """P80 before the margin."""
        return self._blend(1)

    @property
    def p80(self) -> float:
        return max(self.drawn + self.later_share * self.planned_days, self.p50)

    @property
    def miss(self) -> float:
        """How far the truth lay behind the P80 drawn, in whole planned durations."""
        return (self.true_days - self.drawn) / self.planned_days

    def _blend(self, at: int) -> float:
        weight = self.tasks_weight
        return weight * self.by_tasks[at] + (1 - weight) * self.by_class[at]


class Calendar:
    """Which days are worked."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.weekend = set(raw["non_working_weekdays"])
        self.holidays = {date.fromisoformat(str(day)[:10]) for day in raw["holidays"]}

    def is_worked(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays

    def worked_between(self, first: date, last: date) -> int:
        """Worked days in (first, last]; negative when last lies before first."""
        if last < first:
            return -self.worked_between(last, first)
        days = (first + timedelta(days=n + 1) for n in range((last - first).days))
        return sum(self.is_worked(day) for day in days)

    def after(self, day: date, worked: float) -> date:
        """The day on which so many worked days have passed, the first counting from `day`
        itself."""
        left = worked
        while left > 0 and not (left <= 1 and self.is_worked(day)):
            left -= self.is_worked(day)
            day += timedelta(days=1)
        return day


def day_of(text: str) -> date:
    return datetime.fromisoformat(text).date()


@dataclass(frozen=True)
class Frozen:
    """One project with what is known of it before and after."""

    name: str
    raw: dict[str, Any]
    others: ReferenceClass
    """What happened to the other projects of the folder: this one is left out."""
    calendar: Calendar
    start: date
    planned: date
    truth: date


def whole_span(raw: dict[str, Any]) -> tuple[date, date, date]:
    """First day planned, last day planned, last day in truth."""
    calendar = Calendar(raw["calendar"])
    start = min(day_of(a["baseline_start"]) for a in raw["activities"])
    return start, planned_end(raw, calendar), true_end(raw, calendar)


def cases_of(project: Frozen, draws: int) -> Iterator[Case]:
    """Every status date at which the project was still open."""
    for report in project.raw["tracking"]:
        if day_of(report["status_date"]) < project.truth:
            yield case_at(project, report, draws)


def true_end(raw: dict[str, Any], calendar: Calendar) -> date:
    return max(
        calendar.after(day_of(done["actual_start"]), done["actual_h"] / HOURS_A_DAY)
        for done in raw["tracking"][-1]["activities"]
    )


def case_at(project: Frozen, report: dict[str, Any], draws: int) -> Case:
    status = day_of(report["status_date"])
    told = {row["id"]: row for row in report["activities"]}
    days = [status + timedelta(days=n + 1) for n in range(HORIZON_DAYS)]
    whole, elapsed = (project.planned - project.start).days, (status - project.start).days
    pace = 1 / max(earned_share(project, told, status), 0.1)
    answer = forecast(
        open_tasks(project.raw, told, project.calendar, status),
        outside=Outside(reference=project.others, planned_days=whole, elapsed_days=elapsed),
        assumptions=Assumptions(
            draws=draws,
            record=Record(ratios=ratios_of(project.raw, told), pace=pace),
            workable=[project.calendar.is_worked(day) for day in days],
        ),
    )
    return Case(
        project=project.name,
        status=status,
        true_days=(project.truth - status).days,
        by_tasks=(answer.by_tasks_p50, answer.by_tasks_p80),
        by_class=(answer.by_class_p50 or 0.0, answer.by_class_p80 or 0.0),
        as_planned=max((project.planned - status).days, 0),
        stretched=max(whole * pace - elapsed, 0),
        planned_days=whole,
    )


def open_tasks(
    raw: dict[str, Any], told: dict[int, dict[str, Any]], calendar: Calendar, status: date
) -> list[OpenTask]:
    ties: dict[int, list[Tie]] = {}
    for link in raw["relations"]:
        ties.setdefault(link["to"], []).append(
            Tie(
                before=str(link["from"]),
                relation=Relation(link["type"]),
                lag_days=link["lag"] / HOURS_A_DAY,
            )
        )
    return [
        open_task(
            activity, told.get(activity["id"]), ties.get(activity["id"], []), calendar, status
        )
        for activity in raw["activities"]
        if not is_done(told.get(activity["id"]))
    ]


def is_done(row: dict[str, Any] | None) -> bool:
    return row is not None and (row["remaining_h"] <= 0 or row["pct"] >= 1)


def open_task(
    activity: dict[str, Any],
    row: dict[str, Any] | None,
    ties: list[Tie],
    calendar: Calendar,
    status: date,
) -> OpenTask:
    hours = activity["baseline_duration_h"] if row is None else row["remaining_h"]
    planned = calendar.worked_between(status, day_of(activity["baseline_start"])) - 1
    return OpenTask(
        ref=str(activity["id"]),
        remaining_days=hours / HOURS_A_DAY,
        ties=tuple(ties),
        earliest_day=float(max(planned, 0)) if row is None else 0.0,
        has_begun=row is not None,
    )


def ratios_of(raw: dict[str, Any], told: dict[int, dict[str, Any]]) -> tuple[float, ...]:
    baseline = {a["id"]: a["baseline_duration_h"] for a in raw["activities"]}
    return tuple(
        row["actual_h"] / baseline[ref]
        for ref, row in told.items()
        if is_done(row) and baseline.get(ref) and row["actual_h"] > 0
    )


def planned_end(raw: dict[str, Any], calendar: Calendar) -> date:
    return max(
        calendar.after(day_of(a["baseline_start"]), a["baseline_duration_h"] / HOURS_A_DAY)
        for a in raw["activities"]
    )


def earned_share(project: Frozen, told: dict[int, dict[str, Any]], status: date) -> float:
    """Hours earned ÷ hours that the plan had earned by now: SPI over working hours."""
    earned = planned = 0.0
    for activity in project.raw["activities"]:
        hours, row = activity["baseline_duration_h"], told.get(activity["id"])
        earned += hours * (row["pct"] if row else 0)
        begun = project.calendar.worked_between(day_of(activity["baseline_start"]), status)
        planned += min(max(begun * HOURS_A_DAY, 0), hours)
    return earned / planned if planned else 1.0


COLUMNS = (
    "project",
    "dates",
    "P50 covers",
    "P80 drawn",
    "P80 covers",
    "loss P50",
    "plan",
    "SPI",
    "P80 drawn",
    "loss P80",
)


def show(cases: list[Case]) -> None:
    table = Table(title="Forecasts of real projects against their true end")
    for column in COLUMNS:
        table.add_column(column, justify="left" if column == "project" else "right")
    groups = by_project(cases)
    for name, own in groups.items():
        table.add_row(name, str(len(own)), *written(figures(own)))
    table.add_section()
    table.add_row("mean of dates", str(len(cases)), *written(figures(cases)))
    each = np.array([figures(own) for own in groups.values()])
    table.add_row("mean of projects", str(len(groups)), *written(each.mean(axis=0)))
    console = Console(width=120)
    console.print(table)
    console.print(losing(cases))


def by_project(cases: list[Case]) -> dict[str, list[Case]]:
    names = dict.fromkeys(case.project for case in cases)
    return {name: [c for c in cases if c.project == name] for name in names}


def figures(cases: list[Case]) -> list[float]:
    """Coverage of P50, P80 drawn and P80, then the losses in the order of the table."""
    n = len(cases)

    def loss(field: str, p: float) -> float:
        return sum(pinball_loss(getattr(c, field), c.true_days, p) for c in cases) / n

    return [
        sum(c.true_days <= c.p50 for c in cases) / n,
        sum(c.true_days <= c.drawn for c in cases) / n,
        sum(c.true_days <= c.p80 for c in cases) / n,
        loss("p50", 0.5),
        loss("as_planned", 0.5),
        loss("stretched", 0.5),
        loss("drawn", 0.8),
        loss("p80", 0.8),
    ]


def written(values: Sequence[float]) -> list[str]:
    return [f"{share:.0%}" for share in values[:3]] + [f"{loss:.1f}" for loss in values[3:]]


def weighted(cases: list[Case]) -> list[Case]:
    """The cases with the weight of the two views that the other projects' losses give."""
    groups = by_project(cases)
    losses = {
        name: (view_loss(own, "by_tasks"), view_loss(own, "by_class"))
        for name, own in groups.items()
    }
    told = []
    for name, own in groups.items():
        others = [pair for other, pair in losses.items() if other != name]
        weight = blend_weight([a for a, _ in others], [b for _, b in others])
        told += [replace(case, tasks_weight=weight) for case in own]
    return told


def calibrated(cases: list[Case]) -> list[Case]:
    """The cases with the margin of P80 that the other projects' misses give."""
    groups = by_project(cases)
    told = []
    for name, own in groups.items():
        misses = [[c.miss for c in group] for other, group in groups.items() if other != name]
        margin = conformal_margin(misses, 0.8) or 0.0
        told += [replace(case, later_share=margin) for case in own]
    return told


def losing(cases: list[Case]) -> str:
    """The projects whose true end lay behind P80 on more than a fifth of their dates."""
    groups = by_project(cases)
    late = [n for n, own in groups.items() if sum(c.true_days > c.p80 for c in own) > len(own) / 5]
    return f"behind P80 on more than a fifth of the dates: {', '.join(late) or 'none'}"


def view_loss(cases: list[Case], view: str) -> float:
    """The mean pinball loss of one view of a project, of P50 and P80 together."""
    pairs = [(getattr(case, view), case.true_days) for case in cases]
    losses = [
        pinball_loss(forecast_of, true, p)
        for view_of, true in pairs
        for forecast_of, p in zip(view_of, (0.5, 0.8), strict=True)
    ]
    return sum(losses) / len(losses)


def read_cases(folder: Path, draws: int = 1000) -> list[Case]:
    """All cases of all projects of a folder; each project's class is made of the others."""
    raws = {
        p.stem: json.loads(p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.json"))
    }
    spans = {name: whole_span(raw) for name, raw in raws.items()}
    ratios = {
        name: (end - start).days / (plan - start).days for name, (start, plan, end) in spans.items()
    }
    return [
        case
        for name, raw in raws.items()
        for case in cases_of(
            Frozen(
                name=name,
                raw=raw,
                others=ReferenceClass(
                    name="the others", ratios=tuple(r for n, r in ratios.items() if n != name)
                ),
                calendar=Calendar(raw["calendar"]),
                start=spans[name][0],
                planned=spans[name][1],
                truth=spans[name][2],
            ),
            draws,
        )
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--projects", type=Path, required=True, help="folder of JSON projects")
    parser.add_argument("--draws", type=int, default=2000)
    options = parser.parse_args()
    show(calibrated(weighted(read_cases(options.projects, options.draws))))


if __name__ == "__main__":
    main()
