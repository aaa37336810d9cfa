from __future__ import annotations

from dataclasses import replace

import pytest

from hamgam.engine.completion.by_rules import ByRules
from hamgam.engine.completion.problem import (
    Credit,
    Crew,
    FundingSource,
    Mode,
    Problem,
    Project,
    Task,
    TimeGrid,
)
from hamgam.engine.completion.sensitivity import (
    Figure,
    Owner,
    agreement,
    assumed_figures,
    changed,
    sensitivity,
)

BENEFIT = "benefit_rials_per_month"


def project(ref: str, benefit: float, *, assumed: bool = True) -> Project:
    return Project(
        ref=ref,
        benefit_residents_rials_per_month=benefit,
        stop_value_rials=0.0,
        assumed=frozenset({BENEFIT}) if assumed else frozenset(),
    )


def task(ref: str) -> Task:
    mode = Mode(duration=4, cost_rials=400, demands={"crew": 1}, profile=(1, 2))
    return Task(project=ref, ref="rest", modes=(mode,), assumed=frozenset({"duration"}))


PROBLEM = Problem(
    grid=TimeGrid(horizon=24),
    projects=(project("a", 100), project("b", 90), project("c", 10, assumed=False)),
    tasks=tuple(task(ref) for ref in "abc"),
    crews=(Crew(ref="crew", capacity=1),),
    sources=(FundingSource(ref="s", credits=(Credit(period=0, approved_rials=4000),)),),
    discount_per_month=0.05,
)
"""One crew: a, b, c one after the other; a and b are near each other."""


def test_agreement_counts_pairs_in_the_same_order() -> None:
    first = {"a": 1, "b": 2, "c": 3}
    assert agreement(first, first) == 1
    assert agreement(first, {"a": 3, "b": 2, "c": 1}) == 0
    assert agreement(first, {"a": 2, "b": 1, "c": 3}) == pytest.approx(2 / 3)
    assert agreement(first, {"a": 1, "b": 1, "c": 3}) == pytest.approx(2.5 / 3)
    assert agreement({"a": 1, "b": 1}, {"a": 1, "b": 9}) == 1


def test_only_what_is_marked_is_assumed() -> None:
    figures = assumed_figures(PROBLEM)
    assert {(f.owner, f.ref, f.field) for f in figures} == {
        (Owner.PROJECT, "a", BENEFIT),
        (Owner.PROJECT, "b", BENEFIT),
        *((Owner.TASK, f"{ref}/rest", "duration") for ref in "abc"),
    }


def test_the_figure_that_swaps_two_projects_is_named_with_what_moves() -> None:
    found = sensitivity(PROBLEM)
    swing = next(s for s in found.swings if s.figure.ref == "a" and s.figure.field == BENEFIT)
    assert swing.lower == pytest.approx(1 / 3)
    assert swing.upper == 0
    assert swing.moved in {"a", "b"}
    assert abs(swing.periods or 0) == 4


def test_a_figure_that_changes_nothing_is_not_named() -> None:
    lone = replace(
        PROBLEM,
        projects=(project("a", 100, assumed=False), *PROBLEM.projects[1:]),
        tasks=tuple(replace(task(ref), assumed=frozenset()) for ref in "abc"),
    )
    lone = replace(lone, projects=(lone.projects[0], project("b", 1), lone.projects[2]))
    assert sensitivity(lone).swings == ()


def test_the_answer_repeats_and_tells_what_survives() -> None:
    first = sensitivity(PROBLEM)
    assert first == sensitivity(PROBLEM)
    assert 0 <= first.survives_least <= first.survives <= 1
    assert first.survives < 1


def test_it_tells_how_far_it_is() -> None:
    heard: list[tuple[int, int]] = []
    found = sensitivity(PROBLEM, told=lambda done, all_: heard.append((done, all_)))
    count = found.draws + found.tried
    assert heard == [(k + 1, count) for k in range(count)]


def test_what_shares_nothing_is_planned_once() -> None:
    """The finishes part by part are those of the whole."""
    apart = replace(
        PROBLEM,
        tasks=(*PROBLEM.tasks, Task(project="d", ref="rest", modes=(Mode(duration=3),))),
        projects=(*PROBLEM.projects, project("d", 5)),
        sources=(replace(PROBLEM.sources[0], eligible=frozenset("abc")),),
    )
    asked = ByRules(apart)
    assert asked.finishes(apart) == {"a": 4, "b": 8, "c": 12, "d": 3}
    other = changed(apart, Figure(owner=Owner.TASK, ref="d/rest", field="duration"), 2)
    assert asked.finishes(other) == {"a": 4, "b": 8, "c": 12, "d": 6}
    assert asked.finishes(other) == ByRules(other).finishes(other)


def test_it_ends_when_told_to() -> None:
    found = sensitivity(PROBLEM, stop=lambda: True)
    assert (found.swings, found.survives) == ((), 1.0)


@pytest.mark.parametrize(
    ("figure", "path"),
    [
        (Figure(owner=Owner.PROBLEM, ref="", field="discount_per_month"), "discount_per_month"),
        (Figure(owner=Owner.SOURCE, ref="s", field="realisation"), "sources"),
        (Figure(owner=Owner.CREW, ref="crew", field="capacity"), "crews"),
        (Figure(owner=Owner.TASK, ref="a/rest", field="duration"), "tasks"),
        (Figure(owner=Owner.PROJECT, ref="a", field=BENEFIT), "projects"),
    ],
)
def test_a_change_touches_its_figure_alone(figure: Figure, path: str) -> None:
    other = changed(PROBLEM, figure, 2)
    assert getattr(other, path) != getattr(PROBLEM, path)
    assert replace(other, **{path: getattr(PROBLEM, path)}) == PROBLEM


def test_an_unknown_figure_is_refused() -> None:
    with pytest.raises(ValueError, match="has no colour"):
        changed(PROBLEM, Figure(owner=Owner.PROBLEM, ref="", field="colour"), 2)
