"""What phones take along and send."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.rights import Right
from hamgam.field import queries
from hamgam.field.actions.applying import LARGEST_BODY
from hamgam.field.actions.records import Sent, receive_record, settle_record
from hamgam.field.models import Record, Sighting
from hamgam.field.packet import packet_for
from hamgam.field.vocabulary import RecordKind
from hamgam.kit.fields import Flag, In, Out, PublicId, Whole
from hamgam.kit.refusals import Refused
from hamgam.register.api.meetings import Moment
from hamgam.register.views.reading import language

router = Router(tags=["field"])
RecordKey = Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
KeyOrNone = Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_-]*$")]


@router.get(
    "/field/packet",
    response=dict[str, Any],
    auth=Door(Right.SEND_RECORDS),
    operation_id="get_field_packet",
)
def get_packet(request: HttpRequest) -> dict[str, Any]:
    """The day as a phone takes it along."""
    return packet_for(acting_of(request), timezone.localdate(), language())


class RecordIn(In):
    """One item of a phone's outbox."""

    key: RecordKey
    device: RecordKey
    kind: RecordKind
    subject: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00]*$")]
    body: dict[str, Any]
    taken_at: Moment
    parent: KeyOrNone = ""
    base_version: Whole | None = None


class RecordOut(Out):
    """The receipt of an item: what arrived, by its hash, and what became of it."""

    public_id: str
    key: str
    kind: str
    receipt: str
    state: str
    fault: str
    received: datetime


class RecordList(Out):
    """A page of records."""

    items: list[RecordOut]
    next: str | None


@router.post(
    "/field/records",
    response={201: RecordOut},
    auth=Door(Right.SEND_RECORDS),
    operation_id="send_record",
)
def post_record(request: HttpRequest, body: RecordIn) -> Status[Record]:
    """Take an item of a phone's outbox; a repetition is answered with the same receipt."""
    if len(request.body) > LARGEST_BODY:
        raise Refused("too_large")
    sent = Sent(
        key=body.key,
        device=body.device,
        kind=body.kind,
        subject=body.subject,
        body=body.body,
        taken_at=body.taken_at,
        parent=body.parent,
        base_version=body.base_version,
    )
    return Status(201, receive_record(by=acting_of(request), sent=sent))


@router.get(
    "/field/records",
    response=RecordList,
    auth=Door(Right.SEND_RECORDS),
    operation_id="list_records",
)
def list_records(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """What one's own phones sent, and what came for the meetings one keeps."""
    return listed(
        request, response, queries.records_visible_to(acting_of(request)), (limit, cursor)
    )


class SettleIn(In):
    """Whether the record counts over what stands, or what stands stays."""

    applies: Flag


@router.post(
    "/field/records/{record_id}/settle",
    response=RecordOut,
    auth=Door(Right.SEND_RECORDS),
    operation_id="settle_record",
)
def post_settle(request: HttpRequest, record_id: PublicId, body: SettleIn) -> Record:
    """Settle a record that a rule refused or that somebody else's overtook; both are kept."""
    return settle_record(by=acting_of(request), record=record_id, applies=body.applies)


class SightingOut(Out):
    """What a patrol saw: words, place in degrees, what lies there."""

    public_id: str
    agency: str
    words: str
    longitude: float | None
    latitude: float | None
    accuracy_m: float | None
    taken_at: datetime
    near: str
    must_act: bool
    has_photo: bool

    @staticmethod
    def resolve_agency(row: Sighting) -> str:
        """Whose patrol it was."""
        return row.agency.key

    @staticmethod
    def resolve_has_photo(row: Sighting) -> bool:
        """Whether there is a photo on its page."""
        return bool(row.digest)


class SightingList(Out):
    """A page of sightings."""

    items: list[SightingOut]
    next: str | None


@router.get(
    "/sightings",
    response=SightingList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_sightings",
)
def list_sightings(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """What patrols of the districts saw."""
    rows = queries.sightings_visible_to(acting_of(request))
    return listed(request, response, rows, (limit, cursor))
