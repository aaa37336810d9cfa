"""The workbook of eight columns: sent, looked at, confirmed; nothing is half-saved."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.completion.actions.uploads import MOST_ROWS, matched, upload_portfolio
from hamgam.exchange.persian import normalise
from hamgam.exchange.portfolio import read_portfolio, write_template
from hamgam.exchange.portfolio.history import read_history
from hamgam.kit.digits import localise
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register.actions.rows import acting_agency
from hamgam.register.intake import forget, keep, kept_file
from hamgam.register.views.reading import language, today

ENDINGS = (".xlsx", ".ods", ".csv")
WAITING_KEY = "hamgam_portfolios"
"""Where the session keeps the tokens of this person's waiting workbooks."""
SHOWN = 200


@door(Right.RECORD_PROJECT)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The form that takes a workbook in."""
    agency, fault = acting_agency(acting_of(request)), ""
    file = request.FILES.get("file")
    if request.method == "POST":
        if file is None:
            fault = say("pages.upload_missing", language())
        elif Path(file.name or "").suffix.lower() not in ENDINGS:
            fault = say("completion.upload_media_type", language())
        else:
            try:
                token = keep(file)
            except Refused as refusal:
                fault = say(f"pages.upload_{refusal.code}", language())
            else:
                waiting = request.session.get(WAITING_KEY, [])
                request.session[WAITING_KEY] = [*waiting[-4:], token]
                return redirect("portfolio_preview", token)
    told = {"agency": agency, "fault": fault, "endings": ",".join(ENDINGS)}
    return render(request, "completion/upload.html", told, status=422 if fault else 200)


@door(Right.RECORD_PROJECT)
@require_safe
def template(request: HttpRequest) -> FileResponse:
    """The workbook to fill in, with three examples and a sheet that explains it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "portfolio.xlsx"
        write_template(path)
        content = path.read_bytes()
    from io import BytesIO

    return FileResponse(BytesIO(content), as_attachment=True, filename="hamgam-portfolio.xlsx")


@door(Right.RECORD_PROJECT)
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """What a waiting workbook would lay on the table; confirming lays all of it."""
    if token not in request.session.get(WAITING_KEY, []):
        raise Refused("not_found")
    acting = acting_of(request)
    agency = acting_agency(acting)
    told = read_portfolio(kept_file(token))
    names = {normalise(agency.key), *(normalise(agency.name(code)) for code in type(language()))}
    rows = [row for row in told.rows if not row.agency or normalise(row.agency) in names]
    if request.method == "POST" and rows:
        tally = upload_portfolio(
            by=acting,
            agency=agency,
            rows=rows[:MOST_ROWS],
            today=today(),
            history=read_history(kept_file(token)),
        )
        forget(token)
        counts = {
            name: localise(getattr(tally, name), language())
            for name in ("recorded", "edited", "unchanged")
        }
        messages.success(request, say("completion.upload_done", language(), **counts))
        if tally.credits_left_out:
            count = localise(tally.credits_left_out, language())
            messages.warning(
                request, say("completion.credits_left_out", language(), count=count), "slip"
            )
        return redirect("portfolio")
    known = matched(agency, rows)
    context = {
        "token": token,
        "agency": agency,
        "rows": [(row, known.get(row.ref)) for row in rows[:SHOWN]],
        "count": len(rows),
        "foreign": len(told.rows) - len(rows),
        "lost": [fault for fault in told.misread if not fault.kept],
        "doubts": [fault for fault in told.misread if fault.kept][:SHOWN],
        "sees_credit": acting.may(Right.RECORD_FUNDING, agency.path),
    }
    return render(request, "completion/preview.html", context)
