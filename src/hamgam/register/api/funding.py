"""Funding lines: confidential fields of one's own agency."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, IfMatch, Limit, etag, listed, matching, version_in
from hamgam.agencies.rights import Right
from hamgam.kit.fields import (
    Day,
    In,
    JalaliYear,
    Out,
    Permille,
    PublicId,
    Rials,
)
from hamgam.register import queries
from hamgam.register.actions import money
from hamgam.register.models import FundingLine
from hamgam.register.vocabulary import FundingSource

router = Router(tags=["money"])


class FundingIn(In):
    """One source of money in one Jalali year."""

    source: FundingSource
    year: JalaliYear
    price_year: JalaliYear
    approved_rials: Rials = 0
    allocated_rials: Rials = 0
    paid_rials: Rials = 0
    face_value_rials: Rials | None = None
    haircut_permille: Permille | None = None
    expected_cash_on: Day | None = None

    def values(self) -> money.FundingValues:
        """As the deeds take it."""
        return money.FundingValues(**self.model_dump())


class FundingOut(Out):
    """A funding line."""

    public_id: str
    project: str
    version: int
    source: str
    year: int
    price_year: int
    approved_rials: int
    allocated_rials: int
    paid_rials: int
    face_value_rials: int | None
    haircut_permille: int | None
    expected_cash_on: date | None

    @staticmethod
    def resolve_project(row: FundingLine) -> str:
        """The project's public id."""
        return row.project.public_id


class FundingList(Out):
    """A page of funding lines."""

    items: list[FundingOut]
    next: str | None


@router.get(
    "/funding",
    response=FundingList,
    auth=Door(Right.READ_CONFIDENTIAL),
    operation_id="list_funding",
)
def list_funding(
    request: HttpRequest,
    response: HttpResponse,
    project: PublicId | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, object]:
    """The funding lines of one's own agencies' projects."""
    rows = queries.funding_visible_to(acting_of(request))
    if project:
        rows = rows.filter(project__public_id=project)
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/projects/{project_id}/funding",
    response={201: FundingOut},
    auth=Door(Right.RECORD_FUNDING),
    operation_id="record_funding",
)
def post_funding(
    request: HttpRequest, response: HttpResponse, project_id: PublicId, body: FundingIn
) -> Status[FundingLine]:
    """Enter a funding line."""
    row = money.record_funding(by=acting_of(request), project=project_id, values=body.values())
    response["ETag"] = etag(row)
    return Status(201, row)


@router.put(
    "/funding/{line_id}",
    response=FundingOut,
    auth=Door(Right.RECORD_FUNDING),
    operation_id="edit_funding",
)
def put_funding(
    request: HttpRequest,
    response: HttpResponse,
    line_id: PublicId,
    body: FundingIn,
    if_match: IfMatch = None,
) -> FundingLine:
    """Change a funding line's amounts."""
    version = version_in(if_match, line_id)
    with matching():
        row = money.edit_funding(
            by=acting_of(request), line=line_id, version=version, values=body.values()
        )
    response["ETag"] = etag(row)
    return row
