"""How the API writes and reads: JSON with Persian as Persian; every error a problem document."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from hamgam.kit.refusals import Refused
from hamgam.web.problems import STATUS, answer_breach, answer_refusal, faults, problem

log = logging.getLogger("hamgam.api")


class PlainPersian(BaseRenderer):
    """JSON in UTF-8, nothing escaped that need not be."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """The octets of an answer."""
        return orjson.dumps(data)


class StrictJson(Parser):
    """Takes JSON alone: no NaN, no lone surrogates, no nesting without end."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as a value; refuses (`media_type`, `bad_request`) what is no JSON."""
        if request.content_type != "application/json":
            raise Refused("media_type")
        try:
            return orjson.loads(request.body)
        except orjson.JSONDecodeError as fault:
            raise Refused("bad_request") from fault


def _pointer(where: Sequence[object]) -> str:
    """The JSON pointer of a fault: into the body, or to a named query, path or header field."""
    source, *rest = where
    parts = rest[1:] if source in {"body", "form", "file"} else [source, *rest]
    return "#" + "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def _entry(error: Mapping[str, Any]) -> dict[str, str]:
    return {"pointer": _pointer(error["loc"]), "detail": str(error["msg"])[:300]}


def _validation(request: HttpRequest, fault: Any) -> HttpResponse:
    return faults(request, [_entry(error) for error in fault.errors[:100]])


CODE_OF = {status: code for code, status in reversed(list(STATUS.items()))}


def _http_error(request: HttpRequest, fault: Any) -> HttpResponse:
    return problem(request, CODE_OF.get(fault.status_code, "bad_request"))


def _refusal(request: HttpRequest, fault: Any) -> HttpResponse:
    return answer_refusal(request, fault)


def _unforeseen(request: HttpRequest, fault: Any) -> HttpResponse:
    log.error("unforeseen", exc_info=fault)
    return problem(request, "server_error")


def _breach(request: HttpRequest, fault: Any) -> HttpResponse:
    """A fault of the database or the disk, by its name where it has one."""
    return answer_breach(request, fault) or _unforeseen(request, fault)


def speak_problems(api: NinjaAPI) -> None:
    """Have every error of an API answered as a problem document."""
    api.add_exception_handler(ValidationError, _validation)
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(Refused, _refusal)
    api.add_exception_handler(Http404, lambda request, _: problem(request, "not_found"))
    api.add_exception_handler(RequestDataTooBig, lambda request, _: problem(request, "too_large"))
    api.add_exception_handler(
        SuspiciousOperation, lambda request, _: problem(request, "bad_request")
    )
    api.add_exception_handler(DatabaseError, _breach)
    api.add_exception_handler(OSError, _breach)
    api.add_exception_handler(Exception, _unforeseen)
