"""Invented single projects, drawn as the standard sets are: network complexity, resource factor and
resource strength as Kolisch, Sprecher and Drexl (1995) name them.

Periods are days; the aim is the shortest makespan. Every number is drawn from the seed, so the
instances need no file.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hamgam.engine.completion.problem import (
    Crew,
    Dependency,
    Mode,
    Objective,
    Problem,
    Project,
    Task,
    TimeGrid,
)

CREWS = 4
LONGEST = 10
MOST_UNITS = 10

Ints = NDArray[np.int64]
Arcs = list[tuple[int, int]]


@dataclass(frozen=True)
class Design:
    """What the instances of a set have in common.

    `complexity` is the mean number of ties per task, none of which follows from the others;
    `factor` the mean share of the crews that a task needs (0 to 1); `strength` how much there is of
    each: 0 what the greediest task needs, 1 what the project needs when everything begins as early
    as it can.
    """

    tasks: int
    complexity: float = 1.8
    factor: float = 0.75
    strength: float = 0.2

    def __str__(self) -> str:
        return (
            f"{self.tasks} tasks, complexity {self.complexity:g}, factor {self.factor:g}, "
            f"strength {self.strength:g}"
        )


def network(design: Design, seed: int) -> Problem:
    """One project of the design; the same seed gives the same project."""
    draw = np.random.default_rng(seed)
    durations = draw.integers(1, LONGEST + 1, design.tasks)
    arcs = _arcs(draw, design)
    demands = _demands(draw, design)
    there = _capacities(design, durations, arcs, demands)
    tasks = tuple(
        Task(
            project="1",
            ref=str(i + 1),
            modes=(
                Mode(
                    duration=int(durations[i]),
                    demands={f"R{k + 1}": int(u) for k, u in enumerate(demands[i]) if u},
                ),
            ),
        )
        for i in range(design.tasks)
    )
    return Problem(
        grid=TimeGrid(horizon=int(durations.sum())),
        projects=(Project(ref="1"),),
        tasks=tasks,
        dependencies=tuple(Dependency(before=f"1/{a + 1}", after=f"1/{b + 1}") for a, b in arcs),
        crews=tuple(Crew(ref=f"R{k + 1}", capacity=int(u)) for k, u in enumerate(there)),
        objective=Objective.MAKESPAN,
    )


class _Net:
    """Ties of which none follows from the others."""

    def __init__(self, tasks: int) -> None:
        self.arcs: Arcs = []
        self._reaches = np.eye(tasks, dtype=np.bool_)

    def tie(self, a: int, b: int) -> None:
        """Let `b` wait for `a`, unless it does already or another tie would then follow."""
        above, below = self._reaches[:, a], self._reaches[b]
        if self._reaches[a, b] or any(above[c] and below[d] for c, d in self.arcs):
            return
        self.arcs.append((a, b))
        self._reaches |= np.outer(above, below)


def _arcs(draw: np.random.Generator, design: Design) -> Arcs:
    """Every task but the first few waits for one before it; then pairs are tied as drawn."""
    n = design.tasks
    net = _Net(n)
    for b in range(3, n):
        net.tie(int(draw.integers(max(0, b - n // 4), b)), b)
    wanted = round(design.complexity * n)
    for _ in range(50 * n):
        if len(net.arcs) >= wanted:
            break
        a, b = sorted(draw.choice(n, 2, replace=False).tolist())
        if b - a <= n // 3:
            net.tie(a, b)
    return net.arcs


def _demands(draw: np.random.Generator, design: Design) -> Ints:
    """Units of each crew, shape (tasks, crews); each task needs one crew at least."""
    needed = np.zeros((design.tasks, CREWS), np.bool_)
    needed[np.arange(design.tasks), draw.integers(0, CREWS, design.tasks)] = True
    more = max(round(design.factor * needed.size) - design.tasks, 0)
    free = np.flatnonzero(~needed.ravel())
    needed.ravel()[draw.choice(free, more, replace=False)] = True
    return np.asarray(needed * draw.integers(1, MOST_UNITS + 1, needed.shape))


def _capacities(design: Design, durations: Ints, arcs: Arcs, demands: Ints) -> Ints:
    """Between the least that lets every task be worked and the peak of the earliest schedule."""
    start = np.zeros(len(durations), np.int64)
    for a, b in sorted(arcs):
        start[b] = max(start[b], start[a] + durations[a])
    used = np.zeros((int((start + durations).max()), CREWS), np.int64)
    for i, begins in enumerate(start):
        used[begins : begins + durations[i]] += demands[i]
    least, most = demands.max(axis=0), used.max(axis=0)
    return np.asarray(np.round(least + design.strength * (most - least)), dtype=np.int64)
