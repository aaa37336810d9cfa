"""What would change a plan is solved anew: what helps never hurts, what hurts never helps."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.engine.completion.check import violations
from hamgam.engine.completion.explain import WhatIf
from hamgam.engine.completion.plan import plan
from hamgam.engine.completion.problem import Problem
from hamgam.engine.outcomes import Found
from hamgam.engine.solving import Limits
from tests.engine.completion.instances import line, portfolio

LIMITS = Limits(work=80)


def questions(problem: Problem) -> WhatIf | None:
    outcome = plan(problem, LIMITS)
    return WhatIf(problem, outcome.value, LIMITS) if isinstance(outcome, Found) else None


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_more_never_hurts_and_less_never_helps(seed: int) -> None:
    asked = questions(line(seed))
    assert asked is not None
    hair = 1e-6 * max(1.0, abs(asked.base.objective))
    for change in (*asked.more_money(50).values(), *asked.without_blocks().values()):
        assert change.gain >= -hair
        assert not change.lost or change.won or change.gain >= 0
    assert asked.credit_times(0.5).gain <= hair


@settings(max_examples=5, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_putting_one_first_costs_the_others(seed: int) -> None:
    problem = portfolio(seed)
    asked = questions(problem)
    if asked is None:
        return
    for project in problem.projects:
        change = asked.first(project.ref)
        if change.plan is None:
            assert change.reasons
            continue
        assert violations(problem, change.plan) == []
        assert change.gain <= 1e-6 * max(1.0, abs(asked.base.objective))
        assert project.ref in change.plan.finishes


def test_money_is_asked_for_by_source_and_year() -> None:
    problem = line(5)
    asked = questions(problem)
    assert asked is not None
    years = [year for _, year in asked.more_money(10)]
    assert len(years) == len(set(years)) == 3
    assert list(asked.more_money(10, most_years=2)) == [("city", year) for year in years[:2]]
