"""Scenarios: what would be if. A TOML file of changes to a problem.

name = "۲۰ درصد اعتبار کمتر"
first = ["project-003"]
without_blocks = ["منطقه ثامن/9"]

[credit]
scale = 0.8

[source."شهرداری"]
scale = 0.9
add_rials = 500_000_000_000
realisation = 0.5

[crew."شهرداری"]
add = 1

[project."project-007"]
benefit_scale = 1.5
duration_scale = 0.8
cost_scale = 1.2
must_finish = true
leave_out = true
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from hamgam.engine.completion.problem import (
    Credit,
    Crew,
    FundingSource,
    Mode,
    Problem,
    Project,
    Task,
)
from hamgam.exchange.misread import Misread

LARGEST_BYTES = 1024 * 1024
LARGEST_SCALE = 1000.0
PRESSING = 100
MOST_RANKS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceChange:
    """Approved money × `scale`, plus `add_rials` in every year, paid at another `realisation`."""

    scale: float = 1.0
    add_rials: float = 0.0
    realisation: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrewChange:
    """Units more (or fewer) in every period."""

    add: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectChange:
    """What is otherwise about one project; scales multiply."""

    benefit_scale: float = 1.0
    cost_scale: float = 1.0
    duration_scale: float = 1.0
    chance: float | None = None
    ready: int | None = None
    """The period in which all its tasks are ready."""
    must_finish: bool = False
    leave_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A named set of changes; `first` are served with money and crews before all others."""

    name: str = ""
    credit: SourceChange = SourceChange()
    source: Mapping[str, SourceChange] = field(default_factory=dict)
    crew: Mapping[str, CrewChange] = field(default_factory=dict)
    project: Mapping[str, ProjectChange] = field(default_factory=dict)
    first: tuple[str, ...] = ()
    without_blocks: tuple[str, ...] = ()


def read_scenario(path: Path) -> Scenario | list[Misread]:
    """The scenario of a TOML file, or what is wrong with it."""
    try:
        block = path.read_bytes()
    except OSError as error:
        return [_fault(path.name, "", f"it cannot be opened: {error.strerror or error}")]
    if len(block) > LARGEST_BYTES:
        return [_fault(path.name, "", "it is larger than 1 MiB")]
    try:
        told = tomllib.loads(block.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return [_fault(path.name, "", f"it is not TOML: {error}")]
    return scenario_of(told, path.name)


def scenario_of(told: Mapping[str, Any], where: str) -> Scenario | list[Misread]:
    """The scenario of a table as TOML gives it, or its faults, each with its field."""
    faults: list[Misread] = []
    parts: dict[str, Any] = {}
    for name, value in told.items():
        try:
            parts[name] = _part(name, value)
        except _WrongError as wrong:
            faults.append(_fault(where, wrong.field, wrong.reason))
    return faults or Scenario(**{"name": Path(where).stem, **parts})


class _WrongError(Exception):
    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


_TABLES = {"source": SourceChange, "crew": CrewChange, "project": ProjectChange}


def _part(name: str, value: Any) -> Any:
    if name == "name":
        return str(value)
    if name in ("first", "without_blocks"):
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise _WrongError(name, "is not a list of names")
        return tuple(value)
    if name == "credit":
        return _change(SourceChange, value, name)
    if name not in _TABLES:
        known = ", ".join(f.name for f in fields(Scenario))
        raise _WrongError(name, f"is no part of a scenario; known: {known}")
    if not isinstance(value, dict):
        raise _WrongError(name, 'is written [name."reference"]')
    return {ref: _change(_TABLES[name], part, f'{name}."{ref}"') for ref, part in value.items()}


def _change(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise _WrongError(where, "is not a table")
    known = {f.name: f.type for f in fields(kind)}
    for name, part in value.items():
        if name not in known:
            raise _WrongError(f"{where}.{name}", f"is not known; known: {', '.join(known)}")
        _check(f"{where}.{name}", name, str(known[name]), part)
    return kind(**value)


def _check(where: str, name: str, kind: str, value: Any) -> None:
    if kind == "bool":
        fits = isinstance(value, bool)
    else:
        number = int if kind.startswith("int") else int | float
        fits = isinstance(value, number) and not isinstance(value, bool)
    if not fits:
        raise _WrongError(where, f"is not a {'yes or no' if kind == 'bool' else 'number'}")
    is_share = name in ("chance", "realisation")
    if name not in ("add", "add_rials") and not 0 <= value <= (1 if is_share else LARGEST_SCALE):
        raise _WrongError(where, f"{value} does not lie in its range")


def _fault(where: str, name: str, reason: str) -> Misread:
    return Misread(where=where, row=0, field=name, value="", reason=reason)


def unknown_names(scenario: Scenario, problem: Problem) -> list[str]:
    """What the scenario names and the problem does not know, a sentence each."""
    known = {
        "source": {s.ref for s in problem.sources},
        "crew": {c.ref for c in problem.crews},
        "project": set(_by_name(problem)),
        "block": {b.ref for b in problem.blocks},
    }
    named = {
        "source": list(scenario.source),
        "crew": list(scenario.crew),
        "project": [*scenario.project, *scenario.first],
        "block": list(scenario.without_blocks),
    }
    return [
        f"{kind} {name!r} does not stand in the problem"
        for kind, names in named.items()
        for name in names
        if name not in known[kind]
    ]


def _by_name(problem: Problem) -> dict[str, str]:
    """Projects by reference and by title, where a title is given to one alone."""
    by_title: dict[str, list[str]] = {}
    for project in problem.projects:
        for title in set(project.names.values()):
            by_title.setdefault(title, []).append(project.ref)
    single = {title: refs[0] for title, refs in by_title.items() if len(refs) == 1}
    return {**single, **{project.ref: project.ref for project in problem.projects}}


def applied(scenario: Scenario, problem: Problem) -> Problem:
    """The problem with the changes; ValueError names what the problem does not know."""
    unknown = unknown_names(scenario, problem)
    if unknown:
        raise ValueError("; ".join(unknown))
    names = _by_name(problem)
    changes = {names[name]: change for name, change in scenario.project.items()}
    gone = {ref for ref, change in changes.items() if change.leave_out}
    tasks = tuple(_task(t, changes.get(t.project)) for t in problem.tasks if t.project not in gone)
    kept = {task.key for task in tasks}
    return replace(
        problem,
        projects=tuple(
            _project(p, changes.get(p.ref)) for p in problem.projects if p.ref not in gone
        ),
        tasks=tasks,
        dependencies=tuple(d for d in problem.dependencies if {d.before, d.after} <= kept),
        crews=tuple(_crew(crew, scenario.crew.get(crew.ref)) for crew in problem.crews),
        sources=tuple(_source(source, scenario, gone) for source in problem.sources),
        blocks=tuple(
            b
            for b in problem.blocks
            if b.ref not in scenario.without_blocks
            and b.project not in gone
            and (b.task is None or b.task in kept)
        ),
        apart=tuple(
            replace(g, members=tuple(m for m in g.members if m in kept or m not in gone))
            for g in problem.apart
        ),
        together=tuple(t for t in problem.together if {t.a, t.b} <= kept),
    )


def _project(project: Project, change: ProjectChange | None) -> Project:
    if change is None:
        return project
    scale = change.benefit_scale
    return replace(
        project,
        benefit_residents_rials_per_month=project.benefit_residents_rials_per_month * scale,
        benefit_pilgrims_rials_per_month=project.benefit_pilgrims_rials_per_month * scale,
        chance=project.chance if change.chance is None else change.chance,
        must_finish=project.must_finish or change.must_finish,
    )


def _task(task: Task, change: ProjectChange | None) -> Task:
    if change is None:
        return task
    return replace(
        task,
        modes=tuple(_mode(mode, change) for mode in task.modes),
        ready=task.ready if change.ready is None else change.ready,
    )


def _mode(mode: Mode, change: ProjectChange) -> Mode:
    duration = mode.duration
    if change.duration_scale != 1:
        duration = max(round(duration * change.duration_scale), min(duration, 1))
    return replace(
        mode,
        duration=duration,
        cost_rials=round(mode.cost_rials * change.cost_scale),
        profile=mode.profile[: max(duration, 1)],
    )


def _crew(crew: Crew, change: CrewChange | None) -> Crew:
    if change is None:
        return crew
    return replace(
        crew,
        capacity=max(crew.capacity + change.add, 0),
        calendar=tuple((a, b, max(units + change.add, 0)) for a, b, units in crew.calendar),
    )


def _source(source: FundingSource, scenario: Scenario, gone: set[str]) -> FundingSource:
    releases = source.credits
    for change in (scenario.credit, scenario.source.get(source.ref)):
        if change is not None:
            releases = tuple(_changed_credits(releases, change))
    eligible = source.eligible if source.eligible is None else source.eligible - gone
    return replace(source, credits=releases, eligible=eligible)


def _changed_credits(told: Sequence[Credit], change: SourceChange) -> Iterable[Credit]:
    """What is added to a year is spread over its releases."""
    releases: dict[str, int] = {}
    for credit in told:
        releases[credit.year] = releases.get(credit.year, 0) + 1
    for credit in told:
        added = change.add_rials / releases[credit.year]
        yield replace(
            credit,
            approved_rials=max(round(credit.approved_rials * change.scale + added), 0),
            realisation=credit.realisation if change.realisation is None else change.realisation,
        )


def pressed(scenario: Scenario, changed: Problem) -> Problem:
    """The changed problem as it is searched: what is put first counts a hundred times as much as
    what comes after it, so that money and crews go to it as early as they can.

    A plan of it keeps every rule of the changed problem; its worth must be counted on that one.
    """
    names = _by_name(changed)
    ranks = {names[name]: rank for rank, name in enumerate(reversed(scenario.first), start=1)}
    return replace(
        changed, projects=tuple(_pressed(p, ranks.get(p.ref, 0)) for p in changed.projects)
    )


def _pressed(project: Project, rank: int) -> Project:
    times = PRESSING ** min(rank, MOST_RANKS)
    return replace(
        project,
        benefit_residents_rials_per_month=project.benefit_residents_rials_per_month * times,
        benefit_pilgrims_rials_per_month=project.benefit_pilgrims_rials_per_month * times,
        delay_cost_rials_per_month=project.delay_cost_rials_per_month * times,
        weight=project.weight * times,
    )
