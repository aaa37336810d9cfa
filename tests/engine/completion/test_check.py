"""The checker sees every way in which a plan can be wrong."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hamgam.engine.completion import check
from hamgam.engine.completion.check import objective, violations
from hamgam.engine.completion.plan import plan, verified
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
from hamgam.engine.completion.schedule import Plan, Scheduled
from hamgam.engine.outcomes import Found
from hamgam.engine.solving import Limits

CITY = Problem(
    grid=TimeGrid(horizon=20, unit=Unit.MONTH),
    projects=(
        Project(ref="a", zone="shrine", benefit_residents_rials_per_month=10.0, must_finish=True),
        Project(ref="b", benefit_residents_rials_per_month=9.0, keep_safe_rials_per_month=2.0),
    ),
    tasks=(
        Task(project="a", ref="1", modes=(Mode(duration=3, demands={"c": 1}, cost_rials=30),)),
        Task(project="a", ref="2", modes=(Mode(duration=2, cost_rials=10),), ready=1),
        Task(project="b", ref="1", modes=(Mode(duration=2, demands={"c": 1}, cost_rials=20),)),
    ),
    dependencies=(Dependency(before="a/1", after="a/2"),),
    crews=(Crew(ref="c", capacity=1),),
    sources=(
        FundingSource(ref="city", credits=(Credit(period=0, approved_rials=500),)),
        FundingSource(
            ref="state",
            credits=(Credit(period=0, approved_rials=100),),
            eligible=frozenset({"b"}),
        ),
    ),
    blocks=(Block(ref="safar", kind=BlockKind.SEASON, begins=8, ends=10, zone="shrine"),),
    apart=(Apart(ref="twins", members=("a/2", "b/1")),),
)


def good() -> Plan:
    outcome = plan(CITY, Limits(work=50))
    assert isinstance(outcome, Found)
    return outcome.value


def moved(found: Plan, key: str, begins: int, length: int = 0) -> Plan:
    """The plan with one task somewhere else, its payments and totals left as they were."""
    task = found.tasks[key]
    length = length or task.ends - task.begins
    span = Span(begins=begins, ends=begins + length)
    other = Scheduled(task=key, mode=task.mode, begins=begins, ends=begins + length, worked=(span,))
    tasks = {**found.tasks, key: other}
    ends: dict[str, int] = {}
    for name, planned in tasks.items():
        ends[name[0]] = max(ends.get(name[0], 0), planned.ends)
    return replace(found, tasks=tasks, finishes=ends, makespan=max(ends.values()))


def test_the_checker_reads_only_the_question_and_the_answer() -> None:
    tree = ast.parse(Path(check.__file__).read_text(encoding="utf-8"))
    ours = {
        node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("hamgam")
    }
    own = "hamgam.engine.completion"
    assert ours == {f"{own}.problem", f"{own}.schedule"}


def test_a_good_plan_has_nothing_against_it() -> None:
    assert violations(CITY, good()) == []
    assert verified(CITY, good()) == good()


WRONG: list[tuple[str, Callable[[Plan], Plan]]] = [
    ("ready at 1", lambda p: moved(p, "a/2", 0)),
    ("leaves the horizon", lambda p: moved(p, "a/2", 19)),
    ("not worked 3 periods", lambda p: moved(p, "a/1", 0, 2)),
    ("forbidden period", lambda p: moved(p, "a/2", 8)),
    ("FS+0", lambda p: moved(p, "a/2", 1)),
    ("units used", lambda p: moved(p, "b/1", p.tasks["a/1"].begins)),
    ("twins", lambda p: moved(p, "b/1", p.tasks["a/2"].begins)),
    ("paid in period", lambda p: replace(p, payments=p.payments[1:])),
    ("is no source", lambda p: replace(p, payments=_from(p, "nobody"))),
    ("may not pay", lambda p: replace(p, payments=_from(p, "state"))),
    ("the plan says", lambda p: replace(p, objective=p.objective + 1)),
    ("makespan", lambda p: replace(p, makespan=p.makespan + 1)),
    ("must be finished", lambda p: _dropped(p, "a")),
    ("either finished or unfinished", lambda p: replace(p, unfinished=("b",))),
    ("ends of the last tasks", lambda p: replace(p, finishes={**p.finishes, "a": 19})),
    (
        "planned without",
        lambda p: replace(p, tasks={k: v for k, v in p.tasks.items() if k != "a/2"}),
    ),
    ("does not", lambda p: replace(p, tasks={**p.tasks, "x/1": p.tasks["a/1"]})),
    ("not one of its modes", lambda p: _mode(p, "night")),
]


def _from(found: Plan, source: str) -> tuple:  # type: ignore[type-arg]  # payments, all from one
    return tuple(replace(payment, source=source) for payment in found.payments)


def _dropped(found: Plan, ref: str) -> Plan:
    return replace(
        found,
        tasks={k: v for k, v in found.tasks.items() if not k.startswith(ref)},
        finishes={k: v for k, v in found.finishes.items() if k != ref},
        unfinished=(ref,),
    )


def _mode(found: Plan, name: str) -> Plan:
    return replace(found, tasks={**found.tasks, "a/1": replace(found.tasks["a/1"], mode=name)})


@pytest.mark.parametrize(("words", "spoil"), WRONG)
def test_a_spoilt_plan_is_told_what_is_wrong(words: str, spoil: Callable[[Plan], Plan]) -> None:
    spoilt = spoil(good())
    assert any(words in told for told in violations(CITY, spoilt))
    with pytest.raises(ArithmeticError, match="breaks its own rules"):
        verified(CITY, spoilt)


def test_an_overdrawn_source_is_told() -> None:
    poor = replace(
        CITY,
        sources=(FundingSource(ref="city", credits=(Credit(period=0, approved_rials=40),)),),
    )
    paid = replace(good(), payments=_from(good(), "city"))
    assert any("overdrawn" in told for told in violations(poor, paid))


def test_money_that_lapsed_cannot_be_spent() -> None:
    lapsing = replace(
        CITY,
        sources=(
            FundingSource(ref="city", credits=(Credit(period=0, approved_rials=500),), lapses=(1,)),
        ),
    )
    paid = replace(good(), payments=_from(good(), "city"))
    assert any("overdrawn" in told for told in violations(lapsing, paid))


def test_the_objective_is_recomputed() -> None:
    for discount in (0.0, 0.02):
        asked = replace(CITY, discount_per_month=discount)
        outcome = plan(asked, Limits(work=50))
        assert isinstance(outcome, Found)
        assert objective(asked, outcome.value) == pytest.approx(outcome.value.objective)
