from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.engine.outcomes import Found
from hamgam.engine.solving.limits import Limits
from hamgam.engine.tours.check import violations
from hamgam.engine.tours.plan import plan_tours
from hamgam.engine.tours.problem import TourPlan, TourProblem
from hamgam.engine.tours.replan import Now, replan
from tests.engine.tours.questions import problem, problems


def planned(question: TourProblem) -> TourPlan:
    outcome = plan_tours(question, Limits(work=100))
    assert isinstance(outcome, Found)
    return outcome.value


@settings(max_examples=30, deadline=None)
@given(problems, st.integers(0, 1), st.integers(420, 800))
def test_the_rest_is_sound_and_visits_nothing_again(
    question: TourProblem, day: int, minute: int
) -> None:
    plan = planned(question)
    now = Now(day=day, minute=minute)
    rest = replan(question, plan, now)
    assert violations(rest.problem, rest.plan) == []
    begun = {
        visit.site
        for round_ in plan.rounds
        for visit in round_.visits
        if (question.shifts[round_.shift].hours.day, visit.begins) < (day, minute)
    }
    assert not begun & rest.plan.visited
    for round_ in rest.plan.rounds:
        shift = rest.problem.shifts[round_.shift]
        assert all((shift.hours.day, v.begins) >= (day, minute) for v in round_.visits)


def test_a_cancelled_site_leaves_and_its_time_is_used() -> None:
    question = problem(11, sites=8, shifts=1, plain=True)
    plan = planned(question)
    gone = plan.rounds[0].sites[-1]
    rest = replan(question, plan, Now(day=0, minute=480), cancelled={gone})
    assert gone not in rest.plan.visited
    assert rest.plan.visited - plan.visited


def test_a_new_site_worth_more_than_all_comes_in() -> None:
    question = problem(5, sites=6, shifts=1, plain=True)
    plan = planned(question)
    new = replace(question.sites[0], ref="new", prize_rials=10_000.0)
    rest = replan(replace(question, sites=[*question.sites, new]), plan, Now(day=0, minute=490))
    assert "new" in rest.plan.visited


def test_after_the_last_shift_nothing_is_left() -> None:
    question = problem(5, plain=True)
    rest = replan(question, planned(question), Now(day=3, minute=0))
    assert rest.plan.rounds == ()
