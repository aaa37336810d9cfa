"""What every page shows: who is here, what waits, where one may go, the year ahead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from hamgam.agencies.acting import NOBODY, Acting
from hamgam.agencies.doors import acting_of
from hamgam.agencies.queries import waiting
from hamgam.agencies.rights import Right
from hamgam.kit.kept import kept
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language, language_of
from hamgam.register.marks import city_name
from hamgam.register.ribbon import ribbon
from hamgam.web.ways import Way, ways_of

THEME_COOKIE = "hamgam_theme"
THEMES = ("light", "dark")


@lru_cache(maxsize=12)
def ribbon_html(today: date, language: Language) -> SafeString:
    """The year ribbon as it stands on every page; drawn once a day."""
    return SafeString(
        render_to_string(
            "parts/ribbon.html", {"ribbon": ribbon(today, language), "language": language.value}
        )
    )


def _known(request: HttpRequest, language: Language) -> dict[str, Any]:
    acting = acting_of(request)
    waits = _waits(request, acting) if acting.may(Right.READ_INBOX) else 0
    return {"acting": acting} | menus(acting, _at(request), language, {"home": waits})


def menus(
    acting: Acting, at: str, language: Language, counts: Mapping[str, int]
) -> dict[str, SafeString]:
    """The menu as the bar shows it, and the whole of it."""
    ways = tuple(ways_of(acting, at, language, counts))
    return {"bar_html": _menu(ways, language, True), "menu_html": _menu(ways, language, False)}


@lru_cache(maxsize=512)
def _menu(ways: tuple[Way, ...], language: Language, is_bar: bool) -> SafeString:
    return SafeString(render_to_string("parts/ways.html", {"ways": ways, "is_bar": is_bar}))


def _waits(request: HttpRequest, acting: Acting) -> int:
    key = ("waits", acting.standing, timezone.localdate())
    return kept(request, key, lambda: waiting(acting).count())


def _at(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.url_name if match else "") or ""


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """The context of every page; a page of an error stands even without a database."""
    language = language_of(get_language())
    today = timezone.localdate()
    theme = request.COOKIES.get(THEME_COOKIE)
    told: dict[str, Any] = {
        "today": today,
        "theme": theme if theme in THEMES else "",
        "language": language.value,
        "is_demo": settings.HAMGAM_DEMO,
        "site_name": city_name(language),
        # As the city publishes it, never as the request claims its host to be.
        "page_address": f"{settings.PUBLIC_URL}{request.get_full_path()}",
    }
    try:
        told |= _known(request, language)
    except (DatabaseError, Refused):
        told |= {
            "acting": NOBODY,
            **menus(NOBODY, _at(request), language, {}),
        }
    return told | {
        "ribbon": ribbon(today, language),
        "ribbon_html": ribbon_html(today, language),
    }
