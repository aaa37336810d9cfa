"""The tasks of projects as a plan takes them: what the register tells of each, its estimate, what
waits for what, and the days that were settled with others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from hamgam.completion.models import TaskEstimate
from hamgam.exchange.portfolio.assume import Assumptions
from hamgam.exchange.portfolio.rows import TaskRow
from hamgam.register.models import Project, Task, Window
from hamgam.register.vocabulary import WindowKind

REST = "باقی‌ماندهٔ کار"
"""The task that a project without tasks is given, so that its planned days have a place."""


def task_estimate_of(task: Task) -> TaskEstimate | None:
    """A task's estimate, None for one without; select it with the task."""
    found: TaskEstimate | None = getattr(task, "estimate", None)
    return found


def is_told(task: Task) -> bool:
    """Whether a task was told by people, not given to hold a plan's days."""
    return task_estimate_of(task) is not None or task.title != REST


def is_open(task: Task) -> bool:
    """Whether there is anything left of it."""
    estimate = task_estimate_of(task)
    return estimate is None or estimate.done_on is None


def task_rows(projects: Sequence[Project], today: date) -> dict[int, tuple[TaskRow, ...]]:
    """The open tasks of projects by the project's key, and their works with agreed days ahead;
    three queries. A project whose tasks nobody told has none."""
    by_key = {project.pk: project for project in projects}
    tasks = Task.objects.filter(project__in=list(by_key)).select_related("estimate")
    agreed, works = _agreed(list(by_key), today)
    found: dict[int, list[TaskRow]] = defaultdict(list)
    for task in tasks.prefetch_related("after").order_by("pk"):
        if is_told(task) and is_open(task):
            row = _row(task, by_key[task.project_id], agreed.get(task.pk))
            found[task.project_id].append(row)
    for project, rows in works.items():
        found[project] += rows
    return {project: tuple(rows) for project, rows in found.items()}


def _agreed(
    projects: Sequence[int], today: date
) -> tuple[dict[int, tuple[date, date]], dict[int, list[TaskRow]]]:
    """Settled days that are not over: by task, and the works of projects that have some."""
    rows = Window.objects.filter(kind=WindowKind.AGREED, superseded=False, ends__gte=today)
    either = rows.filter(task__project__in=projects) | rows.filter(
        work__project__in=projects, work__withdrawn__isnull=True
    )
    tasks: dict[int, tuple[date, date]] = {}
    works: dict[int, list[TaskRow]] = defaultdict(list)
    for window in either.select_related("work").order_by("pk"):
        if window.ends is None:
            continue
        days, work = (window.begins, window.ends), window.work
        if work is None:
            tasks[window.task_id or 0] = days
        elif work.project_id is not None:
            ref = f"agreed-{len(works[work.project_id]) + 1}"
            row = TaskRow(ref=ref, title=work.public_id, agreed=days, is_work=True)
            works[work.project_id].append(row)
    return tasks, works


def _row(task: Task, project: Project, agreed: tuple[date, date] | None) -> TaskRow:
    weight = None if task.weight_permille is None else task.weight_permille / 1000
    after = tuple(row.public_id for row in task.after.all())
    told = task_estimate_of(task)
    if told is None:
        return TaskRow(
            ref=task.public_id, title=task.title, after=after, agreed=agreed, weight=weight
        )
    years = (told.price_year, _year_of(project))
    return TaskRow(
        ref=task.public_id,
        title=task.title,
        remaining_rials=_in_prices(told.remaining_rials, *years),
        remaining_months=told.remaining_months,
        ready=told.ready_on,
        waits_for=told.waits_for,
        after=after,
        ignores_seasons=told.ignores_seasons,
        fast_months=told.fast_months,
        fast_rials=_in_prices(told.fast_rials, *years),
        agreed=agreed,
        weight=weight,
    )


def _year_of(project: Project) -> int | None:
    estimate = getattr(project, "estimate", None)
    return (estimate.price_year if estimate else None) or project.price_year


def _in_prices(rials: int | None, of: int | None, into: int | None) -> int | None:
    """An amount of one price year in the prices of another."""
    if rials is None or of is None or into is None or of == into:
        return rials
    return round(rials * (1 + Assumptions().price_growth_per_month) ** (12 * (into - of)))


def whole_of(tasks: Sequence[TaskRow]) -> int | None:
    """What is left of a project whose every task tells its cost; None where one does not."""
    costs = [one.remaining_rials for one in tasks if not one.is_work]
    told = [cost for cost in costs if cost is not None]
    return sum(told) if told and len(told) == len(costs) else None
