"""Uploads: a file in, its columns, what it would lay and cause, its places, confirm, undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.kit.digits import localise
from hamgam.kit.exports import TYPES, Format
from hamgam.kit.lists import listing
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register import queries
from hamgam.register.actions.rows import acting_agency
from hamgam.register.actions.uploads import Heading, undo_upload, upload_works
from hamgam.register.forms import UploadForm
from hamgam.register.intake import (
    ENDINGS,
    Foreseen,
    Intake,
    foresee,
    forget,
    keep,
    kept_file,
    take_in,
)
from hamgam.register.law import law
from hamgam.register.uploading.columns import readable_tables, said_by
from hamgam.register.uploading.faults import in_words
from hamgam.register.uploading.picture import tray_sheet
from hamgam.register.uploading.places import Place, at_point, on_street
from hamgam.register.uploading.preview import preview_of
from hamgam.register.uploading.said import write_said
from hamgam.register.uploading.workbook import corrected
from hamgam.register.views.reading import language, today

WAITING_KEY = "hamgam_uploads"
"""Where the session keeps the tokens of this person's waiting files."""
MOST_WAITING = 5


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
    }
    return render(request, "register/uploads.html", told, status=422 if fault else 200)


def _waiting(request: HttpRequest, token: str) -> tuple[Acting, Agency, Intake]:
    """A waiting file of this very person; refuses (`not_found`) anybody else's."""
    if token not in request.session.get(WAITING_KEY, []):
        raise Refused("not_found")
    acting = acting_of(request)
    agency = acting_agency(acting)
    return acting, agency, take_in(token, agency)


@door(Right.UPLOAD_WORKS)
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """What a waiting file would lay on the table and cause there; confirming lays it."""
    acting, agency, intake = _waiting(request, token)
    if request.method == "POST":
        return _confirmed(request, token, acting, agency, intake)
    by, day = law(today()), today()
    seen = _seen_only(acting, foresee(intake, agency, by, day))
    told = preview_of(intake, seen, agency, by, day)
    return render(request, "register/upload_preview.html", told | {"token": token})


def _confirmed(
    request: HttpRequest, token: str, acting: Acting, agency: Agency, intake: Intake
) -> HttpResponse:
    file = replace(intake.file, heading=_heading(intake))
    _, tally = upload_works(by=acting, agency=agency, file=file, told=intake.values)
    forget(token)
    counts = {
        name: localise(getattr(tally, name), language())
        for name in ("recorded", "edited", "unchanged")
    }
    messages.success(request, say("pages.upload_done", language(), **counts))
    return redirect("uploads")


def _heading(intake: Intake) -> Heading | None:
    if not intake.said.is_settled:
        return None
    return Heading(head=intake.head, fields=intake.said.fields, ignored=intake.said.ignored)


@door(Right.UPLOAD_WORKS)
@require_POST
def settle_columns(request: HttpRequest, token: str) -> HttpResponse:
    """Say which column is what; the file is read again."""
    _, _, intake = _waiting(request, token)
    asked = {
        column.name: request.POST[f"c{at}"]
        for at, column in enumerate(intake.columns)
        if f"c{at}" in request.POST
    }
    write_said(kept_file(token).parent, said_by(asked, intake.columns, intake.said))
    return redirect("upload_preview", token)


@door(Right.UPLOAD_WORKS)
@require_POST
def place_row(request: HttpRequest, token: str) -> HttpResponse:
    """Put a row of a waiting file in its place: on a street, or at a point of the map."""
    _, _, intake = _waiting(request, token)
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
    _, _, intake = _waiting(request, token)
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
    """Let a waiting file go; nothing of it was recorded."""
    if token not in request.session.get(WAITING_KEY, []):
        raise Refused("not_found")
    forget(token)
    messages.success(request, say("uploads.given_up", language()))
    return redirect("uploads")


def _weight(row: Foreseen) -> tuple[int, int]:
    found = row.finding
    graves = ("block", "require", "warn", "inform")
    weights = ("high", "medium", "low")
    return (
        graves.index(found.consequence) if found.consequence else 9,
        weights.index(found.severity) if found.severity else 9,
    )


def _seen_only(acting: Acting, told: Sequence[Foreseen]) -> list[Foreseen]:
    """What is foreseen with works that the reader may see, the gravest first."""
    ids = {row.standing.pk for row in told if row.standing}
    rows = queries.works_visible_to(acting).filter(pk__in=ids).order_by()
    seen = set(rows.values_list("pk", flat=True))
    chosen = [row for row in told if row.standing is None or row.standing.pk in seen]
    return sorted(chosen, key=_weight)


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
