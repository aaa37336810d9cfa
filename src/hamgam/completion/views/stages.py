"""Mega-projects: which they are, the phases they are built in, and the gates between them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.completion import queries
from hamgam.completion.actions.stages import (
    AtGate,
    PhaseValues,
    Shown,
    add_phase,
    hold_phase,
    pass_phase,
    tell_condition,
)
from hamgam.completion.forms import ConditionForm, GateForm, PhaseForm
from hamgam.completion.mega import asks, mega_of_city, mega_projects
from hamgam.completion.models import Phase
from hamgam.completion.vocabulary import Verdict
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register.views.reading import language, today

SHOWN = 50


@door(Right.READ_REGISTER)
@require_safe
def mega(request: HttpRequest) -> HttpResponse:
    """The mega-projects with their phases, the next gate of each, and what gates decided."""
    acting = acting_of(request)
    found = mega_projects(acting, today())
    names = {ask.key: ask.names[language().value] for ask in asks()}
    decisions = list(queries.stage_decisions_visible_to(acting)[:SHOWN])
    context = {
        "found": found,
        "told": mega_of_city(),
        "unclassed": [one for one in found if not one.is_classed],
        "decisions": [
            (row, [names.get(key, key) for key in row.unmet] if row.verdict == "go" else [])
            for row in decisions
        ],
        "day": today(),
    }
    return render(request, "completion/mega.html", context)


@door(Right.RECORD_PROJECT)
@require_POST
def phase(request: HttpRequest, project_id: str) -> HttpResponse:
    """Divide a mega-project by one more phase."""
    form = PhaseForm(request.POST, language=language())
    if form.is_valid():
        values = PhaseValues(**form.cleaned_data)
        add_phase(by=acting_of(request), project=project_id, values=values)
    else:
        messages.error(request, say("completion.phase_needs_result", language()), "bad")
    return redirect("project", project_id)


def _seen(request: HttpRequest, phase_id: str) -> Phase:
    row: Phase | None = (
        queries.phases_visible_to(acting_of(request)).filter(public_id=phase_id).first()
    )
    if row is None:
        raise Refused("not_found")
    return row


@door(Right.RECORD_PROJECT)
@require_POST
def condition(request: HttpRequest, phase_id: str, key: str) -> HttpResponse:
    """Tell how one condition of a gate stands, by its evidence."""
    row = _seen(request, phase_id)
    form = ConditionForm(request.POST, language=language())
    if form.is_valid():
        shown = Shown(key=key, **form.cleaned_data)
        tell_condition(by=acting_of(request), phase=phase_id, shown=shown)
    else:
        messages.error(request, say("mega.condition_needs_evidence", language()), "bad")
    return redirect(f"/projects/{row.project.public_id}#phases")


@door(Right.DECIDE_START)
@require_POST
def passing(request: HttpRequest, phase_id: str) -> HttpResponse:
    """Decide at the gate behind a phase: open it by its evidence, let it wait, or give up what
    comes after."""
    row, acting = _seen(request, phase_id), acting_of(request)
    form = GateForm(request.POST, language=language())
    place = f"/projects/{row.project.public_id}#phases"
    if not form.is_valid():
        messages.error(request, say("mega.gate_needs_evidence", language()), "bad")
        return redirect(place)
    told = form.cleaned_data
    at = AtGate(
        on=told["on"],
        reason=told["evidence"],
        decided_by=told["decided_by"],
        number=told["number"],
    )
    try:
        if told["verdict"] == Verdict.GO:
            pass_phase(by=acting, phase=phase_id, at=at)
        else:
            hold_phase(by=acting, phase=phase_id, at=at, stops=told["verdict"] == Verdict.STOP)
    except Refused as refusal:
        if refusal.code != "validation":
            raise
        messages.error(request, say("mega.gate_needs_name", language()), "bad")
    else:
        messages.success(request, say("mega.decided", language()))
    return redirect(place)
