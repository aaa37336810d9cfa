"""What is left of one task of a project, and what it waits for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.rights import Right
from hamgam.completion.actions.estimates import MOST_RIALS
from hamgam.completion.models import TaskEstimate
from hamgam.kit.dates import is_plausible
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import because_of, record_fact
from hamgam.register.actions.projects import order_task
from hamgam.register.actions.rows import compare_version, in_hand
from hamgam.register.models import Task
from hamgam.register.queries import tasks_visible_to

MOST_MONTHS = 360


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskValues:
    """What is told of a task's rest; None is not told and will be assumed. `fast_months` and
    `fast_rials` are what it takes with two crews by day and night, both or neither."""

    remaining_rials: int | None = None
    price_year: int | None = None
    remaining_months: int | None = None
    ready_on: date | None = None
    waits_for: str = ""
    ignores_seasons: bool = False
    fast_months: int | None = None
    fast_rials: int | None = None
    done_on: date | None = None

    def columns(self) -> dict[str, object]:
        """The values as the table's columns."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def _faults(values: TaskValues) -> list[dict[str, str]]:
    found = [
        (name, "It does not lie in its range.")
        for name in ("remaining_rials", "fast_rials")
        if not 0 <= (getattr(values, name) or 0) <= MOST_RIALS
    ]
    found += [
        (name, f"From 1 to {MOST_MONTHS} months.")
        for name in ("remaining_months", "fast_months")
        if (told := getattr(values, name)) is not None and not 1 <= told <= MOST_MONTHS
    ]
    found += [
        (name, "A day lies between the years 1900 and 2100.")
        for name in ("ready_on", "done_on")
        if (day := getattr(values, name)) is not None and not is_plausible(day)
    ]
    amounts = (values.remaining_rials, values.fast_rials)
    if values.price_year is None and any(rials is not None for rials in amounts):
        found.append(("price_year", "An amount needs its price year."))
    if (values.fast_months is None) != (values.fast_rials is None):
        found.append(("fast_months", "Both the months and the cost, or neither."))
    if len(values.waits_for) > 300:
        found.append(("waits_for", "It is too long."))
    return [{"pointer": f"#/{name}", "detail": detail} for name, detail in found]


def record_task_estimate(
    *,
    by: Acting,
    task: str,
    values: TaskValues,
    version: int = 0,
    after: Sequence[str] | None = None,
) -> TaskEstimate:
    """Tell what is left of a task and, where `after` is given, which tasks of its project must end
    before; `version` is 0 for the first time. Planners of its agency; records `task_estimated`."""
    if faults := _faults(values):
        raise Refused("validation", errors=faults)
    with deed(by):
        row = in_hand(tasks_visible_to(by), task)
        project = row.project
        by.require(Right.RECORD_PROJECT, project.agency.path, subject=project.public_id)
        found = _put(row, values, version)
        about = {"task": row.public_id, "version": found.version}
        fact = record_fact("task_estimated", subject=project.public_id, payload=about)
        if after is not None:
            before = list(Task.objects.filter(project=project, public_id__in=after))
            with because_of(fact):
                order_task(by=by, task=row, after=before)
    return found


def _put(task: Task, values: TaskValues, version: int) -> TaskEstimate:
    found = TaskEstimate.objects.select_for_update().filter(task=task).first()
    compare_version(found.version if found else 0, version)
    if found is None:
        return TaskEstimate.objects.create(task=task, **values.columns())
    for name, value in values.columns().items():
        setattr(found, name, value)
    found.version += 1
    found.save()
    return found
