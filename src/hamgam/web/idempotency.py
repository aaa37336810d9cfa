"""The same request sent twice happens once: the answer is kept in the transaction of the deed."""

from __future__ import annotations

import hashlib
import re

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from hamgam.agencies.doors import identify
from hamgam.kit.refusals import Refused
from hamgam.ledger.models import Contradiction, Receipt
from hamgam.ledger.turns import wait_for
from hamgam.web.middleware import Answer
from hamgam.web.problems import answer_refusal, problem

HEADER = "Idempotency-Key"
_KEY = re.compile(r"[!-~]{1,128}")
KEPT = ("Content-Type", "Location", "ETag")
"""Headers that belong to a kept answer."""


def _digest(request: HttpRequest) -> str:
    body = hashlib.sha256(request.body).hexdigest()
    return hashlib.sha256(f"{request.method} {request.path} {body}".encode()).hexdigest()


def _replay(receipt: Receipt) -> HttpResponse:
    response = HttpResponse(receipt.body, status=receipt.status, headers=receipt.headers)
    response["Idempotency-Replayed"] = "true"
    return response


def _keep(owner: str, key: str, digest: str, response: HttpResponse) -> None:
    """Keep an answer. One that must not be stored (a secret shown once) is kept as done only."""
    Receipt.objects.create(
        owner=owner,
        key=key,
        digest=digest,
        status=response.status_code,
        body=response.content.decode(),
        headers={name: response[name] for name in KEPT if name in response},
    )


def _keep_contradiction(receipt: Receipt, request: HttpRequest) -> None:
    """Keep what was sent under a used key, once, for a person to look at."""
    is_text = request.content_type == "application/json"
    told = {
        "method": request.method,
        "path": request.path,
        "body": request.body.decode(errors="replace").replace("\0", "") if is_text else "",
    }
    Contradiction.objects.get_or_create(receipt=receipt, digest=_digest(request), defaults=told)


class Idempotency:
    """For POST with an `Idempotency-Key`: the key's row, what the deed wrote and the kept answer
    stand or fall together. Refusals are not kept: nothing was done, but for those that kept what
    was sent and say where (`Location`)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, made once."""
        key = request.headers.get(HEADER)
        if request.method != "POST" or key is None or not request.path.startswith("/api/"):
            return self.get_response(request)
        if not _KEY.fullmatch(key):
            told = {"pointer": f"#/header/{HEADER}", "detail": "1 to 128 printable characters"}
            return problem(request, "validation", about={"errors": [told]})
        try:
            owner = identify(request).actor
        except Refused as refusal:
            return answer_refusal(request, refusal)
        return self._once(request, owner, key)

    def _once(self, request: HttpRequest, owner: str, key: str) -> HttpResponseBase:
        digest = _digest(request)
        try:
            with transaction.atomic():
                wait_for(f"key {owner} {key}")
                return self._done_before(request, owner, key) or self._do(
                    request, (owner, key, digest)
                )
        except IntegrityError:
            # Another request with this key was first; it has committed by now.
            again = self._done_before(request, owner, key)
            if again is None:
                raise
            return again

    def _done_before(self, request: HttpRequest, owner: str, key: str) -> HttpResponse | None:
        receipt = Receipt.objects.filter(owner=owner, key=key).first()
        if receipt is None:
            return None
        if receipt.digest != _digest(request):
            _keep_contradiction(receipt, request)
            return problem(request, "key_reused")
        return _replay(receipt)

    def _do(self, request: HttpRequest, known: tuple[str, str, str]) -> HttpResponseBase:
        response = self.get_response(request)
        stands = response.status_code < 400 or "Location" in response
        if isinstance(response, HttpResponse) and stands:
            is_secret = "no-store" in response.get("Cache-Control", "")
            _keep(*known, problem(request, "state") if is_secret else response)
        else:
            transaction.set_rollback(True)
        return response
