"""Projects that share nothing are planned apart, and the whole is the sum of its parts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.engine.completion.check import violations
from hamgam.engine.completion.parts import parts
from hamgam.engine.completion.plan import plan
from hamgam.engine.completion.problem import (
    Apart,
    Credit,
    Crew,
    FundingSource,
    Mode,
    Objective,
    Problem,
    Project,
    Task,
    TimeGrid,
    Unit,
)
from hamgam.engine.outcomes import Found, Infeasible
from hamgam.engine.solving import Limits, Progress
from tests.engine.completion.instances import portfolio


def source(ref: str, rials: int, *eligible: str) -> FundingSource:
    credit = Credit(period=0, approved_rials=rials)
    return FundingSource(ref=ref, credits=(credit,), eligible=frozenset(eligible) or None)


def city(**about: object) -> Problem:
    """Two agencies of two projects each, with a crew and a source of their own."""
    refs = ("a", "b", "c", "d")
    values: dict[str, object] = {
        "grid": TimeGrid(horizon=24, unit=Unit.MONTH),
        "projects": tuple(
            Project(ref=ref, benefit_residents_rials_per_month=10.0 + k, stop_value_rials=0.0)
            for k, ref in enumerate(refs)
        ),
        "tasks": tuple(
            Task(
                project=ref,
                ref="1",
                modes=(Mode(duration=2, cost_rials=100, demands={f"crew{k // 2}": 1}),),
            )
            for k, ref in enumerate(refs)
        ),
        "crews": tuple(Crew(ref=f"crew{k}", capacity=1) for k in range(2)),
        "sources": (source("one", 500, "a", "b"), source("two", 500, "c", "d")),
    }
    return Problem(**(values | about))  # type: ignore[arg-type]  # a mapping of fields


def names(problem: Problem) -> list[list[str]]:
    return [[project.ref for project in part.projects] for part in parts(problem)]


def test_agencies_that_share_nothing_are_apart() -> None:
    assert names(city()) == [["a", "b"], ["c", "d"]]
    first = parts(city())[0]
    assert [crew.ref for crew in first.crews] == ["crew0"]
    assert [own.ref for own in first.sources] == ["one"]


@pytest.mark.parametrize(
    "shared",
    [
        {"sources": (source("all", 500),)},
        {"apart": (Apart(ref="g", members=("b", "c/1")),)},
        {"objective": Objective.MAKESPAN},
    ],
)
def test_what_is_shared_holds_projects_together(shared: dict[str, object]) -> None:
    assert len(parts(city(**shared))) == 1


def test_the_plan_of_the_whole_is_the_sum_and_is_told_as_one() -> None:
    told: list[Progress] = []
    outcome = plan(city(), Limits(work=400), progress=told.append)
    assert isinstance(outcome, Found)
    alone = [plan(part, Limits(work=400)) for part in parts(city())]
    worth = sum(one.value.objective for one in alone if isinstance(one, Found))
    assert outcome.value.objective == pytest.approx(worth)
    assert outcome.value.proved
    assert list(outcome.value.finishes) == ["a", "b", "c", "d"]
    assert told[-1].objective == pytest.approx(worth)
    values = [progress.objective for progress in told]
    assert values == sorted(values)


def test_each_part_without_a_plan_tells_its_reason() -> None:
    bidden = tuple(replace(p, must_finish=p.ref in "ac") for p in city().projects)
    poor = (source("one", 50, "a", "b"), source("two", 50, "c", "d"))
    outcome = plan(city(projects=bidden, sources=poor), Limits(work=20))
    assert isinstance(outcome, Infeasible)
    assert [r for r in outcome.reasons if r.startswith("These must")] == [
        "These must be finished: a.",
        "These must be finished: c.",
    ]
    assert len(outcome.told("ar")) == len(outcome.reasons)


def test_a_project_that_no_source_may_pay_for_is_not_paid_by_nobody() -> None:
    outcome = plan(city(sources=(source("one", 500, "a", "b"),)), Limits(work=50))
    assert isinstance(outcome, Found)
    assert set(outcome.value.unfinished) == {"c", "d"}


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_parts_hold_everything_once(seed: int) -> None:
    whole = portfolio(seed)
    own = parts(whole)
    keys = sorted(task.key for part in own for task in part.tasks)
    assert keys == sorted(task.key for task in whole.tasks)
    assert sum(len(part.dependencies) for part in own) == len(whole.dependencies)


def test_money_for_safety_is_needed_no_longer_than_the_site_is_open() -> None:
    """Up to the horizon it would not suffice beside the work; up to the finish it does."""
    kept = tuple(replace(p, keep_safe_rials_per_month=2.0) for p in city().projects[:1])
    tight = city(
        projects=kept,
        tasks=city().tasks[:1],
        crews=city().crews[:1],
        sources=(source("one", 110, "a"),),
    )
    outcome = plan(tight, Limits(work=200))
    assert isinstance(outcome, Found)
    assert outcome.value.finishes == {"a": 2}
    assert violations(tight, outcome.value) == []
