"""Laws of the planner: whatever the city, these hold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hamgam.engine.completion.baseline import baselines
from hamgam.engine.completion.check import objective, violations
from hamgam.engine.completion.plan import plan
from hamgam.engine.completion.problem import (
    Credit,
    Crew,
    Dependency,
    Mode,
    Objective,
    Problem,
    Project,
    Task,
    TimeGrid,
)
from hamgam.engine.completion.schedule import Plan
from hamgam.engine.outcomes import Found, Infeasible
from hamgam.engine.solving import Limits, Progress
from tests.engine.completion.brute import best_objective
from tests.engine.completion.instances import line, portfolio

LAWS = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
SEEDS = st.integers(0, 10_000)
OBJECTIVES = st.sampled_from(list(Objective))


def planned(problem: Problem, work: int = 100, seed: int = 0) -> Plan | None:
    outcome = plan(problem, Limits(work=work, seed=seed))
    return outcome.value if isinstance(outcome, Found) else None


def better(problem: Problem, one: float, other: float) -> bool:
    """Whether `one` is at least as good as `other`, to a hair."""
    hair = 1e-6 * max(1.0, abs(one), abs(other))
    return one >= other - hair if problem.maximises else one <= other + hair


@LAWS
@given(SEEDS, OBJECTIVES)
def test_every_plan_passes_the_checker(seed: int, aim: Objective) -> None:
    problem = portfolio(seed, objective=aim)
    found = planned(problem)
    if found is not None:
        assert violations(problem, found) == []
        assert found.objective == pytest.approx(objective(problem, found))


@LAWS
@given(SEEDS, OBJECTIVES)
def test_the_bound_is_never_beaten(seed: int, aim: Objective) -> None:
    problem = portfolio(seed, objective=aim)
    found = planned(problem, work=400)
    if found is not None and found.bound is not None:
        assert better(problem, found.bound, found.objective)
        assert found.gap is not None
        assert found.gap >= 0


@LAWS
@given(SEEDS, OBJECTIVES)
def test_never_worse_than_a_baseline_or_the_first_answer(seed: int, aim: Objective) -> None:
    problem = portfolio(seed, objective=aim)
    found = planned(problem)
    rules = baselines(problem)
    for other in rules.values():
        assert violations(problem, other) == []
        assert found is not None
        assert better(problem, found.objective, other.objective)
    if found is not None and found.first_objective is not None:
        assert better(problem, found.objective, found.first_objective)


@LAWS
@given(SEEDS, st.floats(0, 1e12), st.floats(0, 1))
def test_money_spent_changes_nothing(seed: int, spent: float, share: float) -> None:
    problem = portfolio(seed)
    changed = replace(
        problem,
        projects=tuple(
            replace(project, spent_rials=spent * k, paid_share=share)
            for k, project in enumerate(problem.projects)
        ),
    )
    assert planned(problem) == planned(changed)


@LAWS
@given(SEEDS, OBJECTIVES, st.integers(0, 5))
def test_the_same_work_and_seed_repeat_exactly(seed: int, aim: Objective, start: int) -> None:
    problem = portfolio(seed, objective=aim)
    assert planned(problem, 150, start) == planned(problem, 150, start)


@pytest.mark.parametrize("aim", list(Objective))
def test_the_number_of_threads_changes_nothing_where_work_is_counted(aim: Objective) -> None:
    problem = portfolio(3, objective=aim)
    answers = [plan(problem, Limits(work=300, threads=threads)) for threads in (1, 3)]
    plans = [answer.value for answer in answers if isinstance(answer, Found)]
    assert len(plans) in (0, 2)
    assert plans[:1] == plans[1:]


@LAWS
@given(SEEDS)
def test_more_money_never_makes_the_best_plan_worse(seed: int) -> None:
    poor = line(seed)
    rich = replace(
        poor,
        sources=tuple(
            replace(s, credits=(*s.credits, Credit(period=0, approved_rials=40)))
            for s in poor.sources
        ),
    )
    one, other = planned(poor, 400), planned(rich, 400)
    assert one is not None
    assert other is not None
    assert better(rich, other.objective, one.objective)


def test_a_worth_that_never_falls_is_still_won() -> None:
    task = Task(project="a", ref="1", modes=(Mode(duration=2, demands={"crew": 1}),))
    problem = Problem(
        grid=TimeGrid(horizon=6),
        projects=(Project(ref="a", benefit_residents_rials_per_month=9e10),),
        tasks=(task,),
        crews=(Crew(ref="crew", capacity=1),),
    )
    found = planned(problem, 50)
    assert found is not None
    assert found.unfinished == ()
    assert found.objective == pytest.approx(found.bound)


@LAWS
@given(SEEDS, OBJECTIVES)
def test_tiny_instances_equal_brute_force(seed: int, aim: Objective) -> None:
    problem = line(seed, objective=aim)
    best = best_objective(problem)
    found = planned(problem, 600)
    if best is None:
        assert found is None
    else:
        assert found is not None
        assert found.objective == pytest.approx(best)


def test_a_ring_is_named() -> None:
    problem = line(1)
    a, b = problem.tasks[0].key, problem.tasks[1].key
    ring = (Dependency(before=a, after=b), Dependency(before=b, after=a))
    outcome = plan(replace(problem, dependencies=ring))
    assert isinstance(outcome, Infeasible)
    assert a in outcome.reasons[0]
    assert b in outcome.reasons[0]


def test_a_crew_that_is_too_small_is_named() -> None:
    problem = line(3, objective=Objective.MAKESPAN)
    task = replace(
        problem.tasks[0],
        modes=(replace(problem.tasks[0].modes[0], duration=1, demands={"crew": 5}),),
    )
    outcome = plan(replace(problem, tasks=(task, *problem.tasks[1:])))
    assert isinstance(outcome, Infeasible)
    assert "crew" in outcome.reasons[0]


def test_missing_money_is_a_reason() -> None:
    problem = line(3, objective=Objective.MAKESPAN)
    crews = tuple(Crew(ref=crew.ref, capacity=9) for crew in problem.crews)
    empty = tuple(replace(s, credits=()) for s in problem.sources)
    outcome = plan(replace(problem, sources=empty, crews=crews), Limits(work=50))
    assert isinstance(outcome, Infeasible)
    assert outcome.reasons


def test_progress_rises_and_stop_is_obeyed() -> None:
    problem = portfolio(8)
    told: list[Progress] = []
    plan(problem, Limits(work=500), progress=told.append)
    values = [progress.objective for progress in told]
    assert values == sorted(values)
    calls: list[int] = []

    def stop() -> bool:
        calls.append(1)
        return True

    outcome = plan(problem, Limits(seconds=60), stop=stop)
    assert isinstance(outcome, Found)
    assert calls


def test_a_crew_s_own_work_bounds_the_makespan() -> None:
    """Six tasks of two periods on one crew of one take twelve, and the search knows it is done."""
    base = line(0, objective=Objective.MAKESPAN)
    mode = replace(base.tasks[0].modes[0], duration=2, demands={"crew": 1}, cost_rials=0)
    tasks = tuple(
        replace(base.tasks[0], ref=f"t{k}", modes=(mode,), ready=0, windows=()) for k in range(6)
    )
    told: list[Progress] = []
    outcome = plan(
        replace(
            base,
            grid=TimeGrid(horizon=40),
            projects=base.projects[:1],
            tasks=tasks,
            dependencies=(),
            crews=(Crew(ref="crew", capacity=1),),
            sources=(),
            blocks=(),
        ),
        Limits(work=30),
        progress=told.append,
    )
    assert isinstance(outcome, Found)
    assert (outcome.value.makespan, outcome.value.bound, outcome.value.proved) == (12, 12, True)
    assert {progress.step for progress in told} == {"first", "bound"}
