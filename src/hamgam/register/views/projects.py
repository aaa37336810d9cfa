"""Projects: the list with the status that is derived, and one project."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.queries import agencies
from hamgam.agencies.rights import Right
from hamgam.kit.lists import listing
from hamgam.kit.refusals import Refused
from hamgam.register import queries
from hamgam.register.drawing import drawing
from hamgam.register.law import law
from hamgam.register.models import Progress, Project
from hamgam.register.status import is_half_finished, status_of
from hamgam.register.views.history import story_of
from hamgam.register.views.reading import language, searched, sorted_by, today
from hamgam.register.vocabulary import ProjectClass, Status

SEARCHED = ("title", "code", "public_id")
SORTS = {"ends": "ends", "title": "title", "agency": "agency__name_fa", "begins": "begins"}
TONES = {
    Status.SLOW: ("k-slip", "slip"),
    Status.STALLED: ("k-still", "still"),
    Status.SUSPENDED: ("k-still", "still"),
    Status.UNDER_WAY: ("k-ok", "ok"),
    Status.PROVISIONALLY_ACCEPTED: ("k-ok", "ok"),
    Status.IN_SERVICE: ("k-ok", "ok"),
    Status.FINALLY_ACCEPTED: ("k-ok", "ok"),
    Status.CLOSED: ("k-ok", "ok"),
}


class Seen:
    """A project as a page shows it: with its derived status and its latest report."""

    def __init__(self, row: Project) -> None:
        standing = queries.standing_of(row)
        self.row = row
        self.status = status_of(standing, today())
        self.shape, self.tone = TONES.get(self.status, ("k-idle", "idle"))
        self.is_half_finished = is_half_finished(standing, today())
        reports: list[Progress] = sorted(
            row.progress.all(), key=lambda report: (report.on, report.pk)
        )
        self.report = reports[-1] if reports else None
        promised, first = row.ends, row.first_promised_end
        self.slip_days = (promised - first).days if promised and first and promised > first else 0


def seen_projects(acting: Acting) -> QuerySet[Project]:
    """Projects the reader may see, with what their status is derived from."""
    return queries.projects_visible_to(acting).prefetch_related(*queries.STANDING_PARTS)


@door(Right.READ_PUBLIC)
@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """What the city builds, and where it stands."""
    acting, asked = acting_of(request), request.GET
    rows = seen_projects(acting)
    if asked.get("agency"):
        rows = rows.filter(agency__key=asked["agency"])
    if asked.get("class"):
        rows = rows.filter(project_class=asked["class"])
    if asked.get("mine"):
        rows = rows.filter(agency__path__in=acting.paths)
    rows, order = sorted_by(request, searched(rows, asked.get("q", ""), SEARCHED), SORTS, "ends")
    page = listing(rows, asked.get("page"))
    told = {
        "page": page,
        "seen": [Seen(row) for row in page.items],
        "order": order,
        "agencies": [agency for agency in agencies() if agency.kind != "council"],
        "classes": list(ProjectClass),
    }
    return render(request, "register/projects.html", told)


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
        "tasks": queries.tasks_visible_to(acting).filter(project=row),
        "contracts": queries.contracts_visible_to(acting).filter(project=row),
        "funding": queries.funding_visible_to(acting).filter(project=row).order_by("year", "pk"),
        "sees_money": acting.may(Right.READ_CONFIDENTIAL, row.agency.path),
        "map": drawing(works, epsg=law(today()).epsg, language=language()),
        "history": story_of(acting, row.public_id),
    }
    return render(request, "register/project.html", told)
