"""Scenarios, plans and their adoption."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.rights import Right
from hamgam.completion import queries
from hamgam.completion.actions.adoption import adopt_plan
from hamgam.completion.actions.plans import (
    FEWEST_SECONDS,
    MOST_SECONDS,
    ScenarioValues,
    ask_plan,
    draft_scenario,
    stop_plan,
)
from hamgam.completion.models import Adoption, Plan, PlannedFinish, Scenario
from hamgam.completion.seeing import seen_answer, seen_question
from hamgam.kit.fields import Flag, In, Key, Out, Prose, PublicId
from hamgam.kit.refusals import Refused
from hamgam.register.api.works import agency_for

router = Router(tags=["plans"])
Seconds = Annotated[int, Field(strict=True, ge=FEWEST_SECONDS, le=MOST_SECONDS)]
ScenarioName = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00]*\S[^\x00]*$")]


class ScenarioIn(In):
    """What would be if; `changes` as the TOML of `hamgam plan --scenario`, told as JSON."""

    agency: Key | None = None
    name: ScenarioName
    changes: Annotated[dict[str, Any], Field(default_factory=dict)]
    assumed: Annotated[dict[str, float], Field(default_factory=dict)]

    def values(self) -> ScenarioValues:
        """As the deed takes it."""
        return ScenarioValues(name=self.name, changes=self.changes, assumed=self.assumed)


class ScenarioOut(Out):
    """A scenario."""

    public_id: str
    agency: str
    name: str
    changes: dict[str, Any]
    assumed: dict[str, float]
    at: datetime

    @staticmethod
    def resolve_agency(row: Scenario) -> str:
        """The agency's key."""
        return row.agency.key


class ScenarioList(Out):
    """A page of scenarios."""

    items: list[ScenarioOut]
    next: str | None


@router.get(
    "/scenarios",
    response=ScenarioList,
    auth=Door(Right.PLAN_PORTFOLIO),
    operation_id="list_scenarios",
)
def list_scenarios(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """The scenarios of one's own agencies."""
    rows = queries.scenarios_visible_to(acting_of(request))
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/scenarios",
    response={201: ScenarioOut},
    auth=Door(Right.PLAN_PORTFOLIO),
    operation_id="draft_scenario",
)
def post_scenario(request: HttpRequest, body: ScenarioIn) -> Status[Scenario]:
    """Name a set of changes to an agency's portfolio."""
    agency = agency_for(request, body.agency)
    return Status(201, draft_scenario(by=acting_of(request), agency=agency, values=body.values()))


class AskIn(In):
    """How long to search."""

    seconds: Seconds = 20


class PlanOut(Out):
    """A plan: how far its search is, and its answer once it is found."""

    public_id: str
    agency: str
    scenario: str
    name: str
    on: date
    state: str
    percent: float | None
    incumbent: float | None
    bound: float | None
    found_at: datetime | None
    summary: dict[str, Any] | None
    is_adopted: bool

    @staticmethod
    def resolve_agency(row: Plan) -> str:
        """The agency's key."""
        return row.agency.key

    @staticmethod
    def resolve_scenario(row: Plan) -> str:
        """The scenario's public id."""
        return row.scenario.public_id

    @staticmethod
    def resolve_name(row: Plan) -> str:
        """The scenario's name."""
        return row.scenario.name

    @staticmethod
    def resolve_state(row: Plan) -> str:
        """Where its search is."""
        return row.solve.state if row.solve else "done"

    @staticmethod
    def resolve_percent(row: Plan) -> float | None:
        """How much of its time is spent."""
        return row.solve.percent if row.solve else None

    @staticmethod
    def resolve_incumbent(row: Plan) -> float | None:
        """The best so far."""
        return row.solve.incumbent if row.solve else None

    @staticmethod
    def resolve_bound(row: Plan) -> float | None:
        """What no plan can beat."""
        return row.solve.bound if row.solve else None

    @staticmethod
    def resolve_summary(row: Plan) -> dict[str, Any] | None:
        """What the answer comes to."""
        return row.solve.answer if row.solve else None

    @staticmethod
    def resolve_is_adopted(row: Plan) -> bool:
        """Whether somebody adopted it."""
        return getattr(row, "adoption", None) is not None


class PlanList(Out):
    """A page of plans."""

    items: list[PlanOut]
    next: str | None


class WholePlanOut(PlanOut):
    """A plan with its question and its answer."""

    question: dict[str, Any]
    answer: dict[str, Any]


@router.get("/plans", response=PlanList, auth=Door(Right.READ_REGISTER), operation_id="list_plans")
def list_plans(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """One's own agencies' plans, and of others those that were adopted."""
    rows = queries.plans_visible_to(acting_of(request)).defer("question", "answer", "views")
    return listed(request, response, rows, (limit, cursor))


@router.get(
    "/plans/{plan_id}",
    response=WholePlanOut,
    auth=Door(Right.READ_REGISTER),
    operation_id="get_plan",
)
def get_plan(request: HttpRequest, plan_id: PublicId) -> Plan:
    """One plan with its answer, and its question for those who plan for its agency."""
    row = queries.plans_visible_to(acting_of(request)).filter(public_id=plan_id).first()
    if row is None:
        raise Refused("not_found")
    acting = acting_of(request)
    row.answer, row.question = seen_answer(acting, row), seen_question(acting, row)
    return row


@router.post(
    "/scenarios/{scenario_id}/plans",
    response={201: PlanOut},
    auth=Door(Right.PLAN_PORTFOLIO),
    operation_id="ask_plan",
)
def post_plan(request: HttpRequest, scenario_id: PublicId, body: AskIn) -> Status[Plan]:
    """Have a scenario planned."""
    row = ask_plan(
        by=acting_of(request),
        scenario=scenario_id,
        seconds=body.seconds,
        today=timezone.localdate(),
    )
    return Status(201, row)


class StopIn(In):
    """Whether the best so far is kept."""

    keeps_best: Flag = False


@router.post(
    "/plans/{plan_id}/stop",
    response=PlanOut,
    auth=Door(Right.PLAN_PORTFOLIO),
    operation_id="stop_plan",
)
def post_stop(request: HttpRequest, plan_id: PublicId, body: StopIn) -> Plan:
    """End a search."""
    return stop_plan(by=acting_of(request), plan=plan_id, keeps_best=body.keeps_best)


class AdoptIn(In):
    """Why this plan."""

    reason: Prose


class AdoptionOut(Out):
    """An adopted plan."""

    public_id: str
    agency: str
    plan: str
    name: str
    on: date
    reason: str

    @staticmethod
    def resolve_agency(row: Adoption) -> str:
        """The agency's key."""
        return row.agency.key

    @staticmethod
    def resolve_plan(row: Adoption) -> str:
        """The plan's public id."""
        return row.plan.public_id

    @staticmethod
    def resolve_name(row: Adoption) -> str:
        """The scenario's name."""
        return row.plan.scenario.name


class AdoptionList(Out):
    """A page of adopted plans."""

    items: list[AdoptionOut]
    next: str | None


@router.get(
    "/adoptions",
    response=AdoptionList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_adoptions",
)
def list_adoptions(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """The plans that were adopted, by whom and why."""
    rows = queries.adoptions_visible_to(acting_of(request))
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/plans/{plan_id}/adoption",
    response={201: AdoptionOut},
    auth=Door(Right.ADOPT_PLAN),
    operation_id="adopt_plan",
)
def post_adoption(request: HttpRequest, plan_id: PublicId, body: AdoptIn) -> Status[Adoption]:
    """Make a found plan the one that holds."""
    row = adopt_plan(
        by=acting_of(request), plan=plan_id, reason=body.reason, today=timezone.localdate()
    )
    return Status(201, row)


class FinishOut(Out):
    """Where a project stands in an adopted plan, the first date beside today's."""

    adoption: str
    project: str
    place: int | None
    begins: date | None
    ends: date | None
    before: date | None
    first: date | None

    @staticmethod
    def resolve_adoption(row: PlannedFinish) -> str:
        """The adoption's public id."""
        return row.adoption.public_id

    @staticmethod
    def resolve_project(row: PlannedFinish) -> str:
        """The project's public id."""
        return row.project.public_id


class FinishList(Out):
    """A page of planned finishes."""

    items: list[FinishOut]
    next: str | None


@router.get(
    "/planned-finishes",
    response=FinishList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_planned_finishes",
)
def list_finishes(
    request: HttpRequest,
    response: HttpResponse,
    project: PublicId | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, object]:
    """Where projects stand in adopted plans."""
    rows = queries.finishes_visible_to(acting_of(request))
    if project:
        rows = rows.filter(project__public_id=project)
    return listed(request, response, rows, (limit, cursor))
