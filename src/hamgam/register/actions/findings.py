"""Findings: dismiss with a reason; it returns when either side changes."""

from __future__ import annotations

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.rights import Right
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.models import Finding
from hamgam.register.queries import findings_visible_to
from hamgam.register.vocabulary import FindingState


def dismiss_finding(*, by: Acting, finding: str, reason: str) -> Finding:
    """Set a finding aside until either work changes. Planners of either side's agency; records
    `finding_dismissed`."""
    with deed(by):
        seen = findings_visible_to(by).filter(identity=finding).first()
        if seen is None:
            raise Refused("not_found")
        row = Finding.objects.select_for_update().get(pk=seen.pk)
        sides = [row.a] + ([row.b] if row.b else [])
        if not any(by.may(Right.DISMISS_FINDING, side.agency.path) for side in sides):
            raise Refused("forbidden", right=Right.DISMISS_FINDING.value)
        if row.state != FindingState.OPEN:
            raise Refused("state")
        row.state = FindingState.DISMISSED.value
        row.dismissed_for, row.dismissed_by = reason, by.actor
        row.version_a, row.version_b = row.a.version, row.b.version if row.b else None
        row.save()
        record_fact("finding_dismissed", subject=row.identity, payload={"reason": reason})
    return row
