from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from hamgam.engine.outcomes import Found
from hamgam.engine.solving.limits import Limits
from hamgam.engine.tours.explain import Why, explain
from hamgam.engine.tours.plan import plan_tours
from hamgam.engine.tours.problem import Hours, TourPlan, TourProblem
from tests.engine.tours.questions import problem, problems


def planned(question: TourProblem) -> TourPlan:
    outcome = plan_tours(question, Limits(work=100))
    assert isinstance(outcome, Found)
    return outcome.value


@settings(max_examples=25, deadline=None)
@given(problems)
def test_every_site_has_a_reason_and_visited_ones_say_what_they_bring(
    question: TourProblem,
) -> None:
    plan = planned(question)
    reasons = explain(question, plan)
    assert set(reasons) == {site.ref for site in question.sites}
    for ref, reason in reasons.items():
        assert (reason.why in {Why.WORTH, Why.PROMISED}) == (ref in plan.visited)


def test_a_post_that_nobody_brings_is_named() -> None:
    question = problem(3, plain=True)
    sites = [replace(question.sites[0], needs=frozenset({"governor"})), *question.sites[1:]]
    question = replace(question, sites=sites)
    reason = explain(question, planned(question))["s0"]
    assert (reason.why, reason.posts) == (Why.NO_POSTS, frozenset({"governor"}))


def test_a_site_closed_on_all_days_is_told_so() -> None:
    question = problem(3, plain=True)
    never = (Hours(day=6, begins=480, ends=600),)
    question = replace(
        question, sites=[replace(question.sites[0], openings=never), *question.sites[1:]]
    )
    assert explain(question, planned(question))["s0"].why is Why.NO_OPENING


def test_what_would_have_to_give_way_is_named_and_would_lose() -> None:
    question = problem(11, sites=8, shifts=1, plain=True)
    plan = planned(question)
    left = [r for r in explain(question, plan).values() if r.why is Why.DISPLACES]
    assert left
    for reason in left:
        assert set(reason.instead) <= plan.visited
        assert reason.rials >= -1e-6


def test_a_site_worth_less_than_its_way_is_too_far() -> None:
    question = problem(3, sites=1, shifts=1, plain=True)
    question = replace(question, sites=[replace(question.sites[0], prize_rials=0.5)])
    reason = explain(question, planned(question))["s0"]
    assert reason.why is Why.TOO_FAR
    assert reason.rials == pytest.approx(2 * question.travel.minutes[0, 1] - 0.5)
