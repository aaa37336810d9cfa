"""Proposing, answering and confirming: how the owners of a case come to terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.rights import Right
from hamgam.coordination.actions.rows import case_in_hand, move, owner_for
from hamgam.coordination.actions.telling import ask_owners, owed, tell_parties
from hamgam.coordination.bridge import placements_of, settling
from hamgam.coordination.clocks import letters_due, rung_of, runs_out
from hamgam.coordination.models import (
    Case,
    CaseParty,
    Letter,
    Option,
    Proposal,
    Settlement,
    Signature,
)
from hamgam.coordination.queries.cases import (
    cases_visible_to,
    parties_of,
    settlement_of,
    standing_proposal,
)
from hamgam.coordination.vocabulary import Answer, HowSettled, PartyRole
from hamgam.coordination.workflow.cases import ON_THE_TABLE, UNBOUND, Move, all_signed
from hamgam.engine.calendars.instants import instant_of, local_day
from hamgam.engine.overlaps.settling import OptionKind
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import in_hand


def today() -> date:
    """The city's day."""
    return local_day(timezone.now(), settings.TIME_ZONE)


def option_in(case: Case, public_id: str) -> Option:
    """An option of the case that is not out of date; refuses (`not_found`) any other."""
    row = case.options.filter(public_id=public_id, stale=False).first()
    if row is None:
        raise Refused("not_found")
    return row


def propose(
    *, by: Acting, case: str, option: str, words: str = "", is_signed: bool = False
) -> Proposal:
    """Put an option on the table, a counter-proposal where one lies there already; `is_signed`
    signs it at once. Planners of the owners; records `settlement_proposed`."""
    with deed(by):
        row = case_in_hand(by, case, Right.SETTLE_CASE)
        party, chosen = owner_for(by, row, Right.SETTLE_CASE), option_in(row, option)
        if chosen.kind == OptionKind.AS_IS or row.needs_review:
            raise Refused("state")
        is_counter = row.state in ON_THE_TABLE
        row.proposals.filter(stands=True).update(stands=False)
        proposal = Proposal.objects.create(
            case=row,
            option=chosen,
            agency=party.agency,
            author=by.actor,
            words=words,
            at=timezone.now(),
            is_counter=is_counter,
        )
        move(row, Move.COUNTER if is_counter else Move.PROPOSE)
        payload: dict[str, object] = {"option": chosen.public_id, "counter": is_counter}
        if is_signed:
            payload |= _answered(by, row, proposal, party, (Answer.SIGNED, ""))
            payload["answered"] = owed(row, party)
        ask_owners(row, "case_answer", but=party if is_signed else None, by=party.agency.key)
        record_fact("settlement_proposed", subject=row.public_id, payload=payload)
    return proposal


def sign(*, by: Acting, case: str, words: str = "") -> Signature:
    """Sign what lies on the table for one's agency; the last owner's signature makes the
    preliminary agreement. Planners of the owners; records `settlement_answered`."""
    return _answer(by, case, (Answer.SIGNED, words))


def dissent(*, by: Acting, case: str, words: str) -> Signature:
    """Say no in one's own words; the proposal falls and the ladder's clock runs on. Planners of
    the owners; records `settlement_answered`."""
    if not words.strip():
        raise Refused("validation", errors=[{"pointer": "#/words", "detail": "required"}])
    return _answer(by, case, (Answer.DISSENTED, words))


def _answer(by: Acting, case: str, said: tuple[Answer, str]) -> Signature:
    with deed(by):
        row = case_in_hand(by, case, Right.SETTLE_CASE)
        party, proposal = owner_for(by, row, Right.SETTLE_CASE), standing_proposal(row)
        if proposal is None or row.state not in ON_THE_TABLE:
            raise Refused("state")
        if said[0] is Answer.SIGNED and row.needs_review:
            raise Refused("state")
        if proposal.signatures.filter(agency=party.agency).exists():
            raise Refused("state")
        payload: dict[str, object] = {
            "answer": said[0].value,
            "agency": party.agency.key,
            "answered": owed(row, party),
        }
        payload |= _answered(by, row, proposal, party, said)
        record_fact("settlement_answered", subject=row.public_id, payload=payload)
    return proposal.signatures.get(agency=party.agency)


def _answered(
    by: Acting, case: Case, proposal: Proposal, party: CaseParty, said: tuple[Answer, str]
) -> dict[str, object]:
    """Write an answer down and do what follows of it; what the fact must tell besides."""
    answer, words = said
    Signature.objects.create(
        proposal=proposal,
        agency=party.agency,
        person=by.person,
        post=by.post.title if by.post else "",
        answer=answer.value,
        words=words,
        at=timezone.now(),
    )
    if answer is Answer.DISSENTED:
        proposal.stands = False
        proposal.save(update_fields=["stands"])
        move(case, Move.DISSENT)
        tell_parties(case, "case_dissent", but=party)
        return {}
    owners = [owner.agency.key for owner in parties_of(case, PartyRole.OWNER)]
    signed = proposal.signatures.filter(answer=Answer.SIGNED).values_list("agency__key", flat=True)
    return _agree(case, proposal) if all_signed(owners, signed) else {}


def _agree(case: Case, proposal: Proposal) -> dict[str, object]:
    kind = OptionKind(proposal.option.kind)
    how = HowSettled.CONDITIONS if kind is OptionKind.CONDITIONS else HowSettled.AGREEMENT
    settlement = settle(case, proposal.option, Terms(how=how, words=proposal.words))
    move(case, Move.SIGN_LAST)
    if not settling().letters_needed:
        return bind(case, settlement)
    case.due = letters_due(timezone.now())
    case.save(update_fields=["due"])
    ask_owners(case, "case_agreed")
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """By what a case is settled, and in which words."""

    how: HowSettled
    words: str = ""
    body: str = ""


def settle(case: Case, option: Option, terms: Terms) -> Settlement:
    """Write down what was settled; part of several deeds."""
    until = max(placement.ends for placement in placements_of(option.placements))
    told = {
        "how": terms.how.value,
        "option": option,
        "body": terms.body,
        "words": terms.words,
        "on": today(),
        "bound": None,
        "until": until,
        "reopened": False,
    }
    return Settlement.objects.update_or_create(case=case, defaults=told)[0]


def bind(case: Case, settlement: Settlement) -> dict[str, object]:
    """Make a settlement binding: its days are written by the fact's follow-up. Part of several
    deeds; what the fact must tell."""
    settlement.bound = today()
    settlement.save(update_fields=["bound"])
    case.due = over(settlement.until)
    move(case, Move.BIND)
    tell_parties(case, "case_bound")
    works = case.works.values_list("work__public_id", flat=True)
    return {"works": sorted(works), "settlement": settlement.public_id}


def over(last: date) -> datetime:
    """The instant at which a last day is over."""
    return instant_of(last + timedelta(days=1), time(0, 0), settings.TIME_ZONE)


def enter_letter(*, by: Acting, case: str, number: str, on: date) -> Letter:
    """Enter the number and date of the letter by which one's agency confirms; once all stand the
    settlement binds. Planners of the owners, or of the body that decided; records
    `letter_entered`."""
    if not number.strip():
        raise Refused("validation", errors=[{"pointer": "#/number", "detail": "required"}])
    with deed(by):
        row = letter_case(by, case)
        settlement = settlement_of(row)
        if settlement is None or row.state not in UNBOUND:
            raise Refused("state")
        party = _owing(by, row, settlement)
        letter = Letter.objects.create(
            settlement=settlement, agency=party.agency, number=number.strip(), date=on
        )
        payload: dict[str, object] = {
            "number": letter.number,
            "agency": party.agency.key,
            "answered": owed(row, party),
        }
        needed = {p.agency_id for p in confirming(row, settlement)}
        if needed <= set(settlement.letters.values_list("agency", flat=True)):
            payload |= bind(row, settlement)
        record_fact("letter_entered", subject=row.public_id, payload=payload)
    return letter


def _owing(by: Acting, case: Case, settlement: Settlement) -> CaseParty:
    """The party for whom the actor may enter a letter that is awaited; refuses (`state`) when all
    his stand."""
    entered = set(settlement.letters.values_list("agency", flat=True))
    for party in confirming(case, settlement):
        if party.agency_id not in entered and _may_confirm(by, case, party):
            return party
    raise Refused("state")


def letter_case(by: Acting, case: str) -> Case:
    """The case, locked, for somebody who may enter a letter in it; refuses others."""
    row = in_hand(cases_visible_to(by), case)
    settlement = settlement_of(row)
    parties = confirming(row, settlement) if settlement else parties_of(row, PartyRole.OWNER)
    if not any(_may_confirm(by, row, party) for party in parties):
        raise Refused("forbidden", right=Right.SETTLE_CASE.value)
    return row


def _may_confirm(by: Acting, case: Case, party: CaseParty) -> bool:
    return by.may(Right.SETTLE_CASE, party.agency.path, subject=case.public_id)


def confirming(case: Case, settlement: Settlement) -> list[CaseParty]:
    """Whose letters make it bind: every owner's, or that of the body that decided."""
    if settlement.how == HowSettled.DECISION:
        host = settling().bodies[settlement.body].agency
        found = [party for party in parties_of(case) if party.agency.key == host]
        return found or parties_of(case, PartyRole.BODY)
    return parties_of(case, PartyRole.OWNER)


def restart_clock(case: Case) -> None:
    """Let the clock of the rung at hand run anew."""
    now = timezone.now()
    case.rung_since, case.due = now, runs_out(rung_of(case).clock, now)
