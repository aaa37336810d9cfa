"""Asking for cooperation: one asks, the other says yes, no with a reason, or offers something else;
silence carries it up the ladder."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from hamgam.agencies.acting import Acting, deed, job
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.coordination.actions.cooperation_rows import (
    Terms,
    about_of,
    asked_by_actor,
    asking_actor,
    clocked,
    move_request,
    rung_up,
    tell_side,
    turn,
)
from hamgam.coordination.actions.numbers import next_number
from hamgam.coordination.actions.opening import ladder_for
from hamgam.coordination.bridge import settling
from hamgam.coordination.clocks import runs_out
from hamgam.coordination.models import Cooperation
from hamgam.coordination.vocabulary import CooperationKind, TurnKind
from hamgam.coordination.workflow.cooperation import (
    COOPERATION_OPEN,
    CooperationMove,
    CooperationState,
)
from hamgam.exchange.city.settling import Silence
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import in_hand

ANSWERS = {
    CooperationMove.GRANT: TurnKind.GRANTED,
    CooperationMove.DECLINE: TurnKind.DECLINED,
    CooperationMove.OFFER: TurnKind.OFFERED,
}
"""What may be answered, and how it is written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked of whom, about what (a public id, empty for nothing), and for whose good."""

    kind: CooperationKind
    asked: Agency
    title: str
    words: str = ""
    serves: str = ""
    about: str = ""
    terms: Terms = field(default_factory=Terms)


def ask_cooperation(*, by: Acting, agency: Agency, ask: Ask) -> Cooperation:
    """Ask another agency for cooperation. Planners of the asking agency; records
    `cooperation_asked`."""
    by.require(Right.ASK_COOPERATION, agency.path)
    _check(ask, agency)
    with deed(by):
        ladder, now = ladder_for([agency, ask.asked]), timezone.now()
        row = Cooperation.objects.create(
            number=next_number("ه", Cooperation, now),
            kind=ask.kind.value,
            asker=agency,
            asked=ask.asked,
            title=ask.title.strip(),
            words=ask.words,
            serves=ask.serves,
            ladder=ladder.key,
            rung_since=now,
            due=runs_out(ladder.rungs[0].clock, now),
            opened=now,
            opened_by=by.actor,
            **about_of(by, ask.about),
            **ask.terms.columns(),
        )
        turn(row, TurnKind.ASKED, by, words=ask.words, terms=ask.terms)
        tell_side(row, "cooperation_asked", row.asked)
        payload = {"kind": row.kind, "asked": ask.asked.key, "number": row.number}
        record_fact("cooperation_asked", subject=row.public_id, payload=payload)
    return row


def _check(ask: Ask, asker: Agency) -> None:
    errors = []
    if not ask.title.strip():
        errors.append({"pointer": "#/title", "detail": "required"})
    if ask.asked.pk == asker.pk or not ask.asked.is_active:
        errors.append({"pointer": "#/asked", "detail": "another agency"})
    if errors or not ask.terms.is_sound:
        errors = errors or [{"pointer": "#/ends", "detail": "before begins"}]
        raise Refused("validation", errors=errors)


def answer_cooperation(
    *, by: Acting, request: str, move: CooperationMove, words: str = "", terms: Terms | None = None
) -> Cooperation:
    """Say yes, no with a reason, or offer something else. Planners of the asked agency; records
    `cooperation_answered`."""
    told = terms or Terms()
    if move not in ANSWERS or not told.is_sound:
        raise Refused("validation", errors=[{"pointer": "#/move", "detail": "unknown"}])
    if not words.strip() and move is not CooperationMove.GRANT:
        raise Refused("validation", errors=[{"pointer": "#/words", "detail": "required"}])
    with deed(by):
        row = asked_by_actor(by, request)
        turn(row, ANSWERS[move], by, words=words, terms=told)
        row.due = clocked(told.ends if move is CooperationMove.GRANT else None)
        move_request(row, move)
        tell_side(row, "cooperation_answered", row.asker)
        payload = {"answer": move.value, "agency": row.asked.key, "reason": words}
        record_fact("cooperation_answered", subject=row.public_id, payload=payload)
    return row


def accept_offer(*, by: Acting, request: str, words: str = "") -> Cooperation:
    """Take what was offered instead. Planners of the asking agency; records `offer_accepted`."""
    with deed(by):
        row = asking_actor(by, request)
        offer = row.turns.filter(kind=TurnKind.OFFERED).order_by("-pk").first()
        if offer is None or CooperationState(row.state) is not CooperationState.OFFERED:
            raise Refused("state")
        turn(row, TurnKind.ACCEPTED, by, words=words)
        row.due = clocked(offer.ends)
        move_request(row, CooperationMove.ACCEPT)
        tell_side(row, "cooperation_taken", row.asked)
        record_fact("offer_accepted", subject=row.public_id)
    return row


def carry_request_up(*, by: Acting, request: str, words: str) -> Cooperation:
    """Carry a request to the next rung, with a reason: an answer is still owed, was no, or was not
    kept. Planners of the asking agency; records `cooperation_carried_up`."""
    if not words.strip():
        raise Refused("validation", errors=[{"pointer": "#/words", "detail": "required"}])
    with deed(by):
        row = asking_actor(by, request)
        if not rung_up(row):
            raise Refused("state")
        turn(row, TurnKind.CARRIED_UP, by, words=words)
        move_request(row, CooperationMove.CARRY_UP)
        _tell_reached(row)
        payload = {"rung": row.rung, "reason": words}
        record_fact("cooperation_carried_up", subject=row.public_id, payload=payload)
    return row


def _tell_reached(row: Cooperation) -> None:
    for agency in {side.pk: side for side in (row.asked, row.body) if side}.values():
        tell_side(row, "cooperation_reached", agency)


def fulfil_request(*, by: Acting, request: str, words: str = "") -> Cooperation:
    """Confirm that what was granted was done. Planners of the asking agency; records
    `cooperation_fulfilled`."""
    return _end(by, request, (CooperationMove.FULFIL, TurnKind.FULFILLED), words)


def withdraw_request(*, by: Acting, request: str, words: str = "") -> Cooperation:
    """Take a request back. Planners of the asking agency; records `cooperation_withdrawn`."""
    return _end(by, request, (CooperationMove.WITHDRAW, TurnKind.WITHDRAWN), words)


def _end(
    by: Acting, request: str, how: tuple[CooperationMove, TurnKind], words: str
) -> Cooperation:
    move, kind = how
    with deed(by):
        row = asking_actor(by, request)
        turn(row, kind, by, words=words)
        row.due = None
        move_request(row, move)
        record_fact(f"cooperation_{kind.value}", subject=row.public_id)
    return row


def run_cooperation_clocks(now: datetime) -> int:
    """Do what the end of each request's clock means; how many ran out. A job's deed; records
    `cooperation_ran_out` for each."""
    held = [state.value for state in COOPERATION_OPEN]
    due = Cooperation.objects.filter(due__lte=now, state__in=held).order_by("due")
    by, ids = job("cooperation_clocks"), list(due.values_list("public_id", flat=True))
    for public_id in ids:
        with deed(by):
            row = in_hand(Cooperation.objects.all(), public_id)
            if row.due is not None and row.due <= now:
                _ran_out(by, row, now)
                payload = {"state": row.state, "rung": row.rung}
                record_fact("cooperation_ran_out", subject=row.public_id, payload=payload)
    return len(ids)


def _ran_out(by: Acting, row: Cooperation, now: datetime) -> None:
    """Silence never grants: an unanswered request goes up or is reminded of, a refusal that nobody
    carried up is closed, and a promise is reminded of until it is confirmed."""
    state = CooperationState(row.state)
    if state is CooperationState.DECLINED:
        turn(row, TurnKind.CLOSED, by)
        row.due = None
        move_request(row, CooperationMove.CLOSE)
        return
    if state is CooperationState.ASKED:
        rungs = settling().ladder(row.ladder).rungs
        at_hand = rungs[min(row.rung, len(rungs) - 1)].clock
        if at_hand.silence is Silence.ESCALATE and rung_up(row):
            turn(row, TurnKind.REACHED, by)
            move_request(row, CooperationMove.CARRY_UP)
            _tell_reached(row)
            return
        row.due = runs_out(at_hand, now)
    else:
        row.due = runs_out(settling().clocks["cooperation"], now)
    turn(row, TurnKind.REMINDED, by)
    row.save(update_fields=["due"])
    owing = row.asker if state is CooperationState.OFFERED else row.asked
    tell_side(row, "cooperation_reminder", owing)
