"""Mega-projects: which they are, their phases, and the gates between them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.rights import Right
from hamgam.completion import queries
from hamgam.completion.actions.stages import (
    AtGate,
    PhaseValues,
    Shown,
    add_phase,
    hold_phase,
    pass_phase,
    tell_condition,
)
from hamgam.completion.mega import MegaProject, Stage, mega_projects
from hamgam.completion.models import Phase, StageCondition, StageDecision
from hamgam.completion.vocabulary import Verdict
from hamgam.kit.fields import Code, Day, Flag, In, JalaliYear, Out, PublicId, Rials, Told
from hamgam.kit.words import Language

router = Router(tags=["portfolio"])
Long = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*[^\x00\s]")]
ConditionKey = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z0-9_]+$")]
Named = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class PhaseIn(In):
    """A part of a mega-project; `result` is what people can use once it is finished."""

    title: Told
    result: Long
    due: Day | None = None
    cost_rials: Rials | None = None
    price_year: JalaliYear | None = None


class PhaseOut(Out):
    """A phase with its stage gate."""

    public_id: str
    project: str
    place: int
    title: str
    result: str
    due: date | None
    cost_rials: int | None
    price_year: int | None
    passed_on: date | None
    passed_for: str

    @staticmethod
    def resolve_project(row: Phase) -> str:
        """The project's public id."""
        return row.project.public_id


class PhaseList(Out):
    """A page of phases."""

    items: list[PhaseOut]
    next: str | None


class ShownIn(In):
    """How one of the city's conditions stands, by what evidence."""

    key: ConditionKey
    is_met: Flag
    evidence: Long
    on: Day


class ShownOut(Out):
    """A condition as it was told."""

    phase: str
    key: str
    is_met: bool
    evidence: str
    on: date

    @staticmethod
    def resolve_phase(row: StageCondition) -> str:
        """The phase's public id."""
        return row.phase.public_id


class PassIn(In):
    """The evidence by which a stage gate is opened; who decided so and by which letter where a
    condition is not met."""

    on: Day
    evidence: Long
    decided_by: Named = ""
    number: Code = ""


class HoldIn(In):
    """Why a stage gate stays closed; `stops` gives the next phase up for good."""

    on: Day
    reason: Long
    decided_by: Named = ""
    number: Code = ""
    stops: Flag = False


class StageDecisionOut(Out):
    """What was decided at a stage gate; `unmet` are the keys of conditions not met that day."""

    public_id: str
    project: str
    phase: str
    verdict: Verdict
    on: date
    number: str
    decided_by: str
    reason: str
    unmet: list[str]

    @staticmethod
    def resolve_project(row: StageDecision) -> str:
        """The project's public id."""
        return row.phase.project.public_id

    @staticmethod
    def resolve_phase(row: StageDecision) -> str:
        """The phase's public id."""
        return row.phase.public_id


class StageDecisionList(Out):
    """A page of decisions at stage gates."""

    items: list[StageDecisionOut]
    next: str | None


class StandingCondition(Out):
    """A condition of a gate as it stands; `on` is null until somebody told it."""

    key: str
    name: str
    is_met: bool
    evidence: str
    on: date | None


class StageOut(Out):
    """A phase of a mega-project with its gate."""

    phase: str
    title: str
    result: str
    due: date | None
    passed_on: date | None
    is_next: bool
    conditions: list[StandingCondition]


class MegaOut(Out):
    """A mega-project; `threshold` is `cost`, `years` or empty where its agency alone calls it
    so."""

    project: str
    title: str
    agency: str
    is_classed: bool
    threshold: str
    first_promised_end: date | None
    planned_end: date | None
    stages: list[StageOut]


class MegaList(Out):
    """Every mega-project."""

    items: list[MegaOut]


def _stage_out(stage: Stage, language: Language) -> dict[str, Any]:
    phase = stage.phase
    return {
        "phase": phase.public_id,
        "title": phase.title,
        "result": phase.result,
        "due": phase.due,
        "passed_on": phase.passed_on,
        "is_next": stage.is_next,
        "conditions": [
            {
                "key": one.ask.key,
                "name": one.name(language),
                "is_met": one.is_met,
                "evidence": one.row.evidence if one.row else "",
                "on": one.row.on if one.row else None,
            }
            for one in stage.conditions
        ],
    }


def _mega_out(one: MegaProject, language: Language) -> dict[str, Any]:
    return {
        "project": one.project.public_id,
        "title": one.project.title,
        "agency": one.project.agency.key,
        "is_classed": one.is_classed,
        "threshold": one.threshold,
        "first_promised_end": one.first,
        "planned_end": one.planned,
        "stages": [_stage_out(stage, language) for stage in one.stages],
    }


@router.get(
    "/mega-projects",
    response=MegaList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_mega_projects",
)
def list_mega(request: HttpRequest, language: Language = Language.FA) -> dict[str, Any]:
    """The mega-projects one may see, with their phases and gates."""
    found = mega_projects(acting_of(request), timezone.localdate())
    return {"items": [_mega_out(one, language) for one in found]}


@router.get("/phases", response=PhaseList, auth=Door(Right.READ_PUBLIC), operation_id="list_phases")
def list_phases(
    request: HttpRequest,
    response: HttpResponse,
    project: PublicId | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, object]:
    """The phases of the mega-projects one may see."""
    rows = queries.phases_visible_to(acting_of(request))
    if project:
        rows = rows.filter(project__public_id=project)
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/projects/{project_id}/phases",
    response={201: PhaseOut},
    auth=Door(Right.RECORD_PROJECT),
    operation_id="add_phase",
)
def post_phase(request: HttpRequest, project_id: PublicId, body: PhaseIn) -> Status[Phase]:
    """Divide a mega-project by one more phase."""
    values = PhaseValues(**body.model_dump())
    return Status(201, add_phase(by=acting_of(request), project=project_id, values=values))


@router.post(
    "/phases/{phase_id}/conditions",
    response=ShownOut,
    auth=Door(Right.RECORD_PROJECT),
    operation_id="tell_condition",
)
def post_condition(request: HttpRequest, phase_id: PublicId, body: ShownIn) -> StageCondition:
    """Tell how one of the city's conditions stands for a phase."""
    shown = Shown(**body.model_dump())
    return tell_condition(by=acting_of(request), phase=phase_id, shown=shown)


@router.post(
    "/phases/{phase_id}/pass",
    response=PhaseOut,
    auth=Door(Right.DECIDE_START),
    operation_id="pass_phase",
)
def post_pass(request: HttpRequest, phase_id: PublicId, body: PassIn) -> Phase:
    """Open the stage gate behind a phase."""
    at = AtGate(on=body.on, reason=body.evidence, decided_by=body.decided_by, number=body.number)
    return pass_phase(by=acting_of(request), phase=phase_id, at=at)


@router.post(
    "/phases/{phase_id}/hold",
    response=PhaseOut,
    auth=Door(Right.DECIDE_START),
    operation_id="hold_phase",
)
def post_hold(request: HttpRequest, phase_id: PublicId, body: HoldIn) -> Phase:
    """Keep the stage gate behind a phase closed, for now or for good."""
    at = AtGate(on=body.on, reason=body.reason, decided_by=body.decided_by, number=body.number)
    return hold_phase(by=acting_of(request), phase=phase_id, at=at, stops=body.stops)


@router.get(
    "/stage-decisions",
    response=StageDecisionList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_stage_decisions",
)
def list_decisions(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """What was decided at the stage gates of mega-projects."""
    rows = queries.stage_decisions_visible_to(acting_of(request))
    return listed(request, response, rows, (limit, cursor))
