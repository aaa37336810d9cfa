"""The ladder: clocks that run out, sittings that are called, decisions of the competent body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from hamgam.agencies.acting import Acting, deed, job
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.coordination.actions.following import follow
from hamgam.coordination.actions.rows import case_in_hand, move, step
from hamgam.coordination.actions.settling import (
    Terms,
    bind,
    option_in,
    restart_clock,
    settle,
)
from hamgam.coordination.actions.telling import tell_parties
from hamgam.coordination.bridge import settling
from hamgam.coordination.clocks import letters_due, next_rung, rung_of, silence_of
from hamgam.coordination.models import Case, CaseParty, Letter, Settlement, Step
from hamgam.coordination.queries.cases import cases_visible_to
from hamgam.coordination.vocabulary import HowSettled, PartyRole, StepKind
from hamgam.coordination.workflow.cases import OPEN, UNBOUND, UNSETTLED, Move, State
from hamgam.engine.calendars.instants import instant_of
from hamgam.exchange.city.settling import PARTIES, Matter, Silence
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import in_hand
from hamgam.register.law import law


def run_clocks(now: datetime) -> int:
    """Do what the end of each clock means; how many ran out. A job's deed; records
    `clock_ran_out` for each case."""
    due = Case.objects.filter(state__in=[s.value for s in OPEN], due__lte=now).order_by("due")
    ids = list(due.values_list("public_id", flat=True))
    by = job("case_clocks")
    for public_id in ids:
        with deed(by):
            case = in_hand(Case.objects.all(), public_id)
            if case.due is not None and case.due <= now and State(case.state) in OPEN:
                payload = _ran_out(case)
                record_fact("clock_ran_out", subject=case.public_id, payload=payload)
    return len(ids)


def _ran_out(case: Case) -> dict[str, object]:
    """What silence means where the case stands."""
    if State(case.state) is State.BOUND:
        return follow(case)
    if State(case.state) in UNBOUND:
        return _remind(case, letters_due(timezone.now()))
    if silence_of(case) is Silence.ESCALATE:
        climb(case, actor="job:case_clocks")
        return {"rung": case.rung}
    restart_clock(case)
    due = case.due
    return _remind(case, due or timezone.now())


def _remind(case: Case, due: datetime) -> dict[str, object]:
    step(case, StepKind.REMINDED, "job:case_clocks")
    case.due = due
    case.save(update_fields=["due", "rung_since"])
    tell_parties(case, "case_reminder")
    return {"reminded": True}


def climb(case: Case, *, actor: str, words: str = "") -> None:
    """Carry a case to the next rung and start its clock; part of several deeds."""
    above = next_rung(case)
    if above is None or State(case.state) not in UNSETTLED:
        raise Refused("state")
    case.rung += 1
    step(case, StepKind.REACHED, actor, words)
    case.sits_on = None
    restart_clock(case)
    case.version += 1
    case.save()
    _seat(case, above.acts)
    tell_parties(case, "case_reached")


def _seat(case: Case, acts: str) -> None:
    """Make the agency that keeps a body's books a party of the case."""
    if acts == PARTIES:
        return
    host = Agency.objects.filter(key=settling().bodies[acts].agency).first()
    if host is not None:
        CaseParty.objects.get_or_create(
            case=case, agency=host, defaults={"role": PartyRole.BODY.value}
        )


def carry_up(*, by: Acting, case: str, words: str) -> Case:
    """Carry a case to the next rung before its clock runs out, with a reason. Planners of the
    owners; records `case_carried_up`."""
    _needs(words)
    with deed(by):
        row = case_in_hand(by, case, Right.SETTLE_CASE)
        climb(row, actor=by.actor, words=words)
        payload = {"rung": row.rung, "reason": words}
        record_fact("case_carried_up", subject=row.public_id, payload=payload)
    return row


def body_at_hand(case: Case) -> str | None:
    """The key of the body whose rung the case stands on; None on a rung of the parties."""
    acts = rung_of(case).acts
    return None if acts == PARTIES else acts


def _sitting(by: Acting, public_id: str) -> Case:
    """The case, locked, for somebody of the body at hand; refuses others."""
    case = in_hand(cases_visible_to(by), public_id)
    if not may_sit(by, case):
        raise Refused("forbidden", right=Right.CONVENE_CASE.value)
    if State(case.state) not in UNSETTLED:
        raise Refused("state")
    return case


def may_sit(by: Acting, case: Case) -> bool:
    """Whether the actor keeps the books of the body at hand."""
    body = body_at_hand(case)
    if body is None:
        return False
    host = Agency.objects.filter(key=settling().bodies[body].agency).first()
    return host is not None and by.may(Right.CONVENE_CASE, host.path, subject=case.public_id)


def convene(*, by: Acting, case: str, on: date, words: str = "") -> Step:
    """Call the parties to sit on a day; the clock runs to its end. Those who keep the books of the
    body at hand; records `case_convened`."""
    with deed(by):
        row = _sitting(by, case)
        closes = law(on).calendar.closes_at(on)
        when = instant_of(on, closes, settings.TIME_ZONE)
        if when <= timezone.now():
            raise Refused("state")
        done = step(row, StepKind.CONVENED, by.actor, words)
        row.sits_on, row.due = on, when
        row.version += 1
        row.save()
        tell_parties(row, "case_convened")
        payload = {"on": on.isoformat(), "rung": row.rung}
        record_fact("case_convened", subject=row.public_id, payload=payload)
    return done


def send_back(*, by: Acting, case: str, words: str) -> Step:
    """Send a case to the rung below, with a reason; its clock runs anew. Those who keep the books
    of the body at hand; records `case_sent_back`."""
    _needs(words)
    with deed(by):
        row = _sitting(by, case)
        if row.rung == 0:
            raise Refused("state")
        done = step(row, StepKind.SENT_BACK, by.actor, words)
        row.rung -= 1
        row.sits_on = None
        restart_clock(row)
        row.version += 1
        row.save()
        tell_parties(row, "case_sent_back")
        payload = {"rung": row.rung, "reason": words}
        record_fact("case_sent_back", subject=row.public_id, payload=payload)
    return done


def _needs(words: str) -> None:
    if not words.strip():
        raise Refused("validation", errors=[{"pointer": "#/words", "detail": "required"}])


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the competent body decided: which option, in which words, by which letter."""

    body: str
    option: str
    words: str
    letter: tuple[str, date] | None = None
    """Number and date; None while the letter is awaited."""


def decide(*, by: Acting, case: str, decision: Decision) -> Settlement:
    """Record the decision of the competent body. Those who keep the books of the body at hand;
    records `case_decided`.

    Nobody decides for another body: the body named must be competent for the case's matter.
    """
    _needs(decision.words)
    with deed(by):
        row = _sitting(by, case)
        competent = {body.key for body in settling().competent(Matter(row.matter))}
        if decision.body not in competent:
            raise Refused("not_competent", body=decision.body)
        option = option_in(row, decision.option)
        terms = Terms(how=HowSettled.DECISION, words=decision.words, body=decision.body)
        step(row, StepKind.DECIDED, by.actor, decision.words)
        row.proposals.filter(stands=True).update(stands=False)
        _seat(row, decision.body)
        settlement = settle(row, option, terms)
        row.due = letters_due(timezone.now())
        move(row, Move.DECIDE)
        payload: dict[str, object] = {"body": decision.body, "option": option.public_id}
        if decision.letter is not None:
            payload |= _with_letter(row, settlement, decision.letter)
        tell_parties(row, "case_decided")
        record_fact("case_decided", subject=row.public_id, payload=payload)
    return settlement


def _with_letter(case: Case, settlement: Settlement, letter: tuple[str, date]) -> dict[str, object]:
    host = Agency.objects.get(key=settling().bodies[settlement.body].agency)
    Letter.objects.create(settlement=settlement, agency=host, number=letter[0], date=letter[1])
    return bind(case, settlement)
