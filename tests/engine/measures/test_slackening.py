from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.engine.measures.slackening import excess, poisson_range, trend


def planted(slope: float, *, noise: float, seed: int, n: int = 18) -> list[float]:
    rng = np.random.default_rng(seed)
    return list(0.95 + slope * np.arange(n) + rng.normal(0, noise, n))


def test_a_planted_decline_is_seen_before_it_fails() -> None:
    for seed in range(20):
        told = planted(-0.01, noise=0.01, seed=seed)
        found = trend(told, failure=0.7, horizon=18)
        assert found is not None
        assert found.is_alarm
        assert min(told) > 0.7, "the alarm comes before the failure"


def test_a_steady_service_seldom_alarms() -> None:
    alarms = [
        bool((t := trend(planted(0, noise=0.02, seed=s), failure=0.7, horizon=12)) and t.is_alarm)
        for s in range(100)
    ]
    assert sum(alarms) <= 5


def test_a_decline_that_leads_nowhere_near_failure_is_told_and_not_alarmed() -> None:
    found = trend(planted(-0.002, noise=0.0001, seed=1), failure=0.2, horizon=6)
    assert found is not None
    assert found.slope < 0
    assert not found.is_alarm


def test_few_points_say_nothing() -> None:
    assert trend([1, 0.9, 0.8, 0.7, 0.6], failure=0.5, horizon=3) is None


@pytest.mark.parametrize(
    ("count", "low", "high"), [(0, 0.0, 3.689), (1, 0.0253, 5.572), (10, 4.795, 18.39)]
)
def test_the_exact_range_is_garwoods(count: int, low: float, high: float) -> None:
    found = poisson_range(count)
    assert found.low == pytest.approx(low, abs=5e-3)
    assert found.high == pytest.approx(high, rel=2e-3)


@given(st.integers(0, 60))
@settings(max_examples=30)
def test_the_range_holds_the_count(count: int) -> None:
    found = poisson_range(count)
    assert found.low <= count <= found.high


def test_only_what_is_beyond_chance_is_flagged() -> None:
    usual, many = excess(5, 4.0), excess(20, 6.0)
    assert usual is not None
    assert many is not None
    assert (usual.is_flagged, many.is_flagged) == (False, True)
    assert excess(3, 0) is None
