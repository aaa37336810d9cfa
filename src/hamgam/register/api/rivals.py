"""Records from the field, and the two versions that were told without knowing of each other."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, etag, listed
from hamgam.agencies.rights import Right
from hamgam.kit.fields import In, Out, PublicId
from hamgam.kit.refusals import Refused
from hamgam.register import queries
from hamgam.register.actions.rivals import record_from_field, settle_rival
from hamgam.register.api.works import WorkIn, WorkOut
from hamgam.register.models import Work
from hamgam.register.models.rivals import RivalVersion
from hamgam.register.vocabulary import RivalState

router = Router(tags=["works"])


class FieldRecordIn(WorkIn):
    """A record made away from the register, and the version of the work it was made on."""

    version: Annotated[int, Field(strict=True, ge=1, le=999_999_999)]


class RivalOut(Out):
    """What was told on an old version, beside what stood."""

    public_id: str
    work: str
    told_version: int
    told: dict[str, Any]
    stood_version: int
    stood: dict[str, Any]
    actor: str
    at: datetime
    state: str
    decided_by: str

    @staticmethod
    def resolve_work(row: RivalVersion) -> str:
        """The work's public id."""
        return row.work.public_id


class RivalList(Out):
    """A page of rival versions."""

    items: list[RivalOut]
    next: str | None


class RivalChoice(In):
    """Which of the two shall stand."""

    keep: Literal["told", "stood"]


@router.post(
    "/works/{work_id}/field-records",
    response=WorkOut,
    auth=Door(Right.RECORD_WORK),
    operation_id="record_from_field",
)
def post_field_record(
    request: HttpRequest, response: HttpResponse, work_id: PublicId, body: FieldRecordIn
) -> Work:
    """Change a work by a record made on a version seen earlier. When another version stands by
    now: 409 with both in `yours` and `standing`, both kept at `Location` for a person to decide."""
    row = record_from_field(
        by=acting_of(request), work=work_id, version=body.version, values=body.values()
    )
    response["ETag"] = etag(row)
    return row


@router.get(
    "/rivals", response=RivalList, auth=Door(Right.READ_REGISTER), operation_id="list_rivals"
)
def list_rivals(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """The rival versions of the works of one's own agencies."""
    return listed(request, response, queries.rivals_visible_to(acting_of(request)), (limit, cursor))


@router.get(
    "/rivals/{rival_id}",
    response=RivalOut,
    auth=Door(Right.READ_REGISTER),
    operation_id="get_rival",
)
def get_rival(request: HttpRequest, rival_id: PublicId) -> RivalVersion:
    """Two rival versions of one work."""
    rows = queries.rivals_visible_to(acting_of(request))
    row = rows.filter(public_id=rival_id).first()
    if row is None:
        raise Refused("not_found")
    return row


@router.post(
    "/rivals/{rival_id}/settle",
    response=RivalOut,
    auth=Door(Right.RECORD_WORK),
    operation_id="settle_rival",
)
def post_settle(request: HttpRequest, rival_id: PublicId, body: RivalChoice) -> RivalVersion:
    """Let one of the two stand; the other stays readable."""
    return settle_rival(by=acting_of(request), rival=rival_id, keep=RivalState(body.keep))
