"""Contracts and what happens to them: confidential fields of one's own agency."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, IfMatch, Limit, etag, listed, made, matching, version_in
from hamgam.agencies.rights import Right
from hamgam.kit.fields import (
    Day,
    Flag,
    In,
    JalaliYear,
    Name,
    Out,
    PublicId,
    Quarter,
    Rials,
)
from hamgam.kit.refusals import Refused
from hamgam.register import queries
from hamgam.register.actions import money
from hamgam.register.models import Acceptance, Contract, Extension, Suspension
from hamgam.register.vocabulary import AcceptanceKind, ExtensionCause

router = Router(tags=["money"])


class ContractIn(In):
    """What is told about a contract."""

    number: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00]*$")]
    contractor: Name
    amount_rials: Rials
    price_year: JalaliYear
    price_quarter: Quarter | None = None
    signed_on: Day | None = None
    begins: Day | None = None
    ends: Day | None = None
    handed_over_on: Day | None = None

    def values(self) -> money.ContractValues:
        """As the deeds take it."""
        return money.ContractValues(**self.model_dump())


class ContractOut(Out):
    """A contract, with what it owes today."""

    public_id: str
    project: str
    version: int
    number: str
    contractor: str
    amount_rials: int
    price_year: int
    price_quarter: int | None
    signed_on: date | None
    begins: date | None
    ends: date | None
    handed_over_on: date | None
    arrears_rials: int
    arrears_days: int

    @staticmethod
    def resolve_project(row: Contract) -> str:
        """The project's public id."""
        return row.project.public_id

    @staticmethod
    def resolve_arrears_rials(row: Contract) -> int:
        """Claimed and not paid."""
        return queries.arrears_of(row, timezone.localdate()).rials

    @staticmethod
    def resolve_arrears_days(row: Contract) -> int:
        """The age of the oldest claim not paid."""
        return queries.arrears_of(row, timezone.localdate()).days


class ContractList(Out):
    """A page of contracts."""

    items: list[ContractOut]
    next: str | None


class ExtensionIn(In):
    """More time for a contract."""

    on: Day
    days: Annotated[int, Field(strict=True, ge=1, le=3650)]
    cause: ExtensionCause
    is_excusable: Flag


class ExtensionOut(Out):
    """More time that was given."""

    on: date
    days: int
    cause: str
    is_excusable: bool


class SuspensionIn(In):
    """A formal suspension."""

    on: Day
    notice_number: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00]*[^\x00\s]")]


class DayIn(In):
    """A day."""

    on: Day


class SuspensionOut(Out):
    """A formal suspension."""

    notice_number: str
    on: date
    ended_on: date | None


class AcceptanceIn(In):
    """An acceptance of the works."""

    kind: AcceptanceKind
    on: Day
    defects: Annotated[str, Field(max_length=5000, pattern=r"^[^\x00]*$")] = ""


class AcceptanceOut(Out):
    """An acceptance of the works."""

    kind: str
    on: date
    defects: str


@router.get(
    "/contracts",
    response=ContractList,
    auth=Door(Right.READ_CONFIDENTIAL),
    operation_id="list_contracts",
)
def list_contracts(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """The contracts of one's own agencies."""
    rows = queries.contracts_visible_to(acting_of(request)).prefetch_related("claims")
    return listed(request, response, rows, (limit, cursor))


@router.get(
    "/contracts/{contract_id}",
    response=ContractOut,
    auth=Door(Right.READ_CONFIDENTIAL),
    operation_id="get_contract",
)
def get_contract(request: HttpRequest, response: HttpResponse, contract_id: PublicId) -> Contract:
    """One contract."""
    rows = queries.contracts_visible_to(acting_of(request)).filter(public_id=contract_id)
    row = rows.first()
    if row is None:
        raise Refused("not_found")
    response["ETag"] = etag(row)
    return row


@router.post(
    "/projects/{project_id}/contracts",
    response={201: ContractOut},
    auth=Door(Right.RECORD_CONTRACT),
    operation_id="record_contract",
)
def post_contract(
    request: HttpRequest, response: HttpResponse, project_id: PublicId, body: ContractIn
) -> Status[Contract]:
    """Enter a contract."""
    row = money.record_contract(by=acting_of(request), project=project_id, values=body.values())
    made(response, row, "contracts")
    return Status(201, row)


@router.put(
    "/contracts/{contract_id}",
    response=ContractOut,
    auth=Door(Right.RECORD_CONTRACT),
    operation_id="edit_contract",
)
def put_contract(
    request: HttpRequest,
    response: HttpResponse,
    contract_id: PublicId,
    body: ContractIn,
    if_match: IfMatch = None,
) -> Contract:
    """Change a contract."""
    version = version_in(if_match, contract_id)
    with matching():
        row = money.edit_contract(
            by=acting_of(request), contract=contract_id, version=version, values=body.values()
        )
    response["ETag"] = etag(row)
    return row


@router.post(
    "/contracts/{contract_id}/extensions",
    response={201: ExtensionOut},
    auth=Door(Right.RECORD_CONTRACT),
    operation_id="extend_contract",
)
def post_extension(
    request: HttpRequest, contract_id: PublicId, body: ExtensionIn
) -> Status[Extension]:
    """Give a contract more time, with its cause."""
    more = money.MoreTime(**body.model_dump())
    row = money.extend_contract(by=acting_of(request), contract=contract_id, more=more)
    return Status(201, row)


@router.post(
    "/contracts/{contract_id}/suspend",
    response=SuspensionOut,
    auth=Door(Right.RECORD_CONTRACT),
    operation_id="suspend_contract",
)
def post_suspend(request: HttpRequest, contract_id: PublicId, body: SuspensionIn) -> Suspension:
    """Suspend a contract formally."""
    return money.suspend_contract(
        by=acting_of(request),
        contract=contract_id,
        on=body.on,
        notice_number=body.notice_number,
    )


@router.post(
    "/contracts/{contract_id}/resume",
    response=SuspensionOut,
    auth=Door(Right.RECORD_CONTRACT),
    operation_id="resume_contract",
)
def post_resume(request: HttpRequest, contract_id: PublicId, body: DayIn) -> Suspension:
    """End a formal suspension."""
    return money.resume_contract(by=acting_of(request), contract=contract_id, on=body.on)


@router.post(
    "/contracts/{contract_id}/acceptances",
    response={201: AcceptanceOut},
    auth=Door(Right.RECORD_CONTRACT),
    operation_id="accept_works",
)
def post_acceptance(
    request: HttpRequest, contract_id: PublicId, body: AcceptanceIn
) -> Status[Acceptance]:
    """Accept the works, provisionally or finally."""
    row = money.accept_works(
        by=acting_of(request),
        contract=contract_id,
        kind=body.kind,
        on=body.on,
        defects=body.defects,
    )
    return Status(201, row)
