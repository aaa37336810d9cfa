"""Where agencies enter what everybody reads: statements and their corrections, reasons of changes,
surveys."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hamgam.agencies.acting import Acting, branch
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.engine.works import ZoneKind
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register import queries
from hamgam.register.actions.rows import acting_agency
from hamgam.register.models import Project
from hamgam.register.views.reading import language, today
from hamgam.service.actions.surveys import record_survey
from hamgam.showcase.actions.reasons import explain_change
from hamgam.showcase.actions.statements import correct_statement, record_statement
from hamgam.showcase.forms import CorrectionForm, DeskForm, ReasonForm, StatementForm, SurveyForm
from hamgam.showcase.models import ChangeReason, Statement
from hamgam.showcase.vocabulary import Explained

MOST = 300
MOST_LISTED = 40


def _own_projects(acting: Acting) -> QuerySet[Project]:
    mine = branch("agency__path", acting.paths_with(Right.RECORD_STATEMENT))
    return queries.projects_visible_to(acting).filter(mine).order_by("title", "pk")


def _forms(acting: Acting) -> dict[str, DeskForm]:
    spoken, projects = language(), list(_own_projects(acting)[:MOST])
    zones = list(queries.zones().filter(kind=ZoneKind.DISTRICT))
    return {
        "statement": StatementForm(language=spoken, projects=projects),
        "reason": ReasonForm(language=spoken, projects=projects),
        "survey": SurveyForm(language=spoken, zones=zones, initial={"on": today()}),
        "correction": CorrectionForm(language=spoken, initial={"on": today()}),
    }


def _page(request: HttpRequest, **forms: DeskForm) -> HttpResponse:
    acting = acting_of(request)
    mine = _own_projects(acting).values("pk")
    told: dict[str, Any] = {
        **_forms(acting),
        **forms,
        "statements": Statement.objects.filter(project__in=mine)
        .select_related("project")
        .order_by("-said_on", "-pk")[:MOST_LISTED],
        "reasons": ChangeReason.objects.filter(project__in=mine)
        .select_related("project")
        .order_by("-on", "-pk")[:MOST_LISTED],
        "may_survey": acting.may(Right.RECORD_SURVEY),
        "open": next(iter(forms), ""),
    }
    return render(request, "showcase/desk.html", told, status=422 if forms else 200)


@door(Right.RECORD_STATEMENT)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The forms, and what was entered of late."""
    return _page(request)


def _done(request: HttpRequest) -> HttpResponse:
    messages.success(request, say("desk.done", language()))
    return redirect("showcase_desk")


def _refused(form: DeskForm, refusal: Refused) -> None:
    """A refusal for what stands in the form becomes a fault of the form; any other goes on."""
    errors: Any = refusal.about.get("errors", ())
    if refusal.code != "validation" or not errors:
        raise refusal
    for error in errors:
        name = str(error["pointer"]).removeprefix("#/").removesuffix("_hundredths")
        told = say("desk.wrong", language())
        form.add_error(name if name in form.fields else None, told)


@door(Right.RECORD_STATEMENT)
@require_POST
def state(request: HttpRequest) -> HttpResponse:
    """Enter what was said in public."""
    by = acting_of(request)
    projects = list(_own_projects(by)[:MOST])
    form = StatementForm(request.POST, language=language(), projects=projects)
    if form.is_valid():
        try:
            record_statement(by=by, project=form.cleaned_data["project"], said=form.said())
        except Refused as refusal:
            _refused(form, refusal)
        else:
            return _done(request)
    return _page(request, statement=form)


@door(Right.RECORD_STATEMENT)
@require_POST
def correct(request: HttpRequest, statement_id: str) -> HttpResponse:
    """Write a correction beside a statement."""
    form = CorrectionForm(request.POST, language=language())
    if not form.is_valid():
        return _page(request, correction=form)
    correct_statement(by=acting_of(request), statement=statement_id, **form.cleaned_data)
    return _done(request)


@door(Right.RECORD_STATEMENT)
@require_POST
def explain(request: HttpRequest) -> HttpResponse:
    """Say why a promise, a budget or a planned end changed."""
    by = acting_of(request)
    form = ReasonForm(request.POST, language=language(), projects=list(_own_projects(by)[:MOST]))
    if form.is_valid():
        told = form.cleaned_data
        field = Explained(told.pop("field"))
        try:
            explain_change(by=by, field=field, today=today(), **told)
        except Refused as refusal:
            _refused(form, refusal)
        else:
            return _done(request)
    return _page(request, reason=form)


@door(Right.RECORD_SURVEY)
@require_POST
def survey(request: HttpRequest) -> HttpResponse:
    """Enter what a survey found."""
    by = acting_of(request)
    zones = list(queries.zones().filter(kind=ZoneKind.DISTRICT))
    form = SurveyForm(request.POST, language=language(), zones=zones)
    if form.is_valid():
        try:
            record_survey(by=by, agency=acting_agency(by), found=form.found())
        except Refused as refusal:
            _refused(form, refusal)
        else:
            return _done(request)
    return _page(request, survey=form)
