"""The founding text told in our own words, sentence by sentence: where the system answers each.

A capability adds its scene, its page or its figure in `SCENES`, in one place. A page that is not in
the house yet is passed over; while none of a scene's `awaited` pages stands, the scene says what is
missing. Words stand in `locale/<language>/story.toml` under the scene's key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language, language_of, say

WALK_COOKIE: str = settings.HAMGAM_WALK_COOKIE
_FIGURES = "hamgam.web.story_figures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One sentence: the pages that answer it in their order, its live figure, and the pages that
    would make it whole."""

    key: str
    pages: tuple[str, ...]
    figure: str = ""
    """The dotted name of a callable `(Acting, Language) -> str`; empty for none."""
    awaited: tuple[str, ...] = ()


SCENES: tuple[Scene, ...] = (
    Scene(key="t0", pages=("projects", "portfolio"), figure=f"{_FIGURES}.half_finished"),
    Scene(
        key="t1", pages=("agencies", "cooperations", "map"), figure=f"{_FIGURES}.agencies_at_table"
    ),
    Scene(
        key="t2",
        pages=("inbox", "cases", "map"),
        figure=f"{_FIGURES}.near_shrine",
        awaited=("cases",),
    ),
    Scene(
        key="t3", pages=("workspace", "history", "promises", "meetings"), figure=f"{_FIGURES}.steps"
    ),
    Scene(
        key="t4",
        pages=("in_step", "overlaps", "works"),
        figure=f"{_FIGURES}.judged",
        awaited=("in_step",),
    ),
    Scene(
        key="t5",
        pages=("overlaps", "inquiries", "joints", "uploads"),
        figure=f"{_FIGURES}.three_kinds",
    ),
    Scene(key="t5b", pages=("term",), figure=f"{_FIGURES}.term"),
    Scene(
        key="t6",
        pages=("showcase", "showcase_map", "report_problem", "pilgrim", "my_street"),
        figure=f"{_FIGURES}.works_open",
        awaited=("showcase",),
    ),
    Scene(
        key="t7",
        pages=("surveys", "service_index", "continuity", "chain", "citizen_reports", "readiness"),
        figure=f"{_FIGURES}.open_in_season",
        awaited=("surveys",),
    ),
    Scene(
        key="t8",
        pages=("inbox", "cases", "permits", "resolutions"),
        figure=f"{_FIGURES}.ladder",
        awaited=("cases",),
    ),
    Scene(
        key="t9",
        pages=("portfolio", "plans", "compare_plans", "policies"),
        figure=f"{_FIGURES}.slipping",
        awaited=("plans",),
    ),
    Scene(key="t9b", pages=("gate", "mega", "openings"), figure=f"{_FIGURES}.gates"),
    Scene(
        key="t10",
        pages=("visits", "site_meetings", "follow_up", "phone"),
        figure=f"{_FIGURES}.at_site",
        awaited=("visits",),
    ),
)
"""Every scene, in the founding text's order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A scene in the reader's language."""

    number: int
    wish: str
    answer: str
    figure: str
    links: tuple[tuple[str, str], ...]
    """Address and label of each page that stands."""
    missing: str
    """What is not there yet; empty when the scene is whole."""

    @property
    def before(self) -> int | None:
        """The scene before, None at the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The next scene, None at the last."""
        return self.number + 1 if self.number < len(SCENES) else None


def address_of(name: str) -> str | None:
    """The address of a page by its name; None while no room of the house has it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _said(key: str, language: Language) -> str:
    found = say(key, language)
    return "" if found == key else found


def told(number: int, acting: Acting, language: Language, *, figure: bool = True) -> Told:
    """One scene, 1 for the first, with its figure from the register as the reader may see it."""
    scene = SCENES[number - 1]
    links = [
        (address, say(f"story.page_{name}", language))
        for name in scene.pages
        if (address := address_of(name)) is not None
    ]
    stands = not scene.awaited or any(address_of(name) for name in scene.awaited)
    counted = import_string(scene.figure)(acting, language) if figure and scene.figure else ""
    return Told(
        number=number,
        wish=say(f"story.{scene.key}_wish", language),
        answer=say(f"story.{scene.key}_answer", language),
        figure=counted,
        links=tuple(links),
        missing="" if stands else _said(f"story.{scene.key}_missing", language),
    )


def scenes(acting: Acting, language: Language) -> list[Told]:
    """Every scene in the reader's language."""
    return [told(number, acting, language) for number in range(1, len(SCENES) + 1)]


def walk(request: HttpRequest) -> Mapping[str, Any]:
    """The banner of the walk on every page, while it is on: the scene and its neighbours."""
    kept = request.COOKIES.get(WALK_COOKIE, "")
    if not kept.isascii() or not kept.isdigit() or not 1 <= int(kept) <= len(SCENES):
        return {}
    try:
        acting = acting_of(request)
    except Refused:
        return {}
    language = language_of(get_language())
    return {"walk": told(int(kept), acting, language, figure=False), "scene_count": len(SCENES)}
