"""The excavation commission: applications, sittings, permits, and what becomes of each trench."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from hamgam.agencies.acting import Acting, deed, job
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Sharing
from hamgam.coordination.actions.numbers import next_number
from hamgam.coordination.actions.permit_rows import (
    checks_of,
    commission,
    deposit_of,
    dig_in_hand,
    move_dig,
    own_dig,
    tell_holder,
)
from hamgam.coordination.actions.settling import over, today
from hamgam.coordination.bridge import settling
from hamgam.coordination.clocks import runs_out
from hamgam.coordination.models.permits import Application, Extension, Permit
from hamgam.coordination.queries.permits import applications_visible_to
from hamgam.coordination.vocabulary import Reinstatement
from hamgam.coordination.workflow.permits import DIG_ENDS, WAITING, DigMove, DigState
from hamgam.engine.works import Activity
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.meetings import Call, Conclusion, conclude, new_meeting
from hamgam.register.models import Meeting
from hamgam.register.queries import works_visible_to
from hamgam.register.vocabulary import MeetingKind, Outcome

GRAVE = frozenset({"block", "require"})


def apply_to_dig(*, by: Acting, work: str) -> Application:
    """Ask the commission for a permit; the rules are checked at once. The field and planners of
    the work's agency; records `permit_applied_for`."""
    with deed(by):
        row = works_visible_to(by).filter(public_id=work).first()
        if row is None:
            raise Refused("not_found")
        by.require(Right.APPLY_TO_DIG, row.agency.path, subject=row.public_id)
        held = row.applications.exclude(state__in=[state.value for state in DIG_ENDS])
        if row.begins is None or row.ends is None or held.exists() or row.withdrawn:
            raise Refused("state")
        now = timezone.now()
        made = Application.objects.create(
            number=next_number("د", Application, now),
            agency=row.agency,
            work=row,
            is_connection=row.activity == Activity.CONNECTION,
            applied=now,
            due=runs_out(settling().clocks["permit"], now),
            checks=checks_of(row),
        )
        record_fact("permit_applied_for", subject=made.public_id, payload={"work": row.public_id})
    return made


def call_session(*, by: Acting, begins: datetime, place: str, title: str) -> Meeting:
    """Call a sitting; its agenda is made of the applications that wait. Those who keep the
    commission's books; records `session_called`."""
    with deed(by):
        host = commission(by)
        rows = list(
            applications_visible_to(by).filter(state=DigState.APPLIED).order_by("applied", "pk")
        )
        if not rows:
            raise Refused("state")
        agenda = [(row.public_id, _title_of(row)) for row in rows]
        call = Call(
            kind=MeetingKind.COMMISSION, title=title, begins=begins, place=place, agenda=agenda
        )
        meeting = new_meeting(host, call)
        items = {item.subject: item for item in meeting.items.all()}
        for row in rows:
            row.item = items[row.public_id]
            move_dig(row, DigMove.PUT_ON_AGENDA)
        payload = {"applications": len(rows)}
        record_fact("session_called", subject=meeting.public_id, payload=payload)
    return meeting


def _title_of(row: Application) -> str:
    """How an agenda that every agency reads calls an application."""
    is_open = row.work.sharing in (Sharing.PUBLIC, Sharing.AGENCIES)
    return f"{row.number} · {row.work}" if is_open else row.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What a permit is granted under: window, night work, class and last day of reinstatement,
    deposit. None takes the work's own days, the city's term, and the price book's deposit."""

    begins: date | None = None
    ends: date | None = None
    by_night: bool = False
    reinstatement: Reinstatement = Reinstatement.PERMANENT
    reinstate_by: date | None = None
    deposit_rials: int | None = None
    words: str = ""


def grant(*, by: Acting, application: str, conditions: Conditions) -> Permit:
    """Grant a permit with conditions. Those who keep the commission's books; records
    `permit_granted`."""
    with deed(by):
        host = commission(by)
        row = dig_in_hand(by, application)
        if DigState(row.state) is not DigState.ON_AGENDA:
            raise Refused("state")
        permit = issue(row, conditions)
        _conclude(row, host, Outcome.DECIDED, f"مجوز {permit.number}", permit.reinstate_by)
        move_dig(row, DigMove.GRANT)
        tell_holder(row, "permit_granted")
        payload = {"permit": permit.public_id, "number": permit.number}
        record_fact("permit_granted", subject=row.public_id, payload=payload)
    return permit


def issue(row: Application, conditions: Conditions) -> Permit:
    """Write a numbered permit; part of several deeds."""
    begins, ends = conditions.begins or row.work.begins, conditions.ends or row.work.ends
    if begins is None or ends is None or ends < begins:
        raise Refused("validation", errors=[{"pointer": "#/ends", "detail": "before begins"}])
    terms, now = settling().permits, timezone.now()
    reinstate_by = conditions.reinstate_by or ends + timedelta(days=terms.reinstate_within_days)
    if reinstate_by < ends:
        raise Refused("validation", errors=[{"pointer": "#/reinstate_by", "detail": "before ends"}])
    deposit = deposit_of(row.work)
    if conditions.deposit_rials is not None:
        deposit["deposit_rials"] = conditions.deposit_rials
    row.due = over(reinstate_by)
    return Permit.objects.create(
        application=row,
        number=next_number("م", Permit, now),
        begins=begins,
        ends=ends,
        first_ends=ends,
        by_night=conditions.by_night,
        reinstatement=conditions.reinstatement.value,
        reinstate_by=reinstate_by,
        **deposit,
        conditions=conditions.words,
        issued=now,
    )


def _conclude(
    row: Application, host: Agency, outcome: Outcome, words: str, due: date | None
) -> None:
    if row.item is not None:
        proof = "بازدید و تأیید مرمت"
        told = Conclusion(outcome=outcome, words=words, owner=row.agency, due=due, proof=proof)
        conclude(row.item, told)


def refuse(*, by: Acting, application: str, words: str, is_final: bool = True) -> Application:
    """Refuse an application, or put it off to a later sitting, with the reason. Those who keep the
    commission's books; records `permit_refused` or `permit_deferred`."""
    if not words.strip():
        raise Refused("validation", errors=[{"pointer": "#/words", "detail": "required"}])
    with deed(by):
        host = commission(by)
        row = dig_in_hand(by, application)
        if DigState(row.state) is not DigState.ON_AGENDA:
            raise Refused("state")
        outcome = Outcome.WITHDRAWN if is_final else Outcome.NEEDS_DATA
        until = None if is_final else today() + timedelta(days=14)
        _conclude(row, host, outcome, words, until)
        row.words = words
        row.due = None if is_final else runs_out(settling().clocks["permit"], timezone.now())
        row.item = None if not is_final else row.item
        move_dig(row, DigMove.REFUSE if is_final else DigMove.DEFER)
        tell_holder(row, "permit_refused" if is_final else "permit_deferred")
        name = "permit_refused" if is_final else "permit_deferred"
        record_fact(name, subject=row.public_id, payload={"reason": words})
    return row


def grant_connections(*, by: Acting) -> Sequence[Permit]:
    """Grant at once every waiting connection of which no rule asks anything. Those who keep the
    commission's books; records `connections_granted`."""
    with deed(by):
        commission(by)
        rows = applications_visible_to(by).filter(state=DigState.APPLIED, is_connection=True)
        clean = [row for row in rows if not is_grave(row)]
        if not clean:
            raise Refused("state")
        permits = []
        for row in clean:
            permits.append(issue(row, Conditions()))
            move_dig(row, DigMove.GRANT)
            tell_holder(row, "permit_granted")
        payload = {"permits": [permit.number for permit in permits]}
        record_fact("connections_granted", subject=clean[0].public_id, payload=payload)
    return permits


def is_grave(row: Application) -> bool:
    """Whether some rule blocks the application, or requires something of it."""
    return any(check["consequence"] in GRAVE for check in row.checks)


def extend_permit(*, by: Acting, application: str, ends: date, reason: str) -> Permit:
    """Give more time; the first end is kept for good. Those who keep the commission's books;
    records `permit_extended`."""
    with deed(by):
        commission(by)
        row = dig_in_hand(by, application)
        permit = own_permit(row, DigMove.EXTEND)
        if ends <= permit.ends or not reason.strip():
            raise Refused("validation", errors=[{"pointer": "#/ends", "detail": "not later"}])
        Extension.objects.create(
            permit=permit, before=permit.ends, after=ends, reason=reason, at=timezone.now()
        )
        within = timedelta(days=settling().permits.reinstate_within_days)
        permit.ends, permit.reinstate_by = ends, ends + within
        permit.save(update_fields=["ends", "reinstate_by"])
        row.due = over(permit.reinstate_by)
        move_dig(row, DigMove.EXTEND)
        payload = {"ends": ends.isoformat(), "reason": reason}
        record_fact("permit_extended", subject=row.public_id, payload=payload)
    return permit


def own_permit(row: Application, move: DigMove) -> Permit:
    """The application's permit; refuses (`state`) where the move is not allowed."""
    permit: Permit | None = getattr(row, "permit", None)
    if permit is None or (DigState(row.state), move) not in _ALLOWED:
        raise Refused("state")
    return permit


def reinstate(*, by: Acting, application: str, on: date) -> Permit:
    """Report that the street is whole again. The field and planners of the holder; records
    `street_reinstated`."""
    with deed(by):
        row = own_dig(by, application)
        permit = own_permit(row, DigMove.REINSTATE)
        if on > today() or on < permit.begins:
            raise Refused("validation", errors=[{"pointer": "#/on", "detail": "not a past day"}])
        permit.reinstated_on = on
        permit.save(update_fields=["reinstated_on"])
        row.due = runs_out(settling().clocks["permit"], timezone.now())
        move_dig(row, DigMove.REINSTATE)
        record_fact("street_reinstated", subject=row.public_id, payload={"on": on.isoformat()})
    return permit


def inspect(*, by: Acting, application: str, is_passed: bool, words: str = "") -> Permit:
    """Inspect the street: passed, the warranty runs; failed, it is to be reinstated again. Those
    who keep the commission's books; records `street_inspected`."""
    with deed(by):
        commission(by)
        row = dig_in_hand(by, application)
        permit = own_permit(row, DigMove.PASS if is_passed else DigMove.FAIL)
        permit.inspected_on, row.words = today(), words
        if is_passed:
            permit.warranty_ends = today() + timedelta(days=settling().permits.warranty_days)
            row.due = over(permit.warranty_ends)
        else:
            permit.reinstated_on = None
            within = settling().permits.reinstate_within_days
            permit.reinstate_by = today() + timedelta(days=within)
            row.due = over(permit.reinstate_by)
        permit.save()
        move_dig(row, DigMove.PASS if is_passed else DigMove.FAIL)
        payload = {"passed": is_passed, "reason": words}
        record_fact("street_inspected", subject=row.public_id, payload=payload)
    return permit


def repair(*, by: Acting, application: str, cost_rials: int) -> Permit:
    """Record that the municipality repaired an overdue trench, and bill the cost with the
    surcharge of Article 103. Those who keep the commission's books; records `street_repaired`."""
    with deed(by):
        commission(by)
        row = dig_in_hand(by, application)
        permit = own_permit(row, DigMove.REPAIR)
        if permit.reinstate_by >= today():
            raise Refused("state")
        percent = settling().permits.surcharge_percent
        permit.bill_rials = cost_rials + -(-cost_rials * percent // 100)
        permit.save(update_fields=["bill_rials"])
        row.due = runs_out(settling().clocks["permit"], timezone.now())
        move_dig(row, DigMove.REPAIR)
        tell_holder(row, "permit_billed")
        payload = {"bill_rials": permit.bill_rials}
        record_fact("street_repaired", subject=row.public_id, payload=payload)
    return permit


def run_dig_clocks(now: datetime) -> int:
    """Remind of applications and trenches whose time ran out; end warranties. A job's deed;
    records `dig_clock_ran_out` for each."""
    rows = Application.objects.filter(due__lte=now).exclude(state__in=[s.value for s in DIG_ENDS])
    by, ids = job("dig_clocks"), list(rows.values_list("public_id", flat=True))
    for public_id in ids:
        with deed(by):
            row = dig_in_hand(by, public_id)
            if DigState(row.state) is DigState.IN_WARRANTY:
                row.due = None
                move_dig(row, DigMove.END_WARRANTY)
            else:
                row.due = runs_out(settling().clocks["permit"], now)
                row.save(update_fields=["due"])
                tell_holder(
                    row, "permit_waits" if DigState(row.state) in WAITING else "dig_overdue"
                )
            payload = {"state": row.state}
            record_fact("dig_clock_ran_out", subject=row.public_id, payload=payload)
    return len(ids)


_ALLOWED = {
    (DigState.GRANTED, DigMove.EXTEND),
    (DigState.GRANTED, DigMove.REINSTATE),
    (DigState.GRANTED, DigMove.REPAIR),
    (DigState.REINSTATED, DigMove.PASS),
    (DigState.REINSTATED, DigMove.FAIL),
    (DigState.REPAIRED, DigMove.PASS),
}
