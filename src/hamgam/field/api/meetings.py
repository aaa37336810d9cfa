"""The meeting at the site: called, prepared, held, signed, sealed."""

from __future__ import annotations

import base64
import binascii
from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Status
from pydantic import AwareDatetime

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.queries import agency_of, person_of
from hamgam.agencies.rights import Right
from hamgam.field import queries
from hamgam.field.actions import meetings as deeds
from hamgam.field.actions.signing import close_site_meeting, sign_presence
from hamgam.field.models import Authority, SiteItem, SitePresence
from hamgam.kit.fields import Code, Day, In, Key, Line, Name, Out, PublicId, Rials, Told, Whole
from hamgam.kit.refusals import Refused
from hamgam.register.actions.meetings import Conclusion
from hamgam.register.models import Meeting
from hamgam.register.vocabulary import Outcome

router = Router(tags=["field"])
Proof = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]
Decided = Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")]
Number = Annotated[int, Field(strict=True, ge=1, le=999)]
Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Accuracy = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]


class SiteMeetingOut(Out):
    """A site meeting: for which project, why, where, and the hash of its sealed minutes."""

    public_id: str
    project: str
    agency: str
    begins: datetime
    place_kind: str
    why_office: str
    trigger: str
    closed: datetime | None
    digest: str

    @staticmethod
    def resolve_project(row: Meeting) -> str:
        """The project's public id."""
        return row.site.project.public_id

    @staticmethod
    def resolve_agency(row: Meeting) -> str:
        """Who keeps it."""
        return row.agency.key

    @staticmethod
    def resolve_why_office(row: Meeting) -> str:
        """Why it was not held at the site."""
        return row.site.why_office

    @staticmethod
    def resolve_trigger(row: Meeting) -> str:
        """What made it worth standing there."""
        return row.site.trigger

    @staticmethod
    def resolve_digest(row: Meeting) -> str:
        """SHA-256 of the minutes; empty while they are open."""
        return row.site.digest


class SiteMeetingList(Out):
    """A page of site meetings."""

    items: list[SiteMeetingOut]
    next: str | None


@router.get(
    "/site-meetings",
    response=SiteMeetingList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_site_meetings",
)
def list_site_meetings(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """Meetings for the sake of a project, at its site or, with a reason, not."""
    rows = queries.site_meetings_visible_to(acting_of(request)).order_by("-pk")
    return listed(request, response, rows, (limit, cursor))


class CallIn(In):
    """Why, when and where; `why_office` where it is not held at the site."""

    project: PublicId
    begins: AwareDatetime
    trigger: Told
    why_office: Line = ""
    place: Annotated[Line, Field(max_length=200)] = ""
    stop: Annotated[str, Field(max_length=24, pattern=r"^[a-z0-9-]*$")] = ""


@router.post(
    "/site-meetings",
    response={201: SiteMeetingOut},
    auth=Door(Right.RECORD_MEETING),
    operation_id="call_site_meeting",
)
def post_site_meeting(request: HttpRequest, body: CallIn) -> Status[Meeting]:
    """Call a meeting at a site; its agenda makes itself."""
    call = deeds.SiteCall(
        begins=body.begins, trigger=body.trigger, why_office=body.why_office, place=body.place
    )
    made = deeds.call_site_meeting(
        by=acting_of(request), project=body.project, call=call, stop=body.stop
    )
    return Status(201, made)


class SiteItemOut(Out):
    """An item of the agenda as it stands."""

    number: int
    title: str
    outcome: str
    words: str
    due: date | None
    version: int

    @staticmethod
    def resolve_number(row: SiteItem) -> int:
        """Its number."""
        return row.item.number

    @staticmethod
    def resolve_title(row: SiteItem) -> str:
        """What it is about."""
        return row.item.title

    @staticmethod
    def resolve_outcome(row: SiteItem) -> str:
        """What it came to."""
        return row.item.outcome

    @staticmethod
    def resolve_words(row: SiteItem) -> str:
        """What was decided."""
        return row.item.words

    @staticmethod
    def resolve_due(row: SiteItem) -> date | None:
        """Its first deadline."""
        return row.item.due


class AgendaIn(In):
    """One more standing obstacle of the project."""

    obstacle: PublicId


@router.post(
    "/site-meetings/{site_meeting_id}/items",
    response={201: SiteItemOut},
    auth=Door(Right.RECORD_MEETING),
    operation_id="add_site_item",
)
def post_item(request: HttpRequest, site_meeting_id: PublicId, body: AgendaIn) -> Status[SiteItem]:
    """Put one more obstacle on the agenda."""
    made = deeds.add_site_item(
        by=acting_of(request), meeting=site_meeting_id, obstacle=body.obstacle
    )
    return Status(201, made)


class AuthorityOut(Out):
    """What a representative may decide on the spot."""

    public_id: str
    agency: str
    name: str
    subject: str
    ceiling_rials: int | None
    letter_number: str
    letter_date: date | None

    @staticmethod
    def resolve_agency(row: Authority) -> str:
        """For whom."""
        return row.agency.key


class AuthorityIn(In):
    """Who may decide what, up to which sum (None for no ceiling), by which letter."""

    agency: Key
    name: Name
    post: Annotated[Line, Field(max_length=200)] = ""
    subject: Told
    ceiling_rials: Rials | None = None
    letter_number: Annotated[Code, Field(min_length=1)]
    letter_date: Day | None = None


@router.post(
    "/site-meetings/{site_meeting_id}/authorities",
    response={201: AuthorityOut},
    auth=Door(Right.RECORD_MEETING),
    operation_id="record_authority",
)
def post_authority(
    request: HttpRequest, site_meeting_id: PublicId, body: AuthorityIn
) -> Status[Authority]:
    """Record beforehand what an agency's representative may decide."""
    letter = deeds.Letter(
        name=body.name,
        post=body.post,
        subject=body.subject,
        ceiling_rials=body.ceiling_rials,
        letter_number=body.letter_number,
        letter_date=body.letter_date,
    )
    made = deeds.record_authority(
        by=acting_of(request), meeting=site_meeting_id, agency=agency_of(body.agency), letter=letter
    )
    return Status(201, made)


class SitePresenceOut(Out):
    """Somebody at the site, by what that is known, and when he signed."""

    presence: int
    agency: str
    name: str
    proof: str
    distance_m: float | None
    signed: datetime | None

    @staticmethod
    def resolve_presence(row: SitePresence) -> int:
        """The number under which he signs."""
        return row.presence_id

    @staticmethod
    def resolve_agency(row: SitePresence) -> str:
        """For whom he was there."""
        return row.presence.agency.key

    @staticmethod
    def resolve_name(row: SitePresence) -> str:
        """Who he is."""
        return row.presence.name


class Position(In):
    """Degrees, and the accuracy in metres."""

    longitude: Degrees
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    accuracy_m: Accuracy


class ThereIn(In):
    """Somebody at the site: by position, by the code of the plate, or with a reason."""

    agency: Key
    name: Name
    post: Annotated[Line, Field(max_length=200)] = ""
    position: Position | None = None
    site_code: Annotated[Code, Field(max_length=16)] = ""
    reason: Line = ""


@router.post(
    "/site-meetings/{site_meeting_id}/present",
    response={201: SitePresenceOut},
    auth=Door(Right.RECORD_MEETING),
    operation_id="note_site_presence",
)
def post_present(
    request: HttpRequest, site_meeting_id: PublicId, body: ThereIn
) -> Status[SitePresence]:
    """Note somebody at the site."""
    at = body.position
    there = deeds.There(
        name=body.name,
        post=body.post,
        position=(at.longitude, at.latitude, at.accuracy_m) if at else None,
        site_code=body.site_code,
        reason=body.reason,
    )
    made = deeds.note_site_presence(
        by=acting_of(request), meeting=site_meeting_id, agency=agency_of(body.agency), there=there
    )
    return Status(201, made)


class EndingIn(In):
    """What an item came to, on the version one has seen."""

    number: Number
    version: Whole
    outcome: Outcome
    words: Decided = ""
    owner: Key | None = None
    owner_name: Annotated[Line, Field(max_length=200)] = ""
    officer: PublicId | None = None
    due: Day | None = None
    proof: Proof = ""
    obstacle: PublicId | None = None
    cost_rials: Rials | None = None
    payer: Key | None = None


@router.post(
    "/site-meetings/{site_meeting_id}/conclude",
    response=SiteItemOut,
    auth=Door(Right.RECORD_MEETING),
    operation_id="conclude_site_item",
)
def post_conclude(request: HttpRequest, site_meeting_id: PublicId, body: EndingIn) -> SiteItem:
    """Say what an item came to."""
    ending = deeds.Ending(
        conclusion=Conclusion(
            outcome=body.outcome,
            words=body.words,
            owner=agency_of(body.owner) if body.owner else None,
            due=body.due,
            proof=body.proof,
        ),
        owner_name=body.owner_name,
        officer=person_of(body.officer) if body.officer else None,
        obstacle=body.obstacle or "",
        cost_rials=body.cost_rials,
        payer=agency_of(body.payer) if body.payer else None,
    )
    return deeds.conclude_site_item(
        by=acting_of(request),
        meeting=site_meeting_id,
        number=body.number,
        version=body.version,
        ending=ending,
    )


class SignatureIn(In):
    """Whose signature: a PNG in base64, or the name typed by himself."""

    presence: Whole
    drawn: Annotated[str, Field(max_length=300_000)] = ""
    typed: Annotated[Line, Field(max_length=200)] = ""


@router.post(
    "/site-meetings/{site_meeting_id}/sign",
    response=SitePresenceOut,
    auth=Door(Right.RECORD_MEETING),
    operation_id="sign_minutes",
)
def post_sign(request: HttpRequest, site_meeting_id: PublicId, body: SignatureIn) -> SitePresence:
    """Sign the minutes."""
    try:
        drawn = base64.b64decode(body.drawn, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise Refused("media_type") from fault
    return sign_presence(
        by=acting_of(request),
        meeting=site_meeting_id,
        presence=body.presence,
        drawn=drawn,
        typed=body.typed,
    )


@router.post(
    "/site-meetings/{site_meeting_id}/close",
    response=SiteMeetingOut,
    auth=Door(Right.RECORD_MEETING),
    operation_id="close_site_meeting",
)
def post_close(request: HttpRequest, site_meeting_id: PublicId) -> Meeting:
    """Seal the minutes."""
    return close_site_meeting(by=acting_of(request), meeting=site_meeting_id)
