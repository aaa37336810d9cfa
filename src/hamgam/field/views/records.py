"""What phones sent: received, settled by a person, carried in as a file; what patrols saw."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.field import queries
from hamgam.field.actions.carrying import LARGEST_FILE, carry_records
from hamgam.field.actions.records import settle_record
from hamgam.field.comparing import compared
from hamgam.field.vocabulary import RecordState
from hamgam.kit.digits import localise
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say, sentences
from hamgam.register.actions.papers import place_of
from hamgam.register.queries import projects_visible_to, works_visible_to
from hamgam.register.views.reading import language

MOST = 100
SETTLEABLE = (RecordState.PARALLEL.value, RecordState.REFUSED.value)


@door(Right.SEND_RECORDS)
@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """What phones sent: first what a person must settle."""
    acting = acting_of(request)
    context = {
        "unsettled": list(queries.unsettled_records(acting)[:MOST]),
        "rows": list(queries.records_visible_to(acting)[:MOST]),
    }
    return render(request, "field/records.html", context)


@door(Right.SEND_RECORDS)
@require_safe
def record(request: HttpRequest, record_id: str) -> HttpResponse:
    """One record beside what stands, for a person to settle."""
    acting = acting_of(request)
    row = queries.records_visible_to(acting).filter(public_id=record_id).first()
    if row is None:
        raise Refused("not_found")
    told = compared(row, acting, language())
    context = {
        "row": row,
        "told": told,
        "may_settle": row.state in SETTLEABLE and _may_settle(request, row.meeting),
        "fault": _fault(row.fault),
    }
    return render(request, "field/record.html", context)


def _may_settle(request: HttpRequest, meeting: object) -> bool:
    agency = getattr(meeting, "agency", None)
    return agency is None or acting_of(request).may(Right.RECORD_MEETING, agency.path)


def _fault(fault: str) -> str:
    """The sentence of the refusal that a record met; empty for none."""
    key = f"refusals.{fault.partition('(')[0]}"
    return sentences(language()).get(key, "")


@door(Right.SEND_RECORDS)
@require_POST
def settle(request: HttpRequest, record_id: str) -> HttpResponse:
    """Let a record count, or leave what stands; one that a rule still refuses stays open."""
    applies = request.POST.get("applies") == "yes"
    try:
        settle_record(by=acting_of(request), record=record_id, applies=applies)
    except Refused as refusal:
        if refusal.code not in {"validation", "not_at_site", "above_authority", "unfinished"}:
            raise
        messages.error(request, say("field_records.still_refused", language()), "bad")
        return redirect("record", record_id)
    return redirect("records")


@door(Right.SEND_RECORDS)
@require_POST
def carry(request: HttpRequest) -> HttpResponse:
    """Take a phone's file."""
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > LARGEST_FILE:
        raise Refused("too_large" if file else "media_type")
    found = carry_records(by=acting_of(request), content=file.read())
    spoken = language()
    told = "، ".join(
        f"{localise(count, spoken)} {say(f'field.record_{state}', spoken)}"
        for state, count in sorted(found.states.items())
    )
    sentence = say("field_records.carried", spoken, told=told or localise(0, spoken))
    messages.success(request, sentence)
    if found.unread:
        rows = "، ".join(localise(number, spoken) for number in found.unread[:20])
        messages.error(request, say("field_records.unread", spoken, rows=rows), "bad")
    return redirect("records")


@door(Right.READ_REGISTER)
@require_safe
def sightings(request: HttpRequest) -> HttpResponse:
    """What patrols of the districts saw, the latest first."""
    acting = acting_of(request)
    rows = list(queries.sightings_visible_to(acting)[:MOST])
    keys = {row.near for row in rows if row.near}
    works = works_visible_to(acting).filter(public_id__in=keys)
    projects = projects_visible_to(acting).filter(public_id__in=keys)
    near = {found.public_id: ("work", found.public_id, found.title) for found in works}
    near |= {found.public_id: ("project", found.public_id, found.title) for found in projects}
    context = {"rows": [(row, near.get(row.near)) for row in rows]}
    return render(request, "field/sightings.html", context)


@door(Right.READ_REGISTER)
@require_safe
def sighting_photo(request: HttpRequest, sighting_id: str) -> FileResponse:
    """The photo of a sighting."""
    rows = queries.sightings_visible_to(acting_of(request))
    row = rows.filter(public_id=sighting_id).exclude(digest="").first()
    if row is None or not place_of(row.digest).is_file():
        raise Refused("not_found")
    response = FileResponse(place_of(row.digest).open("rb"), content_type="image/jpeg")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
