"""Reporting and following, for anybody: no account, no script needed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language, say
from hamgam.register import queries as register
from hamgam.register.mapping.ground import bounds
from hamgam.register.mapping.words import map_words
from hamgam.register.views.reading import language
from hamgam.service import queries
from hamgam.service.actions.reporting import (
    confirm_solution,
    dispute_solution,
    erase_reporter,
    join_report,
    report_problem,
)
from hamgam.service.forms import ReportForm
from hamgam.service.limits import count_report
from hamgam.service.models import CitizenReport
from hamgam.service.settings_of_city import serving
from hamgam.service.speaking import as_asked
from hamgam.service.telling import told_report
from hamgam.service.vocabulary import State

BEGUN = ("kind", "street", "work", "spot")
"""What a link may fill in."""


def _island(spoken: Language) -> dict[str, Any]:
    """What the small map is told: the ground in the page's language, and the city's base map."""
    tiles = str(settings.MAP_TILES)
    return {
        "ground": f"{reverse('showcase_map_ground')}?lang={spoken.value}",
        "bounds": bounds(),
        "style": settings.MAP_STYLE,
        "tiles": tiles if not tiles or "://" in tiles else reverse("map_tiles"),
    }


def _page(request: HttpRequest, form: ReportForm, **more: Any) -> HttpResponse:
    spoken = language()
    names = [getattr(row, f"name_{spoken.value}") or row.name_fa for row in register.streets()]
    told = {
        "form": form,
        "streets": names,
        "phone": serving().phone,
        "island": _island(spoken),
        "words": map_words(spoken),
    } | more
    return render(request, "service/report.html", told, status=422 if form.errors else 200)


def _told_wrong(form: ReportForm, refusal: Refused) -> None:
    errors: Any = refusal.about.get("errors", ())
    for error in errors:
        field = str(error["pointer"]).removeprefix("#/")
        told = say(f"service.fault_{error['detail']}", language())
        form.add_error(field if field in form.fields else None, told)
    if not errors:
        at = "photo" if refusal.code in {"media_type", "too_large"} else None
        form.add_error(at, say(f"service.fault_{refusal.code}", language()))


@door(Right.REPORT_PROBLEM)
@require_http_methods(["GET", "HEAD", "POST"])
@as_asked
def report(request: HttpRequest) -> HttpResponse:
    """The form by which anybody reports a problem; where the same may be known already, that is
    shown first."""
    if request.method != "POST":
        begun = {name: request.GET.get(name, "") for name in BEGUN}
        return _page(request, ReportForm(initial=begun, language=language()))
    form = ReportForm(request.POST, request.FILES, language=language())
    if not form.is_valid():
        return _page(request, form)
    told = form.told()
    found = [] if form.cleaned_data["another"] else queries.twins(told.kind, told.spot)
    if found:
        twins = [told_report(row, language()) for row in found]
        return _page(request, form, twins=twins)
    count_report(request)
    try:
        _, secret = report_problem(by=acting_of(request), told=told)
    except Refused as refusal:
        _told_wrong(form, refusal)
        return _page(request, form)
    asked = f"?lang={language().value}" if request.GET.get("lang") else ""
    return redirect(reverse("follow_report", args=[secret]) + asked)


def followed(request: HttpRequest, secret: str) -> CitizenReport:
    """The report whose secret stands in the address, or the one that speaks for it."""
    row = queries.report_by(secret)
    return row.joined or row


@door(Right.REPORT_PROBLEM)
@require_safe
@never_cache
@as_asked
def follow(request: HttpRequest, secret: str) -> HttpResponse:
    """Where one's own report stands; who holds the address may say whether it was solved."""
    own, row = queries.report_by(secret), followed(request, secret)
    told = {
        "report": told_report(row, language(), steps=True),
        "secret": secret,
        "number": own.public_id,
        "is_linked": own.joined_id is not None,
        "own_words": own.text,
        "address": request.build_absolute_uri(reverse("follow_report", args=[secret])),
        "may_judge": row.state == State.SOLVED,
        "may_dispute": row.state in {State.SOLVED, State.DECLINED},
        "contact": getattr(own, "contact", None),
        "phone": serving().phone,
    }
    response = render(request, "service/follow.html", told)
    # The address is a secret, so no other site may learn it; "no-referrer" would go further, but
    # then browsers send these forms without an origin, and they are refused.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


@door(Right.REPORT_PROBLEM)
@require_POST
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Yes, it is solved."""
    confirm_solution(by=acting_of(request), report=followed(request, secret))
    return redirect("follow_report", secret)


@door(Right.REPORT_PROBLEM)
@require_POST
def dispute(request: HttpRequest, secret: str) -> HttpResponse:
    """No, it is not solved."""
    dispute_solution(by=acting_of(request), report=followed(request, secret))
    return redirect("follow_report", secret)


@door(Right.REPORT_PROBLEM)
@require_POST
def erase(request: HttpRequest, secret: str) -> HttpResponse:
    """Forget who reported it."""
    row = erase_reporter(by=acting_of(request), report=queries.report_by(secret))
    return redirect("citizen_report", row.public_id)


@door(Right.REPORT_PROBLEM)
@require_POST
def also(request: HttpRequest, report_id: str) -> HttpResponse:
    """I see it too."""
    count_report(request)
    row = join_report(by=acting_of(request), report=queries.report_of(report_id))
    return redirect("citizen_report", row.public_id)
