"""Projects, their tasks and progress."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, IfMatch, Limit, etag, listed, made, matching, version_in
from hamgam.agencies.queries import person_of
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Sharing
from hamgam.kit.fields import (
    Code,
    Day,
    Geometry,
    In,
    JalaliYear,
    Key,
    Out,
    Permille,
    PublicId,
    Quarter,
    Rials,
    Told,
    geojson_of,
)
from hamgam.kit.refusals import Refused
from hamgam.register import queries
from hamgam.register.actions.projects import (
    ProjectValues,
    Reported,
    add_task,
    edit_project,
    record_progress,
    record_project,
    verify_progress,
)
from hamgam.register.api.works import agency_for
from hamgam.register.models import Progress, Project, Task
from hamgam.register.status import is_half_finished, status_of
from hamgam.register.vocabulary import ProjectClass

router = Router(tags=["projects"])


class ProjectIn(In):
    """Everything one tells about a project; its status is derived, never told."""

    title: Told
    code: Code = ""
    project_class: ProjectClass = ProjectClass.ORDINARY
    deputy: PublicId | None = None
    plan_code: Code = ""
    budget_row: Code = ""
    budget_rials: Rials | None = None
    price_year: JalaliYear | None = None
    price_quarter: Quarter | None = None
    begins: Day | None = None
    ends: Day | None = None
    approved_on: Day | None = None
    ready_on: Day | None = None
    in_service_on: Day | None = None
    inaugurated_on: Day | None = None
    closed_on: Day | None = None
    cancelled_on: Day | None = None
    transferred_on: Day | None = None
    geometry: Geometry | None = None
    sharing: Sharing = Sharing.AGENCIES

    def values(self) -> ProjectValues:
        """As the deeds take it."""
        told = {name: getattr(self, name) for name in _TOLD}
        told["deputy"] = person_of(self.deputy) if self.deputy else None
        return ProjectValues(**told)


_TOLD = tuple(ProjectIn.model_fields)


class NewProject(ProjectIn):
    """A project to enter; without `agency` it is the acting one's."""

    agency: Key | None = None


class ProjectOut(Out):
    """A project, with the status derived for today."""

    public_id: str
    agency: str
    version: int
    title: str
    code: str
    project_class: str
    deputy: str | None
    plan_code: str
    budget_row: str
    budget_rials: int | None
    price_year: int | None
    price_quarter: int | None
    begins: date | None
    ends: date | None
    first_promised_end: date | None
    approved_on: date | None
    ready_on: date | None
    in_service_on: date | None
    inaugurated_on: date | None
    closed_on: date | None
    cancelled_on: date | None
    transferred_on: date | None
    geometry: dict[str, Any] | None
    sharing: str
    status: str
    half_finished: bool

    @staticmethod
    def resolve_agency(row: Project) -> str:
        """The agency's key."""
        return row.agency.key

    @staticmethod
    def resolve_deputy(row: Project) -> str | None:
        """The accountable deputy's public id."""
        return row.deputy.public_id if row.deputy else None

    @staticmethod
    def resolve_geometry(row: Project) -> dict[str, Any] | None:
        """The place as GeoJSON."""
        return geojson_of(row.shape)

    @staticmethod
    def resolve_status(row: Project) -> str:
        """Where it stands today."""
        return status_of(queries.standing_of(row), timezone.localdate()).value

    @staticmethod
    def resolve_half_finished(row: Project) -> bool:
        """Begun and not in service."""
        return is_half_finished(queries.standing_of(row), timezone.localdate())


class ProjectList(Out):
    """A page of projects."""

    items: list[ProjectOut]
    next: str | None


class TaskIn(In):
    """A part to add to a project."""

    title: Told
    weight_permille: Permille | None = None
    begins: Day | None = None
    ends: Day | None = None


class TaskOut(Out):
    """A part of a project."""

    public_id: str
    project: str
    title: str
    weight_permille: int | None
    begins: date | None
    ends: date | None

    @staticmethod
    def resolve_project(row: Task) -> str:
        """The project's public id."""
        return row.project.public_id


class TaskList(Out):
    """A page of tasks."""

    items: list[TaskOut]
    next: str | None


class ProgressIn(In):
    """What was seen on a day, in thousandths."""

    on: Day
    physical_permille: Permille
    paid_permille: Permille | None = None
    planned_permille: Permille | None = None
    spi_time_permille: Permille | None = None


class ProgressOut(Out):
    """A report of progress; reported is not verified."""

    public_id: str
    project: str
    on: date
    physical_permille: int
    paid_permille: int | None
    planned_permille: int | None
    spi_time_permille: int | None
    reported_by: str
    verified_by: str
    verified_permille: int | None
    verified_at: datetime | None

    @staticmethod
    def resolve_project(row: Progress) -> str:
        """The project's public id."""
        return row.project.public_id


class ProgressList(Out):
    """A page of reports."""

    items: list[ProgressOut]
    next: str | None


class VerifyIn(In):
    """What was found to be true."""

    permille: Permille


@router.get(
    "/projects", response=ProjectList, auth=Door(Right.READ_PUBLIC), operation_id="list_projects"
)
def list_projects(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """Every project one may see, with its derived status."""
    rows = queries.projects_visible_to(acting_of(request))
    return listed(
        request, response, rows.prefetch_related(*queries.STANDING_PARTS), (limit, cursor)
    )


@router.post(
    "/projects",
    response={201: ProjectOut},
    auth=Door(Right.RECORD_PROJECT),
    operation_id="record_project",
)
def post_project(request: HttpRequest, response: HttpResponse, body: NewProject) -> Status[Project]:
    """Enter a project."""
    agency = agency_for(request, body.agency)
    row = record_project(by=acting_of(request), agency=agency, values=body.values())
    made(response, row, "projects")
    return Status(201, row)


@router.get(
    "/projects/{project_id}",
    response=ProjectOut,
    auth=Door(Right.READ_PUBLIC),
    operation_id="get_project",
)
def get_project(request: HttpRequest, response: HttpResponse, project_id: PublicId) -> Project:
    """One project."""
    row = queries.projects_visible_to(acting_of(request)).filter(public_id=project_id).first()
    if row is None:
        raise Refused("not_found")
    response["ETag"] = etag(row)
    return row


@router.put(
    "/projects/{project_id}",
    response=ProjectOut,
    auth=Door(Right.RECORD_PROJECT),
    operation_id="edit_project",
)
def put_project(
    request: HttpRequest,
    response: HttpResponse,
    project_id: PublicId,
    body: ProjectIn,
    if_match: IfMatch = None,
) -> Project:
    """Change a project; the first promised end stays."""
    version = version_in(if_match, project_id)
    with matching():
        row = edit_project(
            by=acting_of(request), project=project_id, version=version, values=body.values()
        )
    response["ETag"] = etag(row)
    return row


@router.get("/tasks", response=TaskList, auth=Door(Right.READ_REGISTER), operation_id="list_tasks")
def list_tasks(
    request: HttpRequest,
    response: HttpResponse,
    project: PublicId | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, object]:
    """The parts of projects."""
    rows = queries.tasks_visible_to(acting_of(request))
    if project:
        rows = rows.filter(project__public_id=project)
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/projects/{project_id}/tasks",
    response={201: TaskOut},
    auth=Door(Right.RECORD_PROJECT),
    operation_id="add_task",
)
def post_task(request: HttpRequest, project_id: PublicId, body: TaskIn) -> Status[Task]:
    """Add a part to a project."""
    row = add_task(
        by=acting_of(request),
        project=project_id,
        title=body.title,
        days=(body.begins, body.ends),
        weight_permille=body.weight_permille,
    )
    return Status(201, row)


@router.get(
    "/progress",
    response=ProgressList,
    auth=Door(Right.READ_PUBLIC),
    operation_id="list_progress",
)
def list_progress(
    request: HttpRequest,
    response: HttpResponse,
    project: PublicId | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, object]:
    """Reports of progress: a published field."""
    rows = queries.progress_visible_to(acting_of(request))
    if project:
        rows = rows.filter(project__public_id=project)
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/projects/{project_id}/progress",
    response={201: ProgressOut},
    auth=Door(Right.RECORD_PROGRESS),
    operation_id="record_progress",
)
def post_progress(request: HttpRequest, project_id: PublicId, body: ProgressIn) -> Status[Progress]:
    """Report what was seen on a day."""
    reported = Reported(**body.model_dump())
    row = record_progress(by=acting_of(request), project=project_id, reported=reported)
    return Status(201, row)


@router.post(
    "/progress/{progress_id}/verify",
    response=ProgressOut,
    auth=Door(Right.VERIFY_PROGRESS),
    operation_id="verify_progress",
)
def post_verify(request: HttpRequest, progress_id: PublicId, body: VerifyIn) -> Progress:
    """Confirm a report, or put it right; never one's own."""
    return verify_progress(by=acting_of(request), progress=progress_id, permille=body.permille)
