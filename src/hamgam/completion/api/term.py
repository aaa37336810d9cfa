"""The term, its promises, and what was asked of the portfolio."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.rights import Right
from hamgam.completion import queries
from hamgam.completion.actions.proposals import Asked, answer_proposal, propose
from hamgam.completion.actions.term import Promised, open_term, promise_in_term
from hamgam.completion.models import Proposal, Term, TermPromise
from hamgam.completion.vocabulary import AskedBy, ProposalKind, Reply
from hamgam.kit.fields import Code, Day, In, Key, Name, Out, Prose, PublicId
from hamgam.register.api.works import agency_for

router = Router(tags=["term"])
Long = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*[^\x00\s]")]


class TermIn(In):
    """A term with its days."""

    agency: Key | None = None
    title: Name
    begins: Day
    ends: Day


class TermOut(Out):
    """A term."""

    public_id: str
    agency: str
    title: str
    begins: date
    ends: date

    @staticmethod
    def resolve_agency(row: Term) -> str:
        """The agency's key."""
        return row.agency.key


class TermList(Out):
    """A page of terms."""

    items: list[TermOut]
    next: str | None


@router.get("/terms", response=TermList, auth=Door(Right.READ_REGISTER), operation_id="list_terms")
def list_terms(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """The terms of the city's management."""
    return listed(request, response, queries.terms_visible_to(acting_of(request)), (limit, cursor))


@router.post(
    "/terms", response={201: TermOut}, auth=Door(Right.KEEP_TERM), operation_id="open_term"
)
def post_term(request: HttpRequest, body: TermIn) -> Status[Term]:
    """Open a term."""
    row = open_term(
        by=acting_of(request),
        agency=agency_for(request, body.agency),
        title=body.title,
        days=(body.begins, body.ends),
    )
    return Status(201, row)


class PromiseIn(In):
    """What is promised in a term."""

    text: Long
    due: Day
    project: PublicId | None = None


class PromiseOut(Out):
    """A promise of the term; the commitment carries its fulfilment."""

    term: str
    commitment: str
    project: str | None
    text: str
    first_due: date
    due: date
    done_on: date | None

    @staticmethod
    def resolve_term(row: TermPromise) -> str:
        """The term's public id."""
        return row.term.public_id

    @staticmethod
    def resolve_commitment(row: TermPromise) -> str:
        """The commitment's public id."""
        return row.commitment.public_id

    @staticmethod
    def resolve_project(row: TermPromise) -> str | None:
        """The project's public id."""
        return row.project.public_id if row.project else None

    @staticmethod
    def resolve_text(row: TermPromise) -> str:
        """What was promised."""
        return row.commitment.text

    @staticmethod
    def resolve_first_due(row: TermPromise) -> date:
        """The first deadline, kept for good."""
        return row.commitment.first_due

    @staticmethod
    def resolve_due(row: TermPromise) -> date:
        """The deadline now."""
        return row.commitment.due

    @staticmethod
    def resolve_done_on(row: TermPromise) -> date | None:
        """The day it was kept."""
        return row.commitment.done_on


class PromiseList(Out):
    """A page of promises."""

    items: list[PromiseOut]
    next: str | None


@router.get(
    "/term-promises",
    response=PromiseList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_term_promises",
)
def list_promises(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """What was promised in the term."""
    rows = queries.promises_visible_to(acting_of(request))
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/terms/{term_id}/promises",
    response={201: PromiseOut},
    auth=Door(Right.KEEP_TERM),
    operation_id="promise_in_term",
)
def post_promise(request: HttpRequest, term_id: PublicId, body: PromiseIn) -> Status[TermPromise]:
    """Promise something of the term."""
    promised = Promised(text=body.text, due=body.due, project=body.project or "")
    return Status(201, promise_in_term(by=acting_of(request), term=term_id, promised=promised))


class ProposalIn(In):
    """What is asked of an agency's portfolio, and who stands behind it."""

    agency: Key
    asked_by: AskedBy
    from_name: Name
    kind: ProposalKind
    text: Prose
    project: PublicId | None = None
    letter_number: Code = ""


class ProposalOut(Out):
    """A proposal and its answer."""

    public_id: str
    agency: str
    asked_by: str
    from_name: str
    kind: str
    text: str
    project: str | None
    letter_number: str
    on: date
    due: date
    reply: str
    reply_reason: str
    replied_on: date | None

    @staticmethod
    def resolve_agency(row: Proposal) -> str:
        """The key of the agency that must answer."""
        return row.agency.key

    @staticmethod
    def resolve_project(row: Proposal) -> str | None:
        """The project's public id."""
        return row.project.public_id if row.project else None


class ProposalList(Out):
    """A page of proposals."""

    items: list[ProposalOut]
    next: str | None


@router.get(
    "/proposals",
    response=ProposalList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_proposals",
)
def list_proposals(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """What was asked of the portfolio."""
    rows = queries.proposals_visible_to(acting_of(request))
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/proposals", response={201: ProposalOut}, auth=Door(Right.PROPOSE), operation_id="propose"
)
def post_proposal(request: HttpRequest, body: ProposalIn) -> Status[Proposal]:
    """Ask something of an agency's portfolio."""
    told = body.model_dump(exclude={"agency", "project"})
    asked = Asked(**told, project=body.project or "")
    row = propose(
        by=acting_of(request),
        agency=agency_for(request, body.agency),
        asked=asked,
        today=timezone.localdate(),
    )
    return Status(201, row)


class ReplyIn(In):
    """The answer to a proposal."""

    reply: Reply
    reason: Prose


@router.post(
    "/proposals/{proposal_id}/answer",
    response=ProposalOut,
    auth=Door(Right.ANSWER_PROPOSAL),
    operation_id="answer_proposal",
)
def post_answer(request: HttpRequest, proposal_id: PublicId, body: ReplyIn) -> Proposal:
    """Answer a proposal, with a reason."""
    return answer_proposal(
        by=acting_of(request),
        proposal=proposal_id,
        reply=body.reply,
        reason=body.reason,
        today=timezone.localdate(),
    )
