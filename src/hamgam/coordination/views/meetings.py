"""Meetings of any kind: the list, one with its agenda, and its minutes as a paper."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.queries import agencies, agency_of
from hamgam.agencies.rights import Right
from hamgam.coordination.forms import cases as told
from hamgam.coordination.views import papers
from hamgam.coordination.views.doing import do
from hamgam.engine.calendars.instants import instant_of
from hamgam.kit.lists import listing
from hamgam.kit.refusals import Refused
from hamgam.register.actions import meetings as deeds
from hamgam.register.actions.rows import acting_agency
from hamgam.register.models import Meeting
from hamgam.register.queries import meetings_visible_to
from hamgam.register.views.history import story_of
from hamgam.register.views.reading import language
from hamgam.register.vocabulary import OWN_PROTOCOL, MeetingKind, Outcome

BEGINS_AT = time(9, 0)


@door(Right.READ_REGISTER)
@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Meetings of every kind, the latest first."""
    acting = acting_of(request)
    rows = meetings_visible_to(acting)
    if kind := request.GET.get("kind"):
        rows = rows.filter(kind=kind)
    context = {
        "page": listing(rows, request.GET.get("page")),
        "kinds": [kind for kind in MeetingKind if kind not in OWN_PROTOCOL],
        "may_call": acting.may(Right.RECORD_MEETING) and acting.agency is not None,
    }
    return render(request, "coordination/meetings.html", context)


def _meeting(request: HttpRequest, meeting_id: str) -> Meeting:
    found = meetings_visible_to(acting_of(request)).filter(public_id=meeting_id).first()
    if found is None:
        raise Refused("not_found")
    return found


@door(Right.READ_REGISTER)
@require_safe
def meeting(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """One meeting: agenda, who was there, what each item came to."""
    acting, row = acting_of(request), _meeting(request, meeting_id)
    may = acting.may(Right.RECORD_MEETING, row.agency.path, subject=row.public_id)
    is_at_site = row.kind == MeetingKind.SITE
    items = list(row.items.all().order_by("number"))
    context = {
        "meeting": row,
        "items": items,
        "present": list(row.present.all()),
        "may": may and row.closed is None and not is_at_site,
        "may_number": may and row.closed is not None and not row.letter_number,
        "is_at_site": is_at_site,
        "left": sum(item.outcome == Outcome.OPEN for item in items),
        "outcomes": [outcome for outcome in Outcome if outcome is not Outcome.OPEN],
        "agencies": list(agencies()),
        "history": story_of(acting, row.public_id),
    }
    return render(request, "coordination/meeting.html", context)


@door(Right.READ_REGISTER)
@require_safe
def minutes(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """The minutes as a paper."""
    paper = papers.minutes_paper(_meeting(request, meeting_id), language())
    return papers.pdf("minutes", paper, language())


@door(Right.RECORD_MEETING)
@require_POST
def call(request: HttpRequest) -> HttpResponse:
    """Call a meeting; each line of the agenda is an item."""
    by = acting_of(request)

    def done(data: dict[str, Any]) -> object:
        lines = [line.strip() for line in data["agenda"].splitlines() if line.strip()]
        call = deeds.Call(
            kind=_kind(data["kind"]),
            title=data["title"],
            begins=instant_of(data["on"], BEGINS_AT, settings.TIME_ZONE),
            place=data["place"],
            agenda=[("", line[:300]) for line in lines],
        )
        return deeds.call_meeting(by=by, agency=acting_agency(by), call=call)

    return do(request, ("meetings",), told.MeetingForm, done)


@door(Right.RECORD_MEETING)
@require_POST
def presence(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Note somebody who was there."""
    by = acting_of(request)

    def done(data: dict[str, Any]) -> object:
        who = (data["name"], data["post"])
        agency = agency_of(data["agency"])
        return deeds.note_presence(by=by, meeting=meeting_id, agency=agency, who=who)

    return do(request, ("meeting", meeting_id), told.PresenceForm, done)


@door(Right.RECORD_MEETING)
@require_POST
def conclude(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Say what an item came to."""
    by = acting_of(request)

    def done(data: dict[str, Any]) -> object:
        owner = agency_of(data["owner"]) if data["owner"] else None
        conclusion = deeds.Conclusion(
            outcome=_outcome(data["outcome"]),
            words=data["words"],
            owner=owner,
            due=data["due"],
            proof=data["proof"],
        )
        return deeds.conclude_item(
            by=by, meeting=meeting_id, number=data["number"], conclusion=conclusion
        )

    return do(request, ("meeting", meeting_id), told.ConclusionForm, done)


@door(Right.RECORD_MEETING)
@require_POST
def close(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Sign the minutes."""
    by = acting_of(request)
    return do(
        request,
        ("meeting", meeting_id),
        forms.Form,
        lambda _: deeds.close_meeting(by=by, meeting=meeting_id),
    )


@door(Right.RECORD_MEETING)
@require_POST
def letter(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Enter the letter under which signed minutes went out."""
    by = acting_of(request)
    return do(
        request,
        ("meeting", meeting_id),
        told.LetterForm,
        lambda data: deeds.number_minutes(by=by, meeting=meeting_id, **data),
    )


def _kind(text: str) -> MeetingKind:
    if text not in set(MeetingKind):
        raise Refused("validation", errors=[{"pointer": "#/kind", "detail": "unknown"}])
    return MeetingKind(text)


def _outcome(text: str) -> Outcome:
    if text not in set(Outcome):
        raise Refused("validation", errors=[{"pointer": "#/outcome", "detail": "unknown"}])
    return Outcome(text)
