"""Interim payment claims: confidential fields of one's own agency."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.rights import Right
from hamgam.kit.fields import (
    Day,
    In,
    Out,
    PublicId,
    Rials,
)
from hamgam.register import queries
from hamgam.register.actions import money
from hamgam.register.models import Claim

router = Router(tags=["money"])


class ClaimIn(In):
    """An interim payment claim."""

    number: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00]*$")]
    on: Day
    rials: Rials


class AmountIn(In):
    """A day and a sum."""

    on: Day
    rials: Rials


class ClaimOut(Out):
    """A claim: submitted, approved, paid."""

    public_id: str
    contract: str
    number: str
    submitted_on: date
    submitted_rials: int
    approved_on: date | None
    approved_rials: int | None
    paid_on: date | None
    paid_rials: int

    @staticmethod
    def resolve_contract(row: Claim) -> str:
        """The contract's public id."""
        return row.contract.public_id


class ClaimList(Out):
    """A page of claims."""

    items: list[ClaimOut]
    next: str | None


@router.get(
    "/claims",
    response=ClaimList,
    auth=Door(Right.READ_CONFIDENTIAL),
    operation_id="list_claims",
)
def list_claims(
    request: HttpRequest,
    response: HttpResponse,
    contract: PublicId | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, object]:
    """The claims under the contracts of one's own agencies."""
    rows = queries.claims_visible_to(acting_of(request))
    if contract:
        rows = rows.filter(contract__public_id=contract)
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/contracts/{contract_id}/claims",
    response={201: ClaimOut},
    auth=Door(Right.RECORD_CONTRACT),
    operation_id="submit_claim",
)
def post_claim(request: HttpRequest, contract_id: PublicId, body: ClaimIn) -> Status[Claim]:
    """Enter an interim payment claim."""
    row = money.submit_claim(
        by=acting_of(request),
        contract=contract_id,
        number=body.number,
        on=body.on,
        rials=body.rials,
    )
    return Status(201, row)


@router.post(
    "/claims/{claim_id}/approve",
    response=ClaimOut,
    auth=Door(Right.RECORD_CONTRACT),
    operation_id="approve_claim",
)
def post_approve(request: HttpRequest, claim_id: PublicId, body: AmountIn) -> Claim:
    """Approve a claim, for its whole or for less."""
    acting = acting_of(request)
    return money.approve_claim(by=acting, claim=claim_id, on=body.on, rials=body.rials)


@router.post(
    "/claims/{claim_id}/pay",
    response=ClaimOut,
    auth=Door(Right.RECORD_CONTRACT),
    operation_id="pay_claim",
)
def post_pay(request: HttpRequest, claim_id: PublicId, body: AmountIn) -> Claim:
    """Enter a payment of an approved claim."""
    acting = acting_of(request)
    return money.pay_claim(by=acting, claim=claim_id, on=body.on, rials=body.rials)
