"""Meetings of any kind and place: agenda, who was there, what each item came to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Status
from pydantic import AfterValidator, AwareDatetime

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.queries import agency_of
from hamgam.agencies.rights import Right
from hamgam.kit.dates import is_plausible
from hamgam.kit.fields import Code, Day, In, Key, Line, Name, Out, PublicId, Told
from hamgam.kit.refusals import Refused
from hamgam.register.actions import meetings as deeds
from hamgam.register.models import Meeting, MeetingItem, Presence
from hamgam.register.queries import meetings_visible_to
from hamgam.register.vocabulary import MeetingKind, Outcome, PlaceKind

router = Router(tags=["meetings"])


def _plausible(value: datetime) -> datetime:
    if not is_plausible(value.date()):
        raise ValueError("a moment between the years 1900 and 2100")
    return value


Moment = Annotated[AwareDatetime, AfterValidator(_plausible)]
"""An instant with its offset, of a Gregorian day of 1900 to 2100."""


class ItemOut(Out):
    """An item of the agenda, and what it came to."""

    number: int
    title: str
    subject: str
    outcome: str
    words: str
    owner: str | None
    due: date | None
    proof: str

    @staticmethod
    def resolve_owner(row: MeetingItem) -> str | None:
        """Who must do it."""
        return row.owner.key if row.owner else None


class PresenceOut(Out):
    """Who was there, for whom."""

    agency: str
    name: str
    post: str

    @staticmethod
    def resolve_agency(row: Presence) -> str:
        """For whom he was there."""
        return row.agency.key


class MeetingOut(Out):
    """One meeting; nothing is changed once it is closed."""

    public_id: str
    kind: str
    title: str
    agency: str
    begins: datetime
    place: str
    place_kind: str
    closed: datetime | None
    letter_number: str
    letter_date: date | None
    items: list[ItemOut]
    present: list[PresenceOut]

    @staticmethod
    def resolve_agency(row: Meeting) -> str:
        """Who keeps it."""
        return row.agency.key

    @staticmethod
    def resolve_items(row: Meeting) -> list[MeetingItem]:
        """The agenda in its order."""
        return sorted(row.items.all(), key=lambda item: item.number)

    @staticmethod
    def resolve_present(row: Meeting) -> list[Presence]:
        """Who was there."""
        return list(row.present.all())


class MeetingList(Out):
    """A page of meetings."""

    items: list[MeetingOut]
    next: str | None


class MeetingFilter(In):
    """Which meetings to list."""

    kind: MeetingKind | None = None


class AgendaIn(In):
    """An item: its title, and the public id of what it is about."""

    title: Told
    subject: Code = ""


class MeetingIn(In):
    """A meeting to be called."""

    agency: Key
    kind: MeetingKind
    title: Told
    begins: Moment
    place: Annotated[Line, Field(max_length=200)] = ""
    place_kind: PlaceKind = PlaceKind.OFFICE
    agenda: Annotated[list[AgendaIn], Field(max_length=200, default_factory=list)]


class PresenceIn(In):
    """Somebody who was there."""

    agency: Key
    name: Name
    post: Annotated[Line, Field(max_length=200)] = ""


class ConclusionIn(In):
    """What an item came to; a decision has words, owner, deadline and proof."""

    outcome: Outcome
    words: Line = ""
    owner: Key | None = None
    due: Day | None = None
    proof: Line = ""


class MinutesLetterIn(In):
    """The letter under which signed minutes went out."""

    number: Annotated[Told, Field(max_length=64)]
    on: Day


Number = Annotated[int, Field(ge=1, le=999)]


@router.get(
    "/meetings", response=MeetingList, auth=Door(Right.READ_REGISTER), operation_id="list_meetings"
)
def list_meetings(
    request: HttpRequest,
    response: HttpResponse,
    asked: Annotated[MeetingFilter, Query()],
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, object]:
    """Meetings of every kind."""
    rows = meetings_visible_to(acting_of(request))
    if asked.kind:
        rows = rows.filter(kind=asked.kind.value)
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/meetings",
    response={201: MeetingOut},
    auth=Door(Right.RECORD_MEETING),
    operation_id="call_meeting",
)
def post_meeting(request: HttpRequest, body: MeetingIn) -> Status[Meeting]:
    """Call a meeting with its agenda."""
    call = deeds.Call(
        kind=body.kind,
        title=body.title,
        begins=body.begins,
        place=body.place,
        place_kind=body.place_kind,
        agenda=[(item.subject, item.title) for item in body.agenda],
    )
    made = deeds.call_meeting(by=acting_of(request), agency=agency_of(body.agency), call=call)
    return Status(201, made)


@router.get(
    "/meetings/{meeting_id}",
    response=MeetingOut,
    auth=Door(Right.READ_REGISTER),
    operation_id="get_meeting",
)
def get_meeting(request: HttpRequest, meeting_id: PublicId) -> Meeting:
    """One meeting."""
    found = meetings_visible_to(acting_of(request)).filter(public_id=meeting_id).first()
    if found is None:
        raise Refused("not_found")
    return found


@router.post(
    "/meetings/{meeting_id}/items",
    response={201: ItemOut},
    auth=Door(Right.RECORD_MEETING),
    operation_id="extend_agenda",
)
def post_item(request: HttpRequest, meeting_id: PublicId, body: AgendaIn) -> Status[MeetingItem]:
    """Put something more on the agenda."""
    made = deeds.add_item(
        by=acting_of(request), meeting=meeting_id, title=body.title, subject=body.subject
    )
    return Status(201, made)


@router.post(
    "/meetings/{meeting_id}/present",
    response={201: PresenceOut},
    auth=Door(Right.RECORD_MEETING),
    operation_id="note_presence",
)
def post_presence(request: HttpRequest, meeting_id: PublicId, body: PresenceIn) -> Status[Presence]:
    """Note somebody who was there."""
    made = deeds.note_presence(
        by=acting_of(request),
        meeting=meeting_id,
        agency=agency_of(body.agency),
        who=(body.name, body.post),
    )
    return Status(201, made)


class ItemConclusionIn(ConclusionIn):
    """What the item of that number came to."""

    number: Number


@router.post(
    "/meetings/{meeting_id}/conclude",
    response=ItemOut,
    auth=Door(Right.RECORD_MEETING),
    operation_id="conclude_item",
)
def post_conclusion(
    request: HttpRequest, meeting_id: PublicId, body: ItemConclusionIn
) -> MeetingItem:
    """Say what an item came to."""
    conclusion = deeds.Conclusion(
        outcome=body.outcome,
        words=body.words,
        owner=agency_of(body.owner) if body.owner else None,
        due=body.due,
        proof=body.proof,
    )
    return deeds.conclude_item(
        by=acting_of(request), meeting=meeting_id, number=body.number, conclusion=conclusion
    )


@router.post(
    "/meetings/{meeting_id}/close",
    response=MeetingOut,
    auth=Door(Right.RECORD_MEETING),
    operation_id="close_meeting",
)
def post_close(request: HttpRequest, meeting_id: PublicId) -> Meeting:
    """Sign the minutes; each decision becomes its owner's commitment."""
    return deeds.close_meeting(by=acting_of(request), meeting=meeting_id)


@router.post(
    "/meetings/{meeting_id}/letter",
    response=MeetingOut,
    auth=Door(Right.RECORD_MEETING),
    operation_id="number_minutes",
)
def post_minutes_letter(
    request: HttpRequest, meeting_id: PublicId, body: MinutesLetterIn
) -> Meeting:
    """Enter the letter under which signed minutes went out."""
    return deeds.number_minutes(
        by=acting_of(request), meeting=meeting_id, number=body.number, on=body.on
    )
