"""What council, agencies and neighbourhoods ask of the portfolio; each is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.completion.models import Proposal
from hamgam.completion.queries import proposals_visible_to
from hamgam.completion.vocabulary import AskedBy, ProposalKind, Reply
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import in_hand
from hamgam.register.queries import projects_visible_to

ANSWERED_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asks, and who stands behind it."""

    asked_by: AskedBy
    from_name: str
    kind: ProposalKind
    text: str
    project: str = ""
    letter_number: str = ""


def propose(*, by: Acting, agency: Agency, asked: Asked, today: date) -> Proposal:
    """Ask something of an agency's portfolio; it is answered within thirty days. Everyone who reads
    the register; records `proposal_made`."""
    by.require(Right.PROPOSE)
    if not asked.text.strip() or not asked.from_name.strip():
        detail = "Say what is asked, and who asks."
        raise Refused("validation", errors=[{"pointer": "#/text", "detail": detail}])
    with deed(by):
        project = in_hand(projects_visible_to(by), asked.project) if asked.project else None
        row = Proposal.objects.create(
            agency=agency,
            asked_by=asked.asked_by.value,
            from_name=asked.from_name.strip(),
            kind=asked.kind.value,
            text=asked.text.strip(),
            project=project,
            letter_number=asked.letter_number.strip(),
            on=today,
            due=today + ANSWERED_WITHIN,
            actor=by.actor,
        )
        record_fact("proposal_made", subject=row.public_id, payload={"kind": row.kind})
    return row


def answer_proposal(
    *, by: Acting, proposal: str, reply: Reply, reason: str, today: date
) -> Proposal:
    """Answer what was asked, with a reason. Planners of the agency asked; records
    `proposal_answered`. Refuses (`state`) what was answered before."""
    if not reason.strip():
        raise Refused("validation", errors=[{"pointer": "#/reason", "detail": "Say why."}])
    with deed(by):
        row = in_hand(proposals_visible_to(by), proposal)
        by.require(Right.ANSWER_PROPOSAL, row.agency.path, subject=row.public_id)
        if row.reply:
            raise Refused("state")
        row.reply, row.reply_reason = reply.value, reason.strip()
        row.replied_on, row.replied_by = today, by.actor
        row.save(update_fields=["reply", "reply_reason", "replied_on", "replied_by"])
        record_fact("proposal_answered", subject=row.public_id, payload={"reply": row.reply})
    return row
