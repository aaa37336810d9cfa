"""New starts against the gate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.rights import Right
from hamgam.completion.gating import answer_for
from hamgam.completion.models import StartDecision
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
        answer = answer_for(row, today)
        refused = {code.value: answer.refusals(code) for code in Language}
        if not any(refused.values()):
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
