"""The tasks of a project's row as the planner takes them: those that are told, else one that is
assumed («فرضی»)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hamgam.engine.completion.problem import Dependency, Mode, Task, TimeGrid
from hamgam.exchange.portfolio.rows import PortfolioRow, TaskRow

REST = "rest"
REST_NAMES: Mapping[str, str] = {
    "fa": "باقی‌ماندهٔ کار",
    "en": "the rest",
    "ar": "ما تبقى من العمل",
}
WORK_NAMES: Mapping[str, str] = {
    "fa": "کار توافق‌شده با دستگاه‌های دیگر",
    "en": "work settled with other agencies",
    "ar": "عمل متفق عليه مع جهات أخرى",
}
FAST = "fast"
FAST_CREWS = 2
AGREED = "بازهٔ توافق‌شده با دستگاه‌های دیگر"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """What is left of a whole project: rials at today's prices, months, whether those were told,
    the crews that work on it, the paces at which a site may be worked."""

    rials: int
    months: int
    is_told: bool
    crew: str
    paces: Sequence[int]
    growth: float
    """By which a told amount grows into prices of today."""


def tasks_of(row: PortfolioRow, grid: TimeGrid, rest: Rest) -> list[Task]:
    """The tasks of a project; one, assumed, where none is told."""
    built = [one for one in row.tasks if not one.is_work]
    if not built:
        found = [_whole(row, grid, rest)]
    else:
        shares = shares_of(built)
        costs = _costs(built, rest, shares)
        found = [_task(row, one, grid, rest, (costs[one.ref], shares[one.ref])) for one in built]
    return found + [_work(row, one, grid) for one in row.tasks if one.is_work]


def shares_of(tasks: Sequence[TaskRow]) -> dict[str, float]:
    """The part of each task in the whole, by its weight; tasks without one share what is left
    evenly."""
    told = {one.ref: one.weight for one in tasks if one.weight}
    left = max(1 - sum(told.values()), 0.0)
    others = len(tasks) - len(told)
    if not others or not left:
        even = sum(told.values()) / max(len(told), 1) or 1.0
        told |= {one.ref: even for one in tasks if one.ref not in told}
    else:
        told |= {one.ref: left / others for one in tasks if one.ref not in told}
    whole = sum(told.values())
    return {ref: part / whole for ref, part in told.items()}


def _costs(tasks: Sequence[TaskRow], rest: Rest, shares: Mapping[str, float]) -> dict[str, int]:
    """What each task costs in prices of today: as told, else its share of what the told ones leave
    of the whole."""
    told = {
        one.ref: round(one.remaining_rials * rest.growth)
        for one in tasks
        if one.remaining_rials is not None
    }
    left = max(rest.rials - sum(told.values()), 0)
    open_share = sum(shares[one.ref] for one in tasks if one.ref not in told)
    for one in tasks:
        if one.ref not in told:
            told[one.ref] = round(left * shares[one.ref] / open_share)
    return told


def _whole(row: PortfolioRow, grid: TimeGrid, rest: Rest) -> Task:
    return Task(
        project=row.ref,
        ref=REST,
        names=REST_NAMES,
        modes=_paces(rest.months, rest.rials, grid, rest),
        ready=_ready(row.ready, grid),
        waits_for=row.waits_for,
        interruptible=True,
        assumed=frozenset() if rest.is_told else frozenset({"duration"}),
    )


def _paces(months: int, rials: int, grid: TimeGrid, rest: Rest) -> tuple[Mode, ...]:
    return tuple(
        Mode(
            name=f"pace-{pace}",
            duration=months * pace,
            demands={rest.crew: 1},
            cost_rials=rials,
        )
        for pace in rest.paces
        if pace == 1 or months * pace <= grid.horizon
    )


def _task(
    row: PortfolioRow, one: TaskRow, grid: TimeGrid, rest: Rest, part: tuple[int, float]
) -> Task:
    cost, share = part
    months = one.remaining_months or max(round(rest.months * share), 1)
    modes = _paces(months, cost, grid, rest)
    if one.fast_months and one.fast_rials is not None:
        rials = round(one.fast_rials * rest.growth)
        demands = {rest.crew: FAST_CREWS}
        modes += (Mode(name=FAST, duration=one.fast_months, demands=demands, cost_rials=rials),)
    return Task(
        project=row.ref,
        ref=one.ref,
        names={"fa": one.title},
        modes=modes,
        ready=max(_ready(day, grid) for day in (row.ready, one.ready, _agreed(one))),
        waits_for=_waits_for(row, one),
        interruptible=True,
        ignores_seasons=one.ignores_seasons,
        assumed=frozenset() if one.remaining_months else frozenset({"duration"}),
    )


def _agreed(one: TaskRow) -> date | None:
    return one.agreed[0] if one.agreed else None


def _waits_for(row: PortfolioRow, one: TaskRow) -> str:
    """What makes a task ready, by whichever day comes last."""
    told = [(one.ready, one.waits_for), (row.ready, row.waits_for), (_agreed(one), AGREED)]
    known = [(day, text) for day, text in told if day is not None]
    return max(known, key=lambda pair: pair[0])[1] if known else ""


def _work(row: PortfolioRow, one: TaskRow, grid: TimeGrid) -> Task:
    """A work that was settled with others: nothing to pay and no crew, but the project is not
    finished before its agreed days are over."""
    begins, ends = one.agreed or (None, None)
    first = _ready(begins, grid)
    last = min(max(grid.period(ends), first), grid.horizon - 1) if ends else first
    return Task(
        project=row.ref,
        ref=one.ref,
        names=WORK_NAMES,
        modes=(Mode(duration=max(last - first + 1, 1)),),
        ready=first,
        waits_for=AGREED,
        ignores_seasons=True,
    )


def _ready(day: date | None, grid: TimeGrid) -> int:
    return 0 if day is None else min(max(grid.period(day), 0), grid.horizon)


def ties_within(row: PortfolioRow) -> list[Dependency]:
    """Which tasks of a project wait for which."""
    known = {one.ref for one in row.tasks}
    return [
        Dependency(before=f"{row.ref}/{before}", after=f"{row.ref}/{one.ref}")
        for one in row.tasks
        for before in one.after
        if before in known and before != one.ref
    ]


def ties_between(before: PortfolioRow, after: PortfolioRow) -> list[Dependency]:
    """A project that waits for another: its first tasks wait for the other's last ones."""
    return [
        Dependency(before=f"{before.ref}/{last}", after=f"{after.ref}/{first}")
        for last in _ends(before)
        for first in _begins(after)
    ]


def _built(row: PortfolioRow) -> list[TaskRow]:
    return [one for one in row.tasks if not one.is_work]


def _ends(row: PortfolioRow) -> list[str]:
    built = _built(row)
    waited_for = {ref for one in built for ref in one.after}
    return [one.ref for one in built if one.ref not in waited_for] or [REST]


def _begins(row: PortfolioRow) -> list[str]:
    built = _built(row)
    known = {one.ref for one in built}
    return [one.ref for one in built if not known & set(one.after)] or [REST]


def longest_months(tasks: Sequence[TaskRow]) -> int | None:
    """Months along the longest chain of tasks; None where a task's months are not told, or the
    tasks wait for each other in a ring."""
    by_ref = {one.ref: one for one in tasks if not one.is_work}
    if not by_ref or any(not one.remaining_months for one in by_ref.values()):
        return None
    done: dict[str, int] = {}
    waiting = dict(by_ref)
    while waiting:
        free = [one for one in waiting.values() if not (set(one.after) & waiting.keys())]
        if not free:
            return None
        for one in free:
            earlier = max((done[ref] for ref in one.after if ref in done), default=0)
            done[one.ref] = earlier + (one.remaining_months or 0)
            del waiting[one.ref]
    return max(done.values())
