"""What completion shows on a project's page of the register."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of
from hamgam.agencies.rights import Right
from hamgam.completion import bridge, queries
from hamgam.completion.course import drawn_course, forecast_of, opening_of
from hamgam.completion.forms import ConditionForm, GateForm, PhaseForm, ReportForm
from hamgam.completion.gating import answer_for
from hamgam.completion.mega import stages_of, threshold_passed
from hamgam.completion.portfolio import standing_in
from hamgam.completion.queries import photos_of
from hamgam.completion.record import margins, past_forecasts, track_record
from hamgam.completion.views.gate import Start
from hamgam.register.models import Project
from hamgam.register.views.reading import language, today
from hamgam.register.vocabulary import ProjectClass

MOST_PHOTOS = 12


def course(request: HttpRequest, subject: object) -> str:
    """The S-curve, the forecast with its range, what the plan says, and the next feast."""
    if not isinstance(subject, Project):
        return ""
    acting, day, spoken = acting_of(request), today(), language()
    project = queries.portfolio_visible_to(acting).get(pk=subject.pk)
    past = past_forecasts()
    told = forecast_of(project, day, margins(past))
    blocks = bridge.blocks_of([project])
    context = {
        "project": project,
        "standing": standing_in(project, acting, day),
        "forecast": told,
        "curve": drawn_course(project, told, day, spoken),
        "planned": _planned(acting, project),
        "opening": opening_of(project, told, day, has_blocks=bool(blocks)),
        "record": track_record(past),
        "earlier": list(queries.forecasts_of(project)[:4]),
    }
    return render_to_string("completion/course.html", context, request)


def _planned(acting: Acting, project: Project) -> Any:
    """Where the project stands in the plan in force."""
    found = queries.finishes_visible_to(acting).filter(project=project)
    return found.order_by("-adoption_id").first()


def rest(request: HttpRequest, subject: object) -> str:
    """What is left and what it brings; for a new start the six conditions of the gate."""
    if not isinstance(subject, Project):
        return ""
    acting = acting_of(request)
    project = queries.portfolio_visible_to(acting).get(pk=subject.pk)
    estimate = bridge.estimate_of(project)
    is_new = estimate is not None and estimate.is_new_start
    may = acting.may(Right.RECORD_PROJECT, project.agency.path, subject=project.public_id)
    context = {
        "project": project,
        "estimate": estimate,
        "standing": standing_in(project, acting, today()),
        "start": Start(answer_for(project, today()), acting) if is_new else None,
        "may_edit": may,
    }
    return render_to_string("completion/rest.html", context, request)


def phases(request: HttpRequest, subject: object) -> str:
    """The phases of a mega-project, each with what people can use and its gate."""
    if not isinstance(subject, Project):
        return ""
    threshold = threshold_passed(subject, today())
    if subject.project_class != ProjectClass.MEGA and not threshold:
        return ""
    acting, path = acting_of(request), subject.agency.path
    rows = queries.phases_visible_to(acting).filter(project=subject)
    context = {
        "project": subject,
        "threshold": threshold,
        "is_classed": subject.project_class == ProjectClass.MEGA,
        "stages": stages_of(rows.prefetch_related("conditions", "decisions")),
        "may_add": acting.may(Right.RECORD_PROJECT, path, subject=subject.public_id),
        "may_pass": acting.may(Right.DECIDE_START, path, subject=subject.public_id),
        "phase_form": PhaseForm(language=language()),
        "condition_form": ConditionForm(language=language(), initial={"on": today()}),
        "gate_form": GateForm(language=language(), initial={"on": today(), "verdict": "go"}),
        "spoken": language().value,
    }
    return render_to_string("completion/phases.html", context, request)


def reports(request: HttpRequest, subject: object) -> str:
    """The forms that report and verify progress, and the photos that came with reports."""
    if not isinstance(subject, Project):
        return ""
    acting, path = acting_of(request), subject.agency.path
    may_report = acting.may(Right.RECORD_PROGRESS, path, subject=subject.public_id)
    may_verify = acting.may(Right.VERIFY_PROGRESS, path, subject=subject.public_id)
    waiting = [row for row in subject.progress.all() if not row.verified_by]
    context = {
        "project": subject,
        "may_report": may_report,
        "form": ReportForm(language=language(), initial={"on": today()}) if may_report else None,
        "waiting": [row for row in waiting if may_verify and row.reported_by != acting.actor],
        "photos": list(photos_of(acting, subject)[:MOST_PHOTOS]),
    }
    return render_to_string("completion/reports.html", context, request)
