"""What each kind of record does, once its turn has come."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Person
from hamgam.agencies.queries import agency_of, person_of
from hamgam.field.actions.meetings import Ending, There, conclude_site_item, note_site_presence
from hamgam.field.actions.pursuit import prove_promise
from hamgam.field.actions.sightings import Seen, record_sighting
from hamgam.field.actions.signing import close_site_meeting, sign_presence
from hamgam.field.models import Record, SiteItem, SitePresence
from hamgam.field.vocabulary import RecordKind
from hamgam.kit.refusals import Refused
from hamgam.register.actions.meetings import Conclusion
from hamgam.register.actions.papers import Paper, attach_document
from hamgam.register.actions.projects import Reported, record_progress
from hamgam.register.models import Meeting
from hamgam.register.queries import commitments_visible_to
from hamgam.register.vocabulary import Outcome

LARGEST_BODY = 1_900_000
LARGEST_VOICE = 600_000
VOICE_SUFFIXES = {"audio/webm": "webm", "audio/ogg": "ogg", "audio/mp4": "m4a"}


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


def _project_of(row: Record) -> tuple[str, str]:
    """The project a paper belongs to, and what it is called where it has no title: the meeting's,
    or the one that the record names."""
    if row.meeting is None:
        return row.subject, ""
    project = row.meeting.site.project
    return project.public_id, project.title


def _attach(by: Acting, row: Record, name: str, content: bytes) -> None:
    """Keep a file with its project; the record holds its name and hash in the bytes' place."""
    subject, usual = _project_of(row)
    title = _text(row.body, "title", 300) or usual or name
    taken_on = timezone.localtime(row.taken_at).date()
    paper = Paper(title=title[:300], file_name=name, content=content, taken_on=taken_on)
    found = attach_document(by=by, subject=subject, paper=paper)
    kept = {name: told for name, told in row.body.items() if name != "content"}
    row.body = {**kept, "document": found.public_id, "title": title, "digest": found.digest}
    row.save(update_fields=["body"])


def _photo(by: Acting, row: Record) -> None:
    """A photo of a meeting or of a project."""
    _attach(by, row, f"{row.key}.jpg", _bytes(row.body, "content"))


def _voice(by: Acting, row: Record) -> None:
    """A spoken note of a meeting or of a project."""
    suffix = VOICE_SUFFIXES.get(_text(row.body, "media_type", 40).partition(";")[0])
    content = _bytes(row.body, "content")
    if suffix is None:
        raise Refused("media_type")
    if len(content) > LARGEST_VOICE:
        raise Refused("too_large")
    _attach(by, row, f"{row.key}.{suffix}", content)


def _patrol(by: Acting, row: Record) -> None:
    """What a patrol saw; its photo is kept once, beside the sighting."""
    found = record_sighting(
        by=by,
        record=row,
        seen=Seen(
            words=_text(row.body, "words", 500),
            photo=_bytes(row.body, "content"),
            position=_position(row.body),
            must_act=row.body.get("must_act") is True,
        ),
    )
    kept = {name: told for name, told in row.body.items() if name != "content"}
    row.body = {**kept, "sighting": found.public_id, "digest": found.digest}
    row.save(update_fields=["body"])


def _progress(by: Acting, row: Record) -> None:
    """The day's progress report about a project."""
    told = Reported(
        on=_day(row.body, "on") or timezone.localtime(row.taken_at).date(),
        physical_permille=_permille(row.body),
    )
    record_progress(by=by, project=row.subject, reported=told)


def _permille(body: Mapping[str, Any]) -> int:
    told = _number(body, "physical_permille")
    if told is None or told > 1000:
        errors = [{"pointer": "#/physical_permille", "detail": "0 to 1000"}]
        raise Refused("validation", errors=errors)
    return told


def _proof(by: Acting, row: Record) -> None:
    """A promise was kept."""
    version = row.base_version
    if version is None:
        found = commitments_visible_to(by).filter(public_id=row.subject).first()
        version = found.version if found else 0
    prove_promise(
        by=by,
        commitment=row.subject,
        version=version,
        on=_day(row.body, "on") or timezone.localtime(row.taken_at).date(),
        proof=_text(row.body, "proof", 500),
    )


def _close(by: Acting, row: Record) -> None:
    close_site_meeting(by=by, meeting=_meeting(row).public_id)


APPLIERS: Mapping[RecordKind, Callable[[Acting, Record], None]] = {
    RecordKind.PRESENCE: _presence,
    RecordKind.CONCLUSION: _conclusion,
    RecordKind.SIGNATURE: _signature,
    RecordKind.PHOTO: _photo,
    RecordKind.VOICE: _voice,
    RecordKind.PATROL: _patrol,
    RecordKind.PROGRESS: _progress,
    RecordKind.PROOF: _proof,
    RecordKind.CLOSE: _close,
}
