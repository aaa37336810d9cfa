"""A plan as frozen values: when each task is worked, who pays what when, and how good it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hamgam.engine.completion.problem import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """One task in the plan: worked in the spans given, in order, which touch no forbidden period.

    `begins` is the first worked period, `ends` the instant after the last.
    """

    task: str
    mode: str
    begins: int
    ends: int
    worked: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Rials paid in one period from one source; `task` None pays for keeping the site safe.

    `rials` are of the period itself (the price base times the growth of the works index).
    """

    project: str
    task: str | None
    source: str
    period: int
    rials: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A verified plan.

    `tasks` by task key, only those of finished projects; `finishes` gives the instant at which each
    chosen project is finished; `unfinished` are stopped or left, in the order of the problem.
    `objective` is in the problem's own sense (value in rials is maximised, the others minimised);
    `bound` is what no plan can beat, None when none was asked for; `proved` tells that both are
    equal (values to a hundred-thousandth). `first_objective` is that of the first answer,
    `schedules` how many were built.
    """

    tasks: Mapping[str, Scheduled]
    finishes: Mapping[str, int]
    unfinished: tuple[str, ...]
    payments: tuple[Payment, ...]
    objective: float
    makespan: int
    bound: float | None = None
    proved: bool = False
    first_objective: float | None = None
    schedules: int = 0

    @property
    def starts(self) -> dict[str, int]:
        """The first worked period of each task, by task key."""
        return {key: task.begins for key, task in self.tasks.items()}

    @property
    def gap(self) -> float | None:
        """How far the objective may be from the best, as a share of the bound; None: no bound."""
        if self.bound is None:
            return None
        distance = abs(self.objective - self.bound)
        return 0.0 if distance == 0 else distance / max(abs(self.bound), 1e-9)

    def order(self) -> list[str]:
        """The chosen projects in the order in which they are finished, then by name."""
        return sorted(self.finishes, key=lambda ref: (self.finishes[ref], ref))
