"""The public map, alone and within another site's page; without script a picture and lists."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from hamgam.agencies.acting import NOBODY
from hamgam.agencies.doors import door
from hamgam.agencies.queries import agencies
from hamgam.agencies.rights import Right
from hamgam.engine.works import Activity, Stage
from hamgam.kit.words import Language
from hamgam.ledger.queries import revision
from hamgam.register.drawing import drawing
from hamgam.register.law import law
from hamgam.register.mapping.asked import asked_of, sifted
from hamgam.register.mapping.ground import bounds, ground
from hamgam.register.mapping.kept import kept_answer
from hamgam.register.mapping.words import map_words
from hamgam.register.mapping.works import areas, works_told
from hamgam.register.marks import slot_of, working_agencies
from hamgam.register.views.reading import language, today
from hamgam.service.settings_of_city import serving
from hamgam.showcase import marks, rows
from hamgam.showcase.prerender import language_asked, prerendered

MOST_LISTED = 60
MOST_DRAWN = 300
View = Callable[..., HttpResponseBase]


def _tiles() -> str:
    told = str(settings.MAP_TILES)
    return told if not told or "://" in told else reverse("map_tiles")


def island(spoken: Language) -> dict[str, Any]:
    """What the island is told by the page."""
    asked = f"?lang={spoken.value}"
    return {
        "works": reverse("showcase_map_works") + asked,
        "marks": reverse("showcase_map_marks") + asked,
        "ground": reverse("showcase_map_ground") + asked,
        "foresee": "",
        "record": "",
        "work": reverse("showcase_work", args=["ID"]) + asked,
        "edit": "",
        "overlap": "",
        "bounds": bounds(),
        "style": settings.MAP_STYLE,
        "tiles": _tiles(),
    }


def _told(request: HttpRequest) -> dict[str, Any]:
    day, spoken = today(), language()
    asked = asked_of(request, day)
    found = sifted(rows.public_works(), asked)
    listed = list(found[:MOST_LISTED])
    known = {agency.key: agency for agency in agencies()}
    beside = marks.every_mark(day, spoken)
    return {
        "asked": asked,
        "works": listed,
        "count": found.count(),
        "map": drawing(
            list(found[:MOST_DRAWN]), epsg=law(day).epsg, language=spoken, numbered=MOST_LISTED
        ),
        "legend": [(slot_of(key), known[key]) for key in working_agencies() if key in known],
        "activities": list(Activity),
        "stages": list(Stage),
        "zones": areas(),
        "layers": [
            (name, [mark for mark in beside if mark.layer == name])
            for name in ("project", "report", "way")
        ],
        "island": island(spoken),
        "words": map_words(spoken),
    }


@door(Right.READ_PUBLIC)
@require_safe
@prerendered()
def city_map(request: HttpRequest) -> HttpResponse:
    """Every public work, project and service of the city on one map, over the year."""
    return render(request, "showcase/map.html", _told(request))


def framed(view: View) -> View:
    """A page that the sites which the city names may show in a frame, and nobody else."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        sites = serving().embed_in
        allowed = csp_replace({"frame-ancestors": [*sites] or [NONE]})(view)
        return (xframe_options_exempt(allowed) if sites else allowed)(request, *args, **kwargs)

    return told


@door(Right.READ_PUBLIC)
@require_safe
@framed
@prerendered()
def embed(request: HttpRequest) -> HttpResponse:
    """The map alone, for a frame in another site's page."""
    return render(request, "showcase/embed.html", _told(request))


def _spoken_answer(
    request: HttpRequest, name: str, make: Callable[[Language], bytes]
) -> HttpResponse:
    spoken = language_asked(request)
    parts = ("showcase", name, revision(), today(), spoken)

    def made() -> bytes:
        with translation.override(spoken.value):
            return make(spoken)

    return kept_answer(request, parts, made)


@door(Right.READ_PUBLIC)
@require_safe
def map_works(request: HttpRequest) -> HttpResponse:
    """The public works in columns, whoever asks."""
    return _spoken_answer(request, "works", lambda spoken: works_told(NOBODY, today(), spoken))


@door(Right.READ_PUBLIC)
@require_safe
def map_marks(request: HttpRequest) -> HttpResponse:
    """Projects, reports and ways to the shrine as the map marks them."""
    return _spoken_answer(request, "marks", lambda spoken: marks.marks_told(today(), spoken))


@door(Right.READ_PUBLIC)
@require_safe
def map_ground(request: HttpRequest) -> HttpResponse:
    """Streets and zones with their labels, in the language of the page."""
    return _spoken_answer(request, "ground", ground)
