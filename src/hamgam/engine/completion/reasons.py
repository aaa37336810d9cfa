"""Why there is no plan: the smallest set of demands found that already rules every plan out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hamgam.engine.completion.flatten import flatten
from hamgam.engine.completion.problem import Problem, TimeGrid
from hamgam.engine.completion.rules import Rule
from hamgam.engine.completion.searchers import WalkSearcher, build, of_rule
from hamgam.engine.completion.structure import impossibilities

TRIES = 200
"""Schedules built before a relaxed problem counts as having no plan."""

BROKEN_WORTH = -5e17
"""Below this a schedule misses a project that must be finished, or leaves a site unsafe."""


def reasons(problem: Problem) -> tuple[str, ...]:
    """Which demands together leave no room, each a sentence; for a problem without a plan.

    Demands are lifted one after the other; those without which there is still no plan are left out.
    """
    left = problem
    needed = []
    for sentence, lift in _demands(problem):
        lifted = lift(left)
        if lifted != left and _has_plan(lifted):
            needed.append(sentence)
        else:
            left = lifted
    return tuple(needed) or ("the order of the tasks alone does not fit into the horizon",)


def _has_plan(problem: Problem) -> bool:
    tables = flatten(problem)
    if impossibilities(problem, tables):
        return False
    starts = [of_rule(problem, tables, rule) for rule in Rule]
    best = max(starts, key=lambda start: build(tables, start)[1])
    searcher = WalkSearcher(tables, best, 0)
    if searcher.value < BROKEN_WORTH:
        searcher.advance(TRIES, BROKEN_WORTH)
    return searcher.value >= BROKEN_WORTH


def _demands(problem: Problem) -> list[tuple[str, Callable[[Problem], Problem]]]:
    """What can be lifted, with the sentence that says it stands in the way."""
    horizon = problem.grid.horizon
    missing = _missing_rials(problem)
    money = (
        f"money: the projects take {missing[0]} rials at the price base and {missing[1]} rials can "
        f"be paid before the horizon"
        if missing[0] > missing[1]
        else "money: it comes too late for the horizon, or from sources that may not pay for all"
    )
    safety = "safety: keeping the open sites safe takes more money than their sources hold in time"
    return [
        ("apart: works that may never run together do not fit one after the other", _without_apart),
        ("blocks: seasons, obstacles and agreed times close too much of the horizon", _unblocked),
        ("windows and readiness: the agreed windows or ready dates leave too little", _unbound),
        ("crews: there are too few for the work within the horizon", _with_crews),
        (safety, _unguarded),
        (money, _with_money),
        (f"horizon: {horizon} periods are too short for the longest chain of tasks", _longer),
    ]


def _missing_rials(problem: Problem) -> tuple[int, int]:
    must = {p.ref for p in problem.projects if p.must_finish or problem.all_must_finish}
    need = sum(
        min(mode.cost_rials for mode in task.modes)
        for task in problem.tasks
        if task.project in must
    )
    there = sum(
        credit.payable_rials
        for source in problem.sources
        for credit in source.credits
        if credit.period < problem.grid.horizon
    )
    return need, there


def _without_apart(problem: Problem) -> Problem:
    return replace(problem, apart=())


def _unblocked(problem: Problem) -> Problem:
    return replace(problem, blocks=())


def _unbound(problem: Problem) -> Problem:
    return replace(
        problem, tasks=tuple(replace(task, windows=(), ready=0) for task in problem.tasks)
    )


def _with_crews(problem: Problem) -> Problem:
    most = 1 + sum(max(sum(m.demands.values()) for m in task.modes) for task in problem.tasks)
    return replace(
        problem,
        crews=tuple(replace(crew, capacity=most, calendar=()) for crew in problem.crews),
    )


def _unguarded(problem: Problem) -> Problem:
    return replace(
        problem,
        projects=tuple(replace(p, keep_safe_rials_per_month=0.0) for p in problem.projects),
    )


def _with_money(problem: Problem) -> Problem:
    return replace(problem, sources=())


def _longer(problem: Problem) -> Problem:
    grid = problem.grid
    longest = sum(max(m.duration for m in task.modes) for task in problem.tasks)
    lags = sum(max(tie.lag, 0) for tie in problem.dependencies)
    ready = max((task.ready for task in problem.tasks), default=0)
    return replace(
        problem, grid=TimeGrid(horizon=grid.horizon + longest + lags + ready, unit=grid.unit)
    )
