"""A phone's outbox carried to the office as a file, where the phone found no network."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from django.utils import timezone

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Person
from hamgam.agencies.rights import Right
from hamgam.field.actions.applying import LARGEST_BODY
from hamgam.field.actions.records import Sent, receive_record
from hamgam.field.vocabulary import RecordKind
from hamgam.kit.refusals import Refused

LARGEST_FILE = 64 * 1024 * 1024
MOST_ITEMS = 2000
KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")


@dataclass(slots=True, kw_only=True)
class Carried:
    """What a file held: how many items came to which state, and which were no items."""

    states: Counter[str] = field(default_factory=Counter)
    unread: list[int] = field(default_factory=list)
    """The numbers of those that were no items, from one."""


def carry_records(*, by: Acting, content: bytes) -> Carried:
    """Take a phone's file as if the phone had sent it: each item once, also where the phone sends
    it later itself. Its owner, or whoever keeps the meetings of his agency; records
    `record_received` for each item that was not known."""
    by.require(Right.SEND_RECORDS)
    told = _file(content)
    owner, found = _owner(by, told), Carried()
    for number, item in enumerate(told["items"], 1):
        sent = sent_of(item)
        if sent is None:
            found.unread.append(number)
            continue
        row = receive_record(by=by, sent=sent, owner=owner)
        found.states[row.state] += 1
    return found


def _file(content: bytes) -> Mapping[str, Any]:
    if len(content) > LARGEST_FILE:
        raise Refused("too_large")
    try:
        told = orjson.loads(content)
    except orjson.JSONDecodeError as fault:
        raise Refused("media_type") from fault
    items = told.get("items") if isinstance(told, dict) else None
    if not isinstance(items, list) or len(items) > MOST_ITEMS:
        raise Refused("media_type")
    return dict(told)


def _owner(by: Acting, told: Mapping[str, Any]) -> Person | None:
    """Whose phone it was; None for one's own."""
    name = told.get("person")
    if not isinstance(name, str) or (by.person and by.person.public_id == name):
        return None
    owner = Person.objects.filter(public_id=name).first()
    posts = owner.posts.select_related("agency") if owner else []
    if not any(by.may(Right.RECORD_MEETING, post.agency.path) for post in posts):
        raise Refused("forbidden", right=Right.RECORD_MEETING.value)
    return owner


def sent_of(item: object) -> Sent | None:
    """An item of the file as a phone would send it; None for what is none."""
    if not isinstance(item, dict) or not isinstance(item.get("body"), dict):
        return None
    kinds = {one.value: one for one in RecordKind}
    texts = [item.get(name) for name in ("key", "device", "subject", "kind", "taken_at")]
    if not all(isinstance(text, str) and "\0" not in text for text in texts):
        return None
    key, device, subject, kind, taken_at = (str(text) for text in texts)
    parent, base = item.get("parent") or "", item.get("base_version")
    at = _instant(taken_at)
    sound = (
        KEY.fullmatch(key)
        and KEY.fullmatch(device)
        and 1 <= len(subject) <= 80
        and isinstance(parent, str)
        and (not parent or KEY.fullmatch(parent))
        and (base is None or (type(base) is int and 0 <= base < 2**31))
        and len(orjson.dumps(item["body"])) <= LARGEST_BODY
    )
    if not sound or kind not in kinds or at is None:
        return None
    return Sent(
        key=key,
        device=device,
        kind=kinds[kind],
        subject=subject,
        body=item["body"],
        taken_at=at,
        parent=parent,
        base_version=base,
    )


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if timezone.is_naive(found) else found
