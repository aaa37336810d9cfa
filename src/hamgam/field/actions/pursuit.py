"""Promises followed until done: proof, verification, extension, reminders, the ladder."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from functools import cache

from django.conf import settings
from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.actions.inbox import chief_desk, put_in_inbox
from hamgam.agencies.models import Agency, Person
from hamgam.agencies.rights import Right
from hamgam.exchange.city.following import Following, load_following
from hamgam.field.actions.obstacles import is_same_person
from hamgam.field.models import FollowUp
from hamgam.field.queries import follow_ups_visible_to
from hamgam.field.vocabulary import ReasonCode, Rung
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.ledger.models import Fact
from hamgam.register.actions.promises import fulfil_commitment, postpone_commitment
from hamgam.register.actions.rows import iso
from hamgam.register.models import Commitment
from hamgam.register.queries import commitments_visible_to


@cache
def law(city: str) -> Following:
    """How the city follows promises."""
    return load_following(city)


def follow_commitment(
    *, by: Acting, commitment: str, owner_name: str, officer: Person, proof_asked: str
) -> FollowUp:
    """Have a promise made anywhere followed like those of the sites. Its agency's people; records
    `promise_followed`."""
    row = commitments_visible_to(by).filter(public_id=commitment).first()
    if row is None:
        raise Refused("not_found")
    by.require(Right.RECORD_COMMITMENT, row.agency.path, subject=commitment)
    if not owner_name.strip() or not proof_asked.strip() or is_same_person(owner_name, officer):
        raise Refused("same_person")
    if FollowUp.objects.filter(commitment=row).exists() or row.done_on is not None:
        raise Refused("state")
    with deed(by):
        found = FollowUp.objects.create(
            commitment=row,
            owner_name=owner_name,
            officer=officer,
            proof_asked=proof_asked,
            made_on=timezone.localdate(),
        )
        record_fact("promise_followed", subject=commitment, payload={"officer": officer.public_id})
    return found


def _in_hand(by: Acting, commitment: str) -> FollowUp:
    found = follow_ups_visible_to(by).filter(commitment__public_id=commitment).first()
    if found is None:
        raise Refused("not_found")
    return FollowUp.objects.select_for_update(of=("self",)).get(pk=found.pk)


def prove_promise(*, by: Acting, commitment: str, version: int, on: date, proof: str) -> FollowUp:
    """Say that a promise is kept, with its proof. Its owner's people; records
    `commitment_fulfilled`. It counts as done when the follow-up officer has verified it."""
    with deed(by):
        row = _in_hand(by, commitment)
        fulfil_commitment(by=by, commitment=commitment, version=version, on=on, proof=proof)
        row.refresh_from_db()
    return row


def note_claim(fact: Fact) -> None:
    """Whatever door a followed promise was told kept at: who said so is remembered, and its officer
    is asked to see for himself. A follow-up of `commitment_fulfilled`."""
    row = FollowUp.objects.filter(commitment__public_id=fact.subject).first()
    if row is None:
        return
    row.claimed_by = fact.actor
    row.save(update_fields=["claimed_by"])
    put_in_inbox(
        Agency.objects.get(pk=_desk_of(row)),
        kind="promise_to_verify",
        subject=fact.subject,
        about={"officer": row.officer.full_name},
    )


def _desk_of(row: FollowUp) -> int:
    """Where the follow-up officer sits; the promise's own agency for one without a post."""
    post = row.officer.posts.order_by("begins", "pk").first()
    return post.agency_id if post else row.commitment.agency_id


def verify_promise(*, by: Acting, commitment: str) -> FollowUp:
    """See that a promise was kept. The follow-up officer alone, and never who said so; records
    `promise_verified`."""
    with deed(by):
        row = _in_hand(by, commitment)
        _require_officer(by, row)
        if row.commitment.done_on is None or row.verified_at is not None:
            raise Refused("state")
        if row.claimed_by == by.actor:
            raise Refused("same_person")
        row.verified_by, row.verified_at = by.actor, timezone.now()
        row.save(update_fields=["verified_by", "verified_at"])
        record_fact("promise_verified", subject=commitment)
    return row


def return_promise(*, by: Acting, commitment: str, why: str) -> FollowUp:
    """Say that a promise was not kept although its owner said so. The follow-up officer; records
    `promise_returned`."""
    if not why.strip():
        raise Refused("validation", errors=[{"pointer": "#/why", "detail": "required"}])
    with deed(by):
        row = _in_hand(by, commitment)
        _require_officer(by, row)
        kept = Commitment.objects.select_for_update().get(pk=row.commitment_id)
        if kept.done_on is None or row.verified_at is not None:
            raise Refused("state")
        kept.done_on, kept.version = None, kept.version + 1
        kept.save(update_fields=["done_on", "version"])
        row.claimed_by = ""
        row.save(update_fields=["claimed_by"])
        record_fact("promise_returned", subject=commitment, payload={"why": why})
    return row


def _require_officer(by: Acting, row: FollowUp) -> None:
    by.require(Right.VERIFY_PROMISE)
    if by.person is None or by.person.pk != row.officer_id:
        raise Refused("forbidden", right=Right.VERIFY_PROMISE.value)


def extend_promise(
    *, by: Acting, commitment: str, version: int, due: date, reason: ReasonCode
) -> FollowUp:
    """Move a promise's day with the reason; the first day is kept and counts. Its owner's people;
    records `commitment_postponed`."""
    with deed(by):
        row = _in_hand(by, commitment)
        postpone_commitment(
            by=by, commitment=commitment, version=version, due=due, reason=reason.value
        )
        row.refresh_from_db()
    return row


def note_new_day(fact: Fact) -> None:
    """A followed promise moves with its reason or not at all (`own_protocol`), and its reminders
    begin anew. A follow-up of `commitment_postponed`."""
    row = FollowUp.objects.filter(commitment__public_id=fact.subject).first()
    if row is None:
        return
    reason = str(json.loads(fact.payload)["reason"])
    if reason not in set(ReasonCode):
        raise Refused("own_protocol")
    row.reason, row.reminded_percent = reason, 0
    row.save(update_fields=["reason", "reminded_percent"])


def remind(by: Acting, today: date) -> int:
    """The day's round: remind owners at 50, 80 and 100 % of the time, and let what is overdue climb
    the ladder; how many were told. A job; records `promises_reminded` where there are any."""
    rows = FollowUp.objects.filter(commitment__done_on__isnull=True)
    told = 0
    with deed(by):
        for row in rows.select_related("commitment__agency"):
            told += _remind(row, today)
        if told:
            record_fact("promises_reminded", subject=iso(today) or "", payload={"count": told})
    return told


def spent_percent(made: date, due: date, today: date) -> int:
    """How much of a promise's time is spent; 100 on its day and after."""
    whole = (due - made).days
    if whole <= 0 or today >= due:
        return 100
    return max(0, round(100 * (today - made).days / whole))


def rung_of(due: date, today: date, rung_days: int) -> int:
    """The rung an overdue promise stands on: one on the day after, one more after so many days."""
    late = (today - due).days
    return 0 if late <= 0 else min(int(max(Rung)), 1 + (late - 1) // rung_days)


def _remind(row: FollowUp, today: date) -> bool:
    due = row.commitment.due
    spent = spent_percent(row.made_on, due, today)
    by = law(settings.HAMGAM_CITY)
    step = max((at for at in by.remind_at_percent if at <= spent), default=0)
    rung = rung_of(due, today, by.rung_days)
    if step <= row.reminded_percent and rung <= row.rung:
        return False
    for agency in _told(row, rung):
        put_in_inbox(
            agency,
            kind="promise_due" if rung == 0 else "promise_overdue",
            subject=row.commitment.public_id,
            about={"percent": step, "rung": rung},
            due=due,
        )
    row.reminded_percent, row.rung = max(step, row.reminded_percent), max(rung, row.rung)
    row.save(update_fields=["reminded_percent", "rung"])
    return True


def _told(row: FollowUp, rung: int) -> Iterable[Agency]:
    """Whose desks hear of it: the owner's, and the rungs' as it climbs."""
    owner = row.commitment.agency
    yield owner
    if rung >= Rung.DEPUTY and owner.parent is not None:
        yield owner.parent
    for name, key in law(settings.HAMGAM_CITY).desks.items():
        if rung >= Rung[name.upper()] and Agency.objects.filter(key=key).exists():
            yield chief_desk(key).agency
