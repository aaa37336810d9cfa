"""Which assumed figures decide the order, and how much of the order survives when they are wrong.

A figure is changed by half, up and down, and the problem is planned anew by the rules alone: a long
search moves projects by chance, which would drown what the figure does. So the answer repeats, and
what the figure does not touch stays. Two orders agree by

    agreement = (pairs finished in the same order + ½ · pairs tied in the second) ÷ pairs,

over all pairs of projects that the first plan finishes at different times; what is left unfinished
counts as finished last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from hamgam.engine.completion.by_rules import ByRules
from hamgam.engine.completion.problem import Problem, Project, Task
from hamgam.engine.solving import Stop

CHANGE = 0.5
TOLD = 10
"""Figures that are named."""
MOST_TRIED = 60
"""Figures of single projects that are tried: those with the most at stake."""
DRAWS = 20


class Owner(StrEnum):
    """What a figure belongs to."""

    PROJECT = "project"
    TASK = "task"
    SOURCE = "source"
    CREW = "crew"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure: whose, which reference (empty for the whole problem), which field."""

    owner: Owner
    ref: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """What a figure's change by half does to the order.

    `lower` and `upper` are shares of pairs that change places (0 to 1) with the figure at half and
    at one and a half. `moved` is the project that moves furthest in the stronger of both, and
    `periods` by how much (positive: later); None where it is dropped from or taken into the plan.
    """

    figure: Figure
    lower: float
    upper: float
    moved: str
    periods: int | None

    @property
    def most(self) -> float:
        """The larger of both."""
        return max(self.lower, self.upper)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """The figures that would change the order most, and what survives.

    `survives` is the mean agreement (0 to 1) over `draws` futures in which the benefit of every
    project is wrong by up to half, up or down, each on its own; `survives_least` the least.
    """

    swings: tuple[Swing, ...]
    survives: float
    survives_least: float
    draws: int
    tried: int


Finishes = Mapping[str, int]
Solve = Callable[[Problem], Finishes]
"""Problem to the finish of each project; horizon + 1 where it is left unfinished."""
Told = Callable[[int, int], None]
"""Called with how many questions are answered, and how many there are."""


def agreement(first: Finishes, second: Finishes) -> float:
    """How far the second plan keeps the order of the first, 0 to 1; 1 where there is no order."""
    refs = sorted(first)
    a = np.array([first[ref] for ref in refs])
    b = np.array([second[ref] for ref in refs])
    rows, columns = np.triu_indices(len(refs), 1)
    before = np.sign(a[rows] - a[columns])
    after = np.sign(b[rows] - b[columns])
    told = before != 0
    if not told.any():
        return 1.0
    same = (before[told] == after[told]).sum() + 0.5 * (after[told] == 0).sum()
    return float(same / told.sum())


def assumed_figures(problem: Problem) -> list[Figure]:
    """What the problem marks as assumed, by project and task."""
    figures = [
        Figure(owner=Owner.PROJECT, ref=project.ref, field=field)
        for project in problem.projects
        for field in sorted(project.assumed)
        if field in _PROJECT_FIELDS
    ]
    figures += [
        Figure(owner=Owner.TASK, ref=task.key, field=field)
        for task in problem.tasks
        for field in sorted(task.assumed)
        if field in _TASK_FIELDS
    ]
    return figures


def sensitivity(
    problem: Problem,
    also: Sequence[Figure] = (),
    *,
    seed: int = 0,
    stop: Stop | None = None,
    told: Told | None = None,
) -> Sensitivity:
    """The assumed figures that decide the order, most first; `also` are figures shared by all that
    the problem does not mark.

    At most MOST_TRIED figures of single projects are tried, those with the most at stake, after
    the futures of all benefits. Plans by the rules 2 · tried + DRAWS times at most; ends early,
    with what it has, when `stop` says so. `told` hears how many questions are answered.
    """
    solve = ByRules(problem).finishes
    base = solve(problem)
    figures = [*also, *_at_stake(problem, assumed_figures(problem), base)]
    count = DRAWS + len(figures)
    is_stopped, tell = stop or (lambda: False), told or (lambda _done, _all: None)
    agreements: list[float] = []
    for other in _futures(problem, seed):
        if is_stopped():
            break
        agreements.append(agreement(base, solve(other)))
        tell(len(agreements), count)
    swings: list[Swing] = []
    for figure in figures:
        if is_stopped():
            break
        swings.append(_swing(problem, figure, base, solve))
        tell(DRAWS + len(swings), count)
    swings.sort(key=lambda swing: -swing.most)
    return Sensitivity(
        swings=tuple(swing for swing in swings[:TOLD] if swing.most > 0),
        survives=float(np.mean(agreements or [1.0])),
        survives_least=min(agreements, default=1.0),
        draws=len(agreements),
        tried=len(swings),
    )


def _swing(problem: Problem, figure: Figure, base: Finishes, solve: Solve) -> Swing:
    ends = []
    for factor in (1 - CHANGE, 1 + CHANGE):
        other = changed(problem, figure, factor)
        ends.append(base if other == problem else solve(other))
    moves = [1 - agreement(base, end) for end in ends]
    stronger = ends[moves.index(max(moves))]
    never = problem.grid.horizon + 1
    moved = max(base, key=lambda ref: (abs(stronger[ref] - base[ref]), ref))
    leaves = never in (base[moved], stronger[moved])
    return Swing(
        figure=figure,
        lower=moves[0],
        upper=moves[1],
        moved=moved,
        periods=None if leaves else stronger[moved] - base[moved],
    )


def _futures(problem: Problem, seed: int) -> Iterable[Problem]:
    dice = np.random.default_rng(seed)
    for _ in range(DRAWS):
        factors = dice.uniform(1 - CHANGE, 1 + CHANGE, len(problem.projects))
        yield replace(
            problem,
            projects=tuple(
                _benefit(project, float(factor))
                for project, factor in zip(problem.projects, factors, strict=True)
            ),
        )


def _at_stake(problem: Problem, figures: Sequence[Figure], base: Finishes) -> list[Figure]:
    """The figures of projects whose change weighs most in rials, so many as are tried."""
    by_ref = {project.ref: project for project in problem.projects}
    durations = {task.key: task.modes[0].duration for task in problem.tasks}

    def stake(figure: Figure) -> float:
        project = by_ref[figure.ref.partition("/")[0] if figure.owner is Owner.TASK else figure.ref]
        gain = project.chance * project.benefit_rials_per_month * project.benefit_months
        if figure.field in ("chance", "benefit_rials_per_month"):
            return gain
        if figure.field == "stop_value_rials":
            return abs(project.stop_value_rials or 0.0)
        if figure.field == "duration":
            months = durations[figure.ref] / problem.grid.periods_per_month
            return months * (project.benefit_rials_per_month + project.delay_cost_rials_per_month)
        return float(getattr(project, figure.field)) * min(base[project.ref], problem.grid.horizon)

    return sorted(figures, key=lambda f: (-stake(f), f.ref, f.field))[:MOST_TRIED]


def changed(problem: Problem, figure: Figure, factor: float) -> Problem:
    """The problem with one figure multiplied; ValueError when it has no such figure."""
    if figure.owner is Owner.PROJECT:
        change = _PROJECT_FIELDS[figure.field]
        return replace(
            problem,
            projects=tuple(
                change(project, factor) if project.ref == figure.ref else project
                for project in problem.projects
            ),
        )
    if figure.owner is Owner.TASK:
        return replace(
            problem,
            tasks=tuple(
                _TASK_FIELDS[figure.field](task, factor) if task.key == figure.ref else task
                for task in problem.tasks
            ),
        )
    return _changed_shared(problem, figure, factor)


def _changed_shared(problem: Problem, figure: Figure, factor: float) -> Problem:
    if figure.owner is Owner.PROBLEM and figure.field == "discount_per_month":
        return replace(problem, discount_per_month=problem.discount_per_month * factor)
    if figure.owner is Owner.PROBLEM and figure.field == "price_growth_per_month":
        return replace(problem, price_growth_per_month=problem.price_growth_per_month * factor)
    if figure.owner is Owner.SOURCE:
        return replace(
            problem,
            sources=tuple(
                replace(
                    source,
                    credits=tuple(
                        replace(credit, realisation=credit.realisation * factor)
                        for credit in source.credits
                    ),
                )
                if source.ref == figure.ref
                else source
                for source in problem.sources
            ),
        )
    if figure.owner is Owner.CREW:
        return replace(
            problem,
            crews=tuple(
                replace(crew, capacity=round(crew.capacity * factor))
                if crew.ref == figure.ref
                else crew
                for crew in problem.crews
            ),
        )
    raise ValueError(f"figure: the problem has no {figure.field}")


def _benefit(project: Project, factor: float) -> Project:
    return replace(
        project,
        benefit_residents_rials_per_month=project.benefit_residents_rials_per_month * factor,
        benefit_pilgrims_rials_per_month=project.benefit_pilgrims_rials_per_month * factor,
    )


def _scaled(field: str) -> Callable[[Project, float], Project]:
    def change(project: Project, factor: float) -> Project:
        value = getattr(project, field)
        if value is None:
            return project
        scaled = value * factor
        return replace(project, **{field: min(scaled, 1.0) if field == "chance" else scaled})

    return change


def _duration(task: Task, factor: float) -> Task:
    return replace(
        task,
        modes=tuple(
            replace(
                mode,
                duration=max(round(mode.duration * factor), min(mode.duration, 1)),
                profile=(),
            )
            for mode in task.modes
        ),
    )


_PROJECT_FIELDS: dict[str, Callable[[Project, float], Project]] = {
    "benefit_rials_per_month": _benefit,
    **{
        field: _scaled(field)
        for field in (
            "chance",
            "stop_value_rials",
            "keep_safe_rials_per_month",
            "delay_cost_rials_per_month",
            "late_rials_per_month",
        )
    },
}
_TASK_FIELDS: dict[str, Callable[[Task, float], Task]] = {"duration": _duration}
