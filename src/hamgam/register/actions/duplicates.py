"""Duplicates: propose, merge with both ids kept, reject."""

from __future__ import annotations

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.rights import Right
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import in_hand
from hamgam.register.models import DuplicateProposal
from hamgam.register.queries import duplicates_visible_to, standing_works
from hamgam.register.vocabulary import DuplicateState


def propose_duplicate(*, by: Acting, keep: str, drop: str, reason: str) -> DuplicateProposal:
    """Say that two records may be the same works. Planners of either side's agency; records
    `duplicate_proposed`."""
    if keep == drop:
        raise Refused("state")
    with deed(by):
        first, second = in_hand(standing_works(by), keep), in_hand(standing_works(by), drop)
        if not any(by.may(Right.MERGE_WORKS, w.agency.path) for w in (first, second)):
            raise Refused("forbidden", right=Right.MERGE_WORKS.value)
        row = DuplicateProposal.objects.create(
            keep=first, drop=second, reason=reason, proposed_by=by.actor
        )
        record_fact(
            "duplicate_proposed", subject=row.public_id, payload={"keep": keep, "drop": drop}
        )
    return row


def _decide(by: Acting, proposal: str, state: DuplicateState) -> DuplicateProposal:
    row = in_hand(duplicates_visible_to(by), proposal)
    by.require(Right.MERGE_WORKS, row.drop.agency.path)
    if row.state != DuplicateState.PROPOSED:
        raise Refused("state")
    row.state, row.decided_by = state.value, by.actor
    row.save(update_fields=["state", "decided_by"])
    return row


def merge_works(*, by: Acting, proposal: str) -> DuplicateProposal:
    """Let one record speak for both; the other's id stays and leads to it. Planners of the agency
    whose record gives way; records `works_merged`."""
    with deed(by):
        row = _decide(by, proposal, DuplicateState.MERGED)
        keep, drop = in_hand(standing_works(by), row.keep.public_id), row.drop
        if drop.withdrawn or drop.merged_into_id:
            raise Refused("state")
        drop.merged_into = keep
        drop.version += 1
        drop.save(update_fields=["merged_into", "version"])
        record_fact(
            "works_merged",
            subject=keep.public_id,
            payload={"kept": keep.public_id, "dropped": drop.public_id},
        )
    return row


def reject_duplicate(*, by: Acting, proposal: str) -> DuplicateProposal:
    """Say that the two records are two works. Planners of the agency whose record would give way;
    records `duplicate_rejected`."""
    with deed(by):
        row = _decide(by, proposal, DuplicateState.REJECTED)
        record_fact("duplicate_rejected", subject=row.public_id)
    return row
