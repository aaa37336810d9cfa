"""Benchmark files of scheduling research: PSPLIB `.sm`, Patterson `.rcp`, MPSPLIB `.rcmp`.

Layouts: Kolisch and Sprecher (1997), Patterson (1984), Homberger (2007). Tasks keep their job
numbers, the dummies included; a single project is called `1`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

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
from hamgam.exchange.misread import Misread, misfit

MOST_JOBS = 200_000
"""More jobs than this are taken for a damaged file."""


class _UnreadableError(Exception):
    """Carries the one thing that stops the reading."""

    def __init__(self, row: int, field: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.row, self.field, self.value, self.reason = row, field, value, reason


@dataclass(frozen=True, slots=True)
class _Job:
    project: str
    job: int
    duration: int
    demands: Sequence[int]
    after: Sequence[tuple[str, int]]
    ready: int = 0

    @property
    def key(self) -> str:
        return f"{self.project}/{self.job}"


class _Numbers:
    """The numbers of a file one after the other, with the line each stands in."""

    def __init__(self, lines: Sequence[tuple[int, str]]) -> None:
        self._words = [(row, word) for row, line in lines for word in line.split()]
        self._next = 0

    def take(self, field: str) -> int:
        """The next number; _UnreadableError when there is none or it is no whole number >= 0."""
        row, word = self.take_word(field)
        if not word.isdecimal() or len(word) > 12:
            raise _UnreadableError(
                row, field, word, "is not a whole number of at most twelve digits"
            )
        return int(word)

    def take_many(self, count: int, field: str) -> list[int]:
        """The next `count` numbers."""
        return [self.take(field) for _ in range(count)]

    def take_word(self, field: str) -> tuple[int, str]:
        """The next word and its line."""
        if self._next >= len(self._words):
            row = self._words[-1][0] if self._words else 0
            raise _UnreadableError(row, field, "", "the file ends before it")
        self._next += 1
        return self._words[self._next - 1]


def read_sm(text: str, where: str) -> Problem | list[Misread]:
    """A PSPLIB single-mode file: one project, shortest makespan."""
    return _read(text, where, _sm)


def read_rcp(text: str, where: str) -> Problem | list[Misread]:
    """A Patterson file: one project, shortest makespan."""
    return _read(text, where, _rcp)


def read_rcmp(
    text: str, where: str, objective: Objective = Objective.WEIGHTED_DELAY
) -> Problem | list[Misread]:
    """An MPSPLIB file: several projects on shared crews.

    Each project is due when it could be finished alone after its release, so that the weighted
    delay is the sum of delays of the literature; with the makespan objective the last finish
    counts.
    """
    read = _read(text, where, _rcmp)
    if isinstance(read, list):
        return read
    return Problem(
        grid=read.grid,
        projects=read.projects,
        tasks=read.tasks,
        dependencies=read.dependencies,
        crews=read.crews,
        objective=objective,
    )


_Lines = list[tuple[int, str]]


def _read(text: str, where: str, reader: Callable[[_Lines], Problem]) -> Problem | list[Misread]:
    lines = [(row, line) for row, line in enumerate(text.splitlines(), start=1) if line.strip()]
    try:
        return reader(lines)
    except _UnreadableError as stop:
        return [
            Misread(
                where=where, row=stop.row, field=stop.field, value=stop.value, reason=stop.reason
            )
        ]
    except ValueError as fault:
        return [misfit(where, fault)]


def _sm(lines: _Lines) -> Problem:
    count = _after_colon(lines, "jobs")
    crews = _after_colon(lines, "- renewable")
    if _after_colon(lines, "- nonrenewable") or _after_colon(lines, "- doubly constrained"):
        raise _UnreadableError(0, "RESOURCES", "", "only renewable resources are read")
    ties = _Numbers(_section(lines, "PRECEDENCE RELATIONS"))
    after = {}
    for job in range(1, count + 1):
        _expect(ties, job, "jobnr.")
        _expect(ties, 1, "#modes")
        after[job] = ties.take_many(_few(ties.take("#successors")), "successors")
    work = _Numbers(_section(lines, "REQUESTS/DURATIONS"))
    jobs = []
    for job in range(1, count + 1):
        _expect(work, job, "jobnr.")
        _expect(work, 1, "mode")
        duration, *demands = work.take_many(1 + crews, "duration")
        jobs.append(_Job("1", job, duration, demands, [("1", other) for other in after[job]]))
    there = _Numbers(_section(lines, "RESOURCEAVAILABILITIES")).take_many(crews, "R")
    return _single(jobs, there)


def _rcp(lines: _Lines) -> Problem:
    numbers = _Numbers(lines)
    count, crews = _few(numbers.take("jobs")), _few(numbers.take("resources"))
    there = numbers.take_many(crews, "capacities")
    jobs = []
    for job in range(1, count + 1):
        duration, *demands = numbers.take_many(1 + crews, "duration")
        after = numbers.take_many(_few(numbers.take("#successors")), "successors")
        jobs.append(_Job("1", job, duration, demands, [("1", other) for other in after]))
    return _single(jobs, there)


def _rcmp(lines: _Lines) -> Problem:
    numbers = _Numbers(lines)
    projects, crews = _few(numbers.take("projects")), _few(numbers.take("resources"))
    there = numbers.take_many(crews, "capacities")
    jobs: list[_Job] = []
    for project in map(str, range(1, projects + 1)):
        count, release = _few(numbers.take("jobs")), numbers.take("release date")
        numbers.take_many(crews, "uses")
        for job in range(1, count + 1):
            duration, *demands = numbers.take_many(1 + crews, "duration")
            after = [_pair(numbers) for _ in range(_few(numbers.take("#successors")))]
            jobs.append(_Job(project, job, duration, demands, after, release))
    due = _alone(jobs)
    values = [Project(ref=ref, due=finish) for ref, finish in due.items()]
    return _problem(jobs, there, values, Objective.WEIGHTED_DELAY)


def _pair(numbers: _Numbers) -> tuple[str, int]:
    row, word = numbers.take_word("successors")
    project, _, job = word.partition(":")
    if not (project.isdecimal() and job.isdecimal() and len(word) < 20):
        raise _UnreadableError(row, "successors", word, "is not written project:job")
    return project, int(job)


def _alone(jobs: Sequence[_Job]) -> dict[str, int]:
    """When each project could be finished without the others and without crews."""
    begins = {job.key: job.ready for job in jobs}
    by_key = {job.key: job for job in jobs}
    blockers = dict.fromkeys(begins, 0)
    for job in jobs:
        for project, number in job.after:
            key = f"{project}/{number}"
            if key not in blockers:
                raise ValueError(f"successors: {key} is not a job of the file")
            blockers[key] += 1
    ready = [key for key, count in blockers.items() if count == 0]
    ends: dict[str, int] = {}
    while ready:
        job = by_key[ready.pop()]
        end = begins[job.key] + job.duration
        ends[job.project] = max(ends.get(job.project, 0), end)
        for project, number in job.after:
            key = f"{project}/{number}"
            begins[key] = max(begins[key], end)
            blockers[key] -= 1
            if blockers[key] == 0:
                ready.append(key)
    return {job.project: ends.get(job.project, 0) for job in jobs}


def _single(jobs: Sequence[_Job], there: Sequence[int]) -> Problem:
    return _problem(jobs, there, [Project(ref="1")], Objective.MAKESPAN)


def _problem(
    jobs: Sequence[_Job],
    there: Sequence[int],
    projects: Sequence[Project],
    objective: Objective,
) -> Problem:
    horizon = sum(job.duration for job in jobs) + max((job.ready for job in jobs), default=0)
    return Problem(
        grid=TimeGrid(horizon=max(horizon, 1)),
        projects=tuple(projects),
        tasks=tuple(_task(job) for job in jobs),
        dependencies=tuple(
            Dependency(before=job.key, after=f"{project}/{number}")
            for job in jobs
            for project, number in job.after
        ),
        crews=tuple(Crew(ref=f"R{k}", capacity=units) for k, units in enumerate(there, start=1)),
        objective=objective,
    )


def _task(job: _Job) -> Task:
    demands = {f"R{k}": units for k, units in enumerate(job.demands, start=1) if units}
    mode = Mode(duration=job.duration, demands=demands)
    return Task(project=job.project, ref=str(job.job), modes=(mode,), ready=job.ready)


def _section(lines: _Lines, title: str) -> _Lines:
    """The lines below a heading and the names of its columns, up to the next rule of stars."""
    for at, (_, line) in enumerate(lines):
        if line.strip().startswith(title):
            body = [x for x in lines[at + 1 :] if not x[1].startswith("---")]
            return list(takewhile(lambda x: not x[1].startswith("***"), body[1:]))
    raise _UnreadableError(0, title, "", "the section is missing")


def _after_colon(lines: _Lines, title: str) -> int:
    for row, line in lines:
        name, colon, value = line.partition(":")
        if colon and name.strip().startswith(title):
            word = value.split()[0] if value.split() else ""
            if not word.isdecimal():
                raise _UnreadableError(row, title, word, "is not a whole number")
            return _few(int(word))
    raise _UnreadableError(0, title, "", "the line is missing")


def _few(count: int) -> int:
    if count > MOST_JOBS:
        raise ValueError(f"counts: {count} is more than a benchmark file holds")
    return count


def _expect(numbers: _Numbers, wanted: int, field: str) -> None:
    row, word = numbers.take_word(field)
    if word != str(wanted):
        raise _UnreadableError(row, field, word, f"{wanted} is expected here")
