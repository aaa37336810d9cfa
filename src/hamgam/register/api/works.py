"""Works, their versions and uploads."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Annotated, Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, IfMatch, Limit, etag, listed, made, matching, version_in
from hamgam.agencies.models import Agency
from hamgam.agencies.queries import agency_of
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Sharing
from hamgam.engine.works import Activity, Certainty, Impact, Kind, RoadPart, Stage, Surface
from hamgam.kit.fields import (
    Day,
    Flag,
    Geometry,
    In,
    Key,
    Line,
    Measure,
    Out,
    PublicId,
    Told,
    geojson_of,
)
from hamgam.kit.refusals import Refused
from hamgam.register import queries
from hamgam.register.actions.rows import acting_agency
from hamgam.register.actions.uploads import File, Tally, undo_upload, upload_works
from hamgam.register.actions.works import edit_work, record_work, withdraw_work
from hamgam.register.models import Upload, Work, WorkVersion
from hamgam.register.models.columns import in_view
from hamgam.register.values import WorkValues

router = Router(tags=["works"])


class WorkIn(In):
    """Everything one tells about a work; an edit tells all of it again."""

    ref: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] = ""
    title: Line = ""
    kind: Kind = Kind.WORK
    activity: Activity = Activity.OTHER
    stage: Stage = Stage.UNKNOWN
    impact: Impact = Impact.UNKNOWN
    certainty: Certainty = Certainty.DRAWN
    emergency: Flag = False
    street: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] = ""
    geometry: Geometry | None = None
    begins: Day | None = None
    ends: Day | None = None
    area_m2: Measure | None = None
    length_m: Measure | None = None
    depth_m: Measure | None = None
    surface: Surface | None = None
    road_part: RoadPart | None = None
    submitted: Day | None = None
    sharing: Sharing = Sharing.AGENCIES

    def values(self) -> WorkValues:
        """As the deeds take it."""
        return WorkValues(**{name: getattr(self, name) for name in _TOLD})


_TOLD = tuple(WorkIn.model_fields)


class NewWork(WorkIn):
    """A work to record; without `agency` it is the acting one's."""

    agency: Key | None = None


class WorkOut(Out):
    """A work."""

    public_id: str
    agency: str
    version: int
    ref: str
    title: str
    kind: str
    activity: str
    stage: str
    impact: str
    certainty: str
    emergency: bool
    street: str
    geometry: dict[str, Any] | None
    begins: date | None
    ends: date | None
    area_m2: float | None
    length_m: float | None
    depth_m: float | None
    surface: str
    road_part: str
    submitted: date | None
    sharing: str
    project: str | None
    merged_into: str | None
    withdrawn: datetime | None
    withdrawn_for: str

    @staticmethod
    def resolve_agency(row: Work) -> str:
        """The agency's key."""
        return row.agency.key

    @staticmethod
    def resolve_geometry(row: Work) -> dict[str, Any] | None:
        """The place as GeoJSON."""
        return geojson_of(row.shape)

    @staticmethod
    def resolve_project(row: Work) -> str | None:
        """The project it belongs to, where one may see that."""
        own = row.project.public_id if row.project else None
        return getattr(row, "seen_project", own)

    @staticmethod
    def resolve_merged_into(row: Work) -> str | None:
        """The work that speaks for it, where one may see that."""
        own = row.merged_into.public_id if row.merged_into else None
        return getattr(row, "seen_merged", own)


class WorkList(Out):
    """A page of works."""

    items: list[WorkOut]
    next: str | None


class VersionOut(Out):
    """A work as it stood before an edit."""

    number: int
    values: dict[str, Any]
    actor: str
    at: datetime


class VersionList(Out):
    """The earlier versions of a work."""

    items: list[VersionOut]


class WithdrawIn(In):
    """Why a work is withdrawn."""

    reason: Told


class UploadIn(In):
    """A list of works to lay on the table as one act."""

    agency: Key | None = None
    file_name: Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[^\x00]*$")]
    works: Annotated[list[WorkIn], Field(min_length=1, max_length=5000)]


class UploadOut(Out):
    """An upload."""

    public_id: str
    agency: str
    file_name: str
    rows: int
    at: datetime
    undone: datetime | None

    @staticmethod
    def resolve_agency(row: Upload) -> str:
        """The agency's key."""
        return row.agency.key


class UploadList(Out):
    """A page of uploads."""

    items: list[UploadOut]
    next: str | None


class UploadMade(Out):
    """What an upload did."""

    upload: UploadOut
    recorded: int
    edited: int
    unchanged: int


class WorkFilter(In):
    """Which works to list; what is left out asks nothing."""

    agency: Key | None = None
    kind: Kind | None = None
    begins_by: Day | None = Field(None, description="Begun by that day, or without a first day.")
    ends_from: Day | None = Field(None, description="Not over before that day.")
    bbox: str | None = Field(
        None,
        pattern=r"^-?\d{1,3}(\.\d{1,12})?(,-?\d{1,3}(\.\d{1,12})?){3}$",
        description="west,south,east,north in degrees.",
    )
    withdrawn: bool = Field(False, description="Also those withdrawn or merged into another.")


def _filtered(request: HttpRequest, asked: WorkFilter) -> Any:
    acting = acting_of(request)
    rows = queries.works_visible_to(acting) if asked.withdrawn else queries.standing_works(acting)
    told = {
        "agency__key": asked.agency,
        "kind": asked.kind.value if asked.kind else None,
        "begins__lte": asked.begins_by,
        "ends__gte": asked.ends_from,
    }
    rows = rows.filter(**{name: value for name, value in told.items() if value is not None})
    if asked.bbox:
        west, south, east, north = map(float, asked.bbox.split(","))
        rows = rows.filter(in_view(west, south, east, north))
    return rows


def agency_for(request: HttpRequest, key: str | None) -> Agency:
    """The agency a client writes for: the one it names, or the acting one."""
    return agency_of(key) if key else acting_agency(acting_of(request))


@router.get("/works", response=WorkList, auth=Door(Right.READ_PUBLIC), operation_id="list_works")
def list_works(
    request: HttpRequest,
    response: HttpResponse,
    asked: Annotated[WorkFilter, Query()],
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, object]:
    """Who works where, and when: every work one may see."""
    return listed(request, response, _filtered(request, asked), (limit, cursor))


@router.post(
    "/works", response={201: WorkOut}, auth=Door(Right.RECORD_WORK), operation_id="record_work"
)
def post_work(request: HttpRequest, response: HttpResponse, body: NewWork) -> Status[Work]:
    """Lay a work on the shared table."""
    agency = agency_for(request, body.agency)
    row = record_work(by=acting_of(request), agency=agency, values=body.values())
    made(response, row, "works")
    return Status(201, row)


@router.get(
    "/works/{work_id}", response=WorkOut, auth=Door(Right.READ_PUBLIC), operation_id="get_work"
)
def get_work(request: HttpRequest, response: HttpResponse, work_id: PublicId) -> Work:
    """One work; one that was merged tells which speaks for it."""
    row = queries.works_visible_to(acting_of(request)).filter(public_id=work_id).first()
    if row is None:
        raise Refused("not_found")
    response["ETag"] = etag(row)
    return row


@router.put(
    "/works/{work_id}", response=WorkOut, auth=Door(Right.RECORD_WORK), operation_id="edit_work"
)
def put_work(
    request: HttpRequest,
    response: HttpResponse,
    work_id: PublicId,
    body: WorkIn,
    if_match: IfMatch = None,
) -> Work:
    """Change a work; the earlier version is kept."""
    version = version_in(if_match, work_id)
    with matching():
        row = edit_work(by=acting_of(request), work=work_id, version=version, values=body.values())
    response["ETag"] = etag(row)
    return row


@router.post(
    "/works/{work_id}/withdraw",
    response=WorkOut,
    auth=Door(Right.RECORD_WORK),
    operation_id="withdraw_work",
)
def post_withdraw(
    request: HttpRequest,
    response: HttpResponse,
    work_id: PublicId,
    body: WithdrawIn,
    if_match: IfMatch = None,
) -> Work:
    """Take a work off the table; it stays readable as withdrawn."""
    version = version_in(if_match, work_id)
    with matching():
        row = withdraw_work(
            by=acting_of(request), work=work_id, version=version, reason=body.reason
        )
    response["ETag"] = etag(row)
    return row


@router.get(
    "/works/{work_id}/versions",
    response=VersionList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_work_versions",
)
def list_versions(request: HttpRequest, work_id: PublicId) -> dict[str, list[WorkVersion]]:
    """The earlier versions of one's own agency's work, oldest first."""
    rows = queries.versions_visible_to(acting_of(request)).filter(work__public_id=work_id)
    return {"items": list(rows)}


@router.get(
    "/uploads", response=UploadList, auth=Door(Right.UPLOAD_WORKS), operation_id="list_uploads"
)
def list_uploads(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """The uploads of one's own agencies."""
    return listed(
        request, response, queries.uploads_visible_to(acting_of(request)), (limit, cursor)
    )


def _made(upload: Upload, tally: Tally) -> dict[str, object]:
    return {
        "upload": upload,
        "recorded": tally.recorded,
        "edited": tally.edited,
        "unchanged": tally.unchanged,
    }


@router.post(
    "/uploads",
    response={201: UploadMade},
    auth=Door(Right.UPLOAD_WORKS),
    operation_id="upload_works",
)
def post_upload(request: HttpRequest, body: UploadIn) -> Status[dict[str, object]]:
    """Lay a list of works on the table as one act; a second upload changes only what changed."""
    told = body.model_dump(mode="json", include={"works"})
    digest = hashlib.sha256(orjson.dumps(told)).hexdigest()
    upload, tally = upload_works(
        by=acting_of(request),
        agency=agency_for(request, body.agency),
        file=File(name=body.file_name, digest=digest),
        told=[work.values() for work in body.works],
    )
    return Status(201, _made(upload, tally))


@router.post(
    "/uploads/{upload_id}/undo",
    response=UploadOut,
    auth=Door(Right.UPLOAD_WORKS),
    operation_id="undo_upload",
)
def post_undo(request: HttpRequest, upload_id: PublicId) -> Upload:
    """Withdraw all that an upload brought, until somebody has built on it."""
    return undo_upload(by=acting_of(request), upload=upload_id)
