"""What every page shows: who is here, what waits, where one may go, the year ahead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from hamgam.agencies.acting import NOBODY, Acting, posts_of
from hamgam.agencies.doors import acting_of
from hamgam.agencies.models import Person
from hamgam.agencies.queries import waiting
from hamgam.agencies.rights import Right
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language, language_of, say
from hamgam.register.marks import city_name
from hamgam.register.ribbon import ribbon

THEME_COOKIE = "hamgam_theme"
THEMES = ("light", "dark")
PLACES = (
    ("home", "nav_home", Right.READ_REGISTER),
    ("map", "nav_map", Right.READ_PUBLIC),
    ("works", "nav_works", Right.READ_PUBLIC),
    ("overlaps", "nav_overlaps", Right.READ_REGISTER),
    ("projects", "nav_projects", Right.READ_PUBLIC),
    ("streets", "nav_streets", Right.READ_PUBLIC),
    ("seasons", "nav_seasons", Right.READ_PUBLIC),
    ("uploads", "nav_uploads", Right.UPLOAD_WORKS),
    ("agencies", "nav_agencies", Right.READ_PUBLIC),
    ("history", "nav_history", Right.READ_LEDGER),
    ("help", "nav_help", Right.READ_PUBLIC),
)
"""The places of the site in their order, and who is shown the way there."""


@dataclass(frozen=True, slots=True)
class Way:
    """An entry of the menu."""

    name: str
    label: str
    is_here: bool
    count: int = 0


def _is_here(request: HttpRequest, name: str) -> bool:
    match = request.resolver_match
    at = match.url_name if match else ""
    return at is not None and (at == name or at in PARTS.get(name, ()))


PARTS = {
    "works": ("work", "record_work", "edit_work", "withdraw_work"),
    "overlaps": ("overlap",),
    "projects": ("project",),
    "streets": ("street",),
    "agencies": ("agency",),
    "uploads": ("upload_preview",),
    "home": ("inbox",),
}
"""Pages below each place of the menu."""


def _ways(request: HttpRequest, acting: Acting, language: Language, waits: int) -> list[Way]:
    return [
        Way(
            name, say(f"pages.{label}", language), _is_here(request, name), waits * (name == "home")
        )
        for name, label, right in PLACES
        if acting.may(right)
    ]


def _post_told(person: Person, language: Language) -> str:
    posts = posts_of(person, timezone.localdate())
    if not posts:
        return str(person)
    first = posts[0]
    return f"{first.title or say(f'vocabulary.role_{first.role}', language)}، " + first.agency.name(
        language
    )


def _known(request: HttpRequest, language: Language) -> dict[str, Any]:
    acting = acting_of(request)
    waits = waiting(acting).count() if acting.may(Right.READ_INBOX) else 0
    told = _post_told(acting.person, language) if acting.person else ""
    return {"acting": acting, "ways": _ways(request, acting, language, waits), "post_told": told}


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
    }
    try:
        told |= _known(request, language)
    except (DatabaseError, Refused):
        told |= {"acting": NOBODY, "ways": _ways(request, NOBODY, language, 0), "post_told": ""}
    return told | {"ribbon": ribbon(today, language)}
