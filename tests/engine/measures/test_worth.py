from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamgam.engine.measures.worth import (
    Remaining,
    completion_index,
    delay_cost_of_order,
    present_value,
    smith_order,
)


def test_vector_v3_the_completion_index() -> None:
    benefit_a = present_value(1.0, rate=0.02, begins=6, periods=120)
    benefit_b = present_value(2.0, rate=0.02, begins=12, periods=120)
    assert benefit_a == pytest.approx(40.274, abs=5e-4)
    assert benefit_b == pytest.approx(71.525, abs=5e-4)
    index_a = completion_index(chance=0.9, benefit_value=benefit_a, stop_value=0, remaining_cost=20)
    index_b = completion_index(chance=0.7, benefit_value=benefit_b, stop_value=0, remaining_cost=60)
    assert index_a == pytest.approx(1.812, abs=5e-4)
    assert index_b == pytest.approx(0.834, abs=5e-4)


V4 = (Remaining("a", 20, 1.0), Remaining("b", 60, 2.0), Remaining("c", 10, 0.4))


def test_vector_v4_smith_order() -> None:
    order = smith_order(V4)
    assert [one.ref for one in order] == ["a", "c", "b"]
    assert delay_cost_of_order(order, 5) == pytest.approx(42.4)


def test_vector_v5_two_equal_projects_finish_earlier_one_after_the_other() -> None:
    two = [Remaining("a", 60, 1), Remaining("b", 60, 1)]
    assert delay_cost_of_order(two, 10) == pytest.approx(6 + 12)
    assert delay_cost_of_order(two, 10) < 12 + 12


projects = st.builds(
    Remaining,
    ref=st.text("abc", max_size=2),
    remaining_cost=st.floats(0.5, 50),
    delay_cost_per_period=st.floats(0, 10),
)


@given(st.lists(projects, min_size=1, max_size=5))
def test_no_order_costs_less_than_smiths(several: list[Remaining]) -> None:
    best = min(delay_cost_of_order(order, 3) for order in permutations(several))
    assert delay_cost_of_order(smith_order(several), 3) == pytest.approx(best)


@given(rate=st.floats(0, 0.2), begins=st.integers(0, 40), periods=st.integers(0, 120))
def test_a_present_value_is_the_sum_of_its_periods(rate: float, begins: int, periods: int) -> None:
    total = sum((1 + rate) ** -k for k in range(begins + 1, begins + periods + 1))
    assert present_value(1, rate=rate, begins=begins, periods=periods) == pytest.approx(
        total, rel=1e-6, abs=1e-9
    )
