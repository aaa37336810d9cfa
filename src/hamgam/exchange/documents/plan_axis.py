"""The time of a plan as an axis of 1000: where instants and days stand, its years, its seasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hamgam.engine.calendars.jalali import MONTH_NAMES, jalali_of
from hamgam.engine.calendars.seasons import Closure, Purpose, SeasonWindow
from hamgam.engine.completion.problem import Problem
from hamgam.exchange.plans_out.lines import year_of_period
from hamgam.exchange.plans_out.report import PlanReport

WIDTH = 1000
ROOM = 2
"""Periods shown after the last finish."""
FEWEST = 12
MONTHS_SHOWN = 26
"""With more months than these only years are named."""
SHORTEST_BAND_DAYS = 5


@dataclass(frozen=True, slots=True)
class PlanAxis:
    """Instants 0 … `shown` of a problem's grid, side by side in days where there are days."""

    problem: Problem
    shown: int

    def x(self, instant: int) -> float:
        """Where an instant stands, held inside the axis."""
        held = min(max(instant, 0), self.shown)
        if self.problem.grid.first_day is None:
            return round(held / self.shown * WIDTH, 1)
        return self.x_day(self.problem.grid.day(held))

    def x_day(self, day: date) -> float:
        """Where a day stands, held inside the axis; only on grids with days."""
        first, last = self.problem.grid.day(0), self.problem.grid.day(self.shown)
        share = (day - first).days / (last - first).days
        return round(min(max(share, 0.0), 1.0) * WIDTH, 1)

    def bar(self, begins: int, ends: int) -> tuple[float, float]:
        """Start and width of what lasts from one instant to another."""
        return self.x(begins), round(max(self.x(ends) - self.x(begins), 2.0), 1)


def plan_axis(report: PlanReport) -> PlanAxis:
    """The axis up to the last finish and a little beyond, at least a dozen periods."""
    horizon = report.problem.grid.horizon
    last = max(report.plan.finishes.values(), default=horizon)
    return PlanAxis(report.problem, max(min(max(last + ROOM, FEWEST), horizon), 1))


def years(axis: PlanAxis) -> list[dict[str, Any]]:
    """The years on the axis: number, start and width."""
    found: list[dict[str, Any]] = []
    for period in range(axis.shown):
        year = year_of_period(axis.problem, period)
        if not found or found[-1]["year"] != year:
            found.append({"year": year, "x": axis.x(period)})
    for one, after in zip(found, [*found[1:], {"x": WIDTH}], strict=True):
        one["width"] = round(after["x"] - one["x"], 1)
    return found


def months(axis: PlanAxis, language: str) -> list[dict[str, Any]]:
    """The months by name with their widths; empty where there are too many or no days."""
    grid = axis.problem.grid
    if grid.first_day is None:
        return []
    last = grid.day(axis.shown)
    found: list[dict[str, Any]] = []
    day = grid.day(0)
    while day < last:
        _, month, number = jalali_of(day)
        after = min(day + timedelta(days=_days_left(day)), last)
        width = round(axis.x_day(after) - axis.x_day(day), 1)
        is_stub = number > 20
        name = "" if is_stub else MONTH_NAMES[language][month - 1]
        found.append({"name": name, "width": width, "x": axis.x_day(day), "month": month})
        day = after
    return found if len(found) <= MONTHS_SHOWN else []


def _days_left(day: date) -> int:
    """Days from this one to the end of its Jalali month, itself included."""
    month = jalali_of(day)[1]
    ahead = 1
    while jalali_of(day + timedelta(days=ahead))[1] == month:
        ahead += 1
    return ahead


def season_bands(
    axis: PlanAxis, windows: Sequence[SeasonWindow], language: str
) -> list[dict[str, Any]]:
    """The seasons that shut the whole city for some days, those that touch joined under one
    name."""
    if axis.problem.grid.first_day is None:
        return []
    first, last = axis.problem.grid.day(0), axis.problem.grid.day(axis.shown)
    shut = sorted(
        (max(w.begins, first), min(w.ends, last), w.names.get(language) or w.season)
        for w in windows
        if w.purpose is Purpose.BLACKOUT
        and w.closure is Closure.CLOSED
        and w.zone == "city"
        and w.hours is None
        and w.days >= SHORTEST_BAND_DAYS
        and w.ends >= first
        and w.begins <= last
    )
    joined: list[dict[str, Any]] = []
    for begins, ends, name in shut:
        if joined and begins <= joined[-1]["ends"] + timedelta(days=1):
            joined[-1]["ends"] = max(joined[-1]["ends"], ends)
            if name not in joined[-1]["names"]:
                joined[-1]["names"].append(name)
        else:
            joined.append({"begins": begins, "ends": ends, "names": [name]})
    for band in joined:
        band["x"] = axis.x_day(band["begins"])
        band["width"] = round(axis.x_day(band["ends"] + timedelta(days=1)) - band["x"], 1)
    return joined
