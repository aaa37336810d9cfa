"""Invented portfolios: projects of twenty tasks on four shared crews, money by quarter.

Periods are weeks; the aim is Σ weight × finish, the classic stand-in for benefit lost by delay.
Every number is drawn from the seed, so the instances need no file.
"""

from __future__ import annotations

import numpy as np

from hamgam.engine.completion.problem import (
    Credit,
    Crew,
    Dependency,
    FundingSource,
    Mode,
    Objective,
    Problem,
    Project,
    Task,
    TimeGrid,
)

TASKS = 20
CREWS = 4
QUARTER_WEEKS = 13


def portfolio(projects: int, seed: int, tightness: float = 0.9) -> Problem:
    """A portfolio of `projects` projects; money comes in quarters at about the pace of the crews.

    `tightness` below 1 leaves that much more money than the crews could use.
    """
    draw = np.random.default_rng(seed)
    count = projects * TASKS
    durations = draw.integers(1, 9, count)
    demands = [_demand(draw) for _ in range(count)]
    costs = (draw.lognormal(2.0, 0.8, count) + 1).astype(int)
    capacity = round(10 * max(1.0, projects / 30))
    load = np.zeros(CREWS)
    for duration, demand in zip(durations, demands, strict=True):
        for crew, units in demand.items():
            load[crew] += units * duration
    weeks = float(load.max()) / capacity
    per_quarter = int(costs.sum() / max(int(weeks / QUARTER_WEEKS) + 1, 1) / tightness)
    horizon = int(weeks * 1.6) + 120
    return Problem(
        grid=TimeGrid(horizon=horizon),
        projects=tuple(
            Project(
                ref=f"P{p}", due=0, weight=int(draw.integers(1, 11)), physical_share=draw.random()
            )
            for p in range(projects)
        ),
        tasks=tuple(
            Task(
                project=f"P{i // TASKS}",
                ref=str(i % TASKS),
                modes=(
                    Mode(
                        duration=int(durations[i]),
                        demands={f"crew{c}": u for c, u in demands[i].items()},
                        cost_rials=int(costs[i]),
                        profile=(1.0,),
                    ),
                ),
            )
            for i in range(count)
        ),
        dependencies=tuple(tie for p in range(projects) for tie in _network(draw, p)),
        crews=tuple(Crew(ref=f"crew{c}", capacity=capacity) for c in range(CREWS)),
        sources=(
            FundingSource(
                ref="city",
                credits=tuple(
                    Credit(period=week, approved_rials=per_quarter)
                    for week in range(0, horizon, QUARTER_WEEKS)
                ),
            ),
        ),
        objective=Objective.WEIGHTED_DELAY,
    )


def _demand(draw: np.random.Generator) -> dict[int, int]:
    crews = draw.choice(CREWS, draw.integers(1, 3), replace=False)
    return {int(crew): int(draw.integers(1, 4)) for crew in crews}


def _network(draw: np.random.Generator, project: int) -> list[Dependency]:
    """Every task but the first waits for up to three of the six before it; all lead to the last."""
    pairs: set[tuple[int, int]] = set()
    for task in range(1, TASKS):
        before = draw.integers(max(0, task - 6), task, draw.integers(1, 4))
        pairs |= {(int(b), task) for b in before}
    waited_for = {before for before, _ in pairs}
    pairs |= {(task, TASKS - 1) for task in range(TASKS - 1) if task not in waited_for}
    return [
        Dependency(before=f"P{project}/{before}", after=f"P{project}/{after}")
        for before, after in sorted(pairs)
    ]
