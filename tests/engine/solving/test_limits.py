"""Budgets end by work, by time, or when somebody asks."""

from __future__ import annotations

import math

import pytest

from hamgam.engine.solving import Budget, Limits


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("seconds", {"seconds": -1.0}),
        ("work", {"work": 0}),
        ("either seconds or work", {"seconds": 1.0, "work": 5}),
        ("threads", {"threads": 0}),
    ],
)
def test_impossible_limits_are_named(field: str, values: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=field):
        Limits(**values)  # type: ignore[arg-type]  # wrong on purpose


def test_work_runs_out() -> None:
    budget = Budget(Limits(work=10))
    assert budget.seconds_left == math.inf
    budget.spend(4)
    assert (budget.work_left, budget.share_spent, budget.is_over) == (6, 0.4, False)
    budget.spend(7)
    assert (budget.work_left, budget.share_spent, budget.is_over) == (0, 1.0, True)


def test_no_time_is_over_at_once() -> None:
    budget = Budget(Limits(seconds=0))
    assert budget.is_over
    assert budget.is_timed
    assert budget.share_spent == 1.0


def test_a_stop_ends_it() -> None:
    asked = [False]
    budget = Budget(Limits(seconds=1000, seed=4, threads=3), lambda: asked[0])
    assert not budget.is_over
    assert (budget.seed, budget.threads) == (4, 3)
    asked[0] = True
    assert budget.is_stopped
    assert budget.is_over


def test_without_limits_nothing_ends() -> None:
    budget = Budget(Limits())
    budget.spend(10**9)
    budget.restart()
    assert not budget.is_over
    assert budget.share_spent == 0.0
