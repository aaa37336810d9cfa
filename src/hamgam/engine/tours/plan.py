"""The tours of the week: which sites, by whom, when."""

from __future__ import annotations

from hamgam.engine.outcomes import Found, Infeasible, Outcome
from hamgam.engine.solving.limits import Budget, Limits, Stop
from hamgam.engine.solving.progress import Report
from hamgam.engine.tours.baseline import baselines
from hamgam.engine.tours.bound import bound_rials
from hamgam.engine.tours.check import violations
from hamgam.engine.tours.polish import Rounds
from hamgam.engine.tours.problem import TourPlan, TourProblem, standing, value_of
from hamgam.engine.tours.routing import routes
from hamgam.engine.tours.shake import shake

MODEST_WORK = 1_000


def plan_tours(
    problem: TourProblem,
    limits: Limits | None = None,
    report: Report | None = None,
    stop: Stop | None = None,
) -> Outcome[TourPlan]:
    """The rounds of highest value that the limits allow, promised visits before all value.

    Never worse than any order of `baseline`. `work` counts the solver's iterations, and repeats
    exactly; without limits there are 1,000. Infeasible only when a shift cannot go from its start
    to its end, or a promised visit fits no shift even alone. Raises AssertionError when the
    independent check refuses the answer.
    """
    reasons = _impossible(problem)
    if reasons:
        return Infeasible(tuple(reasons))
    budget = Budget(limits or Limits(work=MODEST_WORK), stop)
    found = Rounds.of(problem, routes(problem, budget, report, _router_share(problem)))
    found.polish()
    if not _router_sees_all(problem):
        shake(found, budget)
    offers = [tuple(found.rounds), *baselines(problem).values()]
    best = max(offers, key=lambda rounds: standing(problem, rounds))
    plan = TourPlan(
        rounds=best, value_rials=value_of(problem, best), bound_rials=bound_rials(problem)
    )
    broken = violations(problem, plan)
    if broken:
        raise AssertionError("; ".join(broken))
    return Found(plan)


def _router_sees_all(problem: TourProblem) -> bool:
    """Whether there are no pauses and no peaks, of which the router knows nothing."""
    return not problem.travel.peaks and not any(shift.pauses for shift in problem.shifts)


def _router_share(problem: TourProblem) -> float:
    """The share of the limits that the router gets."""
    return 1.0 if _router_sees_all(problem) else 0.6


def _impossible(problem: TourProblem) -> list[str]:
    """Why there is no plan at all; empty: there is one."""
    try:
        empty = Rounds.of(problem, [[] for _ in problem.shifts])
    except ValueError as error:
        return [str(error)]
    return [
        f"the promised visit of {site.title} fits no shift: posts, openings or hours forbid it"
        for site in problem.sites
        if site.is_promised and empty.best_insertion(site) is None
    ]
