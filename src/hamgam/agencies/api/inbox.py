"""What waits («کارتابل»), and the history of one's own agency."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Field, Router

from hamgam.agencies import queries
from hamgam.agencies.acting import Acting, branch
from hamgam.agencies.actions.inbox import chief_desk, finish_inbox_item, refer_inbox_item
from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.models import Agency, InboxItem, Referral
from hamgam.agencies.rights import Right
from hamgam.agencies.waiting import seen_items
from hamgam.kit.fields import In, Key, Out, PublicId
from hamgam.kit.refusals import Refused
from hamgam.kit.words import language_of
from hamgam.ledger import queries as ledger
from hamgam.ledger.models import Fact

router = Router(tags=["inbox"])


class ReferralOut(Out):
    """One step of an item's way."""

    from_agency: str
    from_person: str
    to_agency: str
    note: str
    at: datetime

    @staticmethod
    def resolve_from_agency(row: Referral) -> str:
        """The key of the agency that handed it on."""
        return row.from_agency.key

    @staticmethod
    def resolve_from_person(row: Referral) -> str:
        """Who handed it on; empty for a machine."""
        return str(row.from_person) if row.from_person else ""

    @staticmethod
    def resolve_to_agency(row: Referral) -> str:
        """The key of the agency it went to."""
        return row.to_agency.key


class ItemOut(Out):
    """Something that waits, told in the language asked for; a text that is not known is empty."""

    public_id: str
    agency: str
    role: str
    kind: str
    subject: str
    question: str
    cost_of_waiting: str
    if_nothing_is_done: str
    about: dict[str, Any]
    raised: datetime
    due: date | None
    done: datetime | None
    chain: list[ReferralOut]


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


class ReferIn(In):
    """To whose desk an item goes, and with which word."""

    agency: Key
    note: Annotated[str, Field(min_length=1, max_length=500)]


def _told(request: HttpRequest, rows: Sequence[InboxItem]) -> list[dict[str, Any]]:
    """Items with how each is told to the reader."""
    language = language_of(get_language())
    return [
        {
            "public_id": seen.item.public_id,
            "agency": seen.item.agency.key,
            "role": seen.item.role,
            "kind": seen.item.kind,
            "subject": seen.item.subject,
            "question": seen.told.question,
            "cost_of_waiting": seen.told.cost,
            "if_nothing_is_done": seen.told.otherwise,
            "about": seen.item.about,
            "raised": seen.item.raised,
            "due": seen.item.due,
            "done": seen.item.done,
            "chain": list(seen.item.referrals.all()),
        }
        for seen in seen_items(rows, acting_of(request), language, timezone.localdate())
    ]


@router.get("/inbox", response=ItemList, auth=Door(Right.READ_INBOX), operation_id="list_inbox")
def list_inbox(
    request: HttpRequest,
    response: HttpResponse,
    box: Literal["agency", "desk", "referred"] = "agency",
    done: bool = False,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, object]:
    """What waits for my agencies, on my own desk (`box=desk`), or what we handed on
    (`box=referred`); with `done`, what is finished."""
    acting = acting_of(request)
    if box == "desk":
        rows = queries.waiting(acting)
    elif box == "referred":
        rows = queries.referred(acting)
    else:
        rows = queries.inbox(acting).filter(done__isnull=not done)
    found = listed(request, response, rows, (limit, cursor))
    items: Any = found["items"]
    return found | {"items": _told(request, items)}


def _item(acting: Acting, item_id: str) -> InboxItem:
    row = queries.inbox(acting).filter(public_id=item_id).first()
    if row is None:
        raise Refused("not_found")
    return row


@router.post(
    "/inbox/{item_id}/finish",
    response=ItemOut,
    auth=Door(Right.FINISH_INBOX_ITEM),
    operation_id="finish_inbox_item",
)
def post_finish(request: HttpRequest, item_id: PublicId) -> dict[str, Any]:
    """Close something that waited."""
    acting = acting_of(request)
    return _told(request, [finish_inbox_item(by=acting, item=_item(acting, item_id))])[0]


@router.post(
    "/inbox/{item_id}/refer",
    response=ItemOut,
    auth=Door(Right.REFER_INBOX_ITEM),
    operation_id="refer_inbox_item",
)
def post_refer(request: HttpRequest, item_id: PublicId, body: ReferIn) -> dict[str, Any]:
    """Hand something on to the head of an agency («ارجاع»); whoever handed it on still sees it."""
    acting, to = acting_of(request), chief_desk(body.agency)
    row = refer_inbox_item(by=acting, item=_item(acting, item_id), to=to, note=body.note)
    again = queries.inbox(acting).filter(pk=row.pk).first()
    return _told(request, [again or row])[0]


@router.get("/history", response=FactList, auth=Door(Right.READ_LEDGER), operation_id="list_facts")
def list_facts(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """The deeds of one's own agencies, oldest first."""
    mine = Agency.objects.filter(branch("path", acting_of(request).paths_with(Right.READ_LEDGER)))
    rows = ledger.facts(list(mine.values_list("key", flat=True)))
    return listed(request, response, rows, (limit, cursor))
