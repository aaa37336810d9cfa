"""The door for the complaints line's export: look what it would do, then lay it on the table."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.exchange.complaints import ENDINGS, NEEDED, read_complaints
from hamgam.exchange.misread import Misread
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register.uploading.faults import in_words
from hamgam.register.views.reading import language
from hamgam.service.actions import importing
from hamgam.service.routing import line_desk
from hamgam.service.settings_of_city import serving

MOST_BYTES = 20 * 1024 * 1024
MOST_SHOWN = 200
OWN_REASONS = {
    **{key: key for key in ("kind", "outside", "place", "many")},
    "it is empty": "empty",
    "no column tells it": "no_column",
    "it is longer than 40 letters": "long",
    "this state is not known; read as received": "state",
    "longitude and latitude are no numbers": "degrees",
    "no place on earth has these degrees": "degrees",
}
"""The reader's sentences and the deed's reasons, by the key of the page's sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A row that could not be taken, in the reader's language."""

    row: int
    field: str
    value: str
    reason: str
    is_kept: bool


def read_upload(file: UploadedFile) -> importing.Judged:
    """What a file brings, and what of it cannot come, in the file's order; refuses (`media_type`,
    `too_large`) what can be no export."""
    name = Path(file.name or "").name
    if Path(name).suffix.lower() not in ENDINGS:
        raise Refused("media_type")
    if (file.size or 0) > MOST_BYTES:
        raise Refused("too_large")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / f"export{Path(name).suffix.lower()}"
        with place.open("wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
        read = read_complaints(place)
    found = importing.judged(read.rows)
    found.misread[:0] = [replace(one, where=name) for one in read.misread]
    found.misread.sort(key=lambda one: one.row)
    return found


def _fault(told: Misread) -> Fault:
    spoken = language()
    key = OWN_REASONS.get(told.reason)
    reason = say(f"complaints.{key}", spoken) if key else in_words(told.reason, spoken)
    name = say(f"complaints.column_{told.field}", spoken) if told.field else ""
    return Fault(row=told.row, field=name, value=told.value, reason=reason, is_kept=told.kept)


def _import(request: HttpRequest, by: Acting, file: UploadedFile) -> dict[str, Any]:
    found = read_upload(file)
    # A row may have two faults, and a fault of the whole file stands in no row.
    lost = len({one.row for one in found.misread if not one.kept and one.row})
    told: dict[str, Any] = {
        "count": len(found.rows) + lost,
        "good": len(found.rows),
        "lost": lost,
        "faults": [_fault(one) for one in found.misread[:MOST_SHOWN]],
        "more": max(len(found.misread) - MOST_SHOWN, 0),
        "file_name": file.name,
    }
    if found.rows and not request.POST.get("check"):
        name = Path(file.name or "").name
        told["tally"] = importing.import_reports(by=by, rows=found.rows, source=name)
    return told


@door(Right.IMPORT_REPORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_reports(request: HttpRequest) -> HttpResponse:
    """The form for an export, and what it did or would do, row by row."""
    by, told, fault = acting_of(request), {}, ""
    by.require(Right.IMPORT_REPORTS, line_desk().path)
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            fault = say("service.fault_required", language())
        else:
            try:
                told = _import(request, by, file)
            except Refused as refusal:
                fault = say(f"complaints.{refusal.code}", language())
    about = {
        "fault": fault,
        "endings": ",".join(ENDINGS),
        "needed": NEEDED,
        "kinds": [kind.names.get(language().value, kind.key) for kind in serving().kinds],
        "most": importing.MOST_ROWS,
    }
    return render(request, "service/import.html", about | told, status=422 if fault else 200)
