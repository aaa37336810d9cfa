"""The map: its page, which reads as a list, and the doors of its island."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.queries import agencies
from hamgam.agencies.rights import Right
from hamgam.engine.works import Activity, Stage
from hamgam.kit.digits import localise
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.ledger.queries import revision
from hamgam.register import queries
from hamgam.register.actions.rows import acting_agency
from hamgam.register.drawing import drawing
from hamgam.register.forms import WorkForm
from hamgam.register.law import law
from hamgam.register.mapping import foresight
from hamgam.register.mapping.asked import asked_of, works_asked
from hamgam.register.mapping.findings import KINDS
from hamgam.register.mapping.ground import bounds, ground
from hamgam.register.mapping.kept import kept_answer, scope
from hamgam.register.mapping.tiles import ranged
from hamgam.register.mapping.words import map_words
from hamgam.register.mapping.works import areas, works_told
from hamgam.register.marks import slot_of, working_agencies
from hamgam.register.views.reading import language, today
from hamgam.register.views.telling import SHAPES

MOST_LISTED = 40
QUIET_KINDS = frozenset({"blackout", "notice"})
"""Shown only when they are asked for."""


def _deeds(acting: Acting) -> dict[str, Any]:
    may = acting.may(Right.RECORD_WORK) and acting.agency is not None
    return {"may_record": may, "sees_findings": acting.may(Right.READ_REGISTER)}


@door(Right.READ_PUBLIC)
@require_safe
def city_map(request: HttpRequest) -> HttpResponse:
    """The map; without its island a list and a drawing of the same works."""
    acting, day = acting_of(request), today()
    asked = asked_of(request, day)
    rows = works_asked(request, asked)
    listed = list(rows[:MOST_LISTED])
    known = {agency.key: agency for agency in agencies()}
    told = {
        "asked": asked,
        "works": listed,
        "count": rows.count(),
        "map": drawing(listed, epsg=law(day).epsg, language=language()),
        "legend": [(slot_of(key), known[key]) for key in working_agencies() if key in known],
        "kinds": [(kind, *SHAPES[kind], kind in QUIET_KINDS) for kind in KINDS],
        "activities": list(Activity),
        "stages": list(Stage),
        "zones": areas(),
        "shadows": queries.shadows_for(acting),
        "island": _island(),
        "words": map_words(language()),
        "today": day,
    }
    return render(request, "register/map.html", told | _deeds(acting))


def _island() -> dict[str, Any]:
    """What the island is told by the page: where it asks, and what the city's base map is."""
    return {
        "works": reverse("map_works"),
        "ground": reverse("map_ground"),
        "foresee": reverse("map_foresee"),
        "record": reverse("record_work"),
        "work": reverse("work", args=["ID"]),
        "edit": reverse("edit_work", args=["ID"]),
        "overlap": reverse("overlap", args=["ID"]),
        "bounds": bounds(),
        "style": settings.MAP_STYLE,
        "tiles": _tiles_address(),
    }


def _tiles_address() -> str:
    """Where the island asks for the base map's tiles; empty where the city has none."""
    told = str(settings.MAP_TILES)
    return told if not told or "://" in told else reverse("map_tiles")


@door(Right.READ_PUBLIC)
@require_safe
def map_tiles(request: HttpRequest) -> HttpResponse:
    """A piece of the city's own PMTiles file, as the island asks for it by its range."""
    if "://" in settings.MAP_TILES or not settings.MAP_TILES:
        raise Refused("not_found")
    return ranged(request, Path(settings.MAP_TILES))


@door(Right.READ_PUBLIC)
@require_safe
def map_works(request: HttpRequest) -> HttpResponse:
    """The works and findings the reader may see, in columns; kept until the register changes."""
    acting, day, spoken = acting_of(request), today(), language()
    parts = ("works", scope(acting), revision(), day, spoken)
    return kept_answer(request, parts, lambda: works_told(acting, day, spoken))


@door(Right.READ_PUBLIC)
@require_safe
def map_ground(request: HttpRequest) -> HttpResponse:
    """Streets and zones with their labels, as GeoJSON."""
    spoken = language()
    return kept_answer(request, ("ground", revision(), spoken), lambda: ground(spoken))


@door(Right.RECORD_WORK)
@require_POST
def foresee(request: HttpRequest) -> HttpResponse:
    """What a drawn work would meet; takes the fields of the work's form, writes nothing."""
    acting, spoken = acting_of(request), language()
    agency = acting_agency(acting)
    form = WorkForm(_with_title(request), language=spoken)
    if not form.is_valid() or form.cleaned_data["geometry"] is None:
        faults = {name: list(told) for name, told in form.errors.items()}
        return HttpResponse(
            orjson.dumps({"faults": faults}), content_type="application/json", status=422
        )
    street = foresight.street_name_at(form.cleaned_data["geometry"], spoken)
    values = form.values()
    found = foresight.foreseen(
        acting,
        agency,
        replace(values, street=values.street or street),
        by=law(today()),
        today=today(),
        instead_of=request.POST.get("work", ""),
    )
    told = {
        "findings": [foresight.told_foreseen(row, spoken) for row in found],
        "street": street,
        "said": _said(len(found)),
    }
    return HttpResponse(orjson.dumps(told), content_type="application/json")


def _said(count: int) -> str:
    spoken = language()
    if not count:
        return say("map.meets_nothing", spoken)
    return say("map.meets", spoken, count=localise(count, spoken))


def _with_title(request: HttpRequest) -> Any:
    """The form's fields with a title and the choices that a drawing does not ask for."""
    told = request.POST.copy()
    told["title"] = told.get("title") or "…"
    for name, field in WorkForm.base_fields.items():
        if field.initial is not None and not told.get(name):
            told[name] = field.initial
    return told
