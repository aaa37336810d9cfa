"""The deeds of a case behind its page's buttons: each asks its right and goes back to the page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.coordination.actions import ladder, making, opening, settling, talking
from hamgam.coordination.forms import cases as told
from hamgam.coordination.views.doing import do
from hamgam.kit.refusals import Refused


@door(Right.SETTLE_CASE)
@require_POST
def open_case(request: HttpRequest, identity: str) -> HttpResponse:
    """Make a case of a finding, and go to it; to the one it has already when there is one."""
    try:
        row = opening.open_case(by=acting_of(request), finding=identity)
    except Refused as refusal:
        if refusal.code != "taken":
            raise
        return redirect("case", str(refusal.about["key"]))
    return redirect("case", row.public_id)


@door(Right.SETTLE_CASE)
@require_POST
def compute(request: HttpRequest, case_id: str) -> HttpResponse:
    """Compute the ways anew."""
    by = acting_of(request)
    return do(
        request,
        ("case", case_id),
        forms.Form,
        lambda _: opening.compute_options(by=by, case=case_id),
    )


@door(Right.SETTLE_CASE)
@require_POST
def propose(request: HttpRequest, case_id: str) -> HttpResponse:
    """Put an option on the table."""
    by = acting_of(request)
    return do(
        request,
        ("case", case_id),
        told.ProposalForm,
        lambda data: settling.propose(by=by, case=case_id, **data),
    )


@door(Right.SETTLE_CASE)
@require_POST
def sign(request: HttpRequest, case_id: str) -> HttpResponse:
    """Sign what lies on the table."""
    by = acting_of(request)
    return do(
        request,
        ("case", case_id),
        told.AnswerForm,
        lambda data: settling.sign(by=by, case=case_id, **data),
    )


@door(Right.SETTLE_CASE)
@require_POST
def dissent(request: HttpRequest, case_id: str) -> HttpResponse:
    """Say no in one's own words."""
    by = acting_of(request)
    return do(
        request,
        ("case", case_id),
        told.WordsForm,
        lambda data: settling.dissent(by=by, case=case_id, **data),
    )


@door(Right.SETTLE_CASE)
@require_POST
def letter(request: HttpRequest, case_id: str) -> HttpResponse:
    """Enter a letter's number and date."""
    by = acting_of(request)
    return do(
        request,
        ("case", case_id),
        told.LetterForm,
        lambda data: settling.enter_letter(by=by, case=case_id, **data),
    )


@door(Right.SETTLE_CASE)
@require_POST
def carry_up(request: HttpRequest, case_id: str) -> HttpResponse:
    """Carry the case to the next rung."""
    by = acting_of(request)
    return do(
        request,
        ("case", case_id),
        told.WordsForm,
        lambda data: ladder.carry_up(by=by, case=case_id, **data),
    )


@door(Right.SETTLE_CASE)
@require_POST
def comment(request: HttpRequest, case_id: str) -> HttpResponse:
    """Say something to the other parties."""
    by = acting_of(request)
    return do(
        request,
        ("case", case_id),
        told.TextForm,
        lambda data: talking.comment(by=by, case=case_id, **data),
    )


@door(Right.SETTLE_CASE)
@require_POST
def free(request: HttpRequest, case_id: str) -> HttpResponse:
    """Say where one's work may lie."""
    by = acting_of(request)

    def done(data: dict[str, Any]) -> object:
        between = (data["earliest"], data["latest"])
        return making.free_work(by=by, case=case_id, work=data["work"], between=between)

    return do(request, ("case", case_id), told.FreedomForm, done)


@door(Right.CONVENE_CASE)
@require_POST
def convene(request: HttpRequest, case_id: str) -> HttpResponse:
    """Call the parties to sit."""
    by = acting_of(request)
    return do(
        request,
        ("case", case_id),
        told.SittingForm,
        lambda data: ladder.convene(by=by, case=case_id, **data),
    )


@door(Right.CONVENE_CASE)
@require_POST
def send_back(request: HttpRequest, case_id: str) -> HttpResponse:
    """Send the case to the rung below."""
    by = acting_of(request)
    return do(
        request,
        ("case", case_id),
        told.WordsForm,
        lambda data: ladder.send_back(by=by, case=case_id, **data),
    )


@door(Right.CONVENE_CASE)
@require_POST
def decide(request: HttpRequest, case_id: str) -> HttpResponse:
    """Record the decision of the competent body."""
    by = acting_of(request)

    def done(data: dict[str, Any]) -> object:
        number, on = data.pop("number"), data.pop("on")
        letter = (number, on) if number and on else None
        decision = ladder.Decision(**data, letter=letter)
        return ladder.decide(by=by, case=case_id, decision=decision)

    return do(request, ("case", case_id), told.DecisionForm, done)
