from __future__ import annotations

from dataclasses import replace

import pytest

from hamgam.engine.outcomes import Found
from hamgam.engine.solving.limits import Limits
from hamgam.engine.tours.check import violations
from hamgam.engine.tours.plan import plan_tours
from hamgam.engine.tours.problem import Hours, TourPlan, TourProblem
from tests.engine.tours.questions import problem

QUESTION = problem(7, sites=6, shifts=2, plain=True)


@pytest.fixture(scope="module")
def plan() -> TourPlan:
    outcome = plan_tours(QUESTION, Limits(work=100))
    assert isinstance(outcome, Found)
    assert len(outcome.value.rounds[0].visits) >= 2
    return outcome.value


def changed(plan: TourPlan, **about: float) -> TourPlan:
    """The plan with its first visit told otherwise."""
    first = plan.rounds[0]
    visits = (replace(first.visits[0], **about), *first.visits[1:])  # type: ignore[arg-type]  # names
    return replace(plan, rounds=(replace(first, visits=visits), *plan.rounds[1:]))


def broken(question: TourProblem, plan: TourPlan, part: str) -> bool:
    return any(part in told for told in violations(question, plan))


def test_a_sound_plan_passes(plan: TourPlan) -> None:
    assert violations(QUESTION, plan) == []


def test_a_stay_cut_short_is_seen(plan: TourPlan) -> None:
    ends = plan.rounds[0].visits[0].ends
    assert broken(QUESTION, changed(plan, ends=ends - 5), "the stay is not")


def test_a_way_told_shorter_is_seen(plan: TourPlan) -> None:
    drive = plan.rounds[0].visits[0].drive_minutes
    assert broken(QUESTION, changed(plan, drive_minutes=drive - 1), "minutes are told")


def test_an_arrival_before_the_way_is_driven_is_seen(plan: TourPlan) -> None:
    arrives = plan.rounds[0].visits[0].arrives
    assert broken(QUESTION, changed(plan, arrives=arrives - 1), "before the way is driven")


def test_a_site_visited_twice_is_seen(plan: TourPlan) -> None:
    assert broken(
        QUESTION,
        replace(plan, rounds=(plan.rounds[0], replace(plan.rounds[0], shift=1))),
        "2 times",
    )


def test_a_value_told_too_high_is_seen(plan: TourPlan) -> None:
    assert broken(QUESTION, replace(plan, value_rials=plan.value_rials + 1), "the value is")


def test_a_missing_post_is_seen(plan: TourPlan) -> None:
    ref = plan.rounds[0].visits[0].site
    sites = [
        replace(s, needs=frozenset({"governor"})) if s.ref == ref else s for s in QUESTION.sites
    ]
    assert broken(replace(QUESTION, sites=sites), plan, "governor does not come")


def test_a_stay_in_a_pause_or_outside_an_opening_is_seen(plan: TourPlan) -> None:
    visit = plan.rounds[0].visits[0]
    pause = Hours(day=0, begins=int(visit.begins) + 1, ends=int(visit.begins) + 2)
    shifts = [replace(QUESTION.shifts[0], pauses=(pause,)), *QUESTION.shifts[1:]]
    assert broken(replace(QUESTION, shifts=shifts), plan, "in a pause")
    late = (Hours(day=0, begins=1200, ends=1300),)
    sites = [replace(s, openings=late) if s.ref == visit.site else s for s in QUESTION.sites]
    assert broken(replace(QUESTION, sites=sites), plan, "no opening")
