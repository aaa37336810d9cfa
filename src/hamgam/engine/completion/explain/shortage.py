"""Why money does not finish a project: it would never do, or it goes to others."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate

from hamgam.engine.completion.problem import FundingSource, Problem, Project, Task
from hamgam.engine.completion.schedule import Plan
from hamgam.engine.completion.worth import growth

MOST_NAMED = 2
ROUNDED = 0.5
"""Rials by which a payment may be less than it would be in fractions."""


def payers(problem: Problem, ref: str) -> list[FundingSource]:
    """The sources that may pay for a project."""
    return [source for source in problem.sources if source.pays_for(ref)]


def is_never_enough(problem: Problem, project: Project) -> bool:
    """Whether all that may pay for a project, spent on it alone, finishes it at no instant.

    Where prices do not fall, money buys the most on the day it comes; so much of the work and of
    keeping the site safe is a bound that no way of working passes. Falling prices tell nothing;
    without sources money is no limit. O(tasks + horizon).
    """
    if not problem.sources or problem.price_growth_per_month < 0:
        return False
    horizon = problem.grid.horizon
    comes = [0.0] * horizon
    prices = growth(problem)
    for source in payers(problem, project.ref):
        for credit in source.credits:
            if credit.period < horizon:
                comes[credit.period] += credit.payable_rials / float(prices[credit.period])
    needed = sum(_least(task) for task in problem.tasks_of(project.ref))
    safe = project.keep_safe_rials_per_month / problem.grid.periods_per_month - ROUNDED
    return all(
        there < needed + safe * finish for finish, there in enumerate(accumulate(comes), start=1)
    )


def _least(task: Task) -> float:
    """The least a task can cost, each payment rounded in its favour."""
    return min(mode.cost_rials - ROUNDED * len(mode.payments()) for mode in task.modes)


def served_instead(problem: Problem, plan: Plan, ref: str) -> list[str]:
    """The finished projects on which the sources of an unfinished one spend the most, by ref."""
    own = {source.ref for source in payers(problem, ref)}
    spent: Counter[str] = Counter()
    for payment in plan.payments:
        if payment.source in own and payment.project in plan.finishes:
            spent[payment.project] += payment.rials
    return [other for other, rials in spent.most_common(MOST_NAMED) if rials > 0]
