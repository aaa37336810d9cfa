"""A problem names the field that does not fit, and counts payments and periods exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
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
    Problem,
    Project,
    Span,
    Task,
    TimeGrid,
    Together,
    Unit,
    ring_fenced,
)
from tests.engine.completion.instances import line

WRONG: list[tuple[str, Callable[[], object]]] = [
    ("projects.ref", lambda: Project(ref=" ")),
    ("chance", lambda: Project(ref="p", chance=1.2)),
    ("benefit_months", lambda: Project(ref="p", benefit_months=-1)),
    ("duration", lambda: Mode(duration=-1)),
    ("demands[crew]", lambda: Mode(duration=1, demands={"crew": -1})),
    ("profile", lambda: Mode(duration=1, profile=(1.0, 1.0))),
    ("profile", lambda: Mode(duration=1, profile=(0.0,))),
    ("modes", lambda: Task(project="p", ref="t", modes=())),
    ("ready", lambda: Task(project="p", ref="t", modes=(Mode(duration=1),), ready=-1)),
    ("span.ends", lambda: Span(begins=2, ends=1)),
    ("dependencies.after", lambda: Dependency(before="p/t", after="p/t")),
    ("blocks[b].ends", lambda: Block(ref="b", kind=BlockKind.SEASON, begins=1, ends=1, zone="z")),
    ("zone, project, task", lambda: Block(ref="b", kind=BlockKind.SEASON, begins=1, ends=2)),
    ("capacity", lambda: Crew(ref="c", capacity=-1)),
    ("approved_rials", lambda: Credit(period=0, approved_rials=-5)),
    ("lapses", lambda: FundingSource(ref="s", credits=(), lapses=(4, 2))),
    ("apart[g].members", lambda: Apart(ref="g", members=("a", "a"))),
    ("together.b", lambda: Together(a="x", b="x", saves_rials=1)),
    ("grid.horizon", lambda: TimeGrid(horizon=0)),
    ("grid.begins", lambda: TimeGrid(horizon=2, begins=(date(2026, 1, 1),))),
    ("grid.begins", lambda: TimeGrid(horizon=1, unit=Unit.MONTH, first_day=date(2026, 1, 1))),
    ("tasks", lambda: replace(line(1), tasks=line(1).tasks * 2)),
    ("dependencies", lambda: replace(line(1), dependencies=(Dependency(before="a", after="b"),))),
    ("demands", lambda: replace(line(3), crews=())),
    ("has no task", lambda: replace(line(1), projects=(*line(1).projects, Project(ref="new")))),
    ("price_growth_per_month", lambda: replace(line(1), price_growth_per_month=-1.5)),
]


@pytest.mark.parametrize(("field", "make"), WRONG)
def test_what_does_not_fit_is_named(field: str, make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r".") as error:
        make()
    assert field in str(error.value)


@given(
    st.integers(0, 10**15),
    st.integers(1, 40),
    st.lists(st.floats(0, 5), max_size=40).filter(lambda w: not w or sum(w) > 0),
)
def test_payments_sum_to_the_cost(cost: int, duration: int, profile: list[float]) -> None:
    mode = Mode(duration=duration, cost_rials=cost, profile=tuple(profile[:duration]))
    assert sum(mode.payments()) == cost
    assert len(mode.payments()) <= duration
    assert min(mode.payments()) >= 0


@given(st.integers(0, 10**15), st.floats(0, 1))
def test_a_fenced_source_and_the_rest_are_the_source(rials: int, part: float) -> None:
    source = FundingSource(ref="city", credits=(Credit(period=0, approved_rials=rials),))
    fenced, rest = ring_fenced(source, "margins", frozenset({"p"}), part)
    assert fenced.pays_for("p")
    assert not fenced.pays_for("q")
    assert rest.pays_for("q")
    assert fenced.credits[0].approved_rials + rest.credits[0].approved_rials == rials


def test_months_begin_on_their_own_days() -> None:
    begins = (date(2026, 3, 21), date(2026, 4, 21), date(2026, 5, 22))
    grid = TimeGrid(horizon=2, unit=Unit.MONTH, first_day=begins[0], begins=begins)
    assert grid.day(1) == date(2026, 4, 21)
    assert grid.period(date(2026, 5, 21)) == 1
    assert grid.period(date(2026, 5, 22)) == 2
    assert grid.period(date(2026, 3, 20)) == -1


def test_days_count_from_the_first() -> None:
    grid = TimeGrid(horizon=10, first_day=date(2026, 3, 21))
    assert grid.period(grid.day(7)) == 7
    with pytest.raises(ValueError, match="first_day"):
        TimeGrid(horizon=10).day(1)


def test_crews_follow_their_calendar() -> None:
    crew = Crew(ref="c", capacity=2, calendar=((1, 3, 0), (2, 9, 1)))
    assert crew.units(5) == [2, 0, 1, 1, 1]


def test_a_season_passes_by_what_ignores_it() -> None:
    season = Block(ref="b", kind=BlockKind.SEASON, begins=1, ends=2, zone="shrine")
    project = Project(ref="p", zone="shrine")
    task = Task(project="p", ref="t", modes=(Mode(duration=1),))
    assert season.touches(task, project)
    assert not season.touches(replace(task, ignores_seasons=True), project)
    assert not season.touches(task, replace(project, zone="city"))


def test_a_problem_finds_its_own() -> None:
    problem: Problem = line(3)
    assert problem.project("p1").ref == "p1"
    assert [task.project for task in problem.tasks_of("p1")] == ["p1"] * len(problem.tasks_of("p1"))
    with pytest.raises(KeyError):
        problem.project("nowhere")
