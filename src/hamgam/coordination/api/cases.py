"""Cases: list, one, open, compute, and what hangs on one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.rights import Right
from hamgam.coordination.actions.making import free_work, make_option
from hamgam.coordination.actions.opening import compute_options, open_case
from hamgam.coordination.actions.talking import comment
from hamgam.coordination.models import Case, Comment, Option
from hamgam.coordination.queries import cases as queries
from hamgam.coordination.workflow.cases import State
from hamgam.kit.fields import Day, Flag, Identity, In, Out, Prose, PublicId

router = Router(tags=["cases"])


class CaseOut(Out):
    """What must be settled together, where it stands and when its clock runs out."""

    public_id: str
    number: str
    state: str
    matter: str
    ladder: str
    rung: int
    due: datetime | None
    opened: datetime
    needs_review: bool
    sits_on: Any
    owners: list[str]
    works: list[str]
    findings: list[str]

    @staticmethod
    def resolve_owners(row: Case) -> list[str]:
        """The agencies without whose signature nothing is agreed."""
        return [party.agency.key for party in row.parties.all() if party.role == "owner"]

    @staticmethod
    def resolve_works(row: Case) -> list[str]:
        """The works at issue."""
        return [held.work.public_id for held in row.works.all()]

    @staticmethod
    def resolve_findings(row: Case) -> list[str]:
        """The findings it is about."""
        return [held.finding.identity for held in row.findings.all()]

    @staticmethod
    def resolve_sits_on(row: Case) -> str | None:
        """The day of the sitting that was called, where one was."""
        return row.sits_on.isoformat() if row.sits_on else None


class CaseList(Out):
    """A page of cases."""

    items: list[CaseOut]
    next: str | None


class CaseFilter(In):
    """Which cases to list."""

    state: State | None = None
    mine: bool = False


class OpenIn(In):
    """The finding of which a case is made."""

    finding: Identity


class OptionOut(Out):
    """A way to settle, on the one scale; `rank` 0 is leaving everything as it stands."""

    public_id: str
    rank: int
    kind: str
    placements: dict[str, Any]
    movers: list[str]
    leader: str
    by_night: bool
    weight: dict[str, Any]
    reason: dict[str, Any]
    made_by_hand: bool

    @staticmethod
    def resolve_made_by_hand(row: Option) -> bool:
        """Whether somebody made it, and no computation."""
        return bool(row.made_by)


class OptionList(Out):
    """The ways to settle a case."""

    items: list[OptionOut]


class StageIn(In):
    """A first and a last day."""

    begins: Day
    ends: Day


class OwnOptionIn(In):
    """Days for works by public id; a work that is not named stays."""

    days: dict[str, list[StageIn]]
    by_night: Flag = False


class FreedomIn(In):
    """Where a work may lie."""

    work: PublicId
    earliest: Day
    latest: Day


class CommentIn(In):
    """A word among the parties; `@user` tells somebody."""

    text: Prose


class CommentOut(Out):
    """A word among the parties."""

    public_id: str
    agency: str
    text: str
    at: datetime

    @staticmethod
    def resolve_agency(row: Comment) -> str:
        """Whose people said it."""
        return row.agency.key


class CommentList(Out):
    """What the parties said."""

    items: list[CommentOut]
    next: str | None


_PARTS = ("parties__agency", "works__work", "findings__finding")


def _case(request: HttpRequest, case_id: str) -> Case:
    found = queries.case_of(acting_of(request), case_id)
    return Case.objects.prefetch_related(*_PARTS).get(pk=found.pk)


@router.get("/cases", response=CaseList, auth=Door(Right.READ_REGISTER), operation_id="list_cases")
def list_cases(
    request: HttpRequest,
    response: HttpResponse,
    asked: Annotated[CaseFilter, Query()],
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, object]:
    """Overlaps that agencies settle together."""
    acting = acting_of(request)
    rows = queries.cases_visible_to(acting).prefetch_related(*_PARTS)
    if asked.state:
        rows = rows.filter(state=asked.state.value)
    if asked.mine:
        rows = rows.filter(queries.of_mine(acting))
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/cases",
    response={201: CaseOut},
    auth=Door(Right.SETTLE_CASE),
    operation_id="open_case",
)
def post_case(request: HttpRequest, response: HttpResponse, body: OpenIn) -> Status[Case]:
    """Make a case of a finding; the ways to settle it are computed at once."""
    row = open_case(by=acting_of(request), finding=body.finding)
    response["Location"] = f"/api/v1/cases/{row.public_id}"
    return Status(201, _case(request, row.public_id))


@router.get(
    "/cases/{case_id}",
    response=CaseOut,
    auth=Door(Right.READ_REGISTER),
    operation_id="get_case",
)
def get_case(request: HttpRequest, case_id: PublicId) -> Case:
    """One case."""
    return _case(request, case_id)


@router.get(
    "/cases/{case_id}/options",
    response=OptionList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_case_options",
)
def list_options(request: HttpRequest, case_id: PublicId) -> dict[str, object]:
    """The ways to settle a case, the standing one first."""
    return {"items": queries.options_of(queries.case_of(acting_of(request), case_id))}


@router.post(
    "/cases/{case_id}/compute",
    response=CaseOut,
    auth=Door(Right.SETTLE_CASE),
    operation_id="compute_options",
)
def post_compute(request: HttpRequest, case_id: PublicId) -> Case:
    """Compute the ways anew, as the works stand today."""
    compute_options(by=acting_of(request), case=case_id)
    return _case(request, case_id)


@router.post(
    "/cases/{case_id}/options",
    response={201: OptionOut},
    auth=Door(Right.SETTLE_CASE),
    operation_id="make_option",
)
def post_option(request: HttpRequest, case_id: PublicId, body: OwnOptionIn) -> Status[Option]:
    """Make a way by hand; it is weighed by the same scale."""
    days = {
        ref: [(stage.begins, stage.ends) for stage in stages] for ref, stages in body.days.items()
    }
    made = make_option(by=acting_of(request), case=case_id, days=days, by_night=body.by_night)
    return Status(201, made)


@router.post(
    "/cases/{case_id}/freedom",
    response=CaseOut,
    auth=Door(Right.SETTLE_CASE),
    operation_id="free_work",
)
def post_freedom(request: HttpRequest, case_id: PublicId, body: FreedomIn) -> Case:
    """Say where one's work may lie; the ways are computed anew."""
    between = (body.earliest, body.latest)
    free_work(by=acting_of(request), case=case_id, work=body.work, between=between)
    return _case(request, case_id)


@router.get(
    "/cases/{case_id}/comments",
    response=CommentList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_case_comments",
)
def list_comments(
    request: HttpRequest,
    response: HttpResponse,
    case_id: PublicId,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, object]:
    """What the parties said to each other; empty for others."""
    case = queries.case_of(acting_of(request), case_id)
    rows = queries.comments_visible_to(acting_of(request)).filter(case=case)
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/cases/{case_id}/comments",
    response={201: CommentOut},
    auth=Door(Right.SETTLE_CASE),
    operation_id="comment_case",
)
def post_comment(request: HttpRequest, case_id: PublicId, body: CommentIn) -> Status[Comment]:
    """Say something to the other parties."""
    return Status(201, comment(by=acting_of(request), case=case_id, text=body.text))
