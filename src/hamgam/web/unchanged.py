"""What a client has already is not sent again: ETags on every answer of the API that is read."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from hamgam.web.middleware import Answer

KEPT = ("ETag", "Cache-Control", "Vary", "Content-Location", "Link")
"""Headers that a 304 repeats."""


def _is_comparable(request: HttpRequest, response: HttpResponseBase) -> bool:
    read = request.method in {"GET", "HEAD"} and request.path.startswith("/api/")
    is_json = response.get("Content-Type", "").startswith("application/json")
    secret = "no-store" in response.get("Cache-Control", "")
    return read and is_json and response.status_code == 200 and not secret


def tag_of(response: HttpResponse) -> str:
    """The mark of what was answered. A row's own mark names its version, which derived fields such
    as a status do not raise; so a digest of the body stands behind it."""
    digest = hashlib.sha256(response.content).hexdigest()[:16]
    row = response.get("ETag", "").strip('"')
    return f'"{row}.{digest}"' if row else f'"{digest}"'


class Unchanged:
    """Gives each answer of the API its ETag, and 304 to who names it in `If-None-Match`."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, or word that it is as it was."""
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not _is_comparable(request, response):
            return response
        response["ETag"] = tag = tag_of(response)
        response.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ("Authorization", "Cookie", "X-Hamgam-Post"))
        known = parse_etags(request.headers.get("If-None-Match", ""))
        if "*" not in known and tag not in {told.removeprefix("W/") for told in known}:
            return response
        return HttpResponseNotModified(headers={n: response[n] for n in KEPT if n in response})
