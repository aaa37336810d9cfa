"""Public pages made once for each version of the register and given again until it changes.

The version is the length of the ledger's chains: any recorded change makes a new one, so a change
is seen with the next request. What a kept page says depends on its address, the language, the theme
and the day alone, never on who asks; a reader on the guided walk gets pages of his own, with its
banner.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone, translation
from django.utils.http import parse_etags

from hamgam.kit.words import Language, language_of
from hamgam.ledger.queries import revision

MOST_KEPT = 512
LONGEST_ADDRESS = 300
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was made: its bytes, its type and its mark."""

    content: bytes
    content_type: str
    etag: str


_kept: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
_lock = Lock()


def language_asked(request: HttpRequest, otherwise: Language | None = None) -> Language:
    """The language of a public page: what its address asks for, else what the reader chose
    before, else `otherwise`, else what the browser prefers."""
    asked = request.GET.get("lang", "")
    if asked in set(Language):
        return Language(asked)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in set(Language):
        return Language(chosen)
    return otherwise or language_of(translation.get_language())


def _key(request: HttpRequest, language: Language) -> tuple[str, ...]:
    theme = request.COOKIES.get("hamgam_theme", "")
    day = timezone.localdate().isoformat()
    return (request.get_full_path(), language.value, theme[:5], day, revision())


def _remember(key: tuple[str, ...], page: Kept) -> None:
    with _lock:
        _kept[key] = page
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)


def forget() -> None:
    """Forget every kept page of this process."""
    with _lock:
        _kept.clear()


def _made(response: HttpResponse) -> Kept:
    digest = hashlib.sha256(response.content).hexdigest()[:24]
    return Kept(response.content, response["Content-Type"], f'"{digest}"')


def _answer(request: HttpRequest, page: Kept) -> HttpResponse:
    known = {
        tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))
    }
    response: HttpResponse
    if page.etag in known:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(page.content, content_type=page.content_type)
    response["ETag"] = page.etag
    response["Cache-Control"] = "public, no-cache"
    return response


def prerendered(otherwise: Language | None = None) -> Callable[[View], View]:
    """A public view whose answers are kept; `otherwise` is its language where nobody chose."""

    def hang(view: View) -> View:
        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            language = language_asked(request, otherwise)
            if settings.HAMGAM_WALK_COOKIE in request.COOKIES:
                with translation.override(language.value):
                    return view(request, *args, **kwargs)
            key = _key(request, language)
            page = _kept.get(key)
            if page is None:
                with translation.override(language.value):
                    response = view(request, *args, **kwargs)
                if response.status_code != 200 or len(key[0]) > LONGEST_ADDRESS:
                    return response
                page = _made(response)
                _remember(key, page)
            return _answer(request, page)

        return kept

    return hang
