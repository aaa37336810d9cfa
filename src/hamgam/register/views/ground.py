"""The ground: streets and what digs in each, the map and its door, the city's seasons."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.queries import agencies
from hamgam.agencies.rights import Right
from hamgam.engine.calendars.seasons import Closure, Purpose
from hamgam.engine.works import ZoneKind
from hamgam.exchange.findings_out.words import words
from hamgam.kit.dates import long_day, short_day
from hamgam.kit.lists import listing
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language, say
from hamgam.register import queries
from hamgam.register.drawing import (
    HIGH,
    WIDE,
    Sheet,
    degrees_round,
    drawing,
    sheet_round,
    street_views,
    work_view,
    zone_views,
)
from hamgam.register.law import law
from hamgam.register.marks import slot_of, working_agencies
from hamgam.register.models import Street, Work
from hamgam.register.models.columns import in_view
from hamgam.register.telling import distance_m
from hamgam.register.views.findings import ahead, gravity
from hamgam.register.views.reading import folded, language, today
from hamgam.register.views.telling import SHAPES, sentence
from hamgam.register.vocabulary import FindingState

MOST_DRAWN = 4_000
MOST_FINDINGS = 1_000
IN_STREET_M = 30.0
MOST_IN_STREET = 200
BACK, AHEAD = timedelta(days=30), timedelta(days=365)


@door(Right.READ_PUBLIC)
@require_safe
def streets(request: HttpRequest) -> HttpResponse:
    """Find one's street."""
    rows = queries.streets().order_by("name_fa", "pk")
    asked = folded(request.GET.get("q", "")).split()
    if asked:
        named = rows.values_list("pk", "name_fa", "name_en", "name_ar")
        keys = [
            key
            for key, *names in named
            if all(any(word in folded(name) for name in names) for word in asked)
        ]
        rows = rows.filter(pk__in=keys)
    told = {"page": listing(rows, request.GET.get("page"), size=60)}
    return render(request, "register/streets.html", told)


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
    works = _digging(request, row)
    day = today()
    told = {
        "street": row,
        "running": [w for w in works if w.begins and w.begins <= day],
        "coming": [w for w in works if not (w.begins and w.begins <= day)],
        "shadows": [s for s in queries.shadows_for(acting_of(request)) if s.street_key == row.key],
        "map": drawing(works, epsg=law(day).epsg, language=language()),
    }
    return render(request, "register/street.html", told)


@door(Right.READ_PUBLIC)
@require_safe
def city_map(request: HttpRequest) -> HttpResponse:
    """The map: streets from the server, works and overlaps by the script; the list beside it
    carries the same without one."""
    spoken, acting = language(), acting_of(request)
    sheet = _city_sheet()
    lines, names = street_views(list(queries.streets()), sheet, spoken)
    working = working_agencies()
    known = {agency.key: agency for agency in agencies()}
    rows = queries.standing_works(acting).filter(ends__gte=today()).order_by("begins", "pk")
    told = {
        "sheet": sheet,
        "streets": lines,
        "names": names,
        "zones": zone_views(list(queries.zones().filter(kind__in=_DRAWN)), sheet, spoken),
        "legend": [(slot_of(key), known[key]) for key in working if key in known],
        "works": rows[:60],
        "count": rows.count(),
        "sees_findings": acting.may(Right.READ_REGISTER),
        "kinds": [(kind, *shape) for kind, shape in SHAPES.items() if kind in _SHOWN],
    }
    return render(request, "register/map.html", told)


_DRAWN = ("district", "shrine_core")
_SHOWN = ("collision", "chance", "protection", "blackout")


def _city_sheet() -> Sheet:
    """The sheet that shows the city's zones whole; its streets where it has none."""
    by = law(today())
    shapes = [zone.geometry for zone in by.zones if zone.kind == ZoneKind.DISTRICT]
    shapes = shapes or [shape for row in queries.streets() if (shape := row.shape) is not None]
    if not shapes:
        return Sheet(by.epsg, 0.0, 0.0, 1.0, WIDE, HIGH)
    return sheet_round(shapes, by.epsg, margin=0.01)


def _painted(row: Work, view: dict[str, Any], spoken: Language) -> dict[str, Any]:
    unknown = say("pages.untold", spoken)
    first, last = (short_day(d, spoken) if d else unknown for d in (row.begins, row.ends))
    return view | {
        "title": row.title or row.street,
        "street": row.street,
        "agency": row.agency.key,
        "by": row.agency.name(spoken),
        "begins": row.begins,
        "ends": row.ends,
        "days": say("pages.span", spoken, first=first, last=last),
    }


@door(Right.READ_PUBLIC)
@require_safe
def map_works(request: HttpRequest) -> JsonResponse:
    """What the map paints: works between two days that the reader may see, and what was found
    among them. The constant number of queries does not grow with the works."""
    spoken, acting, day = language(), acting_of(request), today()
    sheet = _city_sheet()
    seen = queries.standing_works(acting).filter(geometry__isnull=False)
    seen = seen.filter(ends__gte=day - BACK, begins__lte=day + AHEAD).order_by("-ends", "pk")
    rows = list(seen[:MOST_DRAWN])
    drawn = sheet.draw([shape for row in rows if (shape := row.shape) is not None])
    painted = [
        _painted(row, work_view(row, shape), spoken) for row, shape in zip(rows, drawn, strict=True)
    ]
    body = {
        "works": painted,
        "findings": _found(request, {row.pk for row in rows}, spoken),
        "months": _months(day, spoken),
        "today": day,
        "first": day - BACK,
        "last": day + AHEAD,
    }
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, no-cache"
    return response


def _months(day: date, spoken: Language) -> list[dict[str, Any]]:
    steps = range(0, (AHEAD + BACK).days, 7)
    first = day - BACK
    return [
        {"day": first + timedelta(days=n), "name": long_day(first + timedelta(days=n), spoken)}
        for n in steps
    ]


def _found(request: HttpRequest, shown: set[int], spoken: Language) -> list[dict[str, Any]]:
    rows = queries.findings_visible_to(acting_of(request)).filter(state=FindingState.OPEN)
    told = words(spoken.value)
    return [
        {
            "id": row.identity,
            "kind": row.kind,
            "shape": SHAPES[row.kind][0],
            "tone": SHAPES[row.kind][1],
            "a": row.a.public_id,
            "b": row.b.public_id if row.b else None,
            "text": sentence(row, told),
        }
        for row in gravity(ahead(rows).filter(kind__in=_SHOWN))[:MOST_FINDINGS]
        if row.a_id in shown
    ]


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
