"""New starts against the gate, and the phases of mega-projects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.rights import Right
from hamgam.completion.gating import answer_for
from hamgam.completion.models import Phase, StartDecision
from hamgam.completion.queries import phases_visible_to
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import in_hand, iso
from hamgam.register.queries import projects_visible_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who lets a project begin against the gate, by which letter, on which day, and why."""

    number: str
    on: date
    decided_by: str
    reason: str


def decide_start(*, by: Acting, project: str, decision: Decision, today: date) -> StartDecision:
    """Let a new project begin although the gate refuses it; listed for the council with what was
    not met. Heads of its agency; records `start_decided`. Refuses (`state`) what passes anyway."""
    told = (decision.number, decision.decided_by, decision.reason)
    if not all(text.strip() for text in told):
        detail = "A named decision tells its number, who decided and why."
        raise Refused("validation", errors=[{"pointer": "#/reason", "detail": detail}])
    with deed(by):
        row = in_hand(projects_visible_to(by), project)
        by.require(Right.DECIDE_START, row.agency.path, subject=row.public_id)
        refused = answer_for(row, today).refusals(Language.FA)
        if not refused:
            raise Refused("state")
        made = StartDecision.objects.create(
            project=row,
            number=decision.number.strip(),
            on=decision.on,
            decided_by=decision.decided_by.strip(),
            reason=decision.reason.strip(),
            refused=refused,
            actor=by.actor,
            at=timezone.now(),
        )
        record_fact(
            "start_decided",
            subject=row.public_id,
            payload={"number": made.number, "on": iso(made.on), "reason": made.reason},
        )
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseValues:
    """What is told of a phase; `result` is what people can use once it is finished."""

    title: str
    result: str
    due: date | None = None
    cost_rials: int | None = None
    price_year: int | None = None


def add_phase(*, by: Acting, project: str, values: PhaseValues) -> Phase:
    """Divide a mega-project: each phase gives a usable result by itself. Planners of its agency;
    records `phase_added`."""
    if not values.title.strip() or not values.result.strip():
        detail = "A phase tells what people can use once it is finished."
        raise Refused("validation", errors=[{"pointer": "#/result", "detail": detail}])
    with deed(by):
        row = in_hand(projects_visible_to(by), project)
        by.require(Right.RECORD_PROJECT, row.agency.path, subject=row.public_id)
        phase = Phase.objects.create(
            project=row,
            place=Phase.objects.filter(project=row).count() + 1,
            title=values.title.strip(),
            result=values.result.strip(),
            due=values.due,
            cost_rials=values.cost_rials,
            price_year=values.price_year,
        )
        record_fact("phase_added", subject=row.public_id, payload={"phase": phase.public_id})
    return phase


def pass_phase(*, by: Acting, phase: str, on: date, evidence: str) -> Phase:
    """Open the stage gate behind a phase: its result is in use, by what evidence. Heads of its
    agency; records `phase_passed`. Refuses (`state`) while an earlier phase stands."""
    if not evidence.strip():
        detail = "Say by what evidence."
        raise Refused("validation", errors=[{"pointer": "#/evidence", "detail": detail}])
    with deed(by):
        row = in_hand(phases_visible_to(by), phase)
        project = row.project
        by.require(Right.DECIDE_START, project.agency.path, subject=project.public_id)
        earlier = Phase.objects.filter(project=project, place__lt=row.place)
        if row.passed_on or earlier.filter(passed_on__isnull=True).exists():
            raise Refused("state")
        row.passed_on, row.passed_for = on, evidence.strip()
        row.save(update_fields=["passed_on", "passed_for"])
        record_fact(
            "phase_passed",
            subject=project.public_id,
            payload={"phase": row.public_id, "on": iso(on), "reason": row.passed_for},
        )
    return row
