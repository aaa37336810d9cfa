"""Requests for cooperation and their answers."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.queries import agency_of
from hamgam.agencies.rights import Right
from hamgam.coordination.actions import cooperation as deeds
from hamgam.coordination.actions.cooperation_rows import Terms
from hamgam.coordination.api.settlements import ReasonIn, WordsIn
from hamgam.coordination.models import Cooperation, Turn
from hamgam.coordination.queries import cooperation as queries
from hamgam.coordination.vocabulary import CooperationKind
from hamgam.coordination.workflow.cooperation import CooperationMove, CooperationState
from hamgam.kit.fields import Day, In, Key, Line, Name, Out, PublicId, Rials

router = Router(tags=["cooperation"])


class TurnOut(Out):
    """One turn of a request; `agency` is null where a clock did it."""

    kind: str
    agency: str | None
    rung: int
    at: datetime
    words: str
    begins: date | None
    ends: date | None
    quantity: str
    rials: int | None

    @staticmethod
    def resolve_agency(row: Turn) -> str | None:
        """Whose people did it."""
        return row.agency.key if row.agency else None


class CooperationOut(Out):
    """What one agency asks of another, where it stands, and when its clock runs out."""

    public_id: str
    number: str
    kind: str
    state: str
    asker: str
    asked: str
    body: str | None
    about: str | None
    title: str
    words: str
    serves: str
    begins: date | None
    ends: date | None
    quantity: str
    rials: int | None
    ladder: str
    rung: int
    due: datetime | None
    opened: datetime
    turns: list[TurnOut]

    @staticmethod
    def resolve_asker(row: Cooperation) -> str:
        """Who asks."""
        return row.asker.key

    @staticmethod
    def resolve_asked(row: Cooperation) -> str:
        """Who is asked."""
        return row.asked.key

    @staticmethod
    def resolve_body(row: Cooperation) -> str | None:
        """Who keeps the books of the body that was reached."""
        return row.body.key if row.body else None

    @staticmethod
    def resolve_about(row: Cooperation) -> str | None:
        """The work, project or case that it is about."""
        subject = row.work or row.project or row.case
        return subject.public_id if subject else None

    @staticmethod
    def resolve_turns(row: Cooperation) -> list[Turn]:
        """Every turn it took."""
        return sorted(row.turns.all(), key=lambda one: one.pk)


class CooperationList(Out):
    """A page of requests."""

    items: list[CooperationOut]
    next: str | None


class CooperationFilter(In):
    """Which requests to list."""

    state: CooperationState | None = None
    kind: CooperationKind | None = None


class TermsIn(In):
    """Days, how much, and rials."""

    begins: Day | None = None
    ends: Day | None = None
    quantity: Annotated[Line, Field(max_length=100)] = ""
    rials: Rials | None = None


class CooperationAskIn(TermsIn):
    """What is asked of whom; `about` is the public id of a work, a project or a case."""

    agency: Key
    asked: Key
    kind: CooperationKind
    title: Name
    words: Annotated[Line, Field(max_length=300)] = ""
    serves: Line = ""
    about: PublicId | None = None


class AnswerKind(StrEnum):
    """Yes, no, or something else."""

    GRANT = "grant"
    DECLINE = "decline"
    OFFER = "offer"


class CooperationAnswerIn(TermsIn):
    """Yes, no with a reason, or an offer with its terms."""

    move: AnswerKind
    words: Line = ""


def _terms(body: TermsIn) -> Terms:
    return Terms(begins=body.begins, ends=body.ends, quantity=body.quantity, rials=body.rials)


@router.get(
    "/cooperation",
    response=CooperationList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_cooperation",
)
def list_cooperation(
    request: HttpRequest,
    response: HttpResponse,
    asked: Annotated[CooperationFilter, Query()],
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, object]:
    """Requests in which one's own agencies take part."""
    told = {name: word.value for name, word in asked if word is not None}
    seen = queries.cooperations_visible_to(acting_of(request))
    rows = seen.filter(**told).prefetch_related("turns__agency")
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/cooperation",
    response={201: CooperationOut},
    auth=Door(Right.ASK_COOPERATION),
    operation_id="ask_cooperation",
)
def post_cooperation(
    request: HttpRequest, response: HttpResponse, body: CooperationAskIn
) -> Status[Cooperation]:
    """Ask another agency for cooperation."""
    ask = deeds.Ask(
        kind=body.kind,
        asked=agency_of(body.asked),
        title=body.title,
        words=body.words,
        serves=body.serves,
        about=body.about or "",
        terms=_terms(body),
    )
    row = deeds.ask_cooperation(by=acting_of(request), agency=agency_of(body.agency), ask=ask)
    response["Location"] = f"/api/v1/cooperation/{row.public_id}"
    return Status(201, row)


@router.get(
    "/cooperation/{cooperation_id}",
    response=CooperationOut,
    auth=Door(Right.READ_REGISTER),
    operation_id="get_cooperation",
)
def get_cooperation(request: HttpRequest, cooperation_id: PublicId) -> Cooperation:
    """One request, with every turn it took."""
    return queries.cooperation_of(acting_of(request), cooperation_id)


@router.post(
    "/cooperation/{cooperation_id}/answer",
    response=CooperationOut,
    auth=Door(Right.ANSWER_COOPERATION),
    operation_id="answer_cooperation",
)
def post_answer(
    request: HttpRequest, cooperation_id: PublicId, body: CooperationAnswerIn
) -> Cooperation:
    """Say yes, no with a reason, or offer something else."""
    return deeds.answer_cooperation(
        by=acting_of(request),
        request=cooperation_id,
        move=CooperationMove(body.move.value),
        words=body.words,
        terms=_terms(body),
    )


@router.post(
    "/cooperation/{cooperation_id}/accept",
    response=CooperationOut,
    auth=Door(Right.ASK_COOPERATION),
    operation_id="accept_offer",
)
def post_acceptance(request: HttpRequest, cooperation_id: PublicId, body: WordsIn) -> Cooperation:
    """Take what was offered instead."""
    return deeds.accept_offer(by=acting_of(request), request=cooperation_id, words=body.words)


@router.post(
    "/cooperation/{cooperation_id}/up",
    response=CooperationOut,
    auth=Door(Right.ASK_COOPERATION),
    operation_id="carry_request_up",
)
def post_up(request: HttpRequest, cooperation_id: PublicId, body: ReasonIn) -> Cooperation:
    """Carry a request to the next rung, with a reason."""
    return deeds.carry_request_up(by=acting_of(request), request=cooperation_id, words=body.words)


@router.post(
    "/cooperation/{cooperation_id}/fulfil",
    response=CooperationOut,
    auth=Door(Right.ASK_COOPERATION),
    operation_id="fulfil_request",
)
def post_fulfilment(request: HttpRequest, cooperation_id: PublicId, body: WordsIn) -> Cooperation:
    """Confirm that what was granted was done."""
    return deeds.fulfil_request(by=acting_of(request), request=cooperation_id, words=body.words)


@router.post(
    "/cooperation/{cooperation_id}/withdraw",
    response=CooperationOut,
    auth=Door(Right.ASK_COOPERATION),
    operation_id="withdraw_request",
)
def post_withdrawal(request: HttpRequest, cooperation_id: PublicId, body: WordsIn) -> Cooperation:
    """Take a request back."""
    return deeds.withdraw_request(by=acting_of(request), request=cooperation_id, words=body.words)
