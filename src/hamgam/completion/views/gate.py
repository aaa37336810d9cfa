"""The gate: which new starts may begin while others stand half-finished, and who let them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.completion import queries
from hamgam.completion.actions.starts import Decision, decide_start
from hamgam.completion.forms import DecisionForm
from hamgam.completion.gating import GateAnswer, answer_for, answers_for
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register.models import Project
from hamgam.register.views.reading import language, today


class Start:
    """A new start as a page shows it."""

    def __init__(self, answer: GateAnswer, acting: Acting) -> None:
        self.project = answer.project
        self.passes, self.is_exception = answer.passes, answer.is_exception
        self.conditions = answer.conditions(language())
        self.refusals = answer.refusals(language())
        path, subject = answer.project.agency.path, answer.project.public_id
        may = acting.may(Right.DECIDE_START, path, subject=subject)
        self.may_decide = may and not answer.passes


def starts_of(acting: Acting) -> list[Start]:
    """Every new start the reader may see, with the gate's answer."""
    rows = queries.portfolio_visible_to(acting).filter(estimate__is_new_start=True)
    answers = answers_for(list(rows.order_by("title", "pk")), today())
    return [Start(answer, acting) for answer in answers]


@door(Right.READ_REGISTER)
@require_safe
def gate(request: HttpRequest) -> HttpResponse:
    """The new starts with their six conditions, and the exceptions that were made."""
    acting = acting_of(request)
    starts = starts_of(acting)
    told = {
        "starts": starts,
        "passing": sum(one.passes for one in starts),
        "decisions": list(queries.decisions_visible_to(acting)[:50]),
    }
    return render(request, "completion/gate.html", told)


def _seen_project(request: HttpRequest, project_id: str) -> Project:
    rows = queries.portfolio_visible_to(acting_of(request))
    row = rows.filter(public_id=project_id).first()
    if row is None:
        raise Refused("not_found")
    return row


@door(Right.DECIDE_START)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, project_id: str) -> HttpResponse:
    """The form by which somebody lets a project begin against the gate, in his own name."""
    row, acting = _seen_project(request, project_id), acting_of(request)
    acting.require(Right.DECIDE_START, row.agency.path, subject=row.public_id)
    form = DecisionForm(request.POST or None, language=language())
    if request.method == "POST" and form.is_valid():
        decide_start(
            by=acting, project=project_id, decision=Decision(**form.cleaned_data), today=today()
        )
        messages.success(request, say("completion.decided_told", language()))
        return redirect("gate")
    told: dict[str, Any] = {"project": row, "form": form}
    told["start"] = Start(answer_for(row, today()), acting)
    return render(request, "completion/decide.html", told, status=422 if form.errors else 200)
