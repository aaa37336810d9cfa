"""What happens round every request: a number, a line in the log, headers, refusals as answers."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from hamgam.kit.refusals import Refused
from hamgam.web.logs import request_number
from hamgam.web.problems import STATUS, answer_breach, answer_refusal, problem, wants_json

log = logging.getLogger("hamgam.requests")
SEEN_KEY = "hamgam_seen"
IDLE_S = 3 * 3600
NOTED_S = 300
Answer = Callable[[HttpRequest], HttpResponseBase]


class NumberedRequests:
    """Gives each request a number, which stands in the answer, in the log and in the ledger."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, with its number."""
        number = secrets.token_hex(8)
        mark = request_number.set(number)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = number
            self._tell(request, response, time.perf_counter() - started)
        finally:
            request_number.reset(mark)
        return response

    def _tell(self, request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
        person = getattr(request, "user", None)
        log.info(
            "request",
            extra={
                "method": request.method,
                "path": request.path,
                "status": response.status_code,
                "milliseconds": round(seconds * 1000, 1),
                "actor": getattr(person, "public_id", None),
            },
        )


class PermissionsPolicy:
    """Says which of the device's senses a page may ask for."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, with the policy."""
        response = self.get_response(request)
        response["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        return response


class IdleSessions:
    """Ends a log-in that nobody used for three hours; the session's own age ends it after twelve.
    The moment of use is written every few minutes only, so that reading a page is no write."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, to nobody when the log-in lay idle too long."""
        if SESSION_KEY in request.session:
            now = int(time.time())
            unused_s = now - request.session.get(SEEN_KEY, now)
            if unused_s > IDLE_S:
                logout(request)
            elif unused_s > NOTED_S or SEEN_KEY not in request.session:
                request.session[SEEN_KEY] = now
        return self.get_response(request)


class Refusals:
    """Turns a deed's refusal into a page or a problem, in one place."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; an error that somebody else worded becomes a problem for machines."""
        response = self.get_response(request)
        status = response.status_code
        if status < 400 or not wants_json(request) or "json" in response.get("Content-Type", ""):
            return response
        code = next((code for code, told in STATUS.items() if told == status), None)
        if code is None:
            return response
        told = problem(request, code)
        if "Allow" in response:
            told["Allow"] = response["Allow"]
        return told

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """The refusal as an answer, or the database's fault as one; None for any other."""
        if isinstance(fault, Refused):
            return answer_refusal(request, fault)
        return answer_breach(request, fault)
