"""The workbook of progress reports: downloaded, filled in, looked at, confirmed, taken back."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.completion import queries
from hamgam.completion.actions.sheets import Judged, judged, lay_reports, take_back_reports
from hamgam.completion.portfolio import may_be_finished
from hamgam.completion.views.uploads import ENDINGS
from hamgam.exchange.portfolio.reports import read_reports, write_reports_template
from hamgam.kit.digits import localise
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register.actions.rows import acting_agency
from hamgam.register.intake import forget, keep, kept_file
from hamgam.register.queries import STANDING_PARTS
from hamgam.register.views.reading import language, today

WAITING_KEY = "hamgam_report_sheets"
"""Where the session keeps the tokens and names of this person's waiting workbooks."""
SHOWN = 20


@door(Right.RECORD_PROGRESS)
@require_http_methods(["GET", "POST"])
def sheets(request: HttpRequest) -> HttpResponse:
    """The form that takes a workbook of reports in, and those that came before."""
    acting, fault = acting_of(request), ""
    agency = acting_agency(acting)
    if request.method == "POST":
        token, fault = _taken(request)
        if token:
            return redirect("report_sheet", token)
    context = {
        "agency": agency,
        "fault": fault,
        "endings": ",".join(ENDINGS),
        "sheets": list(queries.report_sheets_visible_to(acting)[:SHOWN]),
    }
    return render(request, "completion/sheets.html", context, status=422 if fault else 200)


def _taken(request: HttpRequest) -> tuple[str, str]:
    """The token of the file that came, or what is wrong with it."""
    file = request.FILES.get("file")
    if file is None:
        return "", say("pages.upload_missing", language())
    name = file.name or ""
    if Path(name).suffix.lower() not in ENDINGS:
        return "", say("completion.upload_media_type", language())
    try:
        token = keep(file)
    except Refused as refusal:
        return "", say(f"pages.upload_{refusal.code}", language())
    waiting = request.session.get(WAITING_KEY, [])
    request.session[WAITING_KEY] = [*waiting[-4:], [token, name[:200]]]
    return token, ""


@door(Right.RECORD_PROGRESS)
@require_safe
def template(request: HttpRequest) -> FileResponse:
    """The workbook with a row for each project that may be reported on."""
    projects = queries.projects_of(acting_agency(acting_of(request)))
    found = projects.prefetch_related(*STANDING_PARTS).order_by("title", "pk")
    names = [(row.public_id, row.title) for row in found if may_be_finished(row, today())]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.xlsx"
        write_reports_template(path, names)
        content = path.read_bytes()
    return FileResponse(BytesIO(content), as_attachment=True, filename="hamgam-reports.xlsx")


@door(Right.RECORD_PROGRESS)
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """What a waiting workbook would report, each bad row with its reason; while there is one,
    nothing can be confirmed."""
    name = dict(request.session.get(WAITING_KEY, [])).get(token)
    if name is None:
        raise Refused("not_found")
    acting = acting_of(request)
    agency = acting_agency(acting)
    read = read_reports(kept_file(token))
    told = judged(agency, read or [], today())
    bad = [one for one in told if one.fault]
    if request.method == "POST" and told and not bad:
        rows = [one.cells for one in told]
        lay_reports(by=acting, agency=agency, rows=rows, file_name=name, today=today())
        forget(token)
        count = localise(len(rows), language())
        messages.success(request, say("reports.laid", language(), count=count))
        return redirect("report_sheets")
    context = {
        "agency": agency,
        "name": name,
        "is_read": read is not None,
        "good": [one for one in told if not one.fault],
        "bad": [_said(one) for one in bad],
    }
    return render(request, "completion/sheet.html", context)


def _said(one: Judged) -> dict[str, object]:
    return {
        "row": one.cells.row,
        "name": one.cells.name,
        "written": one.cells.written or (one.cells.on or ""),
        "reason": say(f"reports.fault_{one.fault}", language()),
    }


@door(Right.RECORD_PROGRESS)
@require_POST
def undo(request: HttpRequest, sheet_id: str) -> HttpResponse:
    """Take a whole workbook of reports back."""
    try:
        take_back_reports(by=acting_of(request), sheet=sheet_id)
    except Refused as refusal:
        if refusal.code != "state":
            raise
        messages.error(request, say("reports.too_late", language()), "bad")
    else:
        messages.success(request, say("reports.taken_back", language()))
    return redirect("report_sheets")
