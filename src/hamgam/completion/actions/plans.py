"""Scenarios and the plans that are asked for them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.completion import bridge
from hamgam.completion.models import Plan, Scenario
from hamgam.completion.queries import plans_visible_to, projects_of, scenarios_visible_to
from hamgam.completion.question import assumptions_of, to_json
from hamgam.exchange.portfolio.scenario import scenario_of
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import in_hand
from hamgam.register.queries import STANDING_PARTS
from hamgam.register.solves.asking import ask_solve, cancel_solve, end_solve

SOLVER = "hamgam.completion.solves.PLAN"
FEWEST_SECONDS, MOST_SECONDS = 2, 600
EXPLAINED_IN_S = 300
"""The most that explaining may take after the search, on a machine with much else to do; it ends
when it is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioValues:
    """What would be if: changes as `hamgam plan --scenario` reads them, and figures assumed
    otherwise."""

    name: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    assumed: Mapping[str, float] = field(default_factory=dict)


def _check(values: ScenarioValues) -> None:
    faults = [] if values.name.strip() else [("name", "A scenario needs a name.")]
    told = scenario_of({**values.changes, "name": values.name}, "scenario")
    if isinstance(told, list):
        faults += [("changes", f"{fault.field}: {fault.reason}") for fault in told]
    try:
        assumptions_of(values.assumed)
    except ValueError as error:
        faults.append(("assumed", str(error)))
    if faults:
        errors = [{"pointer": f"#/{name}", "detail": detail} for name, detail in faults]
        raise Refused("validation", errors=errors)


def draft_scenario(*, by: Acting, agency: Agency, values: ScenarioValues) -> Scenario:
    """Name a set of changes to the portfolio of an agency's branch. Its planners; records
    `scenario_drafted`."""
    by.require(Right.PLAN_PORTFOLIO, agency.path)
    _check(values)
    with deed(by):
        row = Scenario.objects.create(
            agency=agency,
            name=values.name.strip(),
            changes=dict(values.changes),
            assumed=dict(values.assumed),
            actor=by.actor,
            at=timezone.now(),
        )
        record_fact("scenario_drafted", subject=row.public_id, payload={"name": row.name})
    return row


def ask_plan(*, by: Acting, scenario: str, seconds: int, today: date) -> Plan:
    """Freeze the question of a scenario as the tables stand now, and have it planned. The agency's
    planners; records `plan_asked`. Refuses (`state`) a portfolio without anything to plan."""
    if not FEWEST_SECONDS <= seconds <= MOST_SECONDS:
        detail = f"Between {FEWEST_SECONDS} and {MOST_SECONDS} seconds."
        raise Refused("validation", errors=[{"pointer": "#/seconds", "detail": detail}])
    with deed(by):
        row = in_hand(scenarios_visible_to(by), scenario)
        by.require(Right.PLAN_PORTFOLIO, row.agency.path, subject=row.public_id)
        question = asked_now(row, seconds, today)
        plan = Plan(
            agency=row.agency,
            scenario=row,
            on=today,
            question=question,
            asked_at=timezone.now(),
            actor=by.actor,
        )
        plan.solve = ask_solve(
            row.agency,
            solver=SOLVER,
            arguments={"plan": plan.public_id},
            seconds=float(seconds + EXPLAINED_IN_S),
            subject=plan.public_id,
        )
        plan.save()
        payload = {"scenario": row.public_id, "question": digest_of(question)}
        record_fact("plan_asked", subject=plan.public_id, payload=payload)
    return plan


def asked_now(scenario: Scenario, seconds: int, today: date) -> dict[str, Any]:
    """The question as the tables stand now: what may still be finished, and the means for it."""
    from hamgam.completion.portfolio import may_be_finished

    found = projects_of(scenario.agency).prefetch_related(*STANDING_PARTS)
    projects = [project for project in found if may_be_finished(project, today)]
    changes = {**scenario.changes, "name": scenario.name}
    question = bridge.question_of(
        projects, today, scenario=changes, assumed=scenario.assumed, seconds=float(seconds)
    )
    if not question.rows:
        raise Refused("nothing_to_plan")
    return to_json(question)


def digest_of(told: Mapping[str, Any]) -> str:
    """The hash under which a question or an answer stands in the ledger."""
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def stop_plan(*, by: Acting, plan: str, keeps_best: bool) -> Plan:
    """End a search: with the best so far, or with nothing. The agency's planners; records
    `plan_stopped`."""
    with deed(by):
        row = in_hand(plans_visible_to(by), plan)
        by.require(Right.PLAN_PORTFOLIO, row.agency.path, subject=row.public_id)
        if row.solve is None:
            raise Refused("state")
        (end_solve if keeps_best else cancel_solve)(row.solve.public_id)
        record_fact("plan_stopped", subject=row.public_id, payload={"keeps_best": keeps_best})
    return row
