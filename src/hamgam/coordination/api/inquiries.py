"""What is asked before paving, and what each utility says."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.queries import agency_of
from hamgam.agencies.rights import Right
from hamgam.coordination.actions import inquiries
from hamgam.coordination.models import Inquiry, InquiryLine
from hamgam.coordination.queries import inquiries as queries
from hamgam.coordination.vocabulary import InquiryAnswer
from hamgam.kit.fields import Day, In, Key, Line, Out, PublicId

router = Router(tags=["inquiries"])


class InquiryLineOut(Out):
    """What one utility was asked and said; `answer` is empty as long as it said nothing, `silent`
    tells since when its silence is on record."""

    public_id: str
    agency: str
    answer: str
    begins: date | None
    ends: date | None
    words: str
    answered: datetime | None
    silent: datetime | None
    dig: str | None

    @staticmethod
    def resolve_agency(row: InquiryLine) -> str:
        """Who was asked."""
        return row.agency.key

    @staticmethod
    def resolve_dig(row: InquiryLine) -> str | None:
        """The work that the answer put into the register."""
        return row.dig.public_id if row.dig else None


class InquiryOut(Out):
    """One street of the asphalt programme, asked of every utility."""

    public_id: str
    number: str
    agency: str
    work: str
    asked: datetime
    due: datetime | None
    ended: datetime | None
    words: str
    lines: list[InquiryLineOut]

    @staticmethod
    def resolve_agency(row: Inquiry) -> str:
        """Who paves."""
        return row.agency.key

    @staticmethod
    def resolve_work(row: Inquiry) -> str:
        """The paving."""
        return row.work.public_id

    @staticmethod
    def resolve_lines(row: Inquiry) -> list[InquiryLine]:
        """One for each utility."""
        return sorted(row.lines.all(), key=lambda line: line.agency.key)


class InquiryList(Out):
    """A page of inquiries."""

    items: list[InquiryOut]
    next: str | None


class InquiryAskIn(In):
    """Whose paving, and which of it; no works named asks about the whole programme."""

    agency: Key
    works: Annotated[tuple[PublicId, ...], Field(max_length=500)] = ()
    words: Line = ""


class InquiryAnswerIn(In):
    """What a utility says; days are needed for whatever it would dig."""

    answer: InquiryAnswer
    begins: Day | None = None
    ends: Day | None = None
    words: Line = ""


_PARTS = ("lines__agency", "lines__dig")


def _one(request: HttpRequest, inquiry_id: str) -> Inquiry:
    found = queries.inquiry_of(acting_of(request), inquiry_id)
    return Inquiry.objects.select_related("agency", "work").prefetch_related(*_PARTS).get(
        pk=found.pk
    )  # fmt: skip


@router.get(
    "/inquiries",
    response=InquiryList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_inquiries",
)
def list_inquiries(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """What was asked before paving, street by street."""
    rows = queries.inquiries_visible_to(acting_of(request)).prefetch_related(*_PARTS)
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/inquiries",
    response={201: list[InquiryOut]},
    auth=Door(Right.ASK_UTILITIES),
    operation_id="ask_utilities",
)
def post_inquiries(request: HttpRequest, body: InquiryAskIn) -> Status[list[Inquiry]]:
    """Ask every utility about streets that are to be paved."""
    made = inquiries.ask_utilities(
        by=acting_of(request), agency=agency_of(body.agency), works=body.works, words=body.words
    )
    return Status(201, [_one(request, row.public_id) for row in made])


@router.get(
    "/inquiries/{inquiry_id}",
    response=InquiryOut,
    auth=Door(Right.READ_REGISTER),
    operation_id="get_inquiry",
)
def get_inquiry(request: HttpRequest, inquiry_id: PublicId) -> Inquiry:
    """One street, with what every utility said."""
    return _one(request, inquiry_id)


@router.post(
    "/inquiry-lines/{asked_id}/answer",
    response=InquiryLineOut,
    auth=Door(Right.ANSWER_INQUIRY),
    operation_id="answer_inquiry",
)
def post_answer(request: HttpRequest, asked_id: PublicId, body: InquiryAnswerIn) -> InquiryLine:
    """Answer for one's utility; a dig is laid on the shared table."""
    said = inquiries.Said(**body.model_dump())
    return inquiries.answer_inquiry(by=acting_of(request), line=asked_id, said=said)
