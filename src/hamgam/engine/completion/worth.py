"""What finishing a project at an instant is worth, in rials of today.

With r the discount per month, a month counted as `periods_per_month` periods and d = finish in
months: the benefit B per month of months d + 1 … d + L has the present value
B · (1 + r)^−d · (1 − (1 + r)^−L) / r; the open site costs its amount at the end of every period up
to the finish. See `docs/algorithms/completion.md`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hamgam.engine.completion.problem import Objective, Problem, Project
from hamgam.engine.measures.worth import present_value

Floats = NDArray[np.float64]


def discounts(problem: Problem) -> Floats:
    """Factor that brings an amount at each instant 0 … horizon to today, shape (horizon + 1,)."""
    months = np.arange(problem.grid.horizon + 1) / problem.grid.periods_per_month
    return np.asarray((1 + problem.discount_per_month) ** -months, dtype=np.float64)


def growth(problem: Problem) -> Floats:
    """Factor by which costs have grown in each period 0 … horizon − 1."""
    months = np.arange(problem.grid.horizon) / problem.grid.periods_per_month
    return np.asarray((1 + problem.price_growth_per_month) ** months, dtype=np.float64)


def open_site_costs(problem: Problem, project: Project) -> Floats:
    """Present cost of the open site up to each instant 0 … horizon, lateness included."""
    horizon = problem.grid.horizon
    monthly = np.full(
        horizon, project.keep_safe_rials_per_month + project.delay_cost_rials_per_month
    )
    if project.due is not None:
        monthly[max(project.due, 0) :] += project.late_rials_per_month
    paid = monthly / problem.grid.periods_per_month * discounts(problem)[1:]
    return np.concatenate([[0.0], np.cumsum(paid)])


def worths(problem: Problem, project: Project) -> Floats:
    """What a finish at each instant 0 … horizon adds to the objective (more is better)."""
    instants = np.arange(problem.grid.horizon + 1)
    if problem.objective is Objective.MAKESPAN:
        return np.zeros(len(instants))
    if problem.objective is Objective.WEIGHTED_DELAY:
        return -project.weight * np.maximum(instants - (project.due or 0), 0).astype(np.float64)
    whole = present_value(
        project.benefit_rials_per_month,
        rate=problem.discount_per_month,
        begins=0,
        periods=project.benefit_months,
    )
    benefit = whole * discounts(problem)
    stop = project.stop_value_rials or 0.0
    return project.chance * benefit - stop - open_site_costs(problem, project)


def worth_unfinished(problem: Problem, project: Project) -> float:
    """What leaving it unfinished adds: 0 where it can be stopped, else what the open site costs."""
    if problem.objective is not Objective.VALUE or project.stop_value_rials is not None:
        return 0.0
    return -float(open_site_costs(problem, project)[-1])
