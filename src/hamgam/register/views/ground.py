"""The ground: streets and what digs in each, the map and its door, the city's seasons."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.engine.calendars.seasons import Closure, Purpose
from hamgam.kit.refusals import Refused
from hamgam.register import queries
from hamgam.register.drawing import (
    degrees_round,
    drawing,
)
from hamgam.register.law import law
from hamgam.register.models import Street, Work
from hamgam.register.models.columns import in_view
from hamgam.register.tables.streets import streets_page
from hamgam.register.telling import distance_m
from hamgam.register.timeline import timeline_of
from hamgam.register.views.reading import language, searched, today

IN_STREET_M = 30.0
NAMES = ("name_fa", "name_en", "name_ar", "key")
MOST_IN_STREET = 200
MOST_IN_LINE = 16


@door(Right.READ_PUBLIC)
@require_safe
def streets(request: HttpRequest) -> HttpResponseBase:
    """Find one's street."""
    rows = searched(queries.streets(), request.GET.get("q", ""), NAMES)
    return streets_page().answer(request, rows, "register/streets.html", {})


def _digging(request: HttpRequest, street: Street) -> list[Work]:
    """The works in and along a street that are not over, by their first day."""
    shape = street.shape
    if shape is None:
        return []
    near = queries.standing_works(acting_of(request)).filter(in_view(*degrees_round([shape], 60)))
    near = near.filter(Q(ends__gte=today()) | Q(ends__isnull=True)).order_by("begins", "pk")
    reach = IN_STREET_M + (street.width_m or 0) / 2
    found = []
    for work in near[: MOST_IN_STREET * 5]:
        place = work.shape
        if place is not None and distance_m(shape, place) <= reach:
            found.append(work)
    return found[:MOST_IN_STREET]


@door(Right.READ_PUBLIC)
@require_safe
def street(request: HttpRequest, key: str) -> HttpResponse:
    """What digs in one street, and when."""
    row = queries.streets().filter(key=key).first()
    if row is None:
        raise Refused("not_found")
    works, acting, day = _digging(request, row), acting_of(request), today()
    told = {
        "street": row,
        "may_record": acting.may(Right.RECORD_WORK) and acting.agency is not None,
        "timeline": timeline_of(works[:MOST_IN_LINE], today=day, language=language()),
        "running": [w for w in works if w.begins and w.begins <= day],
        "coming": [w for w in works if not (w.begins and w.begins <= day)],
        "shadows": [s for s in queries.shadows_for(acting) if s.street_key == row.key],
        "map": drawing(works, epsg=law(day).epsg, language=language()),
    }
    return render(request, "register/street.html", told)


@door(Right.READ_PUBLIC)
@require_safe
def seasons(request: HttpRequest) -> HttpResponse:
    """When the city closes which zone, and what is still open in it then."""
    day, acting = today(), acting_of(request)
    until = day + timedelta(days=400)
    windows = [
        window
        for window in law(day).windows
        if window.purpose is Purpose.BLACKOUT
        and window.closure in {Closure.CLOSED, Closure.QUIET}
        and day <= window.ends
        and window.begins <= until
        and window.hours is None
    ]
    windows.sort(key=lambda window: (window.begins, window.season, window.zone))
    chosen = windows if request.GET.get("zones") else [w for w in windows if w.zone == "city"]
    works = queries.standing_works(acting).filter(begins__lte=until, ends__gte=day)
    spans = [
        (w.begins, w.ends) for w in works.order_by().select_related(None).only("begins", "ends")
    ]
    rows = [
        (window, sum(a <= window.ends and b >= window.begins for a, b in spans if a and b))
        for window in chosen
    ]
    named = {row.key: row for row in queries.zones()}
    told = {"rows": [(w, n, (w.begins - day).days, named.get(w.zone)) for w, n in rows]}
    return render(request, "register/seasons.html", told)
