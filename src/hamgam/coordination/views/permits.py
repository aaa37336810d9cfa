"""The commission's pages: what waits, sittings, open trenches, one application, verification."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.coordination.actions import emergencies, permit_rows, permits
from hamgam.coordination.forms import cases as told
from hamgam.coordination.queries import permits as queries
from hamgam.coordination.queries.inquiries import said_before
from hamgam.coordination.views import papers
from hamgam.coordination.views.doing import do
from hamgam.coordination.views.telling import today
from hamgam.coordination.vocabulary import Reinstatement
from hamgam.coordination.workflow.permits import DigState
from hamgam.engine.calendars.instants import instant_of
from hamgam.kit.lists import listing
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register.actions.rows import acting_agency
from hamgam.register.models import Finding
from hamgam.register.queries import findings_visible_to, meetings_visible_to
from hamgam.register.ribbon import city_seasons
from hamgam.register.views.history import story_of
from hamgam.register.views.reading import language
from hamgam.register.vocabulary import MeetingKind

SITS_AT = time(9, 0)


@door(Right.READ_REGISTER)
@require_safe
def permit_list(request: HttpRequest) -> HttpResponse:
    """What waits for the commission, its sittings, and the trenches that stand open."""
    acting = acting_of(request)
    rows = queries.applications_visible_to(acting).order_by("-pk")
    season = next(iter(city_seasons(today())), None)
    trenches = list(queries.open_trenches(acting)[:100])
    context = {
        "page": listing(rows, request.GET.get("page")),
        "waiting": list(queries.waiting(acting)[:100]),
        "trenches": [(row, queries.days_left(row, today())) for row in trenches],
        "sessions": meetings_visible_to(acting).filter(kind=MeetingKind.COMMISSION)[:8],
        "season": season,
        "season_days": max((season.begins - today()).days, 0) if season else None,
        "sits": queries.sits_in_commission(acting),
        "may_report": acting.may(Right.APPLY_TO_DIG) and acting.agency is not None,
    }
    return render(request, "coordination/permits.html", context)


@door(Right.READ_REGISTER)
@require_safe
def application(request: HttpRequest, application_id: str) -> HttpResponse:
    """One application: what the rules say, what was decided, what became of the trench."""
    acting = acting_of(request)
    row = queries.application_of(acting, application_id)
    permit, state = getattr(row, "permit", None), DigState(row.state)
    named = [check["identity"] for check in row.checks]
    findings = findings_visible_to(acting).filter(identity__in=named)
    mine = acting.may(Right.APPLY_TO_DIG, row.agency.path, subject=row.public_id)
    sits = queries.sits_in_commission(acting)
    context = {
        "row": row,
        "permit": permit,
        "checks": row.checks,
        "findings": findings,
        "is_grave": permits.is_grave(row),
        "days_left": queries.days_left(row, today()),
        "qr": papers.qr_path(papers.verify_address(permit)) if permit else None,
        "extensions": list(permit.extensions.order_by("pk")) if permit else [],
        "said_before": said_before(_pavings(findings), row.agency),
        "classes": list(Reinstatement),
        "deposit": permit_rows.deposit_of(row.work)["deposit_rials"],
        "history": story_of(acting, row.public_id),
        "may_decide": sits and state is DigState.ON_AGENDA,
        "may_extend": sits and state is DigState.GRANTED,
        "may_repair": sits
        and state is DigState.GRANTED
        and permit is not None
        and permit.reinstate_by < today(),
        "may_inspect": sits and state in {DigState.REINSTATED, DigState.REPAIRED},
        "may_reinstate": mine and state is DigState.GRANTED,
        "may_complete": mine and state is DigState.EMERGENCY,
    }
    return render(request, "coordination/application.html", context)


def _pavings(findings: Iterable[Finding]) -> list[str]:
    """The public ids of what an application's work meets."""
    return [side.public_id for row in findings for side in (row.a, row.b) if side is not None]


@door(Right.READ_PUBLIC)
@require_safe
def verify(request: HttpRequest, permit_id: str) -> HttpResponse:
    """Whether a permit is real, and until when: what its code on the fence leads to."""
    permit = queries.permit_to_verify(permit_id)
    context = {"permit": permit, "today": today()}
    return render(
        request, "coordination/verify.html", context, status=200 if permit is not None else 404
    )


@door(Right.READ_REGISTER)
@require_safe
def permit_pdf(request: HttpRequest, application_id: str) -> HttpResponse:
    """The permit as a paper, with the code that verifies it."""
    row = queries.application_of(acting_of(request), application_id)
    permit = getattr(row, "permit", None)
    if permit is None:
        raise Refused("not_found")
    code = papers.qr_svg(papers.verify_address(permit))
    return papers.pdf("permit", papers.permit_paper(permit, language()), language(), qr=code)


@door(Right.APPLY_TO_DIG)
@require_POST
def apply(request: HttpRequest, work_id: str) -> HttpResponse:
    """Ask for a permit for a work."""
    by = acting_of(request)
    return do(
        request, ("permits",), forms.Form, lambda _: permits.apply_to_dig(by=by, work=work_id)
    )


@door(Right.APPLY_TO_DIG)
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Write down an emergency told by phone."""
    by = acting_of(request)

    def done(data: dict[str, Any]) -> object:
        return emergencies.report_emergency(by=by, agency=acting_agency(by), **data)

    return do(request, ("permits",), told.EmergencyForm, done)


@door(Right.CONVENE_CASE)
@require_POST
def call(request: HttpRequest) -> HttpResponse:
    """Call a sitting with all that waits."""
    by = acting_of(request)

    def done(data: dict[str, Any]) -> object:
        begins: datetime = instant_of(data["on"], SITS_AT, settings.TIME_ZONE)
        title = say("permits.session_title", language())
        return permits.call_session(by=by, begins=begins, place=data["place"], title=title)

    return do(request, ("permits",), told.SessionForm, done)


@door(Right.CONVENE_CASE)
@require_POST
def clean(request: HttpRequest) -> HttpResponse:
    """Grant every clean connection that waits."""
    by = acting_of(request)
    return do(request, ("permits",), forms.Form, lambda _: permits.grant_connections(by=by))


@door(Right.CONVENE_CASE)
@require_POST
def grant(request: HttpRequest, application_id: str) -> HttpResponse:
    """Grant with conditions."""
    by = acting_of(request)

    def done(data: dict[str, Any]) -> object:
        rials = data.pop("deposit_rials")
        told_class = Reinstatement(data.pop("reinstatement") or Reinstatement.PERMANENT)
        conditions = permits.Conditions(
            **data,
            reinstatement=told_class,
            deposit_rials=None if rials is None else round(rials),
        )
        return permits.grant(by=by, application=application_id, conditions=conditions)

    return do(request, ("application", application_id), told.GrantForm, done)


@door(Right.CONVENE_CASE)
@require_POST
def refuse(request: HttpRequest, application_id: str) -> HttpResponse:
    """Refuse, or put off, with the reason."""
    by = acting_of(request)
    is_final = request.POST.get("defer") is None

    def done(data: dict[str, Any]) -> object:
        return permits.refuse(by=by, application=application_id, is_final=is_final, **data)

    return do(request, ("application", application_id), told.WordsForm, done)


@door(Right.CONVENE_CASE)
@require_POST
def extend(request: HttpRequest, application_id: str) -> HttpResponse:
    """Give more time."""
    by = acting_of(request)
    return do(
        request,
        ("application", application_id),
        told.ExtensionForm,
        lambda data: permits.extend_permit(by=by, application=application_id, **data),
    )


@door(Right.CONVENE_CASE)
@require_POST
def inspect(request: HttpRequest, application_id: str) -> HttpResponse:
    """Say what the inspection found."""
    by = acting_of(request)
    is_passed = request.POST.get("fail") is None
    return do(
        request,
        ("application", application_id),
        told.AnswerForm,
        lambda data: permits.inspect(
            by=by, application=application_id, is_passed=is_passed, **data
        ),
    )


@door(Right.CONVENE_CASE)
@require_POST
def repair(request: HttpRequest, application_id: str) -> HttpResponse:
    """Bill a repair that the municipality made."""
    by = acting_of(request)
    return do(
        request,
        ("application", application_id),
        told.RepairForm,
        lambda data: permits.repair(
            by=by, application=application_id, cost_rials=round(data["cost_rials"])
        ),
    )


@door(Right.APPLY_TO_DIG)
@require_POST
def reinstate(request: HttpRequest, application_id: str) -> HttpResponse:
    """Report that the street is whole again."""
    by = acting_of(request)
    return do(
        request,
        ("application", application_id),
        told.DayForm,
        lambda data: permits.reinstate(by=by, application=application_id, **data),
    )


@door(Right.APPLY_TO_DIG)
@require_POST
def complete(request: HttpRequest, application_id: str) -> HttpResponse:
    """Complete the report of an emergency."""
    by = acting_of(request)

    def done(data: dict[str, Any]) -> object:
        return emergencies.complete_emergency(
            by=by,
            application=application_id,
            length_m=data["length_m"],
            conditions=permits.Conditions(ends=data["ends"]),
        )

    return do(request, ("application", application_id), told.CompleteForm, done)
