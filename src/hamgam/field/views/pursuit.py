"""Promises followed until done, and how reliable each agency's are."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.field import queries
from hamgam.field.actions import pursuit as deeds
from hamgam.field.forms import ExtendForm, ProveForm, worded
from hamgam.field.models import FollowUp
from hamgam.field.reliability import commonest_reasons, reliability
from hamgam.field.vocabulary import ReasonCode, Rung
from hamgam.kit.refusals import Refused
from hamgam.register.views.reading import language, today

MOST = 200


class Told:
    """A followed promise as the page shows it."""

    def __init__(self, row: FollowUp, acting: Any) -> None:
        self.row, self.commitment = row, row.commitment
        due = row.commitment.due
        self.is_verified = row.verified_at is not None
        self.waits_for_verification = row.commitment.done_on is not None and not self.is_verified
        self.is_open = row.commitment.done_on is None
        self.late_days = max((today() - due).days, 0) if self.is_open else 0
        self.left_days = max((due - today()).days, 0)
        self.was_moved = due != row.commitment.first_due
        self.rung = Rung(row.rung).name.lower()
        is_officer = acting.person is not None and acting.person.pk == row.officer_id
        self.may_verify = self.waits_for_verification and is_officer
        self.may_act = self.is_open and acting.may(
            Right.RECORD_COMMITMENT, row.commitment.agency.path
        )
        self.bar = deeds.spent_percent(row.made_on, due, today())


@door(Right.READ_REGISTER)
@require_safe
def follow_up(request: HttpRequest) -> HttpResponse:
    """The promises: overdue first, then those to verify, then the rest."""
    acting, day = acting_of(request), today()
    rows = queries.follow_ups_visible_to(acting).order_by("commitment__due", "pk")[:MOST]
    told = [Told(row, acting) for row in rows]
    context = {
        "late": [one for one in told if one.late_days],
        "to_verify": [one for one in told if one.waits_for_verification],
        "open": [one for one in told if one.is_open and not one.late_days],
        "verified": [one for one in told if one.is_verified][:20],
        "reliability": reliability(acting, day),
        "reasons": commonest_reasons(acting),
        "reason_choices": worded(ReasonCode, "reason", language()),
        "prove_form": ProveForm(language=language(), initial={"on": day}),
    }
    return render(request, "field/follow_up.html", context)


@door(Right.RECORD_COMMITMENT)
@require_POST
def prove(request: HttpRequest, commitment_id: str) -> HttpResponse:
    """Say that a promise is kept, with its proof."""
    form = ProveForm(request.POST, language=language())
    if not form.is_valid():
        raise Refused("validation", errors=[{"pointer": "#/proof", "detail": "required"}])
    deeds.prove_promise(by=acting_of(request), commitment=commitment_id, **form.cleaned_data)
    return redirect("follow_up")


@door(Right.VERIFY_PROMISE)
@require_POST
def verify(request: HttpRequest, commitment_id: str) -> HttpResponse:
    """See that it was kept."""
    deeds.verify_promise(by=acting_of(request), commitment=commitment_id)
    return redirect("follow_up")


@door(Right.VERIFY_PROMISE)
@require_POST
def give_back(request: HttpRequest, commitment_id: str) -> HttpResponse:
    """See that it was not kept."""
    why = request.POST.get("why", "")
    deeds.return_promise(by=acting_of(request), commitment=commitment_id, why=why)
    return redirect("follow_up")


@door(Right.RECORD_COMMITMENT)
@require_POST
def extend(request: HttpRequest, commitment_id: str) -> HttpResponse:
    """Move its day, with the reason; the first day stays."""
    form = ExtendForm(request.POST, language=language())
    reasons = {one.value: one for one in ReasonCode}
    if not form.is_valid() or form.cleaned_data["reason"] not in reasons:
        raise Refused("validation", errors=[{"pointer": "#/reason", "detail": "required"}])
    told = form.cleaned_data
    deeds.extend_promise(
        by=acting_of(request),
        commitment=commitment_id,
        version=told["version"],
        due=told["due"],
        reason=reasons[told["reason"]],
    )
    return redirect("follow_up")
