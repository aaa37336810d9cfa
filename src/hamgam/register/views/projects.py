"""Projects: the list with the status that is derived, and one project."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.kit.refusals import Refused
from hamgam.register import queries
from hamgam.register.drawing import drawing
from hamgam.register.law import law
from hamgam.register.models import Project, Task
from hamgam.register.seen import Seen, seen_projects
from hamgam.register.tables.projects import projects_page
from hamgam.register.views.history import story_of
from hamgam.register.views.reading import language, searched, today
from hamgam.register.vocabulary import WindowKind

SEARCHED = ("title", "code", "public_id")


@door(Right.READ_PUBLIC)
@require_safe
def projects(request: HttpRequest) -> HttpResponseBase:
    """What the city builds, and where it stands."""
    acting, asked = acting_of(request), request.GET
    rows = seen_projects(acting)
    if asked.get("agency"):
        rows = rows.filter(agency__key=asked["agency"])
    if asked.get("class"):
        rows = rows.filter(project_class=asked["class"])
    if asked.get("mine"):
        rows = rows.filter(agency__path__in=acting.paths)
    rows = searched(rows, asked.get("q", ""), SEARCHED)
    page = projects_page(has_own=acting.agency is not None)
    return page.answer(request, rows, "register/projects.html", {})


def planned_tasks(acting: Acting, project: Project) -> list[Task]:
    """A project's tasks, each with the window that a plan gave it; two queries."""
    tasks = list(queries.tasks_visible_to(acting).filter(project=project).order_by("pk"))
    windows = queries.windows_visible_to(acting).filter(
        task__in=tasks, kind=WindowKind.PLANNED, superseded=False
    )
    planned = {window.task_id: window for window in windows}
    for task in tasks:
        task.planned = planned.get(task.pk)  # type: ignore[attr-defined] # read by the page alone
    return tasks


@door(Right.READ_PUBLIC)
@require_safe
def project(request: HttpRequest, project_id: str) -> HttpResponse:
    """One project: what was promised, where it stands, its works and its history."""
    acting = acting_of(request)
    row = seen_projects(acting).filter(public_id=project_id).first()
    if row is None:
        raise Refused("not_found")
    works = list(queries.standing_works(acting).filter(project=row).order_by("begins", "pk"))
    told = {
        "project": row,
        "seen": Seen(row),
        "works": works,
        "reports": sorted(row.progress.all(), key=lambda report: report.on, reverse=True),
        "tasks": planned_tasks(acting, row),
        "contracts": queries.contracts_visible_to(acting)
        .filter(project=row)
        .prefetch_related("claims"),
        "funding": queries.funding_visible_to(acting).filter(project=row).order_by("year", "pk"),
        "sees_money": acting.may(Right.READ_CONFIDENTIAL, row.agency.path),
        "map": drawing(works, epsg=law(today()).epsg, language=language()),
        "history": story_of(acting, row.public_id),
    }
    return render(request, "register/project.html", told)
