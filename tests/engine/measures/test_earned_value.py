from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamgam.engine.measures.earned_value import (
    Standing,
    cost_at_completion,
    earned_schedule,
    earned_value,
    price_adjustment,
    warns_of_stall,
)

PLAN = (0.0, 10.0, 25.0, 45.0, 70.0, 90.0, 100.0)


def test_vector_v1_a_late_and_dear_project() -> None:
    standing = Standing(planned=PLAN, earned=40, actual_cost=55, elapsed=4)
    money, time, cost = (
        earned_value(standing),
        earned_schedule(standing),
        cost_at_completion(standing),
    )
    assert time.earned_schedule == pytest.approx(2.75)
    assert time.spi == pytest.approx(0.6875)
    assert time.schedule_variance == pytest.approx(-1.25)
    assert time.to_complete_spi == pytest.approx(1.625)
    assert time.finish == pytest.approx(8.727, abs=5e-4)
    assert time.spi is not None
    assert standing.elapsed + (6 - 2.75) / time.spi == pytest.approx(time.finish)
    assert money.spi == pytest.approx(0.5714, abs=5e-5)
    assert money.cpi == pytest.approx(0.7273, abs=5e-5)
    assert money.to_complete_cpi == pytest.approx(1.3333, abs=5e-5)
    assert cost.at_present_efficiency == pytest.approx(137.5)
    assert cost.rest_as_budgeted == pytest.approx(115)
    assert cost.at_present_efficiency_and_pace == pytest.approx(175.0)


def test_vector_v2_money_forgets_that_a_finished_project_was_late() -> None:
    standing = Standing(planned=PLAN, earned=100, actual_cost=120, elapsed=9)
    assert earned_value(standing).spi == pytest.approx(1.0)
    assert earned_schedule(standing).spi == pytest.approx(0.667, abs=5e-4)


def test_vector_v6_price_adjustment() -> None:
    assert price_adjustment(100, base_index=100, index=250) == pytest.approx(142.5)


def test_a_project_that_has_not_begun_has_no_indices_but_no_error() -> None:
    standing = Standing(planned=PLAN, earned=0, actual_cost=0, elapsed=0)
    assert earned_value(standing).cpi is None
    assert earned_schedule(standing).spi is None
    assert cost_at_completion(standing).at_present_efficiency is None


@given(
    steps=st.lists(st.floats(0, 50), min_size=2, max_size=12).filter(lambda s: sum(s) > 1),
    period=st.integers(1, 11),
)
def test_a_project_on_its_plan_has_spi_one_in_money_and_in_time(
    steps: list[float], period: int
) -> None:
    planned = [0.0]
    for step in steps:
        planned.append(planned[-1] + step + 0.5)
    period = min(period, len(planned) - 2)
    standing = Standing(
        planned=planned, earned=planned[period], actual_cost=planned[period], elapsed=period
    )
    assert earned_value(standing).spi == pytest.approx(1)
    assert earned_schedule(standing).spi == pytest.approx(1)
    assert cost_at_completion(standing).at_present_efficiency == pytest.approx(planned[-1])


@pytest.mark.parametrize(
    ("planned", "earned", "field"),
    [((0.0,), 0, "planned"), ((0.0, 5.0, 4.0), 1, "planned"), ((0.0, 5.0), 6, "earned")],
)
def test_nonsense_is_refused_by_the_name_of_the_field(
    planned: tuple[float, ...], earned: float, field: str
) -> None:
    with pytest.raises(ValueError, match=field):
        Standing(planned=planned, earned=earned, actual_cost=0, elapsed=1)


@pytest.mark.parametrize(
    ("physical", "paid", "arrears", "warned"),
    [(65, 56, 30, False), (65, 54, 0, True), (10, 10, 91, True), (10, 10, 90, False)],
)
def test_work_ahead_of_pay_warns_of_a_stall(
    physical: float, paid: float, arrears: int, warned: bool
) -> None:
    answer = warns_of_stall(physical_percent=physical, paid_percent=paid, arrears_days=arrears)
    assert answer is warned
