"""Season readiness: what stays open in each coming window, and the page of one window."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.queries import agencies
from hamgam.agencies.rights import Right
from hamgam.engine.calendars.seasons import SeasonWindow
from hamgam.kit import exports
from hamgam.kit.columns import Value
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register import queries
from hamgam.register.law import law
from hamgam.register.marks import working_agencies
from hamgam.register.models import Work
from hamgam.register.readiness import Readiness, coming_windows, key_of, readiness
from hamgam.register.templatetags.seasons import must_say
from hamgam.register.views.reading import language, today

HEADS = (
    "district",
    "agency",
    "work",
    "street",
    "begins",
    "ends",
    "days_open",
    "closed_by",
    "left",
    "must",
)


def _works(request: HttpRequest) -> QuerySet[Work]:
    rows = queries.standing_works(acting_of(request)).filter(
        Q(ends__gte=today()) | Q(ends__isnull=True)
    )
    if key := request.GET.get("agency"):
        rows = rows.filter(agency__key=key)
    return rows


def zone_name(window: SeasonWindow, names: dict[str, str]) -> str:
    """The name of a window's zone: a drawn one's own, else its kind's."""
    return names.get(window.zone) or say(f"vocabulary.zone_kind_{window.zone}", language())


def zone_names() -> dict[str, str]:
    """The names of the drawn zones, by key."""
    spoken = language().value
    return {row.key: getattr(row, f"name_{spoken}", "") or row.name_fa for row in queries.zones()}


@door(Right.READ_PUBLIC)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Each coming window with how much will stand open in it."""
    by, day, names = law(today()), today(), zone_names()
    windows = coming_windows(by, day, quiet=bool(request.GET.get("quiet")))
    found = readiness(_works(request), windows, by, day)
    told = {
        "rows": [(one, zone_name(one.window, names)) for one in found],
        "open": sum(len(one.works) for one in found[:1]),
        "next": found[0] if found else None,
        "agencies": _working(),
    }
    return render(request, "register/readiness.html", told)


def _working() -> list[Any]:
    working = set(working_agencies())
    return [row for row in agencies() if row.key in working]


def _asked(request: HttpRequest, key: str) -> Readiness:
    by, day = law(today()), today()
    window = next((w for w in coming_windows(by, day, quiet=True) if key_of(w) == key), None)
    if window is None:
        raise Refused("not_found")
    return readiness(_works(request), [window], by, day)[0]


@door(Right.READ_PUBLIC)
@require_safe
def season(request: HttpRequest, key: str) -> HttpResponseBase:
    """The task force's page of one window: by zone and agency, with what must be said today."""
    one, names = _asked(request, key), zone_names()
    if request.GET.get("as") in set(exports.Format):
        return _file(one, names, exports.Format(request.GET["as"]))
    told = {
        "one": one,
        "zone": zone_name(one.window, names),
        "districts": [
            (names.get(key, say("readiness.no_district", language())), works)
            for key, works in one.by_district()
        ],
        "by_agency": one.by_agency(),
        "agencies": _working(),
    }
    return render(request, "register/readiness_season.html", told)


def _file(one: Readiness, names: dict[str, str], form: exports.Format) -> HttpResponseBase:
    spoken = language()
    heads = [say(f"readiness.{head}", spoken) for head in HEADS]
    lines: list[list[Value]] = [
        [
            names.get(open_.district, ""),
            open_.work.agency.name(spoken),
            open_.work.title,
            open_.work.street,
            open_.begins,
            open_.ends,
            open_.days,
            open_.closed_by,
            open_.left_days,
            must_say(open_, one.window),
        ]
        for _, works in one.by_district()
        for open_ in works
    ]
    name = one.key.replace(":", "-")
    title = one.window.names.get(spoken.value, one.window.season)
    return exports.answer(form, heads, lines, (name, title))
