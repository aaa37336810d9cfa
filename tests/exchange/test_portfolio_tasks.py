"""A project's told tasks as the planner takes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.exchange.portfolio.assume import problem_of
from hamgam.exchange.portfolio.rows import PortfolioRow, TaskRow
from hamgam.exchange.portfolio.tasks import FAST, longest_months, shares_of

TODAY = date(2026, 11, 24)
ROW = PortfolioRow(
    ref="k",
    title="پل",
    agency="شهرداری",
    physical_percent=40.0,
    paid_percent=30.0,
    remaining_rials=10**12,
)
WEIGHTS = st.lists(st.none() | st.floats(0.01, 1.0), min_size=1, max_size=6)


@given(WEIGHTS)
@settings(max_examples=40, deadline=None)
def test_costs_of_tasks_that_tell_none_sum_to_the_rest(weights: list[float | None]) -> None:
    tasks = tuple(TaskRow(ref=f"a{n}", title="", weight=w) for n, w in enumerate(weights))
    assert abs(sum(shares_of(tasks).values()) - 1) < 1e-9
    made = problem_of([replace(ROW, tasks=tasks)], today=TODAY)
    costs = [task.modes[0].cost_rials for task in made.problem.tasks]
    assert abs(sum(costs) - ROW.remaining_rials) <= len(costs)


def test_a_project_that_waits_for_another_waits_for_its_last_tasks() -> None:
    first = replace(
        ROW,
        tasks=(
            TaskRow(ref="a", title="", remaining_months=2),
            TaskRow(ref="b", title="", remaining_months=3, after=("a",)),
        ),
    )
    second = replace(ROW, ref="m", title="میدان", after=("پل",))
    ties = problem_of([first, second], today=TODAY).problem.dependencies
    assert {(tie.before, tie.after) for tie in ties} == {("k/a", "k/b"), ("k/b", "m/rest")}
    assert longest_months(first.tasks) == 5
    ring = tuple(replace(task, after=("a", "b")) for task in first.tasks)
    assert longest_months(ring) is None


def test_a_faster_way_and_agreed_works_are_known() -> None:
    days = (date(2027, 3, 1), date(2027, 6, 1))
    tasks = (
        TaskRow(ref="a", title="", fast_months=2, fast_rials=5, ignores_seasons=True),
        TaskRow(ref="agreed-1", title="", agreed=days, is_work=True),
    )
    problem = problem_of([replace(ROW, tasks=tasks)], today=TODAY).problem
    built, work = problem.tasks
    assert built.ignores_seasons
    assert built.modes[-1].name == FAST
    assert work.ready == problem.grid.period(days[0])
    assert problem.grid.period(days[1]) == work.ready + work.modes[0].duration - 1
    assert work.modes[0].cost_rials == 0
