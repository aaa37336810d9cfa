"""Promises that are followed until done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.queries import person_of
from hamgam.agencies.rights import Right
from hamgam.field import queries
from hamgam.field.actions import pursuit as deeds
from hamgam.field.models import FollowUp
from hamgam.field.vocabulary import ReasonCode
from hamgam.kit.fields import Day, In, Name, Out, PublicId, Told, Whole

router = Router(tags=["field"])
Proof = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


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


class FollowIn(In):
    """Who acts, who follows it up, and by what one sees that it is done."""

    commitment: PublicId
    owner_name: Name
    officer: PublicId
    proof_asked: Proof


@router.post(
    "/follow-ups",
    response={201: FollowUpOut},
    auth=Door(Right.RECORD_COMMITMENT),
    operation_id="follow_commitment",
)
def post_follow_up(request: HttpRequest, body: FollowIn) -> Status[FollowUp]:
    """Have a promise made anywhere followed like those of the sites."""
    made = deeds.follow_commitment(
        by=acting_of(request),
        commitment=body.commitment,
        owner_name=body.owner_name,
        officer=person_of(body.officer),
        proof_asked=body.proof_asked,
    )
    return Status(201, made)


class ProvedIn(In):
    """Since which day a promise is kept, and by what one sees it."""

    version: Whole
    on: Day
    proof: Proof


@router.post(
    "/follow-ups/{followed_id}/prove",
    response=FollowUpOut,
    auth=Door(Right.RECORD_COMMITMENT),
    operation_id="prove_promise",
)
def post_prove(request: HttpRequest, followed_id: PublicId, body: ProvedIn) -> FollowUp:
    """Say that a promise is kept; it counts when its follow-up officer has verified it."""
    return deeds.prove_promise(
        by=acting_of(request),
        commitment=followed_id,
        version=body.version,
        on=body.on,
        proof=body.proof,
    )


@router.post(
    "/follow-ups/{followed_id}/verify",
    response=FollowUpOut,
    auth=Door(Right.VERIFY_PROMISE),
    operation_id="verify_promise",
)
def post_verify(request: HttpRequest, followed_id: PublicId) -> FollowUp:
    """See that a promise was kept: its follow-up officer alone."""
    return deeds.verify_promise(by=acting_of(request), commitment=followed_id)


class ReturnIn(In):
    """Why it does not count as kept."""

    why: Told


@router.post(
    "/follow-ups/{followed_id}/return",
    response=FollowUpOut,
    auth=Door(Right.VERIFY_PROMISE),
    operation_id="return_promise",
)
def post_return(request: HttpRequest, followed_id: PublicId, body: ReturnIn) -> FollowUp:
    """Say that a promise was not kept although its owner said so."""
    return deeds.return_promise(by=acting_of(request), commitment=followed_id, why=body.why)


class ExtendIn(In):
    """A later day, and why."""

    version: Whole
    due: Day
    reason: ReasonCode


@router.post(
    "/follow-ups/{followed_id}/extend",
    response=FollowUpOut,
    auth=Door(Right.RECORD_COMMITMENT),
    operation_id="extend_promise",
)
def post_extend(request: HttpRequest, followed_id: PublicId, body: ExtendIn) -> FollowUp:
    """Move a promise's day with the reason; the first day stays and counts."""
    return deeds.extend_promise(
        by=acting_of(request),
        commitment=followed_id,
        version=body.version,
        due=body.due,
        reason=body.reason,
    )
