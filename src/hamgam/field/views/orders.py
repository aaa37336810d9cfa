"""Directives and intensive modes: issued, answered, begun and ended."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.field import queries
from hamgam.field.actions import orders as deeds
from hamgam.field.forms import DirectiveForm, FieldForm, SprintForm
from hamgam.field.vocabulary import DirectiveState
from hamgam.kit.refusals import Refused
from hamgam.register.actions.rows import acting_agency
from hamgam.register.queries import projects_visible_to
from hamgam.register.views.reading import language, today

SHOWN = 40


@door(Right.READ_REGISTER)
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """The directives with their compliance, and the intensive modes."""
    acting, spoken = acting_of(request), language()
    rows = list(queries.directives_visible_to(acting)[:SHOWN])
    may = acting.agency is not None
    projects = projects_visible_to(acting).order_by("title")[:200]
    context = {
        "directives": [_told(row, acting) for row in rows],
        "sprints": list(queries.sprints_visible_to(acting)[:SHOWN]),
        "projects": projects if may and acting.may(Right.OPEN_SPRINT) else [],
        "may_end": acting.may(Right.OPEN_SPRINT),
        "directive_form": DirectiveForm(language=spoken)
        if may and acting.may(Right.ISSUE_DIRECTIVE)
        else None,
        "sprint_form": SprintForm(language=spoken, initial={"begins": today()}),
    }
    return render(request, "field/orders.html", context)


def _told(row: Any, acting: Any) -> dict[str, Any]:
    replies = list(row.replies.all())
    followed = sum(1 for one in replies if one.state == DirectiveState.FOLLOWED)
    mine = any(acting.may(Right.RECORD_COMMITMENT, one.agency.path) for one in replies)
    return {"row": row, "replies": replies, "followed": followed, "may_answer": mine}


def _checked(form: FieldForm) -> dict[str, Any]:
    if not form.is_valid():
        errors = [{"pointer": f"#/{name}", "detail": "required"} for name in form.errors]
        raise Refused("validation", errors=errors)
    return dict(form.cleaned_data)


@door(Right.ISSUE_DIRECTIVE)
@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """Issue a directive."""
    acting = acting_of(request)
    told = _checked(DirectiveForm(request.POST, language=language()))
    recipients = list(Agency.objects.filter(key__in=told.pop("recipients")))
    deeds.issue_directive(
        by=acting,
        agency=acting_agency(acting),
        order=deeds.Order(**told),
        recipients=recipients,
        today=today(),
    )
    return redirect("orders")


@door(Right.RECORD_COMMITMENT)
@require_POST
def answer(request: HttpRequest, directive_id: str) -> HttpResponse:
    """Say whether it is followed."""
    deeds.answer_directive(
        by=acting_of(request),
        directive=directive_id,
        is_followed=request.POST.get("followed") == "yes",
        words=request.POST.get("words", "")[:500],
        today=today(),
    )
    return redirect("orders")


@door(Right.OPEN_SPRINT)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin an intensive mode."""
    told = _checked(SprintForm(request.POST, language=language()))
    project = request.POST.get("project", "")
    deeds.open_sprint(by=acting_of(request), project=project, values=deeds.SprintValues(**told))
    return redirect("orders")


@door(Right.OPEN_SPRINT)
@require_POST
def end(request: HttpRequest, sprint_id: str) -> HttpResponse:
    """End it, saying what it came to."""
    outcome = request.POST.get("outcome", "")[:500]
    deeds.end_sprint(by=acting_of(request), sprint=sprint_id, outcome=outcome, today=today())
    return redirect("orders")
