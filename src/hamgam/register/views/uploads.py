"""Uploads: a file in, its columns, what it would lay and cause, its places, confirm, undo."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.kit.digits import localise
from hamgam.kit.exports import TYPES, Format
from hamgam.kit.lists import listing
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register import queries
from hamgam.register.actions.rows import acting_agency
from hamgam.register.actions.uploads import Tally, undo_upload, upload_works
from hamgam.register.forms import UploadForm
from hamgam.register.intake import (
    ENDINGS,
    Intake,
    forget,
    heading_of,
    keep,
    kept_file,
    kept_name,
    take_in,
)
from hamgam.register.jobs import queue_laying, queue_reading
from hamgam.register.law import law
from hamgam.register.uploading.columns import readable_tables, said_by
from hamgam.register.uploading.course import (
    Course,
    ask_to_stop,
    end_course,
    is_asked_to_stop,
    read_course,
)
from hamgam.register.uploading.faults import in_words
from hamgam.register.uploading.large import begin_laying, begin_reading, tally_of
from hamgam.register.uploading.outlook import (
    Outlook,
    is_large,
    kept_outlook,
    outlook_of,
    seen_only,
    with_new_places,
)
from hamgam.register.uploading.picture import tray_sheet
from hamgam.register.uploading.places import Place, at_point, on_street
from hamgam.register.uploading.preview import preview_of
from hamgam.register.uploading.said import read_said, write_said
from hamgam.register.uploading.workbook import corrected
from hamgam.register.views.reading import language, today

WAITING_KEY = "hamgam_uploads"
"""Where the session keeps the tokens of this person's waiting files."""
MOST_WAITING = 5
LOOKS = "X-Hamgam-Looks"


@door(Right.UPLOAD_WORKS)
@require_http_methods(["GET", "POST"])
def uploads(request: HttpRequest) -> HttpResponse:
    """The files that came, and the form for the next."""
    acting = acting_of(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    fault = ""
    if request.method == "POST":
        if form.is_valid():
            try:
                token = keep(form.cleaned_data["file"])
            except Refused as refusal:
                fault = say(f"pages.upload_{refusal.code}", language())
            else:
                waiting = request.session.get(WAITING_KEY, [])
                request.session[WAITING_KEY] = [*waiting[1 - MOST_WAITING :], token]
                return redirect("upload_preview", token)
        else:
            fault = say("pages.upload_missing", language())
    rows = queries.uploads_visible_to(acting).order_by("-at", "-pk")
    told = {
        "agency": acting_agency(acting),
        "fault": fault,
        "endings": ",".join(ENDINGS),
        "page": listing(rows, request.GET.get("page")),
        "waiting": _names_of_waiting(request),
    }
    return render(request, "register/uploads.html", told, status=422 if fault else 200)


def _names_of_waiting(request: HttpRequest) -> list[tuple[str, str]]:
    """The files of this person that wait to be confirmed: token and name, the latest first."""
    told = []
    for token in reversed(request.session.get(WAITING_KEY, [])):
        try:
            told.append((token, kept_name(token)))
        except Refused:
            continue
    return told


def _own(request: HttpRequest, token: str) -> Path:
    """The file behind a token of this very person; refuses (`not_found`) anybody else's."""
    if token not in request.session.get(WAITING_KEY, []):
        raise Refused("not_found")
    return kept_file(token)


def _waiting(request: HttpRequest, token: str) -> Intake:
    """A waiting file as it was read; refuses (`state`) while the house is at it."""
    file, acting = _own(request, token), acting_of(request)
    if not is_large(file):
        return take_in(token, acting_agency(acting))
    found = None if read_course(file.parent) else _kept(acting, file)
    if found is None:
        raise Refused("state")
    return found.intake


def _kept(acting: Acting, file: Path) -> Outlook | None:
    """What a job read, with the rows that were put in their place since; None before it has."""
    found = kept_outlook(file.parent)
    if found is None:
        return None
    said = read_said(file.parent) or found.intake.said
    return with_new_places(found, said, acting_agency(acting), law(today()), today())


def _outlook(token: str, acting: Acting, file: Path) -> Outlook | None:
    """What a waiting file would do; None while a large one is not read."""
    if not is_large(file):
        agency = acting_agency(acting)
        return outlook_of(take_in(token, agency), acting, agency, law(today()), today())
    found = _kept(acting, file)
    return found and replace(found, seen=seen_only(acting, found.seen))


@door(Right.UPLOAD_WORKS)
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """What a waiting file would lay on the table and cause there; confirming lays it."""
    tally = _laid(request, token)
    course = None if tally else read_course(_own(request, token).parent)
    if course:
        return _under_way(request, token, course)
    if LOOKS in request.headers:  # the page of the course asks no more than whether it is over
        return HttpResponse(status=204)
    if tally:
        return _told(request, token, tally)
    acting, file = acting_of(request), _own(request, token)
    found = _outlook(token, acting, file)
    if found is None:
        begin_reading(token, acting, queue_reading)
        return redirect("upload_preview", token)
    if request.method == "POST":
        return _confirmed(request, token, acting, found.intake)
    told = preview_of(found, acting_agency(acting), law(today()), today())
    return render(request, "register/upload_preview.html", told | {"token": token})


def _laid(request: HttpRequest, token: str) -> Tally | None:
    """What a job has done with a large file of this person; None when it has not."""
    if token not in request.session.get(WAITING_KEY, []):
        raise Refused("not_found")
    return tally_of(token)


def _told(request: HttpRequest, token: str, tally: Tally) -> HttpResponse:
    """Away from a file that is on the table."""
    waiting = request.session[WAITING_KEY]
    request.session[WAITING_KEY] = [other for other in waiting if other != token]
    counts = {
        name: localise(getattr(tally, name), language())
        for name in ("recorded", "edited", "unchanged")
    }
    messages.success(request, say("pages.upload_done", language(), **counts))
    return redirect("uploads")


def _under_way(request: HttpRequest, token: str, course: Course) -> HttpResponse:
    """How far the house is with a large file; one that failed may be begun again."""
    if request.method == "POST" and course.fault:
        end_course(kept_file(token).parent)
        return redirect("upload_preview", token)
    told = {
        "course": course,
        "token": token,
        "name": kept_name(token),
        "stage": say(f"uploads.stage_{course.stage}", language()),
        "is_stopping": is_asked_to_stop(kept_file(token).parent),
    }
    return render(request, "register/upload_course.html", told)


def _confirmed(request: HttpRequest, token: str, acting: Acting, intake: Intake) -> HttpResponse:
    if is_large(kept_file(token)):
        begin_laying(token, acting, queue_laying)
        return redirect("upload_preview", token)
    file = replace(intake.file, heading=heading_of(intake))
    agency = acting_agency(acting)
    _, tally = upload_works(by=acting, agency=agency, file=file, told=intake.values)
    forget(token)
    return _told(request, token, tally)


@door(Right.UPLOAD_WORKS)
@require_POST
def settle_columns(request: HttpRequest, token: str) -> HttpResponse:
    """Say which column is what; the file is read again."""
    intake = _waiting(request, token)
    asked = {
        column.name: request.POST[f"c{at}"]
        for at, column in enumerate(intake.columns)
        if f"c{at}" in request.POST
    }
    write_said(kept_file(token).parent, said_by(asked, intake.columns, intake.said))
    if is_large(kept_file(token)):
        begin_reading(token, acting_of(request), queue_reading)
    return redirect("upload_preview", token)


@door(Right.UPLOAD_WORKS)
@require_POST
def place_row(request: HttpRequest, token: str) -> HttpResponse:
    """Put a row of a waiting file in its place: on a street, or at a point of the map."""
    intake = _waiting(request, token)
    ref, place = request.POST.get("row", ""), _told_place(request)
    if place is None or ref not in {work.ref for work in intake.works}:
        messages.error(request, say("uploads.placed_nowhere", language()), extra_tags="bad")
    else:
        said = replace(intake.said, places={**intake.said.places, ref: place})
        write_said(kept_file(token).parent, said)
        messages.success(request, say("uploads.placed", language()))
    answer = redirect("upload_preview", token)
    answer["Location"] += "#tray"
    return answer


def _told_place(request: HttpRequest) -> Place | None:
    asked, rows = request.POST, list(queries.streets())
    if asked.get("street"):
        return on_street(asked["street"]) if asked["street"] in {r.key for r in rows} else None
    sheet = tray_sheet(rows, law(today()))
    try:
        return at_point(sheet, float(asked["x"]), float(asked["y"])) if sheet else None
    except (KeyError, ValueError):
        return None


@door(Right.UPLOAD_WORKS)
@require_safe
def workbook(request: HttpRequest, token: str) -> HttpResponse:
    """The same list back, with a red column that says what is wrong in each row."""
    intake = _waiting(request, token)
    faults: dict[int, list[str]] = {}
    for row in intake.misread:
        told = [in_words(text, language()) for text in (row.reason, row.hint) if text]
        faults.setdefault(row.row, []).append("؛ ".join(told))
    content = corrected(readable_tables(kept_file(token)), faults, language())
    response = HttpResponse(content, content_type=TYPES[Format.XLSX])
    name = f"{intake.file.name.rpartition('.')[0] or intake.file.name}-hamgam.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "no-store"
    return response


@door(Right.UPLOAD_WORKS)
@require_POST
def give_up(request: HttpRequest, token: str) -> HttpResponse:
    """Let a waiting file go, or end its laying on the table; nothing of it was recorded."""
    folder = _own(request, token).parent
    course = read_course(folder)
    if course and course.is_laying and not course.fault:
        ask_to_stop(folder)
        return redirect("upload_preview", token)
    forget(token)
    messages.success(request, say("uploads.given_up", language()))
    return redirect("uploads")


@door(Right.UPLOAD_WORKS)
@require_POST
def undo(request: HttpRequest, upload_id: str) -> HttpResponse:
    """Take back all that an upload brought, until somebody has built on it."""
    try:
        undo_upload(by=acting_of(request), upload=upload_id)
    except Refused as refusal:
        if refusal.code != "state":
            raise
        messages.error(request, say("pages.undo_too_late", language()), extra_tags="bad")
    else:
        messages.success(request, say("pages.undone", language()))
    return redirect("uploads")
