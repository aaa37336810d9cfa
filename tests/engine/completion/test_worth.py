"""The test vectors of the completion index, Smith's order and concentration."""

from __future__ import annotations

import pytest

from hamgam.engine.completion.baseline import Rule, baselines
from hamgam.engine.completion.plan import plan
from hamgam.engine.completion.problem import (
    Credit,
    FundingSource,
    Mode,
    Objective,
    Problem,
    Project,
    Task,
    TimeGrid,
    Unit,
)
from hamgam.engine.completion.worth import open_site_costs, worths
from hamgam.engine.outcomes import Found
from hamgam.engine.solving import Limits


def alone(project: Project, horizon: int = 24, discount: float = 0.02) -> Problem:
    task = Task(project=project.ref, ref="t", modes=(Mode(duration=1),))
    return Problem(
        grid=TimeGrid(horizon=horizon, unit=Unit.MONTH),
        projects=(project,),
        tasks=(task,),
        discount_per_month=discount,
    )


@pytest.mark.parametrize(
    ("benefit", "ready", "chance", "present"), [(1.0, 6, 0.9, 40.274), (2.0, 12, 0.7, 71.525)]
)
def test_present_value_of_benefit(
    benefit: float, ready: int, chance: float, present: float
) -> None:
    project = Project(
        ref="a",
        benefit_residents_rials_per_month=benefit,
        benefit_months=120,
        chance=chance,
        stop_value_rials=0.0,
    )
    worth = worths(alone(project), project)[ready]
    assert worth / chance == pytest.approx(present, abs=5e-4)


def test_lateness_begins_at_the_due_date() -> None:
    project = Project(ref="a", delay_cost_rials_per_month=2, due=3, late_rials_per_month=5)
    costs = open_site_costs(alone(project, discount=0.0), project)
    assert costs[:6].tolist() == [0, 2, 4, 6, 13, 20]


def one_line_of_money(costs: dict[str, tuple[int, int]], per_period: int) -> Problem:
    """Projects (cost, weight) that take one period each and wait for money alone."""
    horizon = 30
    return Problem(
        grid=TimeGrid(horizon=horizon),
        projects=tuple(Project(ref=r, weight=w, due=0) for r, (_, w) in costs.items()),
        tasks=tuple(
            Task(project=r, ref="t", modes=(Mode(duration=0, cost_rials=c),))
            for r, (c, _) in costs.items()
        ),
        sources=(
            FundingSource(
                ref="city",
                credits=tuple(
                    Credit(period=t, approved_rials=per_period) for t in range(1, horizon)
                ),
            ),
        ),
        objective=Objective.WEIGHTED_DELAY,
    )


def test_smiths_order_is_found_and_best() -> None:
    problem = one_line_of_money({"a": (20, 10), "b": (60, 20), "c": (10, 4)}, 5)
    smith = baselines(problem)[Rule.SMITH]
    assert smith.order() == ["a", "c", "b"]
    assert smith.objective == pytest.approx(424)
    outcome = plan(problem, Limits(work=200))
    assert isinstance(outcome, Found)
    assert outcome.value.objective == pytest.approx(424)
    assert outcome.value.proved


def test_concentrated_money_finishes_one_at_six() -> None:
    problem = one_line_of_money({"a": (60, 1), "b": (60, 1)}, 10)
    outcome = plan(problem, Limits(work=100))
    assert isinstance(outcome, Found)
    assert sorted(outcome.value.finishes.values()) == [6, 12]
