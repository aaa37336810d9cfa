"""Compile the planner's kernels into the cache, once."""

from __future__ import annotations

from hamgam.engine.completion.flatten import flatten
from hamgam.engine.completion.problem import Crew, Mode, Objective, Problem, Project, Task, TimeGrid
from hamgam.engine.completion.rules import Rule
from hamgam.engine.completion.searchers import (
    ListSearcher,
    PriceSearcher,
    Searcher,
    WalkSearcher,
    of_rule,
)


def warm() -> None:
    """Let every kind of search take a few steps on a tiny city, which compiles every kernel."""
    problem = Problem(
        grid=TimeGrid(horizon=3),
        projects=(Project(ref="p"),),
        tasks=tuple(
            Task(project="p", ref=ref, modes=(Mode(duration=1, demands={"crew": 1}),))
            for ref in ("t", "u")
        ),
        crews=(Crew(ref="crew", capacity=1),),
        objective=Objective.MAKESPAN,
    )
    tables = flatten(problem)
    start = of_rule(problem, tables, Rule.SMITH)
    searchers: list[Searcher] = [
        WalkSearcher(tables, start, 0),
        PriceSearcher(tables, start),
        ListSearcher(tables, 0),
    ]
    for searcher in searchers:
        searcher.advance(10, float("inf"))
        searcher.adopt(searcher.best())
