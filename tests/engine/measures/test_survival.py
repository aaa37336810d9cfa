from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamgam.engine.measures.survival import clearing_draws, kaplan_meier, stall_probability


def test_vector_v7_a_year_of_three_percent_months() -> None:
    assert stall_probability([0.03] * 12) == pytest.approx(0.306, abs=5e-4)


def test_the_textbook_curve() -> None:
    """Six cases: cleared at 3, 5, 5, 8; open at 5 and 10."""
    curve = kaplan_meier([3, 5, 5, 5, 8, 10], [True, True, True, False, True, False])
    assert curve.days == (3, 5, 8)
    assert curve.share_open == pytest.approx((5 / 6, 5 / 6 * 3 / 5, 5 / 6 * 3 / 5 * 1 / 2))
    assert curve.quantile(0.5) == 5
    assert curve.quantile(0.99) is None


@given(st.lists(st.integers(1, 60), min_size=1, max_size=40))
def test_without_open_cases_the_curve_is_the_share_that_lasted_longer(days: list[int]) -> None:
    curve = kaplan_meier(days, [True] * len(days))
    for day, share in zip(curve.days, curve.share_open, strict=True):
        assert share == pytest.approx(sum(d > day for d in days) / len(days))


@given(
    st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=1, max_size=40),
    st.integers(0, 80),
)
def test_what_is_left_is_never_negative_and_grows_with_the_draw(
    cases: list[tuple[int, bool]], age: int
) -> None:
    curve = kaplan_meier([d for d, _ in cases], [c for _, c in cases])
    draws = clearing_draws(curve, age, [0.0, 0.25, 0.5, 0.75, 0.99])
    assert all(day > 0 for day in draws)
    assert draws == sorted(draws)


def test_hazards_are_chances() -> None:
    with pytest.raises(ValueError, match="monthly_hazards"):
        stall_probability([0.1, 1.2])
