"""The minutes: as a paper, as letters, and for anybody who holds the paper in his hand."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.field.actions.signing import digest_of
from hamgam.field.models import SiteMeeting
from hamgam.field.papers import letter_pdf, minutes_pdf
from hamgam.field.views.meetings import seen_meeting
from hamgam.kit.refusals import Refused
from hamgam.register.views.reading import language


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@door(Right.READ_REGISTER)
@require_safe
def pdf(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """The signed minutes as a paper."""
    row = seen_meeting(acting_of(request), meeting_id)
    site = SiteMeeting.objects.get(meeting=row)
    if not site.digest:
        raise Refused("unfinished")
    return _pdf(minutes_pdf(row, site, language()), f"minutes-{row.public_id}")


@door(Right.READ_REGISTER)
@require_safe
def letter(request: HttpRequest, meeting_id: str, key: str) -> HttpResponse:
    """What the minutes ask of one agency, as a letter."""
    row = seen_meeting(acting_of(request), meeting_id)
    site = SiteMeeting.objects.select_related("meeting").get(meeting=row)
    named = {i["owner"] for i in site.minutes.get("items", ()) if i["owner"]}
    if key not in named:
        raise Refused("not_found")
    return _pdf(letter_pdf(site, key, language()), f"letter-{row.public_id}")


@door(Right.READ_PUBLIC)
@require_safe
def check(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Whether a paper in somebody's hand is what was signed: its hash, and who signed. Nothing of
    what was decided is told here."""
    site = (
        SiteMeeting.objects.select_related("meeting__agency")
        .filter(meeting__public_id=meeting_id)
        .exclude(digest="")
        .first()
    )
    if site is None:
        raise Refused("not_found")
    asked = request.GET.get("h", "")
    context: dict[str, Any] = {
        "meeting": site.meeting,
        "digest": site.digest,
        "is_whole": digest_of(site.minutes) == site.digest,
        "asked": asked,
        "is_same": not asked or asked == site.digest,
        "signers": [
            {"name": p["name"], "post": p["post"], "agency": p["agency"]}
            for p in site.minutes["present"]
            if p["signed"]
        ],
    }
    return render(request, "field/check.html", context)
