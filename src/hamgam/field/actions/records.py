"""What phones send from the site: each record kept as it came, then applied, held or shown."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import rfc8785
from django.db import transaction
from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Person
from hamgam.agencies.queries import agency_of, person_of
from hamgam.agencies.rights import Right
from hamgam.field.actions.meetings import Ending, There, conclude_site_item, note_site_presence
from hamgam.field.actions.pursuit import prove_promise
from hamgam.field.actions.signing import close_site_meeting, sign_presence
from hamgam.field.models import Record, SitePresence
from hamgam.field.queries import records_visible_to, site_meetings_visible_to
from hamgam.field.vocabulary import RecordKind, RecordState
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.ledger.turns import wait_for
from hamgam.register.actions.meetings import Conclusion
from hamgam.register.actions.papers import Paper, attach_document
from hamgam.register.actions.projects import Reported, record_progress
from hamgam.register.actions.rows import in_hand
from hamgam.register.models import Meeting
from hamgam.register.vocabulary_of_meetings import Outcome

LARGEST_BODY = 1_900_000


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


def receive_record(*, by: Acting, sent: Sent) -> Record:
    """Take a record of somebody's phone. Whoever works in the field; records `record_received`.

    The same key with the same content is answered with the same receipt and does nothing more; with
    another content it is refused (`key_reused`). Whatever the rules say to its content, it is kept:
    applied, held until its parent comes, shown as parallel, or refused for a person to see.
    """
    by.require(Right.SEND_RECORDS)
    with deed(by):
        wait_for(f"record {by.actor} {sent.key}")
        known = Record.objects.filter(sender=by.actor, key=sent.key).first()
        if known is not None:
            if known.receipt != sent.receipt:
                raise Refused("key_reused")
            return known
        row = _keep(by, sent)
        record_fact("record_received", subject=row.public_id, payload={"receipt": row.receipt})
        _try(by, row)
        _let_go(by, row)
    return row


def _keep(by: Acting, sent: Sent) -> Record:
    meeting = site_meetings_visible_to(by).filter(public_id=sent.subject).first()
    return Record.objects.create(
        key=sent.key,
        person=by.person,
        sender=by.actor,
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


def _text(body: Mapping[str, Any], name: str, most: int = 2000) -> str:
    told = body.get(name, "")
    if not isinstance(told, str) or len(told) > most or "\0" in told:
        raise Refused("validation", errors=[{"pointer": f"#/{name}", "detail": "not this text"}])
    return told.strip()


def _day(body: Mapping[str, Any], name: str) -> date | None:
    told = _text(body, name, 10)
    try:
        return date.fromisoformat(told) if told else None
    except ValueError as fault:
        errors = [{"pointer": f"#/{name}", "detail": "not a day"}]
        raise Refused("validation", errors=errors) from fault


def _number(body: Mapping[str, Any], name: str) -> int | None:
    told: object = body.get(name)
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, int) or not 0 <= told <= 2**53:
        raise Refused("validation", errors=[{"pointer": f"#/{name}", "detail": "not a number"}])
    return told


def _bytes(body: Mapping[str, Any], name: str) -> bytes:
    try:
        return base64.b64decode(_text(body, name, LARGEST_BODY), validate=True)
    except (binascii.Error, ValueError) as fault:
        errors = [{"pointer": f"#/{name}", "detail": "not base64"}]
        raise Refused("validation", errors=errors) from fault


def _meeting(row: Record) -> Meeting:
    if row.meeting is None:
        raise Refused("not_found")
    return row.meeting


def _position(body: Mapping[str, Any]) -> tuple[float, float, float] | None:
    told = body.get("position")
    if not isinstance(told, list) or len(told) != 3:
        return None
    if not all(isinstance(v, int | float) and not isinstance(v, bool) for v in told):
        return None
    longitude, latitude, accuracy = (float(value) for value in told)
    return longitude, latitude, accuracy


def _presence(by: Acting, row: Record) -> None:
    body = row.body
    found = note_site_presence(
        by=by,
        meeting=_meeting(row).public_id,
        agency=agency_of(_text(body, "agency", 64)),
        there=There(
            name=_text(body, "name", 200),
            post=_text(body, "post", 200),
            position=_position(body),
            site_code=_text(body, "site_code", 16),
            reason=_text(body, "reason", 300),
        ),
    )
    row.body = {**body, "presence": found.presence_id}
    row.save(update_fields=["body"])


def _conclusion(by: Acting, row: Record) -> None:
    body, meeting = row.body, _meeting(row)
    number = _number(body, "number") or 0
    version = row.base_version
    if version is None:
        version = _version_now(meeting, number)
    owner, officer = _text(body, "owner", 64), _text(body, "officer", 24)
    try:
        outcome = Outcome(_text(body, "outcome", 12))
    except ValueError as fault:
        errors = [{"pointer": "#/outcome", "detail": "unknown"}]
        raise Refused("validation", errors=errors) from fault
    payer = _text(body, "payer", 64)
    conclude_site_item(
        by=by,
        meeting=meeting.public_id,
        number=number,
        version=version,
        ending=Ending(
            conclusion=Conclusion(
                outcome=outcome,
                words=_text(body, "words"),
                owner=agency_of(owner) if owner else None,
                due=_day(body, "due"),
                proof=_text(body, "proof", 500),
            ),
            owner_name=_text(body, "owner_name", 200),
            officer=_officer(officer),
            obstacle=_text(body, "obstacle", 24),
            cost_rials=_number(body, "cost_rials"),
            payer=agency_of(payer) if payer else None,
        ),
    )


def _officer(public_id: str) -> Person | None:
    return person_of(public_id) if public_id else None


def _version_now(meeting: Meeting, number: int) -> int:
    from hamgam.field.models import SiteItem

    found = SiteItem.objects.filter(item__meeting=meeting, item__number=number).first()
    return found.version if found else 0


def _signature(by: Acting, row: Record) -> None:
    """A signature names the record of the presence it belongs to, which came before it."""
    meeting = _meeting(row)
    of = Record.objects.filter(sender=row.sender, key=_text(row.body, "of", 64)).first()
    presence = of.body.get("presence") if of else _number(row.body, "presence")
    if not SitePresence.objects.filter(presence=presence, presence__meeting=meeting).exists():
        raise Refused("not_found")
    sign_presence(
        by=by,
        meeting=meeting.public_id,
        presence=int(presence or 0),
        drawn=_bytes(row.body, "drawn"),
        typed=_text(row.body, "typed", 200),
    )


def _paper(by: Acting, row: Record) -> None:
    """A photo, kept with the meeting's project."""
    site = _meeting(row).site
    name = f"{row.key}.jpg"
    title = _text(row.body, "title", 300) or site.project.title
    paper = Paper(
        title=title[:300],
        file_name=name,
        content=_bytes(row.body, "content"),
        taken_on=timezone.localtime(row.taken_at).date(),
    )
    found = attach_document(by=by, subject=site.project.public_id, paper=paper)
    row.body = {"document": found.public_id, "title": title, "digest": found.digest}
    row.save(update_fields=["body"])


def _progress(by: Acting, row: Record) -> None:
    """A progress report about a project."""
    told = Reported(
        on=_day(row.body, "on") or timezone.localtime(row.taken_at).date(),
        physical_permille=_number(row.body, "physical_permille") or 0,
    )
    record_progress(by=by, project=row.subject, reported=told)


def _proof(by: Acting, row: Record) -> None:
    """A promise was kept."""
    prove_promise(
        by=by,
        commitment=row.subject,
        version=row.base_version or 0,
        on=_day(row.body, "on") or timezone.localtime(row.taken_at).date(),
        proof=_text(row.body, "proof", 500),
    )


def _close(by: Acting, row: Record) -> None:
    close_site_meeting(by=by, meeting=_meeting(row).public_id)


APPLIERS: Mapping[RecordKind, Callable[[Acting, Record], None]] = {
    RecordKind.PRESENCE: _presence,
    RecordKind.CONCLUSION: _conclusion,
    RecordKind.SIGNATURE: _signature,
    RecordKind.PHOTO: _paper,
    RecordKind.PROGRESS: _progress,
    RecordKind.PROOF: _proof,
    RecordKind.CLOSE: _close,
}
