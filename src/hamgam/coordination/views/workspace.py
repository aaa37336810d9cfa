"""The standing workspace of municipality and governorate («هم‌قدم»): agenda, steps, balance."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.coordination.actions import steps
from hamgam.coordination.actions.settling import today
from hamgam.coordination.bridge import settling
from hamgam.coordination.forms import ties as told
from hamgam.coordination.models import JointStep
from hamgam.coordination.queries import ties as queries
from hamgam.coordination.sides import Sides, sides, stands_in
from hamgam.coordination.views.doing import do
from hamgam.coordination.views.telling import clock_told, left_told
from hamgam.coordination.vocabulary import StepState
from hamgam.engine.calendars.instants import instant_of
from hamgam.engine.measures.compliance import Balance, SeenStep, balance
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register.actions.meetings import Call, call_meeting
from hamgam.register.actions.rows import acting_agency
from hamgam.register.queries import meetings_visible_to
from hamgam.register.views.reading import language
from hamgam.register.vocabulary import MeetingKind

MOST_ENDED = 30
MEETS_AT = time(8, 0)


@door(Right.READ_REGISTER)
@require_safe
def workspace(request: HttpRequest) -> HttpResponse:
    """What waits between the two sides, what was asked, answered and kept on each."""
    acting, terms = acting_of(request), settling().workspace
    held = _sides()
    if held is None or not stands_in(acting, held):
        context = {"title": terms.names[language().value], "is_in": False}
        return render(request, "coordination/workspace.html", context)
    rows = list(queries.steps_visible_to(acting)[:500])
    mine = held.of(acting.agency) if acting.agency else None
    context = {
        "title": terms.names[language().value],
        "is_in": True,
        "held": held,
        "mine": mine,
        "across": held.other(mine) if mine else None,
        "steps": [_line(row, acting) for row in rows if row.due is not None],
        "ended": [row for row in rows if row.due is None][:MOST_ENDED],
        "cases": [
            {"case": case, "clock": clock_told(case, language())}
            for case in queries.cases_between(acting, held)[:20]
        ],
        "balances": list(zip(held, balances(rows, held), strict=True)),
        "resolutions": [
            {"row": row, "left": left_told(row.due, language()) if row.due else ""}
            for row in queries.resolutions_visible_to(acting).filter(due__isnull=False)[:10]
        ],
        "meetings": list(meetings_visible_to(acting).filter(kind=MeetingKind.BILATERAL)[:5]),
        "every_days": terms.meets_every_days,
        "may_ask": mine is not None
        and acting.agency is not None
        and acting.may(Right.TAKE_STEP, acting.agency.path),
        "may_call": mine is not None and acting.may(Right.RECORD_MEETING),
    }
    return render(request, "coordination/workspace.html", context)


def _sides() -> Sides | None:
    try:
        return sides()
    except Refused:
        return None


def _line(row: JointStep, acting: Acting) -> dict[str, Any]:
    """An open step with what the reader may do about it."""
    is_asked = acting.may(Right.TAKE_STEP, row.asked.path) or (
        acting.agency is not None
        and acting.agency.path.startswith(row.asked.path)
        and acting.may(Right.TAKE_STEP, acting.agency.path)
    )
    return {
        "row": row,
        "left": left_told(row.due, language()) if row.due else "",
        "is_late": row.answered is None and row.answer_due < timezone.now(),
        "may_answer": is_asked and row.state == StepState.ASKED,
        "may_finish": is_asked and row.state == StepState.ACCEPTED,
        "may_withdraw": acting.may(Right.TAKE_STEP, row.asker.path),
    }


def balances(rows: list[JointStep], held: Sides) -> tuple[Balance, Balance]:
    """The ledger of the steps, the first side's first; withdrawn ones are not counted."""
    now = timezone.now()
    counted = [row for row in rows if row.state != StepState.WITHDRAWN]
    return balance([_seen(row, held, now) for row in counted], today())


def _seen(row: JointStep, held: Sides, now: datetime) -> SeenStep:
    late: bool | None = (row.answered or now) > row.answer_due
    return SeenStep(
        asked=0 if row.asked.path.startswith(held.first.path) else 1,
        answer_late=late if row.answered or late else None,
        answered=row.answered is not None,
        promised=row.promised,
        done_on=row.done_on,
    )


@door(Right.TAKE_STEP)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask a step of the other side."""
    by = acting_of(request)

    def done(data: dict[str, Any]) -> object:
        return steps.ask_step(by=by, agency=acting_agency(by), **data)

    return do(request, ("workspace",), told.StepForm, done)


@door(Right.TAKE_STEP)
@require_POST
def answer(request: HttpRequest, step_id: str) -> HttpResponse:
    """Take a step on for a day, or decline it."""
    by = acting_of(request)

    def done(data: dict[str, Any]) -> object:
        said = steps.StepAnswer(
            promised=data["promised"], words=data["words"], letter=told.letter_in(data)
        )
        return steps.answer_step(by=by, step=step_id, answer=said)

    return do(request, ("workspace",), told.StepAnswerForm, done)


@door(Right.TAKE_STEP)
@require_POST
def finish(request: HttpRequest, step_id: str) -> HttpResponse:
    """Say that a step is done."""
    by = acting_of(request)
    return do(
        request,
        ("workspace",),
        told.DoneForm,
        lambda data: steps.finish_step(by=by, step=step_id, **data),
    )


@door(Right.TAKE_STEP)
@require_POST
def withdraw(request: HttpRequest, step_id: str) -> HttpResponse:
    """Take back what was asked."""
    by = acting_of(request)
    return do(
        request,
        ("workspace",),
        forms.Form,
        lambda _: steps.withdraw_step(by=by, step=step_id),
    )


@door(Right.RECORD_MEETING)
@require_POST
def call(request: HttpRequest) -> HttpResponse:
    """Call the two sides to meet; what waits between them is the agenda."""
    by, asked = acting_of(request), told.SessionForm(request.POST)
    if not asked.is_valid():
        return do(request, ("workspace",), told.SessionForm, lambda _: None)
    call = Call(
        kind=MeetingKind.BILATERAL,
        title=say("ties.meeting_title", language()),
        begins=instant_of(asked.cleaned_data["on"], MEETS_AT, settings.TIME_ZONE),
        place=asked.cleaned_data["place"],
        agenda=agenda_of(by),
    )
    row = call_meeting(by=by, agency=acting_agency(by), call=call)
    return redirect("meeting", row.public_id)


def agenda_of(acting: Acting) -> list[tuple[str, str]]:
    """What the next meeting is about: open steps, then cases between the two sides, the most
    pressing first."""
    held = sides()
    found = [(row.public_id, row.title) for row in queries.open_steps(acting)]
    for case in queries.cases_between(acting, held)[:20]:
        title = say("ties.agenda_case", language(), number=case.number)
        found.append((case.public_id, title))
    return found
