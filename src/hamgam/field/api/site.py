"""Obstacles, tours, promises, and what phones send."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.queries import agency_of, person_of
from hamgam.agencies.rights import Right
from hamgam.field import queries
from hamgam.field.actions import obstacles as deeds
from hamgam.field.actions.records import LARGEST_BODY, Sent, receive_record
from hamgam.field.models import FollowUp, Obstacle, Record, Tour
from hamgam.field.packet import packet_for
from hamgam.field.vocabulary import RecordKind
from hamgam.kit.fields import Day, In, Key, Line, Out, PublicId, Told, Whole
from hamgam.kit.refusals import Refused
from hamgam.register.views.reading import language

router = Router(tags=["field"])
RecordKey = Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
KeyOrNone = Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_-]*$")]


class ObstacleOut(Out):
    """An obstacle."""

    public_id: str
    agency: str
    project: str | None
    title: str
    code: str
    opened: date
    promised: date | None
    first_promised: date | None
    cleared: date | None
    owner: str
    owner_name: str
    removed_when: str
    next_step: str
    rung: int
    times_reopened: int
    removal_rials: int | None
    version: int

    @staticmethod
    def resolve_agency(row: Obstacle) -> str:
        """The agency's key."""
        return row.agency.key

    @staticmethod
    def resolve_project(row: Obstacle) -> str | None:
        """The project's public id."""
        project = queries.project_of(row)
        return project.public_id if project else None

    @staticmethod
    def resolve_code(row: Obstacle) -> str:
        """The code of its main cause."""
        return row.block.cause

    @staticmethod
    def resolve_opened(row: Obstacle) -> date:
        """Since when."""
        return row.block.begins

    @staticmethod
    def resolve_promised(row: Obstacle) -> date | None:
        """By when, as promised last."""
        return row.block.promised

    @staticmethod
    def resolve_cleared(row: Obstacle) -> date | None:
        """When it was gone."""
        return row.block.cleared

    @staticmethod
    def resolve_owner(row: Obstacle) -> str:
        """The key of the agency that must act."""
        return row.owner.key

    @staticmethod
    def resolve_removal_rials(row: Obstacle) -> int | None:
        """What removing it brings, by the plan in force."""
        return row.block.removal_rials


class ObstacleList(Out):
    """A page of obstacles."""

    items: list[ObstacleOut]
    next: str | None


@router.get(
    "/obstacles",
    response=ObstacleList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_obstacles",
)
def list_obstacles(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """Obstacles, standing and gone."""
    rows = queries.obstacles_visible_to(acting_of(request)).order_by("-pk")
    return listed(request, response, rows, (limit, cursor))


class CauseIn(In):
    """A cause with its weight in percent."""

    code: Annotated[str, Field(min_length=1, max_length=8, pattern=r"^[A-Z][0-9]?$")]
    weight: Annotated[int, Field(strict=True, ge=1, le=100)] = 100


class ObstacleIn(In):
    """An obstacle as it is reported; the main cause first."""

    task: PublicId
    title: Told
    causes: Annotated[list[CauseIn], Field(min_length=1, max_length=5)]
    opened: Day
    reported_by: Told
    owner: Key
    owner_name: Told
    officer: PublicId
    removed_when: Told
    next_step: Line = ""
    promised: Day | None = None
    evidence: Line = ""


@router.post(
    "/obstacles",
    response={201: ObstacleOut},
    auth=Door(Right.RECORD_OBSTACLE),
    operation_id="report_obstacle",
)
def post_obstacle(request: HttpRequest, body: ObstacleIn) -> Status[Obstacle]:
    """Put an obstacle on the table."""
    values = deeds.ObstacleValues(
        title=body.title,
        causes=[(cause.code, cause.weight) for cause in body.causes],
        opened=body.opened,
        reported_by=body.reported_by,
        owner=agency_of(body.owner),
        owner_name=body.owner_name,
        officer=person_of(body.officer),
        removed_when=body.removed_when,
        next_step=body.next_step,
        promised=body.promised,
        evidence=body.evidence,
    )
    return Status(201, deeds.report_obstacle(by=acting_of(request), task=body.task, values=values))


class TourOut(Out):
    """A tour: how far its search is, and what it comes to."""

    public_id: str
    agency: str
    begins: date
    ends: date
    state: str
    found_at: datetime | None
    summary: dict[str, Any] | None

    @staticmethod
    def resolve_agency(row: Tour) -> str:
        """The agency's key."""
        return row.agency.key

    @staticmethod
    def resolve_summary(row: Tour) -> dict[str, Any] | None:
        """Stops, value and bound."""
        return row.solve.answer if row.solve else None


class TourList(Out):
    """A page of tours."""

    items: list[TourOut]
    next: str | None


@router.get("/tours", response=TourList, auth=Door(Right.READ_REGISTER), operation_id="list_tours")
def list_tours(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """One's own tours, and of others those that were accepted."""
    rows = queries.tours_visible_to(acting_of(request)).defer("question", "answer")
    return listed(request, response, rows, (limit, cursor))


class FollowUpOut(Out):
    """A followed promise."""

    commitment: str
    agency: str
    text: str
    first_due: date
    due: date
    done_on: date | None
    verified_at: datetime | None
    rung: int
    reason: str

    @staticmethod
    def resolve_commitment(row: FollowUp) -> str:
        """The commitment's public id."""
        return row.commitment.public_id

    @staticmethod
    def resolve_agency(row: FollowUp) -> str:
        """The key of the agency that promised."""
        return row.commitment.agency.key

    @staticmethod
    def resolve_text(row: FollowUp) -> str:
        """What was promised."""
        return row.commitment.text

    @staticmethod
    def resolve_first_due(row: FollowUp) -> date:
        """The first day."""
        return row.commitment.first_due

    @staticmethod
    def resolve_due(row: FollowUp) -> date:
        """The present day."""
        return row.commitment.due

    @staticmethod
    def resolve_done_on(row: FollowUp) -> date | None:
        """When its owner said that it was done."""
        return row.commitment.done_on


class FollowUpList(Out):
    """A page of followed promises."""

    items: list[FollowUpOut]
    next: str | None


@router.get(
    "/follow-ups",
    response=FollowUpList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_follow_ups",
)
def list_follow_ups(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """Promises that are followed until done."""
    rows = queries.follow_ups_visible_to(acting_of(request)).order_by("-pk")
    return listed(request, response, rows, (limit, cursor))


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
    taken_at: datetime
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
