"""The portfolio: estimates, the gate's answers, named decisions, phases."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, IfMatch, Limit, listed, version_in
from hamgam.agencies.rights import Right
from hamgam.completion import queries
from hamgam.completion.actions.estimates import EstimateValues, record_estimate
from hamgam.completion.actions.starts import Decision, decide_start
from hamgam.completion.gating import GateAnswer, answer_for
from hamgam.completion.models import Estimate, StartDecision
from hamgam.kit.fields import (
    Code,
    Day,
    Flag,
    In,
    JalaliYear,
    Line,
    Name,
    Out,
    Permille,
    Prose,
    PublicId,
    Rials,
)
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language

router = Router(tags=["portfolio"])
Months = Annotated[int, Field(strict=True, ge=0, le=360)]
Count = Annotated[int, Field(strict=True, ge=0, le=999)]
Years = Annotated[float, Field(strict=True, gt=0, le=30, allow_inf_nan=False)]


class EstimateIn(In):
    """What is told of a project's rest; null is not told, and plans assume it."""

    remaining_rials: Rials | None = None
    price_year: JalaliYear | None = None
    zone: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] = ""
    benefit_rials_per_month: Rials | None = None
    remaining_months: Months | None = None
    ready_on: Day | None = None
    waits_for: Line = ""
    is_new_start: Flag = False
    years: Years | None = None
    land_cleared_permille: Permille | None = None
    undated_relocations: Count | None = None
    study_complete: Flag | None = None
    drawings_complete: Flag | None = None
    staged_for_seasons: Flag | None = None
    cost_p80_rials: Rials | None = None
    ceiling_rials: Rials | None = None
    after: Annotated[tuple[PublicId, ...], Field(max_length=50)] = ()

    def values(self) -> EstimateValues:
        """As the deed takes it."""
        return EstimateValues(**self.model_dump(exclude={"after"}))


class EstimateOut(Out):
    """A project's estimate."""

    project: str
    version: int
    remaining_rials: int | None
    price_year: int | None
    zone: str
    benefit_rials_per_month: int | None
    remaining_months: int | None
    ready_on: date | None
    waits_for: str
    is_new_start: bool
    years: float | None
    land_cleared_permille: int | None
    undated_relocations: int | None
    study_complete: bool | None
    drawings_complete: bool | None
    staged_for_seasons: bool | None
    cost_p80_rials: int | None
    ceiling_rials: int | None

    @staticmethod
    def resolve_project(row: Estimate) -> str:
        """The project's public id."""
        return row.project.public_id


class EstimateList(Out):
    """A page of estimates."""

    items: list[EstimateOut]
    next: str | None


@router.get(
    "/estimates",
    response=EstimateList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_estimates",
)
def list_estimates(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """What is left of the projects one may see."""
    return listed(
        request, response, queries.estimates_visible_to(acting_of(request)), (limit, cursor)
    )


@router.put(
    "/projects/{project_id}/estimate",
    response=EstimateOut,
    auth=Door(Right.RECORD_PROJECT),
    operation_id="record_estimate",
)
def put_estimate(
    request: HttpRequest,
    response: HttpResponse,
    project_id: PublicId,
    body: EstimateIn,
    if_match: IfMatch = None,
) -> Estimate:
    """Tell what is left of a project; the first time without If-Match, later with the version."""
    version = version_in(if_match, project_id) if if_match else 0
    row = record_estimate(
        by=acting_of(request),
        project=project_id,
        values=body.values(),
        version=version,
        after=body.after,
    )
    response["ETag"] = f'"{project_id}.{row.version}"'
    return row


class ConditionOut(Out):
    """One of the six conditions."""

    condition: str
    name: str
    is_met: bool
    is_known: bool
    text: str


class GateOut(Out):
    """The gate's answer to a project that asks to begin."""

    project: str
    passes: bool
    is_exception: bool
    conditions: list[ConditionOut]
    refusals: list[str]


def gate_out(answer: GateAnswer, language: Language) -> dict[str, Any]:
    """The answer in a language."""
    return {
        "project": answer.project.public_id,
        "passes": answer.passes,
        "is_exception": answer.is_exception,
        "conditions": [
            {
                "condition": one.key,
                "name": one.name,
                "is_met": one.is_met,
                "is_known": one.is_known,
                "text": one.text,
            }
            for one in answer.conditions(language)
        ],
        "refusals": [] if answer.passes else answer.refusals(language),
    }


@router.get(
    "/projects/{project_id}/gate",
    response=GateOut,
    auth=Door(Right.READ_REGISTER),
    operation_id="get_gate",
)
def get_gate(
    request: HttpRequest, project_id: PublicId, language: Language = Language.FA
) -> dict[str, Any]:
    """Whether a project may begin while others stand half-finished."""
    rows = queries.portfolio_visible_to(acting_of(request))
    row = rows.filter(public_id=project_id).first()
    if row is None:
        raise Refused("not_found")
    return gate_out(answer_for(row, timezone.localdate()), language)


class DecisionIn(In):
    """A named decision to begin against the gate."""

    number: Annotated[Code, Field(min_length=1)]
    on: Day
    decided_by: Name
    reason: Prose

    def values(self) -> Decision:
        """As the deed takes it."""
        return Decision(**self.model_dump())


class DecisionOut(Out):
    """A named decision, with what was not met that day."""

    public_id: str
    project: str
    number: str
    on: date
    decided_by: str
    reason: str
    refused: list[str]

    @staticmethod
    def resolve_project(row: StartDecision) -> str:
        """The project's public id."""
        return row.project.public_id

    @staticmethod
    def resolve_refused(row: StartDecision) -> list[str]:
        """What was not met, in Persian as the decision itself."""
        return row.not_met(Language.FA)


class DecisionList(Out):
    """A page of decisions."""

    items: list[DecisionOut]
    next: str | None


@router.get(
    "/start-decisions",
    response=DecisionList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_start_decisions",
)
def list_decisions(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """The starts that were allowed against the gate."""
    rows = queries.decisions_visible_to(acting_of(request))
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/projects/{project_id}/start-decisions",
    response={201: DecisionOut},
    auth=Door(Right.DECIDE_START),
    operation_id="decide_start",
)
def post_decision(
    request: HttpRequest, project_id: PublicId, body: DecisionIn
) -> Status[StartDecision]:
    """Let a project begin although the gate refuses it."""
    row = decide_start(
        by=acting_of(request),
        project=project_id,
        decision=body.values(),
        today=timezone.localdate(),
    )
    return Status(201, row)
