"""What is done on a project's page: reports with their photo, verification, the estimate."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.completion import queries
from hamgam.completion.actions.estimates import EstimateValues, record_estimate
from hamgam.completion.bridge import estimate_of
from hamgam.completion.forms import EstimateForm, PercentField, ReportForm, told_estimate
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register.actions.papers import LARGEST, Paper, attach_document
from hamgam.register.actions.projects import Reported, record_progress, verify_progress
from hamgam.register.models import Project
from hamgam.register.queries import progress_visible_to
from hamgam.register.views.reading import language


def _seen(request: HttpRequest, project_id: str) -> Project:
    rows = queries.portfolio_visible_to(acting_of(request))
    row = rows.filter(public_id=project_id).first()
    if row is None:
        raise Refused("not_found")
    return row


@door(Right.RECORD_PROGRESS)
@require_POST
def report(request: HttpRequest, project_id: str) -> HttpResponse:
    """Report progress, with a photo where one was taken; both or neither."""
    row, acting = _seen(request, project_id), acting_of(request)
    form = ReportForm(request.POST, request.FILES, language=language())
    if not form.is_valid():
        messages.error(request, say("completion.report_faulty", language()), "bad")
        return redirect("project", project_id)
    told = form.cleaned_data
    reported = Reported(
        on=told["on"], physical_permille=told["physical"], paid_permille=told["paid"]
    )
    try:
        with transaction.atomic():
            record_progress(by=acting, project=project_id, reported=reported)
            if told["photo"] is not None:
                _attach(request, row, told)
    except Refused as refusal:
        if refusal.code not in {"media_type", "too_large", "validation"}:
            raise
        messages.error(request, say("completion.photo_faulty", language()), "bad")
    else:
        messages.success(request, say("completion.reported_told", language()))
    return redirect("project", project_id)


def _attach(request: HttpRequest, row: Project, told: dict[str, Any]) -> None:
    photo = told["photo"]
    if photo.size > LARGEST:
        raise Refused("too_large")
    title = say("completion.photo_title", language(), project=row.title)[:300]
    paper = Paper(
        title=title, file_name=photo.name or "", content=photo.read(), taken_on=told["on"]
    )
    attach_document(by=acting_of(request), subject=row.public_id, paper=paper)


@door(Right.VERIFY_PROGRESS)
@require_POST
def verify(request: HttpRequest, progress_id: str) -> HttpResponse:
    """Confirm what somebody else reported, or put it right."""
    acting = acting_of(request)
    row = progress_visible_to(acting).filter(public_id=progress_id).first()
    if row is None:
        raise Refused("not_found")
    permille = PercentField(required=False).clean(request.POST.get("permille", ""))
    told = row.physical_permille if permille is None else permille
    verify_progress(by=acting, progress=progress_id, permille=told)
    messages.success(request, say("completion.verified_told", language()))
    return redirect("project", row.project.public_id)


@door(Right.RECORD_PROJECT)
@require_http_methods(["GET", "POST"])
def estimate(request: HttpRequest, project_id: str) -> HttpResponse:
    """The form of what is left and what it brings."""
    row, acting = _seen(request, project_id), acting_of(request)
    acting.require(Right.RECORD_PROJECT, row.agency.path, subject=row.public_id)
    known = estimate_of(row)
    now = EstimateValues(
        **{name: getattr(known, name) for name in EstimateValues().columns()} if known else {}
    )
    form = EstimateForm(request.POST or None, initial=told_estimate(now), language=language())
    if request.method == "POST" and form.is_valid():
        version = int(request.POST.get("version") or 0)
        after = [p.public_id for p in known.after.all()] if known else []
        try:
            record_estimate(
                by=acting, project=project_id, values=form.values(), version=version, after=after
            )
        except Refused as refusal:
            if refusal.code not in {"validation", "stale"}:
                raise
            form.add_error(None, say(f"refusals.{refusal.code}_detail", language()))
        else:
            messages.success(request, say("completion.estimate_told", language()))
            return redirect("project", project_id)
    told = {"project": row, "form": form, "version": known.version if known else 0}
    return render(request, "completion/estimate.html", told, status=422 if form.errors else 200)
