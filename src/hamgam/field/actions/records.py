"""What phones send from the site: each record kept as it came, then applied, held or shown."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rfc8785
from django.db import transaction
from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Person
from hamgam.agencies.rights import Right
from hamgam.field.actions.applying import APPLIERS
from hamgam.field.models import Record
from hamgam.field.queries import records_visible_to, site_meetings_visible_to
from hamgam.field.vocabulary import RecordKind, RecordState
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.ledger.turns import wait_for
from hamgam.register.actions.rows import in_hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A record as the phone sends it. `key` is made once on the phone; `parent` is the key of the
    record that must come before; `base_version` the version that the phone had."""

    key: str
    device: str
    kind: RecordKind
    subject: str
    body: Mapping[str, Any]
    taken_at: datetime
    parent: str = ""
    base_version: int | None = None

    @property
    def receipt(self) -> str:
        """SHA-256 of what was sent, by which the phone knows that all of it arrived."""
        told = {
            "key": self.key,
            "kind": self.kind.value,
            "subject": self.subject,
            "parent": self.parent,
            "base": self.base_version,
            "body": dict(self.body),
        }
        return hashlib.sha256(rfc8785.dumps(told)).hexdigest()


def receive_record(*, by: Acting, sent: Sent, owner: Person | None = None) -> Record:
    """Take a record of somebody's phone. Whoever works in the field; records `record_received`.

    The same key with the same content is answered with the same receipt and does nothing more; with
    another content it is refused (`key_reused`). Whatever the rules say to its content, it is kept:
    applied, held until its parent comes, shown as parallel, or refused for a person to see.
    `owner` is whose phone it came from where somebody else brings its file: a record that the phone
    itself sends later is known again.
    """
    by.require(Right.SEND_RECORDS)
    sender = actor_of(owner) if owner else by.actor
    with deed(by):
        wait_for(f"record {sender} {sent.key}")
        known = Record.objects.filter(sender=sender, key=sent.key).first()
        if known is not None:
            if known.receipt != sent.receipt:
                raise Refused("key_reused")
            return known
        row = _keep(by, sent, owner)
        record_fact("record_received", subject=row.public_id, payload={"receipt": row.receipt})
        _try(by, row)
        _let_go(by, row)
    return row


def actor_of(person: Person) -> str:
    """The name under which a person's deeds and records stand."""
    return f"person:{person.public_id}"


def _keep(by: Acting, sent: Sent, owner: Person | None) -> Record:
    meeting = site_meetings_visible_to(by).filter(public_id=sent.subject).first()
    return Record.objects.create(
        key=sent.key,
        person=owner or by.person,
        sender=actor_of(owner) if owner else by.actor,
        imported_by=by.actor if owner else "",
        device=sent.device,
        kind=sent.kind.value,
        meeting=meeting,
        subject=sent.subject,
        parent=sent.parent,
        base_version=sent.base_version,
        body=dict(sent.body),
        taken_at=sent.taken_at,
        received=timezone.now(),
        receipt=sent.receipt,
        state=RecordState.HELD.value,
    )


def _try(by: Acting, row: Record) -> None:
    """Apply a record if its turn has come, and say what became of it."""
    if row.parent and not _has_come(row):
        return
    try:
        with transaction.atomic():
            APPLIERS[RecordKind(row.kind)](by, row)
    except Refused as refusal:
        parallel = refusal.code == "stale"
        row.state = (RecordState.PARALLEL if parallel else RecordState.REFUSED).value
        row.fault = str(refusal)[:300]
    else:
        row.state, row.fault = RecordState.APPLIED.value, ""
    row.save(update_fields=["state", "fault"])


def _has_come(row: Record) -> bool:
    """Whether the record that must come before has been received and applied, or settled."""
    done = (RecordState.APPLIED.value, RecordState.SETTLED.value)
    return Record.objects.filter(sender=row.sender, key=row.parent, state__in=done).exists()


def _let_go(by: Acting, row: Record) -> None:
    """Apply what waited for this record, and what waited for that."""
    queue = [row]
    while queue:
        first = queue.pop(0)
        if first.state not in (RecordState.APPLIED, RecordState.SETTLED):
            continue
        held = Record.objects.filter(
            sender=first.sender, parent=first.key, state=RecordState.HELD.value
        )
        for child in held.order_by("taken_at", "pk"):
            _try(by, child)
            queue.append(child)


def settle_record(*, by: Acting, record: str, applies: bool) -> Record:
    """Settle a record that a rule refused or that somebody else's overtook: let it count over what
    stands, or leave what stands. Those who keep the meeting, or its sender; records
    `record_settled`."""
    with deed(by):
        row = in_hand(records_visible_to(by), record)
        if row.state not in (RecordState.PARALLEL, RecordState.REFUSED):
            raise Refused("state")
        if row.meeting is not None:
            by.require(Right.RECORD_MEETING, row.meeting.agency.path)
        if applies:
            row.base_version = None
            APPLIERS[RecordKind(row.kind)](by, row)
        row.state, row.settled_by = RecordState.SETTLED.value, by.actor
        row.save(update_fields=["state", "settled_by", "base_version"])
        record_fact("record_settled", subject=row.public_id, payload={"applies": applies})
        _let_go(by, row)
    return row
