"""Search for a plan: compiled schedules in milliseconds, then CP-SAT around the best of them."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from hamgam.engine.completion.check import violations
from hamgam.engine.completion.extract import extract
from hamgam.engine.completion.flatten import flatten
from hamgam.engine.completion.problem import Problem
from hamgam.engine.completion.rules import Rule
from hamgam.engine.completion.schedule import Plan
from hamgam.engine.completion.searchers import (
    ListSearcher,
    Recipe,
    Searcher,
    WalkSearcher,
    build,
    is_plain,
    of_rule,
)
from hamgam.engine.completion.structure import impossibilities
from hamgam.engine.completion.tables import Tables
from hamgam.engine.outcomes import Found, Infeasible
from hamgam.engine.solving import Budget, Limits, Progress, Report, Stop

DEFAULT_WORK = 2_000
"""Schedules built when neither time nor work is given."""

BROKEN_WORTH = -5e17
"""Below this a schedule misses a project that must be finished."""


def plan(
    problem: Problem,
    limits: Limits | None = None,
    *,
    bound_seconds: float = 1.0,
    progress: Report | None = None,
    stop: Stop | None = None,
) -> Found[Plan] | Infeasible:
    """The best plan the limits allow, verified; or why there is none.

    With `limits.work` the answer repeats exactly for the same seed and threads; with
    `limits.seconds` it is never worse than the first answer, which takes milliseconds. No plan is
    worse than any of the baselines. `bound_seconds` go into proving how good the plan is (0: no
    bound). `progress` is told of every better answer; `stop` is asked between steps. Raises
    ArithmeticError when the plan does not pass the independent checker, which is an error of ours.
    """
    limits = limits or Limits(work=DEFAULT_WORK)
    if limits.seconds is None and limits.work is None:
        limits = replace(limits, work=DEFAULT_WORK)
    tables = flatten(problem)
    reasons = impossibilities(problem, tables)
    if reasons:
        return Infeasible(tuple(reasons))
    search = Search(problem, tables, limits, progress, stop)
    search.run()
    recipe, first = search.best, search.first
    state, worth = build(tables, recipe)
    if worth < BROKEN_WORTH:
        return Infeasible(("no plan keeps every rule within the horizon",))
    found = extract(problem, tables, state, worth)
    found = replace(
        found,
        first_objective=first if problem.maximises else -first,
        schedules=search.budget.work,
    )
    return Found(verified(problem, found))


def verified(problem: Problem, found: Plan) -> Plan:
    """The plan, once the independent checker has nothing against it; else ArithmeticError."""
    broken = violations(problem, found)
    if broken:
        raise ArithmeticError("the plan breaks its own rules: " + "; ".join(broken[:3]))
    return found


class Search:
    """One search: several searchers side by side, in rounds, sharing their best."""

    def __init__(
        self,
        problem: Problem,
        tables: Tables,
        limits: Limits,
        progress: Report | None,
        stop: Stop | None,
    ) -> None:
        self.problem = problem
        self.tables = tables
        self.budget = Budget(limits, stop)
        self._limits = limits
        self._report = progress
        starts = [of_rule(problem, tables, rule) for rule in Rule]
        worths = [build(tables, start)[1] for start in starts]
        self.budget.spend(len(starts))
        self.value = max(worths)
        self.first = self.value
        self.best = starts[worths.index(self.value)]
        self._tell("first")

    def run(self) -> None:
        """Search until the budget is spent."""
        if self.budget.is_over:
            return
        searchers = self._searchers()
        chunk = self._chunk()
        with ThreadPoolExecutor(len(searchers)) as pool:
            while self.value < self.goal and not self.budget.is_over:
                before = sum(s.schedules for s in searchers)
                list(pool.map(lambda s: s.advance(chunk, self.goal), searchers))
                self.budget.spend(sum(s.schedules for s in searchers) - before)
                self._share(searchers)

    @property
    def goal(self) -> float:
        """A worth that cannot be beaten."""
        return float("inf")

    def _searchers(self) -> Sequence[Searcher]:
        seeds = [self._limits.seed * 1000 + k for k in range(self._limits.threads)]
        if is_plain(self.tables):
            return [ListSearcher(self.tables, seed) for seed in seeds]
        return [WalkSearcher(self.tables, self.best, seed) for seed in seeds]

    def _chunk(self) -> int:
        """Schedules per searcher and round."""
        n = len(self.tables.project)
        chunk = max(10, 200_000 // n)
        return max(1, min(chunk, self.budget.work_left // self._limits.threads))

    def _share(self, searchers: Sequence[Searcher]) -> None:
        ahead = max(searchers, key=lambda s: s.value)
        if ahead.value > self.value:
            recipe = ahead.best()
            worth = build(self.tables, recipe)[1]
            if worth > self.value:
                self.value, self.best = worth, recipe
                self._tell("search")

    def _tell(self, step: str) -> None:
        if self._report is not None:
            sign = 1 if self.problem.maximises else -1
            self._report(
                Progress(
                    objective=sign * self.value,
                    bound=None,
                    seconds=self.budget.seconds,
                    work=self.budget.work,
                    step=step,
                )
            )


__all__ = ["Recipe", "plan", "verified"]
