"""Joint steps of the standing workspace, council resolutions, standing policies."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.queries import agency_of
from hamgam.agencies.rights import Right
from hamgam.coordination.actions import policies, resolutions, steps
from hamgam.coordination.api.settlements import LetterIn
from hamgam.coordination.models import JointStep, Policy, Resolution, ResolutionStep
from hamgam.coordination.policies import Held, held_against
from hamgam.coordination.queries import ties as queries
from hamgam.coordination.vocabulary import PolicyMeasure, ResolutionMove
from hamgam.kit.fields import Day, In, Key, Line, Name, Out, Permille, PublicId, Told

router = Router(tags=["ties"])


class StepIn(In):
    """A step that an agency of one side asks of the other."""

    agency: Key
    title: Told
    words: Line = ""


class StepAnswerIn(In):
    """The day for which it is taken on; left out to decline, then with a reason."""

    promised: Day | None = None
    words: Line = ""
    letter: LetterIn | None = None


class DoneIn(In):
    """Since when it is done, and by what one sees it."""

    on: Day
    proof: Told


class JointStepOut(Out):
    """A joint step: who asked whom for what, what was answered, and what became of it."""

    public_id: str
    title: str
    words: str
    asker: str
    asked: str
    state: str
    raised: datetime
    due: datetime | None
    answer_due: datetime
    answered: datetime | None
    answer: str
    promised: date | None
    done_on: date | None
    proof: str
    letter_number: str
    letter_date: date | None

    @staticmethod
    def resolve_asker(row: JointStep) -> str:
        """Who asked."""
        return row.asker.key

    @staticmethod
    def resolve_asked(row: JointStep) -> str:
        """Which side is asked."""
        return row.asked.key


class StepList(Out):
    """A page of joint steps."""

    items: list[JointStepOut]
    next: str | None


class ResolutionIn(In):
    """A resolution as the council passed it, with the letter that sent it to the board."""

    agency: Key
    number: Annotated[Told, Field(max_length=64)]
    title: Told
    words: Line = ""
    subject: Annotated[Line, Field(max_length=24)] = ""
    passed_on: Day
    letter: LetterIn


class MoveIn(In):
    """What the body before which it lies says, and by which letter."""

    move: ResolutionMove
    words: Line = ""
    letter: LetterIn


class ResolutionStepOut(Out):
    """What happened to a resolution."""

    move: str
    state: str
    at: datetime
    words: str
    letter_number: str
    letter_date: date | None


class ResolutionOut(Out):
    """A council resolution, before whom it lies and until when."""

    public_id: str
    number: str
    title: str
    agency: str
    subject: str
    state: str
    passed_on: date
    due: datetime | None
    steps: list[ResolutionStepOut]

    @staticmethod
    def resolve_agency(row: Resolution) -> str:
        """Who wrote it down."""
        return row.agency.key

    @staticmethod
    def resolve_steps(row: Resolution) -> list[ResolutionStep]:
        """The first first."""
        return sorted(row.steps.all(), key=lambda step: step.pk)


class ResolutionList(Out):
    """A page of resolutions."""

    items: list[ResolutionOut]
    next: str | None


class PolicyIn(In):
    """A standing policy; `bound` is in the measure's own unit."""

    agency: Key
    title: Name
    measure: PolicyMeasure
    bound: Annotated[int, Field(strict=True, ge=1, le=3650)]
    target_permille: Annotated[Permille, Field(ge=1)]
    begins: Day
    words: Line = ""
    letter: LetterIn | None = None


class EndIn(In):
    """The last day."""

    on: Day


class PolicyOut(Out):
    """A standing policy."""

    public_id: str
    title: str
    agency: str
    words: str
    measure: str
    bound: int
    target_permille: int
    begins: date
    ends: date | None
    letter_number: str
    letter_date: date | None

    @staticmethod
    def resolve_agency(row: Policy) -> str:
        """Whose policy it is."""
        return row.agency.key


class ExceptionOut(Out):
    """A case that broke a policy."""

    subject: str
    title: str
    agency: str
    on: date


class HeldOut(Out):
    """A policy against the register, as far as the asker may see it: of `n` cases `kept` followed
    it; `is_reached` is null without a case."""

    policy: PolicyOut
    kept: int
    n: int
    is_reached: bool | None
    exceptions: list[ExceptionOut]


class PolicyList(Out):
    """A page of policies."""

    items: list[PolicyOut]
    next: str | None


def _letter(told: LetterIn | None) -> tuple[str, date] | None:
    return (told.number, told.on) if told else None


@router.get(
    "/joint-steps", response=StepList, auth=Door(Right.READ_REGISTER), operation_id="list_steps"
)
def list_steps(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """Joint steps of the two sides of the standing workspace; empty for others."""
    rows = queries.steps_visible_to(acting_of(request)).order_by()
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/joint-steps",
    response={201: JointStepOut},
    auth=Door(Right.TAKE_STEP),
    operation_id="ask_step",
)
def post_step(request: HttpRequest, body: StepIn) -> Status[JointStep]:
    """Ask a step of the other side."""
    told = body.model_dump(exclude={"agency"})
    by, agency = acting_of(request), agency_of(body.agency)
    return Status(201, steps.ask_step(by=by, agency=agency, **told))


@router.post(
    "/joint-steps/{step_id}/answer",
    response=JointStepOut,
    auth=Door(Right.TAKE_STEP),
    operation_id="answer_step",
)
def post_answer(request: HttpRequest, step_id: PublicId, body: StepAnswerIn) -> JointStep:
    """Take a step on for a day, or decline it with a reason."""
    answer = steps.StepAnswer(promised=body.promised, words=body.words, letter=_letter(body.letter))
    return steps.answer_step(by=acting_of(request), step=step_id, answer=answer)


@router.post(
    "/joint-steps/{step_id}/done",
    response=JointStepOut,
    auth=Door(Right.TAKE_STEP),
    operation_id="finish_step",
)
def post_done(request: HttpRequest, step_id: PublicId, body: DoneIn) -> JointStep:
    """Say that a step is done, with its proof."""
    return steps.finish_step(by=acting_of(request), step=step_id, on=body.on, proof=body.proof)


@router.post(
    "/joint-steps/{step_id}/withdraw",
    response=JointStepOut,
    auth=Door(Right.TAKE_STEP),
    operation_id="withdraw_step",
)
def post_withdrawal(request: HttpRequest, step_id: PublicId) -> JointStep:
    """Take back what was asked."""
    return steps.withdraw_step(by=acting_of(request), step=step_id)


@router.get(
    "/resolutions",
    response=ResolutionList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_resolutions",
)
def list_resolutions(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """Council resolutions with the conformity board's clock."""
    rows = queries.resolutions_visible_to(acting_of(request)).order_by()
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/resolutions",
    response={201: ResolutionOut},
    auth=Door(Right.KEEP_RESOLUTION),
    operation_id="record_resolution",
)
def post_resolution(request: HttpRequest, body: ResolutionIn) -> Status[Resolution]:
    """Write down a resolution that was sent to the board; its clock begins."""
    told = body.model_dump(exclude={"agency", "letter"})
    passed = resolutions.Passed(**told, letter=(body.letter.number, body.letter.on))
    by, agency = acting_of(request), agency_of(body.agency)
    row = resolutions.record_resolution(by=by, agency=agency, passed=passed)
    return Status(201, row)


@router.get(
    "/resolutions/{resolution_id}",
    response=ResolutionOut,
    auth=Door(Right.READ_REGISTER),
    operation_id="get_resolution",
)
def get_resolution(request: HttpRequest, resolution_id: PublicId) -> Resolution:
    """One resolution."""
    return queries.resolution_of(acting_of(request), resolution_id)


@router.post(
    "/resolutions/{resolution_id}/moves",
    response=ResolutionOut,
    auth=Door(Right.KEEP_RESOLUTION),
    operation_id="move_resolution",
)
def post_move(request: HttpRequest, resolution_id: PublicId, body: MoveIn) -> Resolution:
    """Record what the body before which it lies says."""
    said = resolutions.Said(move=body.move, words=body.words, letter=_letter(body.letter))
    return resolutions.move_resolution(by=acting_of(request), resolution=resolution_id, said=said)


@router.get(
    "/policies",
    response=PolicyList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_policies",
)
def list_policies(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """Standing policies."""
    rows = queries.policies_visible_to(acting_of(request)).order_by()
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/policies",
    response={201: PolicyOut},
    auth=Door(Right.ADOPT_POLICY),
    operation_id="adopt_policy",
)
def post_policy(request: HttpRequest, body: PolicyIn) -> Status[Policy]:
    """Adopt a standing policy with its measure."""
    told = body.model_dump(exclude={"agency", "letter"})
    values = policies.PolicyValues(**told, letter=_letter(body.letter))
    by, agency = acting_of(request), agency_of(body.agency)
    return Status(201, policies.adopt_policy(by=by, agency=agency, values=values))


def _held(found: Held) -> dict[str, object]:
    return {
        "policy": found.policy,
        "kept": found.compliance.kept,
        "n": found.compliance.n,
        "is_reached": found.is_reached,
        "exceptions": [
            {"subject": one.page[1], "title": one.title, "agency": one.agency.key, "on": one.on}
            for one in found.exceptions
        ],
    }


@router.get(
    "/policies/{policy_id}",
    response=HeldOut,
    auth=Door(Right.READ_REGISTER),
    operation_id="get_policy",
)
def get_policy(request: HttpRequest, policy_id: PublicId) -> dict[str, object]:
    """A policy held against the register, with its exceptions."""
    acting = acting_of(request)
    row = queries.policy_of(acting, policy_id)
    return _held(held_against(acting, row, timezone.localdate()))


@router.post(
    "/policies/{policy_id}/end",
    response=PolicyOut,
    auth=Door(Right.ADOPT_POLICY),
    operation_id="end_policy",
)
def post_end(request: HttpRequest, policy_id: PublicId, body: EndIn) -> Policy:
    """End a policy with a day."""
    return policies.end_policy(by=acting_of(request), policy=policy_id, on=body.on)
