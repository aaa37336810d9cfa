"""Meetings: call one, put things on its agenda, say what each came to, sign its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Sharing
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import in_hand
from hamgam.register.models import Commitment
from hamgam.register.models.meetings import Meeting, MeetingItem, Presence
from hamgam.register.queries import meetings_visible_to
from hamgam.register.vocabulary import (
    OWN_PROTOCOL,
    MeetingKind,
    Outcome,
    PlaceKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a meeting is called to be."""

    kind: MeetingKind
    title: str
    begins: datetime
    place: str = ""
    place_kind: PlaceKind = PlaceKind.OFFICE
    agenda: Sequence[tuple[str, str]] = ()
    """Subjects by public id, and the title each is read out by."""
    sharing: Sharing = Sharing.AGENCIES


def call_meeting(*, by: Acting, agency: Agency, call: Call) -> Meeting:
    """Call a meeting with its agenda. The field and the planners of the agency that keeps it;
    records `meeting_called`. Refuses (`own_protocol`) a kind that is called elsewhere."""
    by.require(Right.RECORD_MEETING, agency.path)
    if call.kind in OWN_PROTOCOL:
        raise Refused("own_protocol")
    with deed(by):
        row = new_meeting(agency, call)
        record_fact("meeting_called", subject=row.public_id, payload={"kind": call.kind.value})
    return row


def new_meeting(agency: Agency, call: Call) -> Meeting:
    """Write a meeting under the signature at hand; part of several deeds."""
    row = Meeting.objects.create(
        agency=agency,
        kind=call.kind.value,
        title=call.title,
        begins=call.begins,
        place=call.place,
        place_kind=call.place_kind.value,
        sharing=call.sharing.value,
    )
    for number, (subject, title) in enumerate(call.agenda, 1):
        MeetingItem.objects.create(meeting=row, number=number, subject=subject, title=title)
    return row


def open_meeting(by: Acting, public_id: str) -> Meeting:
    """The meeting, locked, for somebody who keeps it; refuses one whose minutes are signed."""
    row = in_hand(meetings_visible_to(by), public_id)
    by.require(Right.RECORD_MEETING, row.agency.path, subject=row.public_id)
    if row.closed is not None:
        raise Refused("state")
    return row


def _plain_meeting(by: Acting, public_id: str) -> Meeting:
    """The meeting, as `open_meeting`; refuses (`own_protocol`) one at a site, whose minutes ask for
    more: who owes it, who follows it up, by what one knows that somebody stood there."""
    row = open_meeting(by, public_id)
    if row.kind == MeetingKind.SITE:
        raise Refused("own_protocol")
    return row


def add_item(*, by: Acting, meeting: str, title: str, subject: str = "") -> MeetingItem:
    """Put something more on the agenda. Those who keep the meeting; records `agenda_extended`."""
    with deed(by):
        row = _plain_meeting(by, meeting)
        number = row.items.count() + 1
        item = MeetingItem.objects.create(meeting=row, number=number, subject=subject, title=title)
        record_fact("agenda_extended", subject=row.public_id, payload={"number": number})
    return item


def note_presence(*, by: Acting, meeting: str, agency: Agency, who: tuple[str, str]) -> Presence:
    """Note somebody who was there, by name and post. Those who keep the meeting; records
    `presence_noted`."""
    with deed(by):
        row = _plain_meeting(by, meeting)
        name, post = who
        found = Presence.objects.create(
            meeting=row, agency=agency, name=name, post=post, signed=timezone.now()
        )
        record_fact("presence_noted", subject=row.public_id, payload={"agency": agency.key})
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What an item came to; a decision has words, owner, deadline and proof, or it is none."""

    outcome: Outcome
    words: str = ""
    owner: Agency | None = None
    due: date | None = None
    proof: str = ""

    def faults(self) -> list[dict[str, str]]:
        """What is missing."""
        needed = {
            Outcome.DECIDED: ("words", "owner", "due", "proof"),
            Outcome.PROMISED: ("words", "owner", "due"),
            Outcome.NEEDS_DATA: ("words", "owner", "due"),
            Outcome.ESCALATED: ("words",),
        }.get(self.outcome, ())
        missing = [name for name in needed if not getattr(self, name)]
        return [{"pointer": f"#/{name}", "detail": "required"} for name in missing]


def conclude_item(*, by: Acting, meeting: str, number: int, conclusion: Conclusion) -> MeetingItem:
    """Say what an item came to. Those who keep the meeting; records `item_concluded`. What is
    decided by a deed of its own, as an application to dig, is concluded by that (`own_protocol`).
    """
    with deed(by):
        row = _plain_meeting(by, meeting)
        item = row.items.filter(number=number).first()
        if item is None:
            raise Refused("not_found")
        conclude(item, conclusion)
        payload = {
            "number": number,
            "outcome": conclusion.outcome.value,
            "about": item.subject,
        }
        record_fact("item_concluded", subject=row.public_id, payload=payload)
    return item


def conclude(item: MeetingItem, conclusion: Conclusion) -> None:
    """Write a conclusion; refuses (`validation`) one that is not whole. Part of several deeds."""
    if faults := conclusion.faults():
        raise Refused("validation", errors=faults)
    item.outcome, item.words = conclusion.outcome.value, conclusion.words
    item.owner, item.due, item.proof = conclusion.owner, conclusion.due, conclusion.proof
    item.save()


def close_meeting(*, by: Acting, meeting: str) -> Meeting:
    """Sign the minutes: every item must have come to something, somebody must have been there, and
    each decision and promise becomes its owner's commitment. Those who keep the meeting; records
    `meeting_closed`."""
    with deed(by):
        row = _plain_meeting(by, meeting)
        seal_minutes(row)
    return row


def seal_minutes(row: Meeting) -> None:
    """Sign the minutes of a meeting in hand, as `close_meeting`; part of several deeds."""
    items = list(row.items.select_related("owner"))
    if any(item.outcome == Outcome.OPEN for item in items) or not row.present.exists():
        raise Refused("unfinished")
    for item in items:
        if item.owner is not None and item.due is not None:
            item.commitment = Commitment.objects.create(
                agency=item.owner,
                text=item.words[:500],
                subject=item.subject,
                first_due=item.due,
                due=item.due,
                sharing=row.sharing,
            )
            item.save(update_fields=["commitment"])
    row.closed = timezone.now()
    row.version += 1
    row.save()
    record_fact("meeting_closed", subject=row.public_id, payload={"items": len(items)})


def number_minutes(*, by: Acting, meeting: str, number: str, on: date) -> Meeting:
    """Enter the letter («اندیکاتور») under which signed minutes went out; said once. Those who keep
    the meeting; records `minutes_numbered`."""
    if not number.strip():
        raise Refused("validation", errors=[{"pointer": "#/number", "detail": "required"}])
    with deed(by):
        row = in_hand(meetings_visible_to(by), meeting)
        by.require(Right.RECORD_MEETING, row.agency.path, subject=row.public_id)
        if row.closed is None or row.letter_number:
            raise Refused("state")
        row.letter_number, row.letter_date = number.strip(), on
        row.version += 1
        row.save()
        payload = {"number": row.letter_number, "on": on.isoformat()}
        record_fact("minutes_numbered", subject=row.public_id, payload=payload)
    return row
