"""The tasks of projects: what is left of each and what it waits for."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, IfMatch, Limit, listed, version_in
from hamgam.agencies.rights import Right
from hamgam.completion import queries
from hamgam.completion.actions.tasks import TaskValues, record_task_estimate
from hamgam.completion.models import TaskEstimate
from hamgam.kit.fields import Day, Flag, In, JalaliYear, Line, Out, PublicId, Rials

router = Router(tags=["portfolio"])
Months = Annotated[int, Field(strict=True, ge=1, le=360)]


class TaskEstimateIn(In):
    """What is told of a task's rest; null is not told, and plans assume it. `after` null leaves
    what it waits for as it is."""

    remaining_rials: Rials | None = None
    price_year: JalaliYear | None = None
    remaining_months: Months | None = None
    ready_on: Day | None = None
    waits_for: Line = ""
    ignores_seasons: Flag = False
    fast_months: Months | None = None
    fast_rials: Rials | None = None
    done_on: Day | None = None
    after: Annotated[tuple[PublicId, ...], Field(max_length=50)] | None = None

    def values(self) -> TaskValues:
        """As the deed takes it."""
        return TaskValues(**self.model_dump(exclude={"after"}))


class TaskEstimateOut(Out):
    """A task's estimate."""

    task: str
    project: str
    version: int
    remaining_rials: int | None
    price_year: int | None
    remaining_months: int | None
    ready_on: date | None
    waits_for: str
    ignores_seasons: bool
    fast_months: int | None
    fast_rials: int | None
    done_on: date | None
    after: list[str]

    @staticmethod
    def resolve_task(row: TaskEstimate) -> str:
        """The task's public id."""
        return row.task.public_id

    @staticmethod
    def resolve_project(row: TaskEstimate) -> str:
        """The project's public id."""
        return row.task.project.public_id

    @staticmethod
    def resolve_after(row: TaskEstimate) -> list[str]:
        """The public ids of the tasks that must end before."""
        return sorted(before.public_id for before in row.task.after.all())


class TaskEstimateList(Out):
    """A page of tasks' estimates."""

    items: list[TaskEstimateOut]
    next: str | None


@router.get(
    "/task-estimates",
    response=TaskEstimateList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_task_estimates",
)
def list_task_estimates(
    request: HttpRequest,
    response: HttpResponse,
    project: PublicId | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, object]:
    """What is left of the tasks one may see."""
    rows = queries.task_estimates_visible_to(acting_of(request))
    if project:
        rows = rows.filter(task__project__public_id=project)
    return listed(request, response, rows, (limit, cursor))


@router.put(
    "/tasks/{task_id}/estimate",
    response=TaskEstimateOut,
    auth=Door(Right.RECORD_PROJECT),
    operation_id="record_task_estimate",
)
def put_task_estimate(
    request: HttpRequest,
    response: HttpResponse,
    task_id: PublicId,
    body: TaskEstimateIn,
    if_match: IfMatch = None,
) -> TaskEstimate:
    """Tell what is left of a task; the first time without If-Match, later with the version."""
    version = version_in(if_match, task_id) if if_match else 0
    row = record_task_estimate(
        by=acting_of(request),
        task=task_id,
        values=body.values(),
        version=version,
        after=body.after,
    )
    response["ETag"] = f'"{task_id}.{row.version}"'
    return row
