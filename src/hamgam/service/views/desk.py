"""Reports as everybody reads them, and the deeds of who must answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.queries import agencies, agency_of
from hamgam.agencies.rights import Right
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register.views.reading import language, today
from hamgam.service import queries
from hamgam.service.actions import answering
from hamgam.service.models import CitizenReport
from hamgam.service.photos import MEDIA_TYPE, photo_of
from hamgam.service.routing import line_desk
from hamgam.service.settings_of_city import serving
from hamgam.service.speaking import as_asked
from hamgam.service.telling import PublicReport, told_report
from hamgam.service.workflow import OPEN

MOST_LISTED = 100


@door(Right.READ_PUBLIC)
@require_safe
@as_asked
def reports(request: HttpRequest) -> HttpResponse:
    """What people reported, and three rates that are kept apart."""
    acting, spoken = acting_of(request), language()
    rows = queries.reports()
    may_answer = acting.may(Right.ANSWER_REPORT)
    if request.GET.get("mine") and may_answer:
        rows = queries.reports_of(acting)
    if request.GET.get("open"):
        rows = rows.filter(state__in=[state.value for state in OPEN])
    if request.GET.get("unpublished") and may_answer:
        rows = queries.unpublished(queries.reports_of(acting))
    if kind := request.GET.get("kind", ""):
        rows = rows.filter(kind=kind)
    told = {
        "rates": queries.rates(rows.order_by()),
        "reports": [told_report(row, spoken) for row in rows[:MOST_LISTED]],
        "kinds": [(k.key, k.names.get(spoken.value, k.key)) for k in serving().kinds],
        "may_answer": may_answer,
        "may_import": bool(agencies()) and acting.may(Right.IMPORT_REPORTS, line_desk().path),
        "asked": request.GET,
    }
    return render(request, "service/reports.html", told)


@door(Right.READ_PUBLIC)
@require_safe
@as_asked
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of who reports, who reads it, until when, and how it is erased sooner."""
    told = {"days": serving().keep_contact_days, "phone": serving().phone}
    return render(request, "service/privacy.html", told)


def _is_owner(request: HttpRequest, row: CitizenReport) -> bool:
    acting = acting_of(request)
    return acting.may(Right.ANSWER_REPORT, row.agency.path, subject=row.public_id)


@door(Right.READ_PUBLIC)
@require_safe
@as_asked
def report(request: HttpRequest, report_id: str) -> HttpResponse:
    """One report: for everybody what is published, for its owner what was written, and the
    deeds."""
    row = queries.report_of(report_id)
    is_owner = _is_owner(request, row)
    told = {
        "report": told_report(row, language(), steps=True),
        "is_owner": is_owner,
        "own_words": row.text if is_owner else "",
        "sees_photo": bool(row.photo_digest) and (is_owner or row.photo_is_public),
        "agencies": agencies() if is_owner else (),
        "near": _near(row) if is_owner else (),
        "main": row.joined,
        "twins": list(row.twins.order_by("pk")[:MOST_LISTED]),
        "routed_by": row.routed_by,
        "number_137": row.number_137,
        "work": row.work if row.work is not None and row.work.sharing == "public" else None,
        "today": today(),
    }
    return render(request, "service/citizen_report.html", told)


def _near(row: CitizenReport) -> list[PublicReport]:
    """Open reports that may tell of the same problem, for the owner to link it with."""
    found = queries.twins(row.kind, row.shape)
    return [told_report(twin, language()) for twin in found if twin.pk != row.pk]


@door(Right.READ_PUBLIC)
@require_safe
def photo(request: HttpRequest, report_id: str) -> HttpResponse:
    """The picture of a report, for its owner and, once published, for everybody."""
    row = queries.report_of(report_id)
    if not row.photo_digest or not (row.photo_is_public or _is_owner(request, row)):
        raise Refused("not_found")
    response = HttpResponse(photo_of(row.photo_digest), content_type=MEDIA_TYPE)
    response["Cache-Control"] = "private, max-age=600"
    return response


def _done(request: HttpRequest, row: CitizenReport) -> HttpResponse:
    messages.success(request, say("service.done", language()))
    return redirect("citizen_report", row.public_id)


def _words(request: HttpRequest) -> str:
    return request.POST.get("words", "")[:2000]


@door(Right.ANSWER_REPORT)
@require_POST
def answer(request: HttpRequest, report_id: str) -> HttpResponse:
    """Answer a report."""
    by = acting_of(request)
    return _done(request, answering.answer_report(by=by, report=report_id, words=_words(request)))


@door(Right.ANSWER_REPORT)
@require_POST
def solve(request: HttpRequest, report_id: str) -> HttpResponse:
    """Call a report solved."""
    by = acting_of(request)
    return _done(request, answering.solve_report(by=by, report=report_id, words=_words(request)))


@door(Right.ANSWER_REPORT)
@require_POST
def decline(request: HttpRequest, report_id: str) -> HttpResponse:
    """Say why nothing will be done."""
    by = acting_of(request)
    return _done(request, answering.decline_report(by=by, report=report_id, words=_words(request)))


@door(Right.ANSWER_REPORT)
@require_POST
def pass_on(request: HttpRequest, report_id: str) -> HttpResponse:
    """Hand a report to another agency."""
    to = agency_of(request.POST.get("to", ""))
    row = answering.pass_on_report(
        by=acting_of(request), report=report_id, to=to, words=_words(request)
    )
    return _done(request, row)


@door(Right.ANSWER_REPORT)
@require_POST
def link(request: HttpRequest, report_id: str) -> HttpResponse:
    """Link a report to another of the same problem."""
    into = request.POST.get("into", "")[:24]
    return _done(
        request, answering.link_reports(by=acting_of(request), report=report_id, into=into)
    )


@door(Right.ANSWER_REPORT)
@require_POST
def publish(request: HttpRequest, report_id: str) -> HttpResponse:
    """Publish what was reported, in words without names."""
    row = answering.publish_report(
        by=acting_of(request),
        report=report_id,
        words=_words(request),
        photo=bool(request.POST.get("photo")),
    )
    return _done(request, row)
