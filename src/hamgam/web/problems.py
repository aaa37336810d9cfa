"""Every error as RFC 9457 `application/problem+json`, or as a page, in the reader's language."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from urllib.parse import quote

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language, language_of, say
from hamgam.web.breaches import code_of
from hamgam.web.logs import request_number

log = logging.getLogger("hamgam.problems")
MEDIA_TYPE = "application/problem+json"

STATUS: Mapping[str, int] = MappingProxyType(
    {
        "bad_request": 400,
        "not_signed_in": 401,
        "bad_token": 401,
        "forbidden": 403,
        "csrf": 403,
        "no_agency": 403,
        "post_not_held": 403,
        "not_found": 404,
        "method_not_allowed": 405,
        "not_acceptable": 406,
        "stale": 409,
        "state": 409,
        "nothing_to_plan": 409,
        "taken": 409,
        "not_competent": 409,
        "unfinished": 409,
        "same_person": 409,
        "own_protocol": 409,
        "not_at_site": 409,
        "above_authority": 409,
        "nothing_to_visit": 409,
        "stale_etag": 412,
        "too_large": 413,
        "media_type": 415,
        "validation": 422,
        "key_reused": 422,
        "version_needed": 428,
        "too_many": 429,
        "server_error": 500,
        "unavailable": 503,
        "read_only": 503,
        "no_room": 507,
    }
)
"""The codes of refusals and their HTTP status; a test holds every use in the source against it."""

_MEMBERS = frozenset({"type", "title", "status", "detail", "instance"})


def wants_json(request: HttpRequest) -> bool:
    """Whether the client is a machine: it came to the API or asked for JSON alone."""
    if request.path.startswith(("/api/", "/health")):
        return True
    accept = request.headers.get("Accept", "")
    return "json" in accept and "html" not in accept


def problem(
    request: HttpRequest, code: str, *, about: Mapping[str, object] | None = None, detail: str = ""
) -> HttpResponse:
    """The problem document of a code; `about` becomes its extension members."""
    language, status = language_of(get_language()), STATUS[code]
    told = dict(about or {})
    body: dict[str, object] = {
        "type": f"{settings.PUBLIC_URL}/problems/{code}",
        "title": say(f"refusals.{code}", language),
        "status": status,
        "detail": detail or say(f"refusals.{code}_detail", language, **told),
        "instance": f"{quote(request.path)}#{request_number.get()}",
    }
    body |= {name: value for name, value in told.items() if name not in _MEMBERS}
    response = HttpResponse(orjson.dumps(body, default=str), status=status, content_type=MEDIA_TYPE)
    if kept := told.get("kept_at"):
        response["Location"] = str(kept)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="hamgam"'
    return response


def faults(request: HttpRequest, errors: Sequence[Mapping[str, str]]) -> HttpResponse:
    """The problem of a body that does not fit: one entry with a JSON Pointer for each fault."""
    return problem(request, "validation", about={"errors": list(errors)})


def page(request: HttpRequest, code: str, about: Mapping[str, object]) -> HttpResponse:
    """The refusal as a page."""
    language: Language = language_of(get_language())
    told = {
        "title": say(f"refusals.{code}", language),
        "text": say(f"refusals.{code}_detail", language, **dict(about)),
    }
    return render(request, "problem.html", told, status=STATUS[code])


def answer(request: HttpRequest, code: str, **about: object) -> HttpResponse:
    """A code as a problem for machines, as a page for people."""
    return (
        problem(request, code, about=about) if wants_json(request) else page(request, code, about)
    )


def answer_refusal(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A deed's refusal, translated."""
    return answer(request, refusal.code, **refusal.about)


def answer_breach(request: HttpRequest, fault: Exception) -> HttpResponse | None:
    """A fault of the database or the disk, said as what it is; None for a mistake of the code.

    Nothing of the deed was kept: its transaction went back. Who watches the log is told all of it.
    """
    code = code_of(fault)
    if code is None:
        return None
    log.error(code, exc_info=fault)
    response = answer(request, code)
    if STATUS[code] >= 500:
        response["Retry-After"] = "1"
    return response
