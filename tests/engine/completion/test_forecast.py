from __future__ import annotations

import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.engine.completion.forecast import (
    Assumptions,
    Money,
    OpenTask,
    Outside,
    Record,
    Tie,
    forecast,
)
from hamgam.engine.completion.problem.projects import Relation
from hamgam.engine.measures.survival import Survival, kaplan_meier
from hamgam.engine.measures.uncertainty import ReferenceClass

SHARED = Path(os.environ.get("HAMGAM_SHARED", "../shared"))
FEW = Assumptions(draws=400, seed=7)
CERTAIN = Assumptions(draws=50, record=Record(ratios=(1.0,) * 100_000))
"""So long a record of tasks that took what was planned that hardly any spread is left."""


def chain(*days: float) -> list[OpenTask]:
    tasks = [OpenTask(ref="0", remaining_days=days[0])]
    for n, length in enumerate(days[1:], start=1):
        tasks.append(OpenTask(ref=str(n), remaining_days=length, ties=(Tie(before=str(n - 1)),)))
    return tasks


def test_nothing_left_is_finished_now() -> None:
    answer = forecast([], assumptions=FEW)
    assert (answer.p50_days, answer.p80_days) == (0, 0)


def test_a_chain_takes_the_sum_of_its_parts() -> None:
    assert forecast(chain(10, 20, 5), assumptions=CERTAIN).p50_days == pytest.approx(35, rel=0.01)


@pytest.mark.parametrize(
    ("relation", "lag", "finish"),
    [
        (Relation.FINISH_START, 0, 14),
        (Relation.FINISH_START, -3, 11),
        (Relation.START_START, 2, 10),
        (Relation.START_START, 8, 12),
        (Relation.FINISH_FINISH, 1, 11),
        (Relation.START_FINISH, 0, 10),
    ],
)
def test_each_tie_holds_the_ends_it_names(relation: Relation, lag: float, finish: float) -> None:
    tasks = [
        OpenTask(ref="a", remaining_days=10),
        OpenTask(
            ref="b", remaining_days=4, ties=(Tie(before="a", relation=relation, lag_days=lag),)
        ),
    ]
    assert forecast(tasks, assumptions=CERTAIN).p50_days == pytest.approx(finish, rel=0.01)


def test_tasks_without_ties_are_not_taken_for_all_at_once() -> None:
    tasks = [
        OpenTask(ref="a", remaining_days=10),
        OpenTask(ref="b", remaining_days=10, earliest_day=30),
    ]
    assert forecast(tasks, assumptions=CERTAIN).p50_days == pytest.approx(40, rel=0.01)


def test_a_circle_is_named() -> None:
    tasks = [
        OpenTask(ref="a", remaining_days=1, ties=(Tie(before="b"),)),
        OpenTask(ref="b", remaining_days=1, ties=(Tie(before="a"),)),
    ]
    with pytest.raises(ValueError, match=r"circle: a, b"):
        forecast(tasks)


def test_the_same_seed_gives_the_same_range() -> None:
    assert forecast(chain(10, 20), assumptions=FEW) == forecast(chain(10, 20), assumptions=FEW)


@settings(max_examples=40)
@given(
    st.lists(st.floats(0, 60), min_size=1, max_size=5),
    st.integers(0, 4),
    st.floats(0, 30),
)
def test_more_work_never_ends_earlier_and_p80_never_before_p50(
    days: list[float], where: int, more: float
) -> None:
    where = min(where, len(days) - 1)
    longer = [d + more * (n == where) for n, d in enumerate(days)]
    before = forecast(chain(*days), assumptions=FEW)
    after = forecast(chain(*longer), assumptions=FEW)
    assert after.p80_days >= before.p80_days - 1e-9
    assert before.p80_days >= before.p50_days


def test_days_off_push_the_end_back() -> None:
    every_other = Assumptions(
        draws=50, record=CERTAIN.record, workable=[n % 2 == 0 for n in range(200)]
    )
    assert forecast(chain(20), assumptions=every_other).p50_days == pytest.approx(40, abs=2)


def test_an_obstacle_holds_its_task_and_an_old_one_for_less() -> None:
    curve = kaplan_meier([100] * 20, [True] * 20)
    young, old = (
        forecast(
            [OpenTask(ref="a", remaining_days=1, obstacles=((curve, age),))], assumptions=CERTAIN
        ).p50_days
        for age in (0.0, 70.0)
    )
    assert young == pytest.approx(101, abs=1)
    assert old == pytest.approx(31, abs=1)


def test_money_that_comes_late_finishes_late_and_money_that_never_suffices_says_so() -> None:
    late = Money(remaining_cost_rials=100, approved_rials=(10, 10, 500), days_per_period=365)
    never = Money(remaining_cost_rials=10_000, approved_rials=(10, 10), days_per_period=365)
    assert forecast(chain(10), money=late, assumptions=FEW).p50_days >= 2 * 365
    assert forecast(chain(10), money=never, assumptions=FEW).cannot_pay_share == 1.0


def test_a_slow_project_is_not_expected_to_hurry() -> None:
    slow = Assumptions(draws=400, record=Record(ratios=(1.5, 1.4, 1.6) * 6, pace=1.5))
    plain = Assumptions(draws=400, record=Record(ratios=(1.0,) * 18, pace=1.0))
    assert (
        forecast(chain(50), assumptions=slow).p50_days
        > 1.2 * forecast(chain(50), assumptions=plain).p50_days
    )


def test_the_outside_view_moves_the_range_and_is_shown_apart() -> None:
    late_class = ReferenceClass(name="roads", ratios=(1.5,) * 30)
    answer = forecast(
        chain(50),
        outside=Outside(reference=late_class, planned_days=100, elapsed_days=50),
        assumptions=CERTAIN,
    )
    assert answer.by_class_p50 == pytest.approx(75)
    assert answer.by_tasks_p50 == pytest.approx(50, rel=0.01)
    assert answer.p50_days == pytest.approx(62.5, rel=0.01)


def test_what_is_done_is_not_stretched_again() -> None:
    """The same class moves a project near its end far less than one at its beginning."""
    slow = ReferenceClass(name="roads", ratios=(1.4,) * 30)
    young = Outside(reference=slow, planned_days=1000, elapsed_days=50)
    old = Outside(reference=slow, planned_days=1000, elapsed_days=950)
    early = forecast(chain(950), outside=young, assumptions=CERTAIN).by_class_p50
    late = forecast(chain(50), outside=old, assumptions=CERTAIN).by_class_p50
    assert early == pytest.approx(950 * 1.4)
    assert late == pytest.approx(50 * 1.4)


def test_a_late_project_is_compared_with_late_ones_only() -> None:
    mixed = ReferenceClass(name="roads", ratios=(1.0,) * 15 + (1.2,) * 15 + (1.8,) * 30)
    outside = Outside(reference=mixed, planned_days=100, elapsed_days=130)
    answer = forecast(chain(20), outside=outside, assumptions=CERTAIN)
    assert answer.by_class_p50 == pytest.approx(20 * 1.8 / 1.5)


def test_the_outside_view_knows_of_closed_days_and_obstacles() -> None:
    same = ReferenceClass(name="roads", ratios=(1.0,) * 30)
    week = Assumptions(
        draws=50, record=CERTAIN.record, workable=[day % 7 < 5 for day in range(100)]
    )
    outside = Outside(reference=same, planned_days=100)
    assert forecast(chain(10), outside=outside, assumptions=week).by_class_p50 == 12
    held = replace(chain(10)[0], obstacles=((Survival((30.0,), (0.0,)), 0.0),))
    assert forecast([held], outside=outside, assumptions=CERTAIN).by_class_p50 == 40


def test_another_seed_gives_nearly_the_same_range() -> None:
    one, other = (
        forecast(chain(30, 40), assumptions=Assumptions(draws=4000, seed=seed)) for seed in (3, 4)
    )
    assert one.p80_days == pytest.approx(other.p80_days, rel=0.05)
    assert one != other


@pytest.mark.shared_data
@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="shared data not present")
def test_real_projects_are_forecast_at_each_status_date() -> None:
    from benchmarks.quality.forecast import calibrated, figures, read_cases, weighted

    cases = read_cases(SHARED / "data" / "projects" / "dslib", draws=200)
    assert len({case.project for case in cases}) == 8
    assert len(cases) == 72
    assert all(0 <= case.p50 <= case.p80 for case in cases)
    dates = [case.status for case in cases if case.project == "C2014-01"]
    assert all(a < b for a, b in pairwise(dates))
    honest = figures(calibrated(weighted(cases)))
    assert honest[2] >= 0.8 > honest[1], "P80 covers four of five only with the margin"


def test_a_margin_moves_p80_alone_and_never_before_p50() -> None:
    plain = forecast(chain(30), assumptions=FEW)
    later = forecast(chain(30), assumptions=replace(FEW, p80_later_share=0.4))
    assert later.p50_days == plain.p50_days
    assert later.p80_days == pytest.approx(plain.p80_days + 0.4 * 30)
    earlier = forecast(chain(30), assumptions=replace(FEW, p80_later_share=-10))
    assert earlier.p80_days == earlier.p50_days


def test_a_margin_is_a_share_of_the_whole_planned_duration() -> None:
    outside = Outside(reference=ReferenceClass(name="roads", ratios=(1.0,)), planned_days=200)
    plain, later = (
        forecast(chain(30), outside=outside, assumptions=replace(FEW, p80_later_share=share))
        for share in (0.0, 0.25)
    )
    assert later.p80_days == pytest.approx(plain.p80_days + 50)
