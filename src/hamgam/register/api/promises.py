"""Stakes and commitments."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, IfMatch, Limit, etag, listed, made, matching, version_in
from hamgam.agencies.rights import Right
from hamgam.kit.fields import Code, Day, Geometry, In, Key, Out, PublicId, Told, geojson_of
from hamgam.register import queries
from hamgam.register.actions.promises import (
    Promise,
    StakeValues,
    fulfil_commitment,
    postpone_commitment,
    record_commitment,
    record_stake,
)
from hamgam.register.api.works import agency_for
from hamgam.register.models import Commitment, Stake
from hamgam.register.vocabulary import StakeKind

router = Router(tags=["promises"])
Long = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*[^\x00\s]")]


class StakeIn(In):
    """What ties an agency to a place or a subject."""

    agency: Key | None = None
    kind: StakeKind
    title: Told
    geometry: Geometry | None = None
    subject: Code = ""
    reach_m: Annotated[float, Field(strict=True, ge=0, le=500, allow_inf_nan=False)] = 20.0


class StakeOut(Out):
    """A stake."""

    public_id: str
    agency: str
    kind: str
    title: str
    geometry: dict[str, Any] | None
    subject: str
    reach_m: float

    @staticmethod
    def resolve_agency(row: Stake) -> str:
        """The agency's key."""
        return row.agency.key

    @staticmethod
    def resolve_geometry(row: Stake) -> dict[str, Any] | None:
        """The place as GeoJSON."""
        return geojson_of(row.shape)


class StakeList(Out):
    """A page of stakes."""

    items: list[StakeOut]
    next: str | None


class CommitmentIn(In):
    """A promise."""

    agency: Key | None = None
    text: Long
    due: Day
    subject: Code = ""
    letter_number: Code = ""
    letter_date: Day | None = None


class CommitmentOut(Out):
    """A promise; the first deadline is kept for good."""

    public_id: str
    agency: str
    version: int
    text: str
    subject: str
    first_due: date
    due: date
    done_on: date | None
    proof: str
    letter_number: str
    letter_date: date | None

    @staticmethod
    def resolve_agency(row: Commitment) -> str:
        """The agency's key."""
        return row.agency.key


class CommitmentList(Out):
    """A page of promises."""

    items: list[CommitmentOut]
    next: str | None


class PostponeIn(In):
    """A later deadline."""

    due: Day


class FulfilIn(In):
    """A promise kept, and its proof."""

    on: Day
    proof: Long


@router.get(
    "/stakes", response=StakeList, auth=Door(Right.READ_REGISTER), operation_id="list_stakes"
)
def list_stakes(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """What agencies have a stake in."""
    return listed(request, response, queries.stakes_visible_to(acting_of(request)), (limit, cursor))


@router.post(
    "/stakes", response={201: StakeOut}, auth=Door(Right.RECORD_STAKE), operation_id="record_stake"
)
def post_stake(request: HttpRequest, body: StakeIn) -> Status[Stake]:
    """Enter a stake; works near it will be told to its agency."""
    values = StakeValues(
        kind=body.kind,
        title=body.title,
        geometry=body.geometry,
        subject=body.subject,
        reach_m=body.reach_m,
    )
    agency = agency_for(request, body.agency)
    return Status(201, record_stake(by=acting_of(request), agency=agency, values=values))


@router.get(
    "/commitments",
    response=CommitmentList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_commitments",
)
def list_commitments(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """What agencies promised."""
    rows = queries.commitments_visible_to(acting_of(request))
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/commitments",
    response={201: CommitmentOut},
    auth=Door(Right.RECORD_COMMITMENT),
    operation_id="record_commitment",
)
def post_commitment(
    request: HttpRequest, response: HttpResponse, body: CommitmentIn
) -> Status[Commitment]:
    """Promise something for one's agency."""
    promise = Promise(
        text=body.text,
        due=body.due,
        subject=body.subject,
        letter=(body.letter_number, body.letter_date),
    )
    agency = agency_for(request, body.agency)
    row = record_commitment(by=acting_of(request), agency=agency, promise=promise)
    made(response, row, "commitments")
    return Status(201, row)


@router.post(
    "/commitments/{commitment_id}/postpone",
    response=CommitmentOut,
    auth=Door(Right.RECORD_COMMITMENT),
    operation_id="postpone_commitment",
)
def post_postpone(
    request: HttpRequest,
    response: HttpResponse,
    commitment_id: PublicId,
    body: PostponeIn,
    if_match: IfMatch = None,
) -> Commitment:
    """Move a deadline; the first one is kept and counts."""
    version = version_in(if_match, commitment_id)
    with matching():
        row = postpone_commitment(
            by=acting_of(request), commitment=commitment_id, version=version, due=body.due
        )
    response["ETag"] = etag(row)
    return row


@router.post(
    "/commitments/{commitment_id}/fulfil",
    response=CommitmentOut,
    auth=Door(Right.RECORD_COMMITMENT),
    operation_id="fulfil_commitment",
)
def post_fulfil(
    request: HttpRequest,
    response: HttpResponse,
    commitment_id: PublicId,
    body: FulfilIn,
    if_match: IfMatch = None,
) -> Commitment:
    """Keep a promise, with its proof."""
    version = version_in(if_match, commitment_id)
    with matching():
        row = fulfil_commitment(
            by=acting_of(request),
            commitment=commitment_id,
            version=version,
            on=body.on,
            proof=body.proof,
        )
    response["ETag"] = etag(row)
    return row
