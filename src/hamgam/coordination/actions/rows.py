"""What every deed of coordination does with a case: take it in hand, move it, tell its parties."""

from __future__ import annotations

from django.utils import timezone

from hamgam.agencies.acting import Acting
from hamgam.agencies.rights import Right
from hamgam.coordination.models import Case, CaseParty, Step
from hamgam.coordination.queries.cases import cases_visible_to, parties_of
from hamgam.coordination.vocabulary import PartyRole, StepKind
from hamgam.coordination.workflow.cases import Move, State, after
from hamgam.kit.refusals import Refused
from hamgam.register.actions.rows import in_hand


def case_in_hand(by: Acting, public_id: str, right: Right) -> Case:
    """The case, locked; refuses one that the actor may not see (`not_found`), and an actor who has
    the right in no owner's branch (`forbidden`)."""
    row = in_hand(cases_visible_to(by), public_id)
    owner_for(by, row, right)
    return row


def owner_for(by: Acting, case: Case, right: Right) -> CaseParty:
    """The owner for whom the actor writes: his own agency where it is one, else the first in whose
    branch he has the right."""
    held = [
        party
        for party in parties_of(case, PartyRole.OWNER)
        if by.may(right, party.agency.path, subject=case.public_id)
    ]
    if not held:
        raise Refused("forbidden", right=right.value)
    own = [party for party in held if by.agency is not None and party.agency_id == by.agency.pk]
    return (own or held)[0]


def move(case: Case, by: Move) -> None:
    """Move a case and save it; refuses (`state`) what its table does not allow."""
    to = after(State(case.state), by)
    if to is None:
        raise Refused("state")
    case.state = to.value
    case.version += 1
    case.save()


def step(case: Case, kind: StepKind, actor: str, words: str = "") -> Step:
    """Write down what happened on the ladder, with the hours the case stood where it stood."""
    now = timezone.now()
    stood = max(round((now - case.rung_since).total_seconds() / 3600), 0)
    return Step.objects.create(
        case=case,
        kind=kind.value,
        rung=case.rung,
        at=now,
        stood_hours=stood,
        actor=actor,
        words=words,
    )
