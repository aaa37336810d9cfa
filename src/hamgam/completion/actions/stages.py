"""The phases of mega-projects and the gates between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.rights import Right
from hamgam.completion.mega import asks, conditions_of
from hamgam.completion.models import Phase, StageCondition, StageDecision
from hamgam.completion.queries import phases_visible_to
from hamgam.completion.vocabulary import Verdict
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import in_hand, iso
from hamgam.register.queries import projects_visible_to

LONGEST = 500


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How one condition of a gate stands, and by what evidence."""

    key: str
    is_met: bool
    evidence: str
    on: date


def tell_condition(*, by: Acting, phase: str, shown: Shown) -> StageCondition:
    """Tell how one of the city's conditions stands for a phase. Planners of its agency; records
    `stage_condition_told`. Refuses (`state`) a phase whose gate is open already."""
    faults = []
    if shown.key not in {ask.key for ask in asks()}:
        faults.append({"pointer": "#/key", "detail": "The city's gates ask for no such thing."})
    if not 0 < len(shown.evidence.strip()) <= LONGEST:
        faults.append({"pointer": "#/evidence", "detail": "Say by what evidence."})
    if faults:
        raise Refused("validation", errors=faults)
    with deed(by):
        row = in_hand(phases_visible_to(by), phase)
        project = row.project
        by.require(Right.RECORD_PROJECT, project.agency.path, subject=project.public_id)
        if row.passed_on is not None:
            raise Refused("state")
        told, _ = StageCondition.objects.update_or_create(
            phase=row,
            key=shown.key,
            defaults={
                "is_met": shown.is_met,
                "evidence": shown.evidence.strip(),
                "on": shown.on,
                "actor": by.actor,
            },
        )
        record_fact(
            "stage_condition_told",
            subject=project.public_id,
            payload={"phase": row.public_id, "condition": told.key, "is_met": told.is_met},
        )
    return told


@dataclass(frozen=True, slots=True, kw_only=True)
class AtGate:
    """What is decided at a stage gate: on which day, why, by whom, by which letter."""

    on: date
    reason: str
    decided_by: str = ""
    number: str = ""


def pass_phase(*, by: Acting, phase: str, at: AtGate) -> Phase:
    """Open the stage gate behind a phase: its result is in use, by what evidence. Heads of its
    agency; records `phase_passed`. Refuses (`state`) while an earlier phase stands, and
    (`validation`) an opening while a condition is not met that does not say who decided so and by
    which letter."""
    with deed(by):
        row = _at_gate(by, phase)
        unmet = [one.ask.key for one in conditions_of(row) if not one.is_met]
        if unmet and not (at.decided_by.strip() and at.number.strip()):
            detail = "A condition is not met: say who decided so, and by which letter."
            raise Refused("validation", errors=[{"pointer": "#/decided_by", "detail": detail}])
        _decide(by, row, at, Verdict.GO)
        row.passed_on, row.passed_for = at.on, at.reason.strip()
        row.save(update_fields=["passed_on", "passed_for"])
    return row


def hold_phase(*, by: Acting, phase: str, at: AtGate, stops: bool = False) -> Phase:
    """Keep the gate behind a phase closed: the next phase waits, or is given up for good and what
    stands is kept in use. Heads of its agency; records `phase_held`. Refuses (`state`) a gate
    that is open."""
    with deed(by):
        row = _at_gate(by, phase)
        _decide(by, row, at, Verdict.STOP if stops else Verdict.HOLD)
    return row


def _at_gate(by: Acting, phase: str) -> Phase:
    """The phase whose gate the actor may decide on, and which comes next."""
    row = in_hand(phases_visible_to(by), phase)
    project = row.project
    by.require(Right.DECIDE_START, project.agency.path, subject=project.public_id)
    earlier = Phase.objects.filter(project=project, place__lt=row.place)
    if row.passed_on or earlier.filter(passed_on__isnull=True).exists():
        raise Refused("state")
    return row


def _decide(by: Acting, phase: Phase, at: AtGate, verdict: Verdict) -> None:
    """Write the decision with what was not met that day; within a deed that has asked for the
    right."""
    reason = at.reason.strip()
    if not 0 < len(reason) <= LONGEST:
        detail = "Say by what evidence."
        raise Refused("validation", errors=[{"pointer": "#/evidence", "detail": detail}])
    unmet = [one.ask.key for one in conditions_of(phase) if not one.is_met]
    StageDecision.objects.create(
        phase=phase,
        verdict=verdict.value,
        on=at.on,
        number=at.number.strip(),
        decided_by=at.decided_by.strip(),
        reason=reason,
        unmet=unmet,
        actor=by.actor,
        at=timezone.now(),
    )
    about = {"phase": phase.public_id, "on": iso(at.on), "reason": reason, "unmet": unmet}
    name = "phase_passed" if verdict is Verdict.GO else "phase_held"
    record_fact(name, subject=phase.project.public_id, payload={**about, "verdict": verdict.value})
