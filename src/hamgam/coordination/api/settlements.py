"""Proposals, signatures, letters, and the ladder."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.rights import Right
from hamgam.coordination.actions import ladder, settling
from hamgam.coordination.api.cases import CaseOut, _case
from hamgam.coordination.models import Case, Letter, Proposal, Settlement, Signature, Step
from hamgam.kit.fields import Day, Flag, In, Key, Line, Out, PublicId, Told

router = Router(tags=["cases"])
Words = Annotated[Line, Field(description="In one's own words.")]


class ProposeIn(In):
    """The option that is put on the table."""

    option: PublicId
    words: Words = ""
    is_signed: Flag = False


class WordsIn(In):
    """Words, if one likes."""

    words: Words = ""


class ReasonIn(In):
    """Words that must not be left out."""

    words: Told


class LetterIn(In):
    """The number and date of an office letter."""

    number: Annotated[Told, Field(max_length=64)]
    on: Day


class SittingIn(In):
    """The day on which the parties are to sit."""

    on: Day
    words: Words = ""


class DecisionIn(In):
    """What the competent body decided; the letter may follow."""

    body: Key
    option: PublicId
    words: Told
    letter: LetterIn | None = None


class ProposalOut(Out):
    """What lies on the table."""

    public_id: str
    option: str
    agency: str
    words: str
    at: datetime
    is_counter: bool

    @staticmethod
    def resolve_option(row: Proposal) -> str:
        """The option proposed."""
        return row.option.public_id

    @staticmethod
    def resolve_agency(row: Proposal) -> str:
        """Who proposes it."""
        return row.agency.key


class SignatureOut(Out):
    """What an agency said to a proposal."""

    agency: str
    answer: str
    words: str
    at: datetime

    @staticmethod
    def resolve_agency(row: Signature) -> str:
        """Who said it."""
        return row.agency.key


class LetterOut(Out):
    """A letter that confirms a settlement."""

    agency: str
    number: str
    date: date

    @staticmethod
    def resolve_agency(row: Letter) -> str:
        """Whose letter it is."""
        return row.agency.key


class StepOut(Out):
    """What happened on the ladder."""

    kind: str
    rung: int
    at: datetime
    stood_hours: int
    words: str


class SettlementOut(Out):
    """What was settled, and by what."""

    public_id: str
    how: str
    body: str
    words: str
    on: date
    bound: date | None
    until: date


@router.post(
    "/cases/{case_id}/propose",
    response={201: ProposalOut},
    auth=Door(Right.SETTLE_CASE),
    operation_id="propose_settlement",
)
def post_proposal(request: HttpRequest, case_id: PublicId, body: ProposeIn) -> Status[Proposal]:
    """Put an option on the table; a counter-proposal where one lies there."""
    made = settling.propose(by=acting_of(request), case=case_id, **body.model_dump())
    return Status(201, made)


@router.post(
    "/cases/{case_id}/sign",
    response=SignatureOut,
    auth=Door(Right.SETTLE_CASE),
    operation_id="sign_settlement",
)
def post_signature(request: HttpRequest, case_id: PublicId, body: WordsIn) -> Signature:
    """Sign what lies on the table for one's agency."""
    return settling.sign(by=acting_of(request), case=case_id, words=body.words)


@router.post(
    "/cases/{case_id}/dissent",
    response=SignatureOut,
    auth=Door(Right.SETTLE_CASE),
    operation_id="dissent_from_settlement",
)
def post_dissent(request: HttpRequest, case_id: PublicId, body: ReasonIn) -> Signature:
    """Say no in one's own words."""
    return settling.dissent(by=acting_of(request), case=case_id, words=body.words)


@router.post(
    "/cases/{case_id}/letters",
    response={201: LetterOut},
    auth=Door(Right.SETTLE_CASE),
    operation_id="enter_letter",
)
def post_letter(request: HttpRequest, case_id: PublicId, body: LetterIn) -> Status[Letter]:
    """Enter one's office letter; once all stand the settlement binds."""
    made = settling.enter_letter(
        by=acting_of(request), case=case_id, number=body.number, on=body.on
    )
    return Status(201, made)


@router.post(
    "/cases/{case_id}/up",
    response=CaseOut,
    auth=Door(Right.SETTLE_CASE),
    operation_id="carry_case_up",
)
def post_up(request: HttpRequest, case_id: PublicId, body: ReasonIn) -> Case:
    """Carry the case to the next rung before its clock runs out."""
    ladder.carry_up(by=acting_of(request), case=case_id, words=body.words)
    return _case(request, case_id)


@router.post(
    "/cases/{case_id}/convene",
    response=StepOut,
    auth=Door(Right.CONVENE_CASE),
    operation_id="convene_case",
)
def post_convene(request: HttpRequest, case_id: PublicId, body: SittingIn) -> Step:
    """Call the parties to sit on a day."""
    return ladder.convene(by=acting_of(request), case=case_id, on=body.on, words=body.words)


@router.post(
    "/cases/{case_id}/back",
    response=StepOut,
    auth=Door(Right.CONVENE_CASE),
    operation_id="send_case_back",
)
def post_back(request: HttpRequest, case_id: PublicId, body: ReasonIn) -> Step:
    """Send the case to the rung below, with a reason."""
    return ladder.send_back(by=acting_of(request), case=case_id, words=body.words)


@router.post(
    "/cases/{case_id}/decide",
    response=SettlementOut,
    auth=Door(Right.CONVENE_CASE),
    operation_id="decide_case",
)
def post_decision(request: HttpRequest, case_id: PublicId, body: DecisionIn) -> Settlement:
    """Record the decision of the competent body."""
    letter = (body.letter.number, body.letter.on) if body.letter else None
    decision = ladder.Decision(body=body.body, option=body.option, words=body.words, letter=letter)
    return ladder.decide(by=acting_of(request), case=case_id, decision=decision)
