"""Papers and packs as files: what the pages hand over, from the same views with the same rights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Router

from hamgam.agencies.doors import Door, acting_of, right_of
from hamgam.completion.views import term
from hamgam.coordination.queries.permits import application_of
from hamgam.coordination.views import briefs, meetings, permits
from hamgam.field.views import minutes, tours
from hamgam.kit.fields import Key, PublicId
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language

router = Router(tags=["papers"])
View = Callable[..., HttpResponse]
PDF, ZIP = "application/pdf", "application/zip"


def _door(view: View, name: str, media_type: str = PDF) -> dict[str, Any]:
    """What an operation that answers with a page's file says of itself: the page's own right."""
    right = right_of(view)
    if right is None:
        raise ValueError(f"{name}: the page names no right")
    file = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {
        "auth": Door(right),
        "operation_id": name,
        "openapi_extra": {"responses": {200: {"description": "The file.", "content": file}}},
    }


def _file(view: View, request: HttpRequest, language: Language, *about: str) -> HttpResponse:
    """The file of a page in a language."""
    with translation.override(language.value):
        return view(request, *about)


@router.get("/council-report.pdf", **_door(term.council_report, "get_council_report"))
def council_report(request: HttpRequest, language: Language = Language.FA) -> HttpResponse:
    """The council's report of what the asker may see."""
    return _file(term.council_report, request, language)


@router.get("/governor-brief.pdf", **_door(term.governor_brief, "get_governor_brief"))
def governor_brief(request: HttpRequest, language: Language = Language.FA) -> HttpResponse:
    """The governor's brief."""
    return _file(term.governor_brief, request, language)


@router.get("/hand-over.zip", **_door(term.handover, "get_hand_over", ZIP))
def hand_over(request: HttpRequest, language: Language = Language.FA) -> HttpResponse:
    """The hand-over pack of the asker's agency, with the hashes of its files."""
    return _file(term.handover, request, language)


@router.get("/cases/{case_id}/brief.pdf", **_door(briefs.brief_pdf, "get_case_brief"))
def case_brief(
    request: HttpRequest, case_id: PublicId, language: Language = Language.FA
) -> HttpResponse:
    """The brief of a case, on one page."""
    return _file(briefs.brief_pdf, request, language, case_id)


@router.get(
    "/applications/{application_id}/permit.pdf",
    **_door(permits.permit_pdf, "get_permit_paper"),
)
def permit(
    request: HttpRequest, application_id: PublicId, language: Language = Language.FA
) -> HttpResponse:
    """The permit with the code that verifies it; `unfinished` while none is granted."""
    row = application_of(acting_of(request), application_id)
    if getattr(row, "permit", None) is None:
        raise Refused("unfinished")
    return _file(permits.permit_pdf, request, language, application_id)


@router.get("/meetings/{meeting_id}/minutes.pdf", **_door(meetings.minutes, "get_minutes_paper"))
def meeting_minutes(
    request: HttpRequest, meeting_id: PublicId, language: Language = Language.FA
) -> HttpResponse:
    """The minutes of a meeting."""
    return _file(meetings.minutes, request, language, meeting_id)


@router.get(
    "/site-meetings/{site_meeting_id}/minutes.pdf", **_door(minutes.pdf, "get_site_minutes_paper")
)
def site_minutes(
    request: HttpRequest,
    site_meeting_id: PublicId,
    agency: Key | None = None,
    language: Language = Language.FA,
) -> HttpResponse:
    """The signed minutes of a meeting at a site, or with an agency's key the letter that tells it
    what they ask of it."""
    if agency is None:
        return _file(minutes.pdf, request, language, site_meeting_id)
    return _file(minutes.letter, request, language, site_meeting_id, agency)


@router.get("/stops/{stop_id}/brief.pdf", **_door(tours.brief, "get_stop_brief"))
def stop_brief(
    request: HttpRequest, stop_id: PublicId, language: Language = Language.FA
) -> HttpResponse:
    """The one page to read on the way to a stop."""
    return _file(tours.brief, request, language, stop_id)
