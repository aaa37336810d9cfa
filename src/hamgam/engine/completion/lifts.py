"""Demands of a problem that can be taken away, to learn which of them rule every plan out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from hamgam.engine.completion.problem import Credit, FundingSource, Problem, Task, TimeGrid

PLENTY = 10**17
"""Rials that pay for everything."""


@dataclass(frozen=True, slots=True)
class Lift:
    """A kind of demand: which a problem makes, by name, and the problem without some of them."""

    kind: str
    items: Callable[[Problem], Sequence[str]]
    without: Callable[[Problem, Collection[str]], Problem]


def _without_apart(problem: Problem, some: Collection[str]) -> Problem:
    return replace(problem, apart=tuple(g for g in problem.apart if g.ref not in some))


def _unblocked(problem: Problem, some: Collection[str]) -> Problem:
    gone = set(some)
    return replace(problem, blocks=tuple(b for b in problem.blocks if b.ref not in gone))


def _bound(problem: Problem) -> list[str]:
    return [task.key for task in problem.tasks if task.windows or task.ready > 0]


def _unbound(problem: Problem, some: Collection[str]) -> Problem:
    gone = set(some)

    def freed(task: Task) -> Task:
        return replace(task, windows=(), ready=0) if task.key in gone else task

    return replace(problem, tasks=tuple(map(freed, problem.tasks)))


def _with_crews(problem: Problem, some: Collection[str]) -> Problem:
    most = 1 + sum(max(sum(m.demands.values()) for m in task.modes) for task in problem.tasks)
    return replace(
        problem,
        crews=tuple(
            replace(crew, capacity=most, calendar=()) if crew.ref in some else crew
            for crew in problem.crews
        ),
    )


def _guarded(problem: Problem) -> list[str]:
    return [p.ref for p in problem.projects if p.keep_safe_rials_per_month > 0]


def _unguarded(problem: Problem, some: Collection[str]) -> Problem:
    gone = set(some)
    return replace(
        problem,
        projects=tuple(
            replace(p, keep_safe_rials_per_month=0.0) if p.ref in gone else p
            for p in problem.projects
        ),
    )


def _with_money(problem: Problem, some: Collection[str]) -> Problem:
    """Without the sources where all are lifted, so that nobody needs money; else with plenty."""
    if len(some) == len(problem.sources):
        return replace(problem, sources=())

    def filled(source: FundingSource) -> FundingSource:
        credit = Credit(period=0, approved_rials=PLENTY)
        return replace(source, credits=(credit,), lapses=()) if source.ref in some else source

    return replace(problem, sources=tuple(map(filled, problem.sources)))


def _longer(problem: Problem, some: Collection[str]) -> Problem:
    if not some:
        return problem
    grid = problem.grid
    longest = sum(max(m.duration for m in task.modes) for task in problem.tasks)
    lags = sum(max(tie.lag, 0) for tie in problem.dependencies)
    ready = max((task.ready for task in problem.tasks), default=0)
    return replace(
        problem, grid=TimeGrid(horizon=grid.horizon + longest + lags + ready, unit=grid.unit)
    )


def _bidden(problem: Problem) -> list[str]:
    return [p.ref for p in problem.projects if p.must_finish and not problem.all_must_finish]


def _unbidden(problem: Problem, some: Collection[str]) -> Problem:
    gone = set(some)
    return replace(
        problem,
        projects=tuple(
            replace(p, must_finish=False) if p.ref in gone else p for p in problem.projects
        ),
    )


LIFTS = (
    Lift("apart", lambda p: [group.ref for group in p.apart], _without_apart),
    Lift("blocks", lambda p: [block.ref for block in p.blocks], _unblocked),
    Lift("windows", _bound, _unbound),
    Lift("crews", lambda p: [crew.ref for crew in p.crews], _with_crews),
    Lift("safety", _guarded, _unguarded),
    Lift("money", lambda p: [source.ref for source in p.sources], _with_money),
    Lift("time", lambda _: ["horizon"], _longer),
    Lift("must", _bidden, _unbidden),
)
"""In the order in which they are tried."""
