"""What waits («کارتابل»), and the history of one's own agency."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Router

from hamgam.agencies import queries
from hamgam.agencies.acting import branch
from hamgam.agencies.actions.inbox import finish_inbox_item
from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.models import Agency, InboxItem
from hamgam.agencies.rights import Right
from hamgam.kit.fields import Out, PublicId
from hamgam.kit.refusals import Refused
from hamgam.ledger import queries as ledger
from hamgam.ledger.models import Fact

router = Router(tags=["inbox"])


class ItemOut(Out):
    """Something that waits."""

    public_id: str
    agency: str
    kind: str
    subject: str
    about: dict[str, Any]
    raised: datetime
    due: date | None
    done: datetime | None

    @staticmethod
    def resolve_agency(row: InboxItem) -> str:
        """The agency's key."""
        return row.agency.key


class ItemList(Out):
    """A page of what waits."""

    items: list[ItemOut]
    next: str | None


class FactOut(Out):
    """A deed that was done."""

    id: int
    name: str
    actor: str
    agency: str
    subject: str
    payload: dict[str, Any]
    caused_by: int | None
    at: datetime

    @staticmethod
    def resolve_payload(row: Fact) -> dict[str, Any]:
        """What was decided."""
        told: dict[str, Any] = orjson.loads(row.payload)
        return told

    @staticmethod
    def resolve_caused_by(row: Fact) -> int | None:
        """The fact that gave rise to it."""
        return row.caused_by_id


class FactList(Out):
    """A page of deeds."""

    items: list[FactOut]
    next: str | None


@router.get("/inbox", response=ItemList, auth=Door(Right.READ_INBOX), operation_id="list_inbox")
def list_inbox(
    request: HttpRequest,
    response: HttpResponse,
    done: bool = False,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, object]:
    """What waits for me and my agencies; with `done`, what is finished."""
    rows = queries.inbox(acting_of(request)).filter(done__isnull=not done)
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/inbox/{item_id}/finish",
    response=ItemOut,
    auth=Door(Right.FINISH_INBOX_ITEM),
    operation_id="finish_inbox_item",
)
def post_finish(request: HttpRequest, item_id: PublicId) -> InboxItem:
    """Close something that waited."""
    acting = acting_of(request)
    row = queries.inbox(acting).filter(public_id=item_id).first()
    if row is None:
        raise Refused("not_found")
    return finish_inbox_item(by=acting, item=row)


@router.get("/history", response=FactList, auth=Door(Right.READ_LEDGER), operation_id="list_facts")
def list_facts(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """The deeds of one's own agencies, oldest first."""
    mine = Agency.objects.filter(branch("path", acting_of(request).paths_with(Right.READ_LEDGER)))
    rows = ledger.facts(list(mine.values_list("key", flat=True)))
    return listed(request, response, rows, (limit, cursor))
