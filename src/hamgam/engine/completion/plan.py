"""Search for a plan: compiled schedules in milliseconds, then CP-SAT around the best of them."""

from __future__ import annotations

from dataclasses import replace

from hamgam.engine.completion.check import violations
from hamgam.engine.completion.extract import extract
from hamgam.engine.completion.flatten import flatten
from hamgam.engine.completion.problem import Problem
from hamgam.engine.completion.reasons import BROKEN_WORTH, reasons
from hamgam.engine.completion.refusal import infeasible
from hamgam.engine.completion.schedule import Plan
from hamgam.engine.completion.search import Search
from hamgam.engine.completion.searchers import build, near_recipes
from hamgam.engine.completion.structure import impossibilities
from hamgam.engine.outcomes import Found, Infeasible
from hamgam.engine.solving import Budget, Limits, Report, Stop

DEFAULT_WORK = 2_000
"""Schedules built when neither time nor work is given."""


def plan(
    problem: Problem,
    limits: Limits | None = None,
    *,
    near: Plan | None = None,
    bound_seconds: float = 1.0,
    progress: Report | None = None,
    stop: Stop | None = None,
) -> Found[Plan] | Infeasible:
    """The best plan the limits allow, verified; or why there is none.

    With `limits.work` the answer repeats exactly for the same seed and threads; with
    `limits.seconds` (counted from when the kernels are loaded) it is never worse than the first
    answer, which takes milliseconds. No plan is worse than any of the baselines. `near` is a plan
    to begin from, of this problem or of one like it. `bound_seconds` go into proving how good the
    plan is (0: only what costs nothing). `progress` is told of every better answer; `stop` is asked
    between steps. Raises ArithmeticError when the plan does not pass the independent checker, which
    is an error of ours.
    """
    limits = limits or Limits(work=DEFAULT_WORK)
    if limits.seconds is None and limits.work is None:
        limits = replace(limits, work=DEFAULT_WORK)
    tables = flatten(problem)
    hopeless = impossibilities(problem, tables)
    if hopeless:
        return infeasible(hopeless)
    starts = [] if near is None else near_recipes(problem, tables, near)
    search = Search(problem, tables, Budget(limits, stop), progress, starts)
    search.run(bound_seconds)
    state, worth = build(tables, search.best)
    if worth < BROKEN_WORTH:
        return infeasible(reasons(problem))
    sign = 1 if problem.maximises else -1
    found = replace(
        extract(problem, tables, state, worth),
        first_objective=sign * search.first,
        bound=None if search.bound is None else sign * search.bound,
        proved=search.is_proved,
        schedules=search.schedules,
    )
    return Found(verified(problem, found))


def verified(problem: Problem, found: Plan) -> Plan:
    """The plan, once the independent checker has nothing against it; else ArithmeticError."""
    broken = violations(problem, found)
    if broken:
        raise ArithmeticError("the plan breaks its own rules: " + "; ".join(broken[:3]))
    return found
