"""Compile the planner's kernels into the cache, once."""

from __future__ import annotations

from hamgam.engine.completion.plan import plan
from hamgam.engine.completion.problem import Crew, Mode, Objective, Problem, Project, Task, TimeGrid
from hamgam.engine.solving import Limits


def warm() -> None:
    """Plan two tiny cities, which compiles every kernel; later calls load them from disk."""
    task = Task(project="p", ref="t", modes=(Mode(duration=1, demands={"crew": 1}),))
    other = Task(project="p", ref="u", modes=(Mode(duration=2, demands={"crew": 1}),))
    for objective in (Objective.MAKESPAN, Objective.VALUE):
        problem = Problem(
            grid=TimeGrid(horizon=3),
            projects=(Project(ref="p", benefit_residents_rials_per_month=1.0),),
            tasks=(task, other),
            crews=(Crew(ref="crew", capacity=1),),
            objective=objective,
        )
        plan(problem, Limits(work=10))
