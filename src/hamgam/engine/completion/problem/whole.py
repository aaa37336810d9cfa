"""The whole question: projects, tasks, what they share, and what is wanted of the plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hamgam.engine.completion.problem.grid import TimeGrid
from hamgam.engine.completion.problem.limits import known, not_negative, unique
from hamgam.engine.completion.problem.means import Apart, Crew, FundingSource, Together
from hamgam.engine.completion.problem.projects import Block, Dependency, Project, Task


class Objective(StrEnum):
    """What a plan is good for."""

    VALUE = "value"
    """Most value to people: see `docs/algorithms/completion.md` (maximised)."""
    MAKESPAN = "makespan"
    """The last finish of all (minimised); every project is finished."""
    WEIGHTED_DELAY = "weighted_delay"
    """Σ weight × periods after the due instant (minimised); every project is finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Which half-finished projects to finish, in what order, with the crews and money there are.

    `discount_per_month` and `price_growth_per_month` are rates (0.02 is 2 % a month); costs grow
    with the works index from period 0 on. Without any funding source money is no limit. Raises
    ValueError naming the field where values do not fit each other; what cannot be *planned* is no
    error but `Infeasible`.
    """

    grid: TimeGrid
    projects: tuple[Project, ...]
    tasks: tuple[Task, ...]
    dependencies: tuple[Dependency, ...] = ()
    crews: tuple[Crew, ...] = ()
    sources: tuple[FundingSource, ...] = ()
    blocks: tuple[Block, ...] = ()
    apart: tuple[Apart, ...] = ()
    together: tuple[Together, ...] = ()
    objective: Objective = Objective.VALUE
    discount_per_month: float = 0.0
    price_growth_per_month: float = 0.0

    def __post_init__(self) -> None:
        not_negative(self.discount_per_month, "discount_per_month")
        if not self.price_growth_per_month > -1:
            raise ValueError(f"price_growth_per_month: {self.price_growth_per_month} is below -1")
        for field, refs in (
            ("projects", [p.ref for p in self.projects]),
            ("tasks", [t.key for t in self.tasks]),
            ("crews", [c.ref for c in self.crews]),
            ("sources", [s.ref for s in self.sources]),
            ("blocks", [b.ref for b in self.blocks]),
        ):
            unique(refs, field)
        self._check_tasks()
        self._check_ties()

    def _check_tasks(self) -> None:
        projects = {p.ref for p in self.projects}
        crews = {c.ref for c in self.crews}
        for task in self.tasks:
            known(task.project, projects, f"tasks[{task.key}].project")
            for mode in task.modes:
                where = f"tasks[{task.key}].modes[{mode.name}].demands"
                _all_known(mode.demands, crews, where)
        for empty in projects - {t.project for t in self.tasks}:
            raise ValueError(f"projects[{empty}]: has no task")

    def _check_ties(self) -> None:
        projects = {p.ref for p in self.projects}
        tasks = {t.key for t in self.tasks}
        for tie in self.dependencies:
            _all_known((tie.before, tie.after), tasks, "dependencies")
        for group in self.apart:
            _all_known(group.members, projects | tasks, f"apart[{group.ref}].members")
        for pair in self.together:
            _all_known((pair.a, pair.b), tasks, "together")
        for block in self.blocks:
            if block.project is not None:
                known(block.project, projects, f"blocks[{block.ref}].project")
            if block.task is not None:
                known(block.task, tasks, f"blocks[{block.ref}].task")
        for source in self.sources:
            _all_known(source.eligible or (), projects, f"sources[{source.ref}].eligible")

    @property
    def maximises(self) -> bool:
        """Whether a larger objective is better."""
        return self.objective is Objective.VALUE

    @property
    def all_must_finish(self) -> bool:
        """Whether the objective leaves no project unfinished."""
        return self.objective is not Objective.VALUE

    def project(self, ref: str) -> Project:
        """The project of that name; KeyError when there is none."""
        for project in self.projects:
            if project.ref == ref:
                return project
        raise KeyError(ref)

    def tasks_of(self, ref: str) -> list[Task]:
        """The tasks of a project, as given."""
        return [task for task in self.tasks if task.project == ref]

    def blocks_of(self, task: Task) -> list[Block]:
        """The blocks that forbid this task."""
        project = self.project(task.project)
        return [block for block in self.blocks if block.touches(task, project)]


def _all_known(refs: Iterable[str], among: set[str], field: str) -> None:
    for ref in refs:
        known(ref, among, field)
