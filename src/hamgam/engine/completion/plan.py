"""Search for a plan: compiled schedules in milliseconds, then CP-SAT around the best of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

from hamgam.engine.completion.check import violations
from hamgam.engine.completion.extract import extract
from hamgam.engine.completion.flatten import flatten
from hamgam.engine.completion.parts import Totals, merged, parts, together
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

    With `limits.work` the answer repeats exactly for the same seed, whatever the threads; with
    `limits.seconds` (counted from when the kernels are loaded) it is never worse than the first
    answer, which takes milliseconds. No plan is worse than any of the baselines. `near` is a plan
    to begin from, of this problem or of one like it. `bound_seconds` go into proving how good the
    plan is (0: only what costs nothing). `progress` is told of every better answer; `stop` is asked
    between steps. Projects that share nothing with others are planned apart. Raises ArithmeticError
    when the plan does not pass the independent checker, which is an error of ours.
    """
    limits = limits or Limits(work=DEFAULT_WORK)
    if limits.seconds is None and limits.work is None:
        limits = replace(limits, work=DEFAULT_WORK)
    how = _How(near, bound_seconds, stop)
    own = parts(problem)
    if len(own) == 1:
        return _planned(problem, limits, how, progress)
    outcome = _by_parts(own, limits, how, progress)
    if isinstance(outcome, Infeasible):
        return outcome
    return Found(verified(problem, merged(problem, outcome)))


@dataclass(frozen=True, slots=True)
class _How:
    """What the search of a part begins from, how long it may prove, and who may stop it."""

    near: Plan | None
    bound_seconds: float
    stop: Stop | None


def _planned(
    problem: Problem, limits: Limits, how: _How, progress: Report | None = None
) -> Found[Plan] | Infeasible:
    """The plan of a problem that hangs together."""
    tables = flatten(problem)
    hopeless = impossibilities(problem, tables)
    if hopeless:
        return infeasible(hopeless)
    starts = [] if how.near is None else near_recipes(problem, tables, how.near)
    search = Search(problem, tables, Budget(limits, how.stop), progress, starts)
    search.run(how.bound_seconds)
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


def _by_parts(
    own: Sequence[Problem], limits: Limits, how: _How, progress: Report | None
) -> list[Plan] | Infeasible:
    """A plan of each part: a first one of all, then each is searched for its share of the limits.

    What a part leaves of its seconds goes to the larger ones after it.
    """
    quick = replace(limits, seconds=None, work=1)
    at_first = [_planned(part, quick, replace(how, bound_seconds=0)) for part in own]
    budget = Budget(limits, how.stop)
    sum_so_far = Totals(at_first, budget, progress)
    outcomes: list[Found[Plan] | Infeasible] = []
    # small parts are proved best in a second or so, and give the rest of their share away
    sizes = [sqrt(len(part.tasks)) for part in own]
    for k, (part, first) in enumerate(zip(own, at_first, strict=True)):
        near = first.value if isinstance(first, Found) else how.near
        share = sizes[k] / sum(sizes[k:]) if budget.is_timed else sizes[k] / sum(sizes)
        mine = _How(near, how.bound_seconds * sizes[k] / sum(sizes), how.stop)
        outcomes.append(_planned(part, _shared(limits, budget, share), mine, sum_so_far.of(k)))
    refused = [outcome for outcome in outcomes if isinstance(outcome, Infeasible)]
    if refused:
        return together(refused)
    return [outcome.value for outcome in outcomes if isinstance(outcome, Found)]


def _shared(limits: Limits, budget: Budget, share: float) -> Limits:
    """The limits of a part that may have a share of what is left."""
    if budget.is_timed:
        return replace(limits, seconds=budget.seconds_left * share)
    return replace(limits, work=max(1, round((limits.work or 1) * share)))


def verified(problem: Problem, found: Plan) -> Plan:
    """The plan, once the independent checker has nothing against it; else ArithmeticError."""
    broken = violations(problem, found)
    if broken:
        raise ArithmeticError("the plan breaks its own rules: " + "; ".join(broken[:3]))
    return found
