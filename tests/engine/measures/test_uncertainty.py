from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamgam.engine.measures.uncertainty import (
    ReferenceClass,
    blend_weight,
    class_quantile,
    conformal_margin,
    coverage,
    crps,
    pinball_loss,
    quantile,
    wilson,
)

RATIOS = (0.9, 1, 1, 1.1, 1.15, 1.2, 1.3, 1.5, 1.9, 3.0)


def test_vector_v8_wilson_range() -> None:
    answer = wilson(305, 500)
    assert answer.low == pytest.approx(0.567, abs=5e-4)
    assert answer.high == pytest.approx(0.652, abs=5e-4)


def test_vector_v9_quantiles_of_a_class_and_of_its_late_half() -> None:
    roads = ReferenceClass(name="roads", ratios=RATIOS)
    assert class_quantile(roads, 0.5) == pytest.approx(1.175)
    assert class_quantile(roads, 0.8) == pytest.approx(1.58)
    assert class_quantile(roads, 0.5, at_least=1.2) == pytest.approx(1.5)
    assert class_quantile(roads, 0.8, at_least=1.2) == pytest.approx(2.12)


def test_a_small_class_is_drawn_to_its_parent_and_an_empty_one_is_its_parent() -> None:
    parent = ReferenceClass(name="all", ratios=RATIOS)
    empty = ReferenceClass(name="tunnels", ratios=(), parent=parent)
    small = ReferenceClass(name="bridges", ratios=(2.0,) * 5, parent=parent)
    assert class_quantile(empty, 0.8) == class_quantile(parent, 0.8)
    assert class_quantile(small, 0.5) == pytest.approx(0.25 * 2.0 + 0.75 * 1.175)


def test_a_delay_beyond_every_case_is_answered_by_itself() -> None:
    assert class_quantile(ReferenceClass(name="all", ratios=RATIOS), 0.8, at_least=5) == 5


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_stays_a_share(case: tuple[int, int]) -> None:
    successes, n = case
    answer = wilson(successes, n)
    assert 0 <= answer.low <= successes / n + 1e-12
    assert successes / n - 1e-12 <= answer.high <= 1


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=30), st.floats(-100, 100))
def test_crps_equals_its_definition(draws: list[float], actual: float) -> None:
    n = len(draws)
    brute = sum(abs(d - actual) for d in draws) / n
    brute -= sum(abs(d - e) for d in draws for e in draws) / (2 * n * n)
    assert crps(draws, actual) == pytest.approx(brute, abs=1e-9)


@given(st.lists(st.floats(0, 10), min_size=1, max_size=30))
def test_quantiles_never_fall(values: list[float]) -> None:
    answers = [quantile(values, p / 10) for p in range(11)]
    assert all(a <= b + 1e-12 for a, b in pairwise(answers))
    assert answers[0] == min(values)
    assert answers[-1] == max(values)


def test_the_true_quantile_has_the_smallest_pinball_loss() -> None:
    draw = random.Random(1).random
    actuals = [draw() for _ in range(4000)]

    def loss(forecast: float) -> float:
        return sum(pinball_loss(forecast, actual, 0.8) for actual in actuals)

    assert loss(0.8) < loss(0.7)
    assert loss(0.8) < loss(0.9)
    assert coverage([0.8] * len(actuals), actuals) == pytest.approx(0.8, abs=0.03)


def test_a_forecast_weighs_by_its_track_record() -> None:
    assert blend_weight([], []) == 0.5
    assert blend_weight([1, 1], [3, 3]) == pytest.approx(0.75)


def test_a_margin_counts_projects_and_not_dates() -> None:
    nine = [[float(miss)] for miss in range(1, 10)]
    assert conformal_margin(nine, 0.8) == 8
    many_dates = [[1.0] * 500, *nine[1:]]
    assert conformal_margin(many_dates, 0.8) == 8


def test_a_margin_promises_nothing_from_too_few_projects() -> None:
    assert conformal_margin([], 0.8) is None
    assert conformal_margin([[0.1], [0.2], [0.3]], 0.8) is None
    assert conformal_margin([[0.1], [0.2], [0.3], [0.4]], 0.8) == 0.4
    with pytest.raises(ValueError, match=r"^p:"):
        conformal_margin([[0.1]], 1.0)


@given(st.integers(0, 10_000), st.sampled_from([4, 7, 12, 30]))
def test_a_margin_covers_a_new_project_as_often_as_promised(seed: int, projects: int) -> None:
    """Exact by exchangeability: of all projects left out in turn, at least p are covered."""
    dice = random.Random(seed)
    misses = [[dice.gauss(0, 1)] for _ in range(projects + 1)]
    held = 0
    for k, (own,) in enumerate(misses):
        margin = conformal_margin(misses[:k] + misses[k + 1 :], 0.8)
        held += margin is not None and own <= margin
    assert held >= 0.8 * (projects + 1) - 1e-9
