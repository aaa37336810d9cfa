"""Projects, tasks, progress: reported is not verified."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency, Person
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Sharing
from hamgam.kit.dates import is_plausible
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import compare_version, in_hand, iso
from hamgam.register.models import Progress, Project, Task
from hamgam.register.queries import progress_visible_to, projects_visible_to
from hamgam.register.values import geometry_fault
from hamgam.register.vocabulary import ProjectClass


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectValues:
    """Everything an agency tells about a project; its status is derived, never told."""

    title: str
    code: str = ""
    project_class: ProjectClass = ProjectClass.ORDINARY
    deputy: Person | None = None
    plan_code: str = ""
    budget_row: str = ""
    budget_rials: int | None = None
    price_year: int | None = None
    price_quarter: int | None = None
    begins: date | None = None
    ends: date | None = None
    approved_on: date | None = None
    ready_on: date | None = None
    in_service_on: date | None = None
    inaugurated_on: date | None = None
    closed_on: date | None = None
    cancelled_on: date | None = None
    transferred_on: date | None = None
    geometry: BaseGeometry | None = None
    sharing: Sharing = Sharing.AGENCIES

    def columns(self) -> dict[str, object]:
        """The values as the table's columns, without the geometry."""
        names = [field.name for field in fields(self) if field.name != "geometry"]
        return {name: getattr(self, name) for name in names}


def _faults(values: ProjectValues) -> list[dict[str, str]]:
    found: list[tuple[str, str]] = []
    if not values.title.strip():
        found.append(("title", "A project needs a title."))
    if values.budget_rials is not None and values.price_year is None:
        found.append(("price_year", "An amount needs its price year."))
    for name, value in values.columns().items():
        if isinstance(value, date) and not is_plausible(value):
            found.append((name, "A day lies between the years 1900 and 2100."))
    if values.begins and values.ends and values.ends < values.begins:
        found.append(("ends", "The last day lies before the first."))
    if values.geometry is not None and (reason := geometry_fault(values.geometry)):
        found.append(("geometry", reason))
    return [{"pointer": f"#/{name}", "detail": detail} for name, detail in found]


def _check(values: ProjectValues) -> None:
    if faults := _faults(values):
        raise Refused("validation", errors=faults)


def record_project(*, by: Acting, agency: Agency, values: ProjectValues) -> Project:
    """Enter a project. Planners of its agency; records `project_recorded`."""
    by.require(Right.RECORD_PROJECT, agency.path)
    _check(values)
    with deed(by):
        row = Project(agency=agency, first_promised_end=values.ends, **values.columns())
        row.lay_at(values.geometry)
        row.save()
        record_fact("project_recorded", subject=row.public_id, payload={"agency": agency.key})
    return row


def edit_project(*, by: Acting, project: str, version: int, values: ProjectValues) -> Project:
    """Change a project; the first promised end stays. Planners of its agency; records
    `project_edited`."""
    _check(values)
    with deed(by):
        row = in_hand(projects_visible_to(by), project)
        by.require(Right.RECORD_PROJECT, row.agency.path, subject=row.public_id)
        compare_version(row.version, version)
        for name, value in values.columns().items():
            setattr(row, name, value)
        row.first_promised_end = row.first_promised_end or values.ends
        row.lay_at(values.geometry)
        row.version += 1
        row.save()
        record_fact("project_edited", subject=row.public_id, payload={"version": row.version})
    return row


def add_task(
    *,
    by: Acting,
    project: str,
    title: str,
    days: tuple[date | None, date | None],
    weight_permille: int | None = None,
) -> Task:
    """Add a part to a project. Planners of its agency; records `task_added`."""
    begins, ends = days
    if begins and ends and ends < begins:
        raise Refused("validation", errors=[{"pointer": "#/ends", "detail": "Ends too early."}])
    with deed(by):
        row = in_hand(projects_visible_to(by), project)
        by.require(Right.RECORD_PROJECT, row.agency.path, subject=row.public_id)
        task = Task.objects.create(
            project=row, title=title, begins=begins, ends=ends, weight_permille=weight_permille
        )
        record_fact("task_added", subject=row.public_id, payload={"task": task.public_id})
    return task


def order_task(*, by: Acting, task: Task, after: Collection[Task]) -> None:
    """Say which tasks of its project must end before a task begins. Whoever the calling deed
    allowed; records `task_ordered`. Refuses (`validation`) tasks of another project, and a ring."""
    waits = {row.pk: {before.pk for before in row.after.all()} for row in _siblings(task)}
    waits[task.pk] = {row.pk for row in after}
    if not waits[task.pk] <= waits.keys() or _has_ring(waits):
        detail = "A task waits for others of its project, and never for itself."
        raise Refused("validation", errors=[{"pointer": "#/after", "detail": detail}])
    with deed(by):
        task.after.set(after)
        ids = sorted(row.public_id for row in after)
        record_fact("task_ordered", subject=task.project.public_id, payload={"after": ids})


def _siblings(task: Task) -> list[Task]:
    return list(Task.objects.filter(project=task.project_id).prefetch_related("after"))


def _has_ring(waits: Mapping[int, set[int]]) -> bool:
    left = dict(waits)
    while left:
        free = [key for key, before in left.items() if not before & left.keys()]
        if not free:
            return True
        for key in free:
            del left[key]
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What somebody saw on a day, in thousandths."""

    on: date
    physical_permille: int
    paid_permille: int | None = None
    planned_permille: int | None = None
    spi_time_permille: int | None = None


def record_progress(*, by: Acting, project: str, reported: Reported) -> Progress:
    """Report a project's progress. The agency's people in office and field; records
    `progress_reported`."""
    with deed(by):
        row = in_hand(projects_visible_to(by), project)
        by.require(Right.RECORD_PROGRESS, row.agency.path, subject=row.public_id)
        told = {field.name: getattr(reported, field.name) for field in fields(reported)}
        progress = Progress.objects.create(project=row, reported_by=by.actor, **told)
        record_fact(
            "progress_reported",
            subject=row.public_id,
            payload={"on": iso(reported.on), "physical_permille": reported.physical_permille},
        )
    return progress


def verify_progress(*, by: Acting, progress: str, permille: int) -> Progress:
    """Confirm what was reported, or put it right. Somebody else than the reporter; records
    `progress_verified`."""
    with deed(by):
        row = in_hand(progress_visible_to(by), progress)
        by.require(Right.VERIFY_PROGRESS, row.project.agency.path, subject=row.project.public_id)
        if row.verified_by or row.reported_by == by.actor:
            raise Refused("state")
        row.verified_by, row.verified_permille = by.actor, permille
        row.verified_at = timezone.now()
        row.save(update_fields=["verified_by", "verified_permille", "verified_at"])
        record_fact(
            "progress_verified",
            subject=row.project.public_id,
            payload={"progress": row.public_id, "permille": permille},
        )
    return row


def withdraw_progress(*, by: Acting, reports: Sequence[Progress]) -> int:
    """Take reports back that nobody has verified; how many. Whoever the calling deed allowed;
    records `progress_withdrawn` for each project. Refuses (`state`) a verified one."""
    if any(row.verified_by for row in reports):
        raise Refused("state")
    with deed(by):
        for project in {row.project.public_id for row in reports}:
            own = sorted(row.public_id for row in reports if row.project.public_id == project)
            record_fact("progress_withdrawn", subject=project, payload={"reports": own})
        for row in reports:
            row.delete()
    return len(reports)
