"""Findings, duplicates, watches."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.rights import Right
from hamgam.engine.findings import FindingKind, Severity
from hamgam.kit.fields import Geometry, Identity, In, Line, Name, Out, PublicId, Told, geojson_of
from hamgam.kit.refusals import Refused
from hamgam.register import queries
from hamgam.register.actions.duplicates import merge_works, propose_duplicate, reject_duplicate
from hamgam.register.actions.findings import dismiss_finding
from hamgam.register.actions.watches import stop_watching, watch_area
from hamgam.register.models import DuplicateProposal, Finding, Watch
from hamgam.register.vocabulary import FindingState

router = Router(tags=["findings"])


class FindingOut(Out):
    """What the city's rules say about one work or two."""

    identity: str
    rule: str
    kind: str
    severity: str
    consequence: str
    a: str
    b: str | None
    distance_m: float | None
    overlap_days: int
    gap_days: int | None
    certainty: str
    places: list[Any]
    state: str
    dismissed_for: str
    first_found: datetime

    @staticmethod
    def resolve_a(row: Finding) -> str:
        """The first work."""
        return row.a.public_id

    @staticmethod
    def resolve_b(row: Finding) -> str | None:
        """The second work, where there are two."""
        return row.b.public_id if row.b else None


class FindingList(Out):
    """A page of findings."""

    items: list[FindingOut]
    next: str | None


class FindingFilter(In):
    """Which findings to list."""

    work: PublicId | None = None
    kind: FindingKind | None = None
    severity: Severity | None = None
    state: FindingState = FindingState.OPEN


class DismissIn(In):
    """Why a finding is set aside."""

    reason: Told


class DuplicateIn(In):
    """Two records that may be the same works."""

    keep: PublicId
    drop: PublicId
    reason: Line = ""


class DuplicateOut(Out):
    """A proposal to merge two records."""

    public_id: str
    keep: str
    drop: str
    reason: str
    state: str
    proposed_by: str
    decided_by: str

    @staticmethod
    def resolve_keep(row: DuplicateProposal) -> str:
        """The work that would speak for both."""
        return row.keep.public_id

    @staticmethod
    def resolve_drop(row: DuplicateProposal) -> str:
        """The work that would give way."""
        return row.drop.public_id


class DuplicateList(Out):
    """A page of proposals."""

    items: list[DuplicateOut]
    next: str | None


class WatchIn(In):
    """An area to watch."""

    title: Name
    area: Geometry


class WatchOut(Out):
    """An area one watches."""

    public_id: str
    title: str
    area: dict[str, Any] | None

    @staticmethod
    def resolve_area(row: Watch) -> dict[str, Any] | None:
        """The area as GeoJSON."""
        return geojson_of(row.shape)


class WatchList(Out):
    """A page of watched areas."""

    items: list[WatchOut]
    next: str | None


@router.get(
    "/findings",
    response=FindingList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_findings",
)
def list_findings(
    request: HttpRequest,
    response: HttpResponse,
    asked: Annotated[FindingFilter, Query()],
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, object]:
    """Where works collide, could be done together, or break a rule."""
    rows = queries.findings_visible_to(acting_of(request)).filter(state=asked.state.value)
    if asked.kind:
        rows = rows.filter(kind=asked.kind.value)
    if asked.severity:
        rows = rows.filter(severity=asked.severity.value)
    if asked.work:
        rows = rows.filter(a__public_id=asked.work) | rows.filter(b__public_id=asked.work)
    return listed(request, response, rows, (limit, cursor))


@router.get(
    "/findings/{identity}",
    response=FindingOut,
    auth=Door(Right.READ_REGISTER),
    operation_id="get_finding",
)
def get_finding(request: HttpRequest, identity: Identity) -> Finding:
    """One finding."""
    row = queries.findings_visible_to(acting_of(request)).filter(identity=identity).first()
    if row is None:
        raise Refused("not_found")
    return row


@router.post(
    "/findings/{identity}/dismiss",
    response=FindingOut,
    auth=Door(Right.DISMISS_FINDING),
    operation_id="dismiss_finding",
)
def post_dismiss(request: HttpRequest, identity: Identity, body: DismissIn) -> Finding:
    """Set a finding aside, until either work changes."""
    return dismiss_finding(by=acting_of(request), finding=identity, reason=body.reason)


@router.get(
    "/duplicates",
    response=DuplicateList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_duplicates",
)
def list_duplicates(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """Records that may be the same works."""
    rows = queries.duplicates_visible_to(acting_of(request))
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/duplicates",
    response={201: DuplicateOut},
    auth=Door(Right.MERGE_WORKS),
    operation_id="propose_duplicate",
)
def post_duplicate(request: HttpRequest, body: DuplicateIn) -> Status[DuplicateProposal]:
    """Say that two records may be the same works."""
    row = propose_duplicate(
        by=acting_of(request), keep=body.keep, drop=body.drop, reason=body.reason
    )
    return Status(201, row)


@router.post(
    "/duplicates/{duplicate_id}/merge",
    response=DuplicateOut,
    auth=Door(Right.MERGE_WORKS),
    operation_id="merge_works",
)
def post_merge(request: HttpRequest, duplicate_id: PublicId) -> DuplicateProposal:
    """Let one record speak for both; both ids stay."""
    return merge_works(by=acting_of(request), proposal=duplicate_id)


@router.post(
    "/duplicates/{duplicate_id}/reject",
    response=DuplicateOut,
    auth=Door(Right.MERGE_WORKS),
    operation_id="reject_duplicate",
)
def post_reject(request: HttpRequest, duplicate_id: PublicId) -> DuplicateProposal:
    """Say that they are two works."""
    return reject_duplicate(by=acting_of(request), proposal=duplicate_id)


@router.get(
    "/watches", response=WatchList, auth=Door(Right.WATCH_AREA), operation_id="list_watches"
)
def list_watches(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """The areas I watch."""
    return listed(request, response, queries.watches_of(acting_of(request)), (limit, cursor))


@router.post(
    "/watches",
    response={201: WatchOut},
    auth=Door(Right.WATCH_AREA),
    operation_id="watch_area",
)
def post_watch(request: HttpRequest, body: WatchIn) -> Status[Watch]:
    """Be told about works in an area."""
    return Status(201, watch_area(by=acting_of(request), title=body.title, area=body.area))


@router.delete(
    "/watches/{watch_id}",
    response={204: None},
    auth=Door(Right.WATCH_AREA),
    operation_id="stop_watching",
)
def delete_watch(request: HttpRequest, watch_id: PublicId) -> Status[None]:
    """Be told no more."""
    stop_watching(by=acting_of(request), watch=watch_id)
    return Status(204, None)
