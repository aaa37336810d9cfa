"""Small deeds done where the reader stands: a promise made, kept or moved, a report, a claim."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.queries import agency_of
from hamgam.agencies.rights import Right
from hamgam.kit.lists import listing
from hamgam.kit.refusals import Refused
from hamgam.kit.returns import back_to
from hamgam.kit.words import say
from hamgam.register import queries
from hamgam.register.actions.money import approve_claim
from hamgam.register.actions.projects import Reported, record_progress, verify_progress
from hamgam.register.actions.promises import (
    Promise,
    fulfil_commitment,
    postpone_commitment,
    record_commitment,
)
from hamgam.register.forms import DayField, NumberField
from hamgam.register.promises import promise_line, slipping
from hamgam.register.views.reading import language, today


class FulfilForm(forms.Form):
    """What proves that a promise was kept."""

    version = forms.IntegerField()
    proof = forms.CharField(max_length=500)


class PostponeForm(forms.Form):
    """The new day of a promise."""

    version = forms.IntegerField()
    due = DayField()


class PromiseForm(forms.Form):
    """What is promised, by whom, until when."""

    agency = forms.CharField(max_length=64)
    subject = forms.CharField(max_length=80, required=False)
    text = forms.CharField(max_length=500)
    due = DayField()


class PercentForm(forms.Form):
    """How much is built, in percent, and how much is paid."""

    percent = NumberField()
    paid = NumberField(required=False)

    def permille(self, name: str) -> int | None:
        """A percentage as thousandths; None for nothing written."""
        value = self.cleaned_data.get(name)
        return None if value is None else min(round(value * 10), 1000)


class ClaimForm(forms.Form):
    """How much of a claim is approved."""

    rials = forms.IntegerField(min_value=0, max_value=2**62)


def _done(
    request: HttpRequest, form: forms.Form, key: str, do: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Do a deed with what a sound form tells, say so, and lead back; say what is wrong else."""
    if not form.is_valid():
        messages.error(request, say("waiting.fault", language()), extra_tags="bad")
        return back_to(request, reverse("home"))
    do(form.cleaned_data)
    messages.success(request, say(key, language()))
    return back_to(request, reverse("home"))


@door(Right.READ_REGISTER)
@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """Every open promise that may be seen, those that slipped most first."""
    acting, day = acting_of(request), today()
    rows = queries.commitments_visible_to(acting)
    rows = rows.filter(done_on__isnull=not request.GET.get("kept"))
    if request.GET.get("mine"):
        rows = rows.filter(agency__path__in=acting.paths)
    page = listing(slipping(rows), request.GET.get("page"))
    told = {"page": page, "lines": [promise_line(row, day, language()) for row in page.items]}
    return render(request, "register/promises.html", told)


@door(Right.RECORD_COMMITMENT)
@require_POST
def make_promise(request: HttpRequest) -> HttpResponse:
    """Promise something, often about a project that slips."""
    form = PromiseForm(request.POST)

    def do(told: dict[str, Any]) -> None:
        promise = Promise(text=told["text"], due=told["due"], subject=told["subject"])
        agency = agency_of(told["agency"])
        record_commitment(by=acting_of(request), agency=agency, promise=promise)

    return _done(request, form, "waiting.promise_made", do)


@door(Right.RECORD_COMMITMENT)
@require_POST
def fulfil_promise(request: HttpRequest, commitment_id: str) -> HttpResponse:
    """A promise was kept; its proof."""
    form, by = FulfilForm(request.POST), acting_of(request)
    return _done(
        request,
        form,
        "waiting.promise_kept",
        lambda told: fulfil_commitment(by=by, commitment=commitment_id, on=today(), **told),
    )


@door(Right.RECORD_COMMITMENT)
@require_POST
def postpone_promise(request: HttpRequest, commitment_id: str) -> HttpResponse:
    """A promise moves to another day; the first day stays beside it."""
    form, by = PostponeForm(request.POST), acting_of(request)
    return _done(
        request,
        form,
        "waiting.promise_postponed",
        lambda told: postpone_commitment(by=by, commitment=commitment_id, **told),
    )


@door(Right.RECORD_CONTRACT)
@require_POST
def approve(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Approve an interim payment claim."""
    form, by = ClaimForm(request.POST), acting_of(request)
    return _done(
        request,
        form,
        "waiting.claim_approved",
        lambda told: approve_claim(by=by, claim=claim_id, on=today(), **told),
    )


@door(Right.VERIFY_PROGRESS)
@require_POST
def verify_report(request: HttpRequest, progress_id: str) -> HttpResponse:
    """Confirm reported progress, or put it right."""
    form, by = PercentForm(request.POST), acting_of(request)
    return _done(
        request,
        form,
        "waiting.report_verified",
        lambda _: verify_progress(
            by=by, progress=progress_id, permille=form.permille("percent") or 0
        ),
    )


@door(Right.RECORD_PROGRESS)
@require_POST
def report_progress(request: HttpRequest, project_id: str) -> HttpResponse:
    """Report how much of a project is built and paid, as of today."""
    form, by = PercentForm(request.POST), acting_of(request)

    def do(told: dict[str, Any]) -> None:
        built, paid = form.permille("percent"), form.permille("paid")
        if built is None:
            raise Refused("validation", errors=[{"pointer": "#/percent", "detail": "required"}])
        seen = Reported(on=today(), physical_permille=built, paid_permille=paid)
        record_progress(by=by, project=project_id, reported=seen)

    return _done(request, form, "waiting.report_made", do)
