"""Where there is no plan, the cause that was planted is named, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hamgam.engine.completion.plan import plan
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
    Unit,
)
from hamgam.engine.outcomes import Found, Infeasible
from hamgam.engine.solving import Limits

MONTHS = tuple(date(2026 + (m + 2) // 12, (m + 2) % 12 + 1, 21) for m in range(13))
NAMES = {"fa": "زیرگذر", "en": "Underpass", "ar": "نفق"}
PAID = FundingSource(ref="city", credits=(Credit(period=0, approved_rials=10**13),))


def task(project: str, duration: int = 4, **about: object) -> Task:
    mode = Mode(duration=duration, cost_rials=10**11, demands={"asphalt": 1})
    return Task(project=project, ref="1", modes=(mode,), **about)  # type: ignore[arg-type]


def city(**about: object) -> Problem:
    """Three works in a year; the first must be finished. What is given is changed."""
    values: dict[str, object] = {
        "grid": TimeGrid(horizon=12, unit=Unit.MONTH, begins=MONTHS),
        "projects": (
            Project(ref="a", names=NAMES, must_finish=True, zone="east"),
            Project(ref="b", names={"en": "Library"}),
            Project(ref="c", names={"en": "Park"}),
        ),
        "tasks": (task("a"), task("b"), task("c")),
        "crews": (Crew(ref="asphalt", names={"en": "Asphalt plant"}, capacity=1),),
        "sources": (PAID,),
    }
    return Problem(**(values | about))  # type: ignore[arg-type]  # a mapping of fields


def season(ref: str, begins: int, ends: int) -> Block:
    return Block(
        ref=ref, kind=BlockKind.SEASON, begins=begins, ends=ends, zone="east", cause=f"{ref} season"
    )


def refused(problem: Problem) -> Infeasible:
    outcome = plan(problem, Limits(work=50))
    assert isinstance(outcome, Infeasible)
    for language in ("fa", "ar"):
        assert len(outcome.told(language)) == len(outcome.reasons)
    return outcome


def bidden(problem: Problem, *refs: str) -> Problem:
    projects = tuple(replace(p, must_finish=p.ref in refs) for p in problem.projects)
    return replace(problem, projects=projects)


def test_without_a_cause_there_is_a_plan() -> None:
    assert isinstance(plan(city(), Limits(work=50)), Found)


def test_missing_money_names_both_sums_and_the_project() -> None:
    poor = replace(PAID, credits=(Credit(period=0, approved_rials=5 * 10**10),))
    must, money = refused(city(sources=(poor,))).reasons
    assert must == "These must be finished: Underpass."
    assert "10 billion toman" in money
    assert "5 billion toman" in money


def test_money_that_comes_too_late_is_not_called_missing() -> None:
    late = replace(PAID, credits=(Credit(period=10, approved_rials=10**13),))
    assert "Money comes too late" in refused(city(sources=(late,))).reasons[-1]


def test_money_of_the_wrong_line_names_the_line() -> None:
    fenced = replace(PAID, eligible=frozenset({"b", "c"}))
    outcome = refused(city(sources=(fenced,)))
    assert outcome.reasons[-1].endswith("for all of it: city.")


def test_a_crew_that_is_too_small_is_named_with_its_figures() -> None:
    outcome = refused(city(crews=(Crew(ref="asphalt", capacity=0),)))
    assert outcome.reasons == (
        "Underpass needs 1 units of the crew asphalt at once, and there are never more than 0.",
    )


def test_a_crew_that_cannot_do_both_names_the_two_works_only() -> None:
    problem = city(
        tasks=(task("a", 8), task("b", 8), task("c", 2)),
        crews=(
            Crew(ref="asphalt", names={"en": "Asphalt plant"}, capacity=1),
            Crew(ref="bridges", capacity=1),
        ),
    )
    must, crews = refused(bidden(problem, "a", "b", "c")).reasons
    assert must == "These must be finished: Underpass, Library."
    assert crews.endswith(": Asphalt plant.")
    assert "bridges" not in crews


def test_of_many_seasons_only_those_in_the_way_are_named() -> None:
    quiet = [replace(season(f"q{k}", k, k + 1), zone="west") for k in range(12)]
    blocks = (season("winter", 2, 5), *quiet, season("pilgrims", 8, 10))
    outcome = refused(city(blocks=blocks))
    assert len(outcome.reasons) == 1
    assert "Underpass has no room" in outcome.reasons[0]
    paused = task("a", 8, interruptible=True)
    other = task("b", 8)
    both = bidden(city(tasks=(paused, other, task("c")), blocks=blocks), "a", "b")
    told = " ".join(refused(both).reasons)
    assert "q1 season" not in told


def test_works_that_may_not_run_together_are_named() -> None:
    group = Apart(ref="g", members=("a", "b"))
    problem = city(
        tasks=(task("a", 7), task("b", 7), task("c", 1)),
        crews=(Crew(ref="asphalt", capacity=3),),
        apart=(group, Apart(ref="h", members=("b", "c"))),
    )
    must, apart = refused(bidden(problem, "a", "b", "c")).reasons
    assert must == "These must be finished: Underpass, Library."
    assert apart.endswith(": Underpass, Library.")


def test_a_ring_is_named_in_its_order() -> None:
    tasks = (*city().tasks, replace(task("a"), ref="2"))
    ring = (Dependency(before="a/1", after="a/2"), Dependency(before="a/2", after="a/1"))
    told = refused(city(tasks=tasks, dependencies=ring))
    assert told.reasons[0].startswith("These tasks wait for each other in a ring: a/1 → a/2")


def test_land_that_is_ready_after_the_agreed_time_is_named() -> None:
    late = task("a", ready=8, windows=(Span(begins=0, ends=6),))
    (told,) = refused(city(tasks=(late, task("b"), task("c")))).reasons
    assert told.startswith("Underpass is ready too late")


def test_ready_days_that_leave_too_little_are_named() -> None:
    tasks = (task("a", 5, ready=5), task("b", 5, ready=5), task("c", 1))
    told = refused(bidden(city(tasks=tasks), "a", "b")).reasons
    assert told[0] == "These must be finished: Underpass, Library."
    assert any("their ready day" in reason for reason in told)


def test_a_chain_that_is_too_long_is_told_of_the_horizon_only() -> None:
    chain = tuple(replace(task("a", 4), ref=str(k)) for k in range(4))
    ties = tuple(Dependency(before=f"a/{k}", after=f"a/{k + 1}") for k in range(3))
    told = refused(city(tasks=(*chain, task("b"), task("c")), dependencies=ties)).reasons
    assert told[1:] == (
        "The horizon is short: the longest chain of tasks does not end by 1 Farvardin 1406.",
    )


def test_closed_times_are_called_by_the_reader_s_language() -> None:
    spoken = replace(season("winter", 3, 9), names={"fa": "زمستان"})
    first = task("a", 4, interruptible=True)
    tasks = (first, replace(first, ref="2"), task("b", 1), task("c", 1))
    outcome = refused(city(tasks=tasks, blocks=(spoken,)))
    assert "زمستان" in outcome.told("fa")[-1]
    assert "winter season" in outcome.told("en")[-1]


@pytest.mark.parametrize(("language", "name"), [("fa", "«زیرگذر»"), ("ar", "«نفق»")])
def test_reasons_are_told_in_the_reader_s_language(language: str, name: str) -> None:
    outcome = refused(city(crews=(Crew(ref="asphalt", capacity=0),)))
    assert name in outcome.told(language)[0]
    assert not any(digit in outcome.told(language)[0] for digit in "0123456789")
