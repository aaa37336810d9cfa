"""Obstacles: what holds what, who must move, how long it takes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.field import queries
from hamgam.field.actions import obstacles as deeds
from hamgam.field.forms import EvidenceForm, ObstacleForm, RemovalForm, WhyForm
from hamgam.field.models import Obstacle
from hamgam.field.taxonomy import cause_name, clearing_times
from hamgam.field.vocabulary import Rung
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register.models import Project, Task
from hamgam.register.queries import projects_visible_to, tasks_visible_to
from hamgam.register.views.reading import language, today

MOST = 200


class Told:
    """An obstacle as lists show it."""

    def __init__(self, row: Obstacle) -> None:
        self.row = row
        self.project = queries.project_of(row)
        self.code = row.block.cause
        self.cause = cause_name(row.block.cause, language())
        self.days = ((row.block.cleared or today()) - row.block.begins).days
        waiting = queries.waiting_of(row)
        self.week_rials = None if waiting is None else waiting.week_rials
        self.is_assumed = waiting is not None and waiting.is_assumed
        self.gain_rials = row.block.removal_rials
        self.is_open = row.block.cleared is None
        self.is_late = bool(self.is_open and row.block.promised and row.block.promised < today())
        self.was_moved = bool(row.first_promised and row.first_promised != row.block.promised)
        self.rung = Rung(row.rung).name.lower()


@door(Right.READ_REGISTER)
@require_safe
def obstacles(request: HttpRequest) -> HttpResponse:
    """The standing obstacles, those that cost most first, and how long each kind takes."""
    acting, asked = acting_of(request), request.GET.get("kind", "")
    told = [Told(row) for row in queries.open_obstacles(acting)[:MOST]]
    told.sort(key=lambda one: queries.dearest_first(one.row))
    times = clearing_times(today())
    context = {
        "told": [one for one in told if not asked or one.code.startswith(asked)],
        "count": len(told),
        "outside": sum(1 for one in told if one.row.owner_id != one.row.agency_id),
        "late": sum(1 for one in told if one.is_late),
        "times": [(one, cause_name(one.code, language())) for one in times],
        "kind": asked,
        "held": queries.held(acting, queries.year_begins(today())),
    }
    return render(request, "field/obstacles.html", context)


def seen_obstacle(acting: Acting, obstacle_id: str) -> Obstacle:
    """An obstacle the reader may see; refuses (`not_found`) any other."""
    row = queries.obstacles_visible_to(acting).filter(public_id=obstacle_id).first()
    if row is None:
        raise Refused("not_found")
    return row


@door(Right.READ_REGISTER)
@require_safe
def obstacle(request: HttpRequest, obstacle_id: str) -> HttpResponse:
    """One obstacle: what it holds, who must act, what was promised, by what one sees it gone."""
    acting = acting_of(request)
    row = seen_obstacle(acting, obstacle_id)
    is_officer = acting.person is not None and acting.person.pk == row.officer_id
    may = is_officer or acting.may(Right.RECORD_OBSTACLE, row.agency.path, subject=row.public_id)
    spoken = language()
    context = {
        "told": Told(row),
        "row": row,
        "may": may,
        "may_verify": may and row.closed_by != acting.actor,
        "causes": [(one, cause_name(one.code, spoken)) for one in row.causes.all()],
        "promises": queries.follow_ups_visible_to(acting).filter(obstacle=row),
        "promise_form": RemovalForm(language=spoken),
        "evidence_form": EvidenceForm(language=spoken, initial={"on": today()}),
        "why_form": WhyForm(language=spoken),
        "top": int(max(Rung)),
    }
    return render(request, "field/obstacle.html", context)


def _tasks(acting: Acting, project: Project) -> list[tuple[str, str]]:
    rows: list[Task] = list(tasks_visible_to(acting).filter(project=project).order_by("pk"))
    return [(row.public_id, row.title) for row in rows]


@door(Right.RECORD_OBSTACLE)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, project_id: str) -> HttpResponse:
    """The form by which an obstacle comes on the table."""
    acting = acting_of(request)
    project = projects_visible_to(acting).filter(public_id=project_id).first()
    if project is None:
        raise Refused("not_found")
    acting.require(Right.RECORD_OBSTACLE, project.agency.path, subject=project.public_id)
    usual: dict[str, Any] = {"opened": today()}
    if acting.person is not None:
        usual["reported_by"] = acting.person.full_name
    form = ObstacleForm(
        request.POST or None, language=language(), tasks=_tasks(acting, project), initial=usual
    )
    faults: list[Any] = []
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        names = (
            "title", "opened", "reported_by", "owner", "owner_name", "officer", "removed_when",
            "next_step", "promised", "evidence",
        )  # fmt: skip
        values = deeds.ObstacleValues(causes=form.causes(), **{name: told[name] for name in names})
        faults = values.faults()
        if not faults:
            row = deeds.report_obstacle(by=acting, task=told["task"], values=values)
            messages.success(request, say("field.obstacle_reported", language()))
            return redirect("obstacle", row.public_id)
    context = {"project": project, "form": form, "faults": faults}
    status = 422 if form.errors or faults else 200
    return render(request, "field/report.html", context, status=status)


@door(Right.RECORD_OBSTACLE)
@require_POST
def promise(request: HttpRequest, obstacle_id: str) -> HttpResponse:
    """Promise by which day it will be gone."""
    form = RemovalForm(request.POST, language=language())
    if not form.is_valid():
        raise Refused("validation", errors=[{"pointer": "#/promised", "detail": "a day"}])
    version = seen_obstacle(acting_of(request), obstacle_id).version
    deeds.promise_removal(
        by=acting_of(request), obstacle=obstacle_id, version=version, **form.cleaned_data
    )
    return redirect("obstacle", obstacle_id)


@door(Right.RECORD_OBSTACLE)
@require_POST
def raise_it(request: HttpRequest, obstacle_id: str) -> HttpResponse:
    """Carry it one rung up."""
    deeds.raise_rung(by=acting_of(request), obstacle=obstacle_id, why=request.POST.get("why", ""))
    return redirect("obstacle", obstacle_id)


@door(Right.RECORD_OBSTACLE)
@require_POST
def remove(request: HttpRequest, obstacle_id: str) -> HttpResponse:
    """Say that it is gone, by what one sees it."""
    form = EvidenceForm(request.POST, language=language())
    if not form.is_valid():
        raise Refused("validation", errors=[{"pointer": "#/evidence", "detail": "required"}])
    version = seen_obstacle(acting_of(request), obstacle_id).version
    deeds.remove_obstacle(
        by=acting_of(request), obstacle=obstacle_id, version=version, **form.cleaned_data
    )
    return redirect("obstacle", obstacle_id)


@door(Right.RECORD_OBSTACLE)
@require_POST
def verify(request: HttpRequest, obstacle_id: str) -> HttpResponse:
    """See for oneself that it is gone."""
    deeds.verify_removal(by=acting_of(request), obstacle=obstacle_id)
    return redirect("obstacle", obstacle_id)


@door(Right.RECORD_OBSTACLE)
@require_POST
def reopen(request: HttpRequest, obstacle_id: str) -> HttpResponse:
    """Put it back on the table."""
    why = request.POST.get("why", "")
    deeds.reopen_obstacle(by=acting_of(request), obstacle=obstacle_id, why=why, today=today())
    return redirect("obstacle", obstacle_id)
