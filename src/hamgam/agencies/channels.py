"""The roads by which a message reaches a person: e-mail, a city's SMS gateway, Bale.

The SMS gateway is asked by `POST {address}` with the JSON `{"to", "text", "reference"}`, a bearer
token and an `Idempotency-Key`; any 2xx means taken. Bale speaks its bot protocol,
`POST {address}/bot{token}/sendMessage` with `{"chat_id", "text"}`, answered `{"ok": true}`.
docs/operating/notices.md tells how a gateway is put before another protocol.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from http.client import HTTPException
from smtplib import SMTPException
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.core.mail import send_mail

from hamgam.agencies.models import Message, NoticeChoice, Person
from hamgam.agencies.vocabulary import Channel

PATIENCE_S = 10
MOST_ANSWER_BYTES = 65_536
TRY_AGAIN = frozenset({408, 425, 429})
"""Client errors that pass; every other one is for good."""


class Undelivered(Exception):  # noqa: N818 - an answer of a gateway, not a fault of the program
    """A message that was not taken. `is_final` when trying again cannot help; `wait_s` when the
    gateway says how long to wait."""

    def __init__(self, reason: str, *, is_final: bool = False, wait_s: int = 0) -> None:
        super().__init__(reason)
        self.is_final = is_final
        self.wait_s = wait_s


def addresses_of(person: Person, choice: NoticeChoice | None) -> dict[Channel, str]:
    """Where a person is reached by each channel that he chose and the installation has."""
    told = {
        Channel.EMAIL: person.email if choice is None or choice.by_email else "",
        Channel.SMS: choice.mobile if choice and choice.by_sms else "",
        Channel.BALE: choice.bale_chat if choice and choice.by_bale else "",
    }
    open_ones = open_channels()
    return {channel: where for channel, where in told.items() if where and channel in open_ones}


def open_channels() -> frozenset[Channel]:
    """The channels that the installation's settings open."""
    found = {Channel.EMAIL}
    if settings.HAMGAM_SMS_URL:
        found.add(Channel.SMS)
    if settings.HAMGAM_BALE_TOKEN:
        found.add(Channel.BALE)
    return frozenset(found)


def send(message: Message, where: str) -> None:
    """Hand a message to its channel; raises Undelivered when it was not taken."""
    SENDERS[Channel(message.channel)](message, where)


def _email(message: Message, where: str) -> None:
    try:
        send_mail(message.subject, message.text, None, [where])
    except (SMTPException, OSError) as fault:
        raise Undelivered(str(fault)) from fault


def _sms(message: Message, where: str) -> None:
    body = {"to": where, "text": message.text, "reference": message.key}
    headers = {"Idempotency-Key": message.key}
    if settings.HAMGAM_SMS_TOKEN:
        headers["Authorization"] = f"Bearer {settings.HAMGAM_SMS_TOKEN}"
    _post(settings.HAMGAM_SMS_URL, body, headers)


def _bale(message: Message, where: str) -> None:
    address = f"{settings.HAMGAM_BALE_URL}/bot{settings.HAMGAM_BALE_TOKEN}/sendMessage"
    told = _post(address, {"chat_id": where, "text": message.text}, {})
    if not told.get("ok"):
        raise Undelivered(str(told.get("description", "not ok")), is_final=True)


class _NoDetour(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: it would turn the message into a reading, taken as sent, and carry the
    token to another address."""

    def redirect_request(self, *_: object) -> None:
        return None


_ROAD = urllib.request.build_opener(_NoDetour)


def _post(address: str, body: Mapping[str, str], headers: Mapping[str, str]) -> dict[str, Any]:
    """What the gateway answers; the token never enters a fault's text."""
    request = urllib.request.Request(  # noqa: S310 - the address is the city's own setting, http(s)
        address,
        data=json.dumps(body, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json", **headers},
        method="POST",
    )
    try:
        with _ROAD.open(request, timeout=PATIENCE_S) as answer:
            return _json(answer.read(MOST_ANSWER_BYTES))
    except urllib.error.HTTPError as fault:
        with fault:
            told = _json(fault.read(MOST_ANSWER_BYTES))
        raise _refused(fault, told) from None
    except (OSError, HTTPException) as fault:
        raise Undelivered(type(fault).__name__ + ": no answer") from None


def _refused(fault: urllib.error.HTTPError, told: Mapping[str, Any]) -> Undelivered:
    parameters = told.get("parameters")
    wait = parameters.get("retry_after", 0) if isinstance(parameters, dict) else 0
    wait = wait or fault.headers.get("Retry-After", "0")
    return Undelivered(
        f"HTTP {fault.code}",
        is_final=400 <= fault.code < 500 and fault.code not in TRY_AGAIN,
        wait_s=min(int(wait), 86_400) if str(wait).isdecimal() else 0,
    )


def _json(raw: bytes) -> dict[str, Any]:
    try:
        told = json.loads(raw)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


Sender = Callable[[Message, str], None]
SENDERS: Mapping[Channel, Sender] = MappingProxyType(
    {Channel.EMAIL: _email, Channel.SMS: _sms, Channel.BALE: _bale}
)
