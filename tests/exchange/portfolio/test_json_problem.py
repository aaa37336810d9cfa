from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.engine.completion.problem import (
    Apart,
    Block,
    BlockKind,
    Credit,
    Crew,
    Dependency,
    FundingSource,
    Mode,
    Objective,
    Problem,
    Project,
    Relation,
    Span,
    Task,
    TimeGrid,
    Together,
    Unit,
)
from hamgam.exchange.portfolio.json_problem import json_problem, problem_from_json

NAMES = st.text(min_size=1, max_size=6).filter(lambda text: bool(text.strip()))
RIALS = st.integers(0, 10**15)
SHARES = st.floats(0, 1)
TITLES = st.dictionaries(st.sampled_from(["fa", "en"]), NAMES, max_size=2)
PERIODS = st.integers(0, 30)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    begins = draw(PERIODS)
    return Span(begins=begins, ends=begins + draw(st.integers(0, 5)))


@st.composite
def modes(draw: st.DrawFn) -> Mode:
    duration = draw(st.integers(1, 9))
    return Mode(
        name=draw(NAMES),
        duration=duration,
        demands=draw(st.dictionaries(st.just("crew"), st.integers(0, 3))),
        cost_rials=draw(RIALS),
        profile=tuple(draw(st.lists(st.floats(0.1, 5), max_size=duration))),
    )


@st.composite
def projects(draw: st.DrawFn, ref: str) -> Project:
    return Project(
        ref=ref,
        names=draw(TITLES),
        agency=draw(st.text(max_size=5)),
        zone="z",
        benefit_residents_rials_per_month=draw(st.floats(0, 1e12)),
        benefit_pilgrims_rials_per_month=draw(st.floats(0, 1e12)),
        benefit_months=draw(st.integers(0, 200)),
        chance=draw(SHARES),
        stop_value_rials=draw(st.none() | st.floats(-1e12, 1e12)),
        keep_safe_rials_per_month=draw(st.floats(0, 1e9)),
        delay_cost_rials_per_month=draw(st.floats(0, 1e9)),
        equity_group=draw(st.text(max_size=5)),
        due=draw(st.none() | PERIODS),
        late_rials_per_month=draw(st.floats(0, 1e9)),
        weight=draw(st.integers(0, 9)),
        must_finish=draw(st.booleans()),
        is_new_start=draw(st.booleans()),
        physical_share=draw(SHARES),
        paid_share=draw(SHARES),
        spent_rials=draw(st.floats(0, 1e12)),
        assumed=frozenset(draw(st.sets(NAMES, max_size=2))),
    )


@st.composite
def tasks(draw: st.DrawFn, project: str, ref: str) -> Task:
    return Task(
        project=project,
        ref=ref,
        names=draw(TITLES),
        modes=tuple(draw(st.lists(modes(), min_size=1, max_size=2))),
        ready=draw(PERIODS),
        waits_for=draw(st.text(max_size=5)),
        windows=tuple(draw(st.lists(spans(), max_size=2))),
        interruptible=draw(st.booleans()),
        closing_periods=draw(st.integers(0, 2)),
        ignores_seasons=draw(st.booleans()),
        assumed=frozenset(draw(st.sets(NAMES, max_size=2))),
    )


@st.composite
def grids(draw: st.DrawFn) -> TimeGrid:
    first = draw(st.none() | st.dates(date(2000, 1, 1), date(2090, 1, 1)))
    if first is None:
        return TimeGrid(horizon=draw(st.integers(1, 99)))
    steps = draw(st.lists(st.integers(28, 31), min_size=1, max_size=9))
    days = [first]
    for step in steps:
        days.append(days[-1] + timedelta(days=step))
    return TimeGrid(horizon=len(steps), unit=Unit.MONTH, first_day=first, begins=tuple(days))


@st.composite
def sources(draw: st.DrawFn) -> FundingSource:
    return FundingSource(
        ref="s",
        names=draw(TITLES),
        credits=tuple(
            Credit(
                period=draw(PERIODS),
                approved_rials=draw(RIALS),
                realisation=draw(st.floats(0, 2)),
                year=draw(st.text(max_size=4)),
            )
            for _ in range(draw(st.integers(0, 2)))
        ),
        eligible=draw(st.none() | st.just(frozenset({"a"}))),
        lapses=tuple(sorted(draw(st.sets(PERIODS, max_size=3)))),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    begins = draw(PERIODS)
    place = draw(st.sampled_from(["zone", "project", "task"]))
    where: dict[str, Any] = {place: {"zone": "z", "project": "a", "task": "a/1"}[place]}
    return Problem(
        grid=draw(grids()),
        projects=(draw(projects("a")), draw(projects("b"))),
        tasks=(draw(tasks("a", "1")), draw(tasks("b", "1"))),
        dependencies=(
            Dependency(
                before="a/1",
                after="b/1",
                relation=draw(st.sampled_from(Relation)),
                lag=draw(st.integers(-5, 5)),
            ),
        ),
        crews=(Crew(ref="crew", capacity=2, names=draw(TITLES), calendar=((1, 3, 0),)),),
        sources=(draw(sources()),),
        blocks=(
            Block(
                ref="x",
                kind=draw(st.sampled_from(BlockKind)),
                begins=begins,
                ends=begins + 1,
                cause=draw(st.text(max_size=5)),
                **where,
            ),
        ),
        apart=(Apart(ref="g", members=("a", "b/1"), cause="c"),),
        together=(Together(a="a/1", b="b/1", saves_rials=draw(st.floats(0, 1e9)), within=1),),
        objective=draw(st.sampled_from(Objective)),
        discount_per_month=draw(st.floats(0, 0.1)),
        price_growth_per_month=draw(st.floats(-0.5, 0.1)),
    )


@settings(max_examples=60, deadline=None)
@given(problems())
def test_a_problem_comes_back_as_it_went(problem: Problem) -> None:
    assert problem_from_json(json_problem(problem), "x.json") == problem


SMALL: dict[str, Any] = {
    "grid": {"horizon": 9},
    "projects": [{"ref": "a"}],
    "tasks": [{"project": "a", "ref": "1", "modes": [{"duration": 2}]}],
}


def fault(**changed: Any) -> tuple[str, str]:
    told = problem_from_json(orjson.dumps({**SMALL, **changed}), "x.json")
    assert isinstance(told, list)
    return told[0].field, told[0].reason


def test_what_has_a_default_may_be_left_out() -> None:
    assert isinstance(problem_from_json(orjson.dumps(SMALL), "x.json"), Problem)


@pytest.mark.parametrize(
    ("changed", "field", "reason"),
    [
        ({"grid": {"horizon": "9"}}, "grid.horizon", "whole number"),
        ({"grid": {"horizon": True}}, "grid.horizon", "whole number"),
        ({"grid": {}}, "grid.horizon", "missing"),
        ({"grid": {"horizon": 1, "first_day": "3 Azar"}}, "grid.first_day", "ISO date"),
        ({"projects": [{"ref": "a", "chance": "x"}]}, "projects[0].chance", "a number"),
        ({"projects": [{"ref": "a", "chance": 1.5}]}, "projects[0].chance", "between 0 and 1"),
        ({"projects": [{"ref": "a", "benefits": 1}]}, "projects[0].benefits", "no field"),
        ({"tasks": []}, "projects[a]", "has no task"),
        ({"objective": "speed"}, "objective", "one of value"),
        ({"crews": {"a": 1}}, "crews", "not a list"),
        (
            {"crews": [{"ref": "c", "capacity": 1, "calendar": [[1, 2]]}]},
            "crews[0].calendar[0]",
            "3",
        ),
        ({"format": "hamgam-problem-9"}, "format", "is not"),
    ],
)
def test_a_fault_names_the_path_of_its_field(
    changed: dict[str, Any], field: str, reason: str
) -> None:
    told_field, told_reason = fault(**changed)
    assert told_field == field
    assert reason in told_reason


@pytest.mark.parametrize("block", [b"", b"[]", b"{", b"null", b'{"grid": NaN}', b"[" * 5000])
def test_what_is_no_problem_is_told(block: bytes) -> None:
    assert isinstance(problem_from_json(block, "x.json"), list)
