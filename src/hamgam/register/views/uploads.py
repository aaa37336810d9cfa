"""Uploads: a file in, what it would lay and cause, confirm, undo."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.kit.digits import localise
from hamgam.kit.lists import listing
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register import queries
from hamgam.register.actions.rows import acting_agency
from hamgam.register.actions.uploads import undo_upload, upload_works
from hamgam.register.forms import UploadForm
from hamgam.register.intake import ENDINGS, Foreseen, foresee, forget, keep, take_in
from hamgam.register.law import law
from hamgam.register.queries import shadows_for
from hamgam.register.views.reading import language, today
from hamgam.register.views.telling import SHAPES

SHOWN = 100
WAITING_KEY = "hamgam_uploads"
"""Where the session keeps the tokens of this person's waiting files."""


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
                request.session[WAITING_KEY] = [*waiting[-4:], token]
                return redirect("upload_preview", token)
        else:
            fault = say("pages.upload_missing", language())
    rows = queries.uploads_visible_to(acting).order_by("-at", "-pk")
    told = {
        "page": listing(rows, request.GET.get("page")),
        "agency": acting_agency(acting),
        "endings": ",".join(ENDINGS),
        "fault": fault,
    }
    return render(request, "register/uploads.html", told, status=422 if fault else 200)


def _weight(row: Foreseen) -> tuple[int, int]:
    found = row.finding
    graves = ("block", "require", "warn", "inform")
    weights = ("high", "medium", "low")
    return (
        graves.index(found.consequence) if found.consequence else 9,
        weights.index(found.severity) if found.severity else 9,
    )


@door(Right.UPLOAD_WORKS)
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """What a waiting file would lay on the table and cause there; confirming lays it."""
    if token not in request.session.get(WAITING_KEY, []):
        raise Refused("not_found")
    acting = acting_of(request)
    agency = acting_agency(acting)
    intake = take_in(token, agency)
    if request.method == "POST":
        _, tally = upload_works(by=acting, agency=agency, file=intake.file, told=intake.values)
        forget(token)
        counts = {
            name: localise(getattr(tally, name), language())
            for name in ("recorded", "edited", "unchanged")
        }
        messages.success(request, say("pages.upload_done", language(), **counts))
        return redirect("uploads")
    seen = _seen_only(request, foresee(intake, agency, law(today()), today()))
    told = {
        "token": token,
        "intake": intake,
        "agency": agency,
        "rows": list(zip(intake.works, intake.values, strict=True))[:SHOWN],
        "left": max(len(intake.works) - SHOWN, 0),
        "lost": [row for row in intake.misread if not row.kept],
        "doubts": [row for row in intake.misread if row.kept][:SHOWN],
        "foreseen": [(row, *SHAPES[row.finding.kind]) for row in seen[:SHOWN]],
        "foreseen_count": len(seen),
        "blocking": sum(row.finding.consequence == "block" for row in seen),
        "shadows": len(shadows_for(acting)),
    }
    return render(request, "register/upload_preview.html", told)


def _seen_only(request: HttpRequest, told: list[Foreseen]) -> list[Foreseen]:
    """What is foreseen with works that the reader may see, the gravest first."""
    ids = {row.standing.pk for row in told if row.standing}
    seen = set(
        queries.works_visible_to(acting_of(request))
        .filter(pk__in=ids)
        .order_by()
        .values_list("pk", flat=True)
    )
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
