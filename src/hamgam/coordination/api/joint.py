"""Joint works, their members and shares; plans under seal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.rights import Right
from hamgam.coordination.actions import joint as deeds
from hamgam.coordination.actions.seals import Contact, seal_plan, unseal_plan
from hamgam.coordination.api.settlements import ReasonIn
from hamgam.coordination.models import JointMember, JointWorks, Seal
from hamgam.coordination.queries import joint as queries
from hamgam.coordination.queries import seals
from hamgam.kit.fields import Day, Flag, In, Line, Name, Out, PublicId, Told

router = Router(tags=["joint works"])


class JointMemberOut(Out):
    """One agency's work in joint works; its cost alone and its share, in rials."""

    public_id: str
    agency: str
    work: str
    state: str
    is_late: bool
    asked: datetime
    answered: datetime | None
    words: str
    metres: float
    width_m: float
    alone_rials: int
    share_rials: int

    @staticmethod
    def resolve_agency(row: JointMember) -> str:
        """Whose work it is."""
        return row.agency.key

    @staticmethod
    def resolve_work(row: JointMember) -> str:
        """The work."""
        return row.work.public_id


class JointOut(Out):
    """Works that are dug together; the members' shares add up to `joint_rials`."""

    public_id: str
    number: str
    title: str
    state: str
    leader: str
    case: str | None
    begins: date
    ends: date
    alone_rials: int
    joint_rials: int
    price_year: int
    members: list[JointMemberOut]

    @staticmethod
    def resolve_leader(row: JointWorks) -> str:
        """Who digs for all."""
        return row.leader.key

    @staticmethod
    def resolve_case(row: JointWorks) -> str | None:
        """The case that was settled by digging together."""
        return row.case.public_id if row.case else None

    @staticmethod
    def resolve_members(row: JointWorks) -> list[JointMember]:
        """The members, in the order in which they came."""
        return sorted(row.members.all(), key=lambda one: one.pk)


class JointList(Out):
    """A page of joint works."""

    items: list[JointOut]
    next: str | None


class JointFoundIn(In):
    """The dig that is opened to others."""

    title: Name
    work: PublicId


class JoinIn(In):
    """The dig with which one asks to join."""

    work: PublicId
    words: Line = ""


class JoiningIn(In):
    """Whether a late joiner is taken in; a reason where not."""

    is_accepted: Flag
    words: Line = ""


class JointEndIn(In):
    """Done, or dissolved with a reason."""

    is_done: Flag
    words: Line = ""


class SealIn(In):
    """Whom the other side of a match may call, as the agency words it."""

    work: PublicId
    name: Name
    phone: Annotated[Told, Field(max_length=40)]
    opens_on: Day | None = None


class SealOut(Out):
    """A plan of one's own under seal."""

    public_id: str
    work: str
    contact: str
    phone: str
    opens_on: date | None
    sealed: datetime
    unsealed: datetime | None

    @staticmethod
    def resolve_work(row: Seal) -> str:
        """The plan."""
        return row.work.public_id


class SealList(Out):
    """A page of seals."""

    items: list[SealOut]
    next: str | None


class MatchOut(Out):
    """That a work of one's own meets a plan under seal; all that the other side learns."""

    work: str
    street: str
    contact: str
    phone: str

    @staticmethod
    def resolve_work(row: seals.SealedMatch) -> str:
        """The work of one's own."""
        return row.work.public_id


class MatchList(Out):
    """Every match of one's own works."""

    items: list[MatchOut]


@router.get(
    "/joint-works",
    response=JointList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_joint_works",
)
def list_joint_works(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """Works that several agencies dig together."""
    seen = queries.joints_visible_to(acting_of(request))
    rows = seen.prefetch_related("members__agency", "members__work")
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/joint-works",
    response={201: JointOut},
    auth=Door(Right.JOIN_WORKS),
    operation_id="found_joint",
)
def post_joint(
    request: HttpRequest, response: HttpResponse, body: JointFoundIn
) -> Status[JointWorks]:
    """Open one's dig to others; its agency leads."""
    row = deeds.found_joint(by=acting_of(request), title=body.title, work=body.work)
    response["Location"] = f"/api/v1/joint-works/{row.public_id}"
    return Status(201, row)


@router.get(
    "/joint-works/{joint_id}",
    response=JointOut,
    auth=Door(Right.READ_REGISTER),
    operation_id="get_joint_works",
)
def get_joint(request: HttpRequest, joint_id: PublicId) -> JointWorks:
    """One, with its members and shares."""
    return queries.joint_of(acting_of(request), joint_id)


@router.post(
    "/joint-works/{joint_id}/join",
    response={201: JointMemberOut},
    auth=Door(Right.JOIN_WORKS),
    operation_id="ask_to_join",
)
def post_join(request: HttpRequest, joint_id: PublicId, body: JoinIn) -> Status[JointMember]:
    """Ask to join with a dig of one's own."""
    told = body.model_dump()
    return Status(201, deeds.ask_to_join(by=acting_of(request), joint=joint_id, **told))


@router.post(
    "/joint-works/{joint_id}/end",
    response=JointOut,
    auth=Door(Right.JOIN_WORKS),
    operation_id="end_joint",
)
def post_end(request: HttpRequest, joint_id: PublicId, body: JointEndIn) -> JointWorks:
    """Say that the joint works are done, or dissolve them."""
    return deeds.end_joint(by=acting_of(request), joint=joint_id, **body.model_dump())


@router.post(
    "/joint-members/{member_id}/answer",
    response=JointMemberOut,
    auth=Door(Right.JOIN_WORKS),
    operation_id="answer_joining",
)
def post_joining(request: HttpRequest, member_id: PublicId, body: JoiningIn) -> JointMember:
    """Take a late joiner in, or refuse with a reason."""
    return deeds.answer_joining(by=acting_of(request), member=member_id, **body.model_dump())


@router.post(
    "/joint-members/{member_id}/leave",
    response=JointMemberOut,
    auth=Door(Right.JOIN_WORKS),
    operation_id="leave_joint",
)
def post_leave(request: HttpRequest, member_id: PublicId, body: ReasonIn) -> JointMember:
    """Leave joint works with one's dig, with a reason."""
    return deeds.leave_joint(by=acting_of(request), member=member_id, words=body.words)


@router.get("/seals", response=SealList, auth=Door(Right.READ_REGISTER), operation_id="list_seals")
def list_seals(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """Plans of one's own under seal."""
    return listed(request, response, seals.seals_visible_to(acting_of(request)), (limit, cursor))


@router.post(
    "/seals", response={201: SealOut}, auth=Door(Right.SEAL_PLAN), operation_id="seal_plan"
)
def post_seal(request: HttpRequest, body: SealIn) -> Status[Seal]:
    """Put a seal on a plan of one's own that nobody else sees yet."""
    contact = Contact(name=body.name, phone=body.phone, opens_on=body.opens_on)
    return Status(201, seal_plan(by=acting_of(request), work=body.work, contact=contact))


@router.post(
    "/seals/{seal_id}/open",
    response=SealOut,
    auth=Door(Right.SEAL_PLAN),
    operation_id="unseal_plan",
)
def post_unsealing(request: HttpRequest, seal_id: PublicId) -> Seal:
    """Publish a sealed plan to the other agencies."""
    return unseal_plan(by=acting_of(request), seal=seal_id)


@router.get(
    "/sealed-matches",
    response=MatchList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_sealed_matches",
)
def list_matches(request: HttpRequest) -> dict[str, object]:
    """Which of one's own works meet a plan under seal, in which street, and whom to call."""
    return {"items": seals.sealed_matches(acting_of(request))}
