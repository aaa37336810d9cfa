from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.engine.outcomes import Found, Infeasible
from hamgam.engine.solving.limits import Limits
from hamgam.engine.tours.baseline import baselines
from hamgam.engine.tours.check import violations
from hamgam.engine.tours.plan import plan_tours
from hamgam.engine.tours.problem import Hours, TourPlan, TourProblem, standing, value_of
from hamgam.engine.tours.timetable import timetable
from tests.engine.tours.questions import problem, problems

FEW = Limits(work=200)


def planned(question: TourProblem, limits: Limits = FEW) -> TourPlan:
    outcome = plan_tours(question, limits)
    assert isinstance(outcome, Found)
    return outcome.value


def best_of_one_shift(question: TourProblem) -> float:
    """The highest value of a single shift, by trying every order of every subset."""
    shift, refs = question.shifts[0], [site.ref for site in question.sites]
    able = [ref for ref in refs if question.by_ref[ref].needs <= shift.posts]
    found = [
        value_of(question, [round_])
        for size in range(len(able) + 1)
        for stops in permutations(able, size)
        if (round_ := timetable(question, 0, stops)) is not None
    ]
    return max(found)


@settings(max_examples=40, deadline=None)
@given(problems)
def test_every_plan_is_sound_not_worse_than_any_order_and_within_its_bound(
    question: TourProblem,
) -> None:
    plan = planned(question)
    assert violations(question, plan) == []
    ours = standing(question, plan.rounds)
    assert all(ours >= standing(question, rounds) for rounds in baselines(question).values())
    assert plan.value_rials <= plan.bound_rials + 1e-6


@pytest.mark.parametrize("seed", range(20))
def test_one_delegation_gets_the_best_of_all_orders(seed: int) -> None:
    question = problem(seed, sites=5, shifts=1)
    assert planned(question, Limits(work=2000)).value_rials == pytest.approx(
        best_of_one_shift(question)
    )


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_work_and_seed_repeat_exactly(seed: int) -> None:
    question = problem(seed, sites=6)
    assert planned(question, Limits(work=50, seed=3)) == planned(question, Limits(work=50, seed=3))


@pytest.mark.parametrize("seed", range(8))
def test_a_promised_visit_stands_before_all_value(seed: int) -> None:
    question = problem(seed, sites=6, shifts=2, plain=True)
    poor = min(question.sites, key=lambda site: site.prize_rials)
    sites = [
        replace(site, is_promised=True, prize_rials=0.0) if site is poor else site
        for site in question.sites
    ]
    assert poor.ref in planned(replace(question, sites=sites)).visited


def test_a_promise_that_fits_nowhere_is_named() -> None:
    question = problem(1, plain=True)
    never = (Hours(day=5, begins=480, ends=600),)
    sites = [replace(question.sites[0], is_promised=True, openings=never), *question.sites[1:]]
    outcome = plan_tours(replace(question, sites=sites), FEW)
    assert isinstance(outcome, Infeasible)
    assert "site 0" in outcome.reasons[0]


def test_the_search_can_be_stopped_and_tells_how_it_goes() -> None:
    told: list[float] = []
    outcome = plan_tours(
        problem(4, sites=6, plain=True),
        Limits(seconds=60),
        report=lambda progress: told.append(progress.objective),
        stop=lambda: bool(told),
    )
    assert isinstance(outcome, Found)
    assert told == [pytest.approx(outcome.value.value_rials, rel=0.5)]


def test_without_sites_everybody_stays_at_home() -> None:
    plan = planned(problem(1, sites=0))
    assert plan.visited == set()
    assert plan.value_rials == 0
