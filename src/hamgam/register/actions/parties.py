"""Parties: the agencies that see a row at the sharing level `parties`."""

from __future__ import annotations

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.actions.inbox import put_in_inbox
from hamgam.agencies.models import Agency, Party
from hamgam.agencies.rights import Right
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register import queries
from hamgam.register.models.columns import Owned

SHARED = (
    queries.works_visible_to,
    queries.projects_visible_to,
    queries.documents_visible_to,
    queries.stakes_visible_to,
    queries.commitments_visible_to,
)
"""Ways to every kind of row that carries a sharing level."""


def shared_row(by: Acting, subject: str) -> Owned:
    """The row of that public id that the actor may see; refuses (`not_found`) any other."""
    for visible_to in SHARED:
        found = visible_to(by).filter(public_id=subject).first()
        if found is not None:
            return found
    raise Refused("not_found")


def add_party(*, by: Acting, subject: str, agency: Agency) -> Party:
    """Name an agency that takes part in one's own work, project, document, stake or commitment; it
    and those below it see the row while its level is `parties`. Planners of the row's agency;
    records `party_added` and tells the party."""
    with deed(by):
        row = shared_row(by, subject)
        by.require(Right.NAME_PARTY, row.agency.path, subject=subject)
        if agency.pk == row.agency_id:
            raise Refused("state")
        if Party.objects.filter(subject=subject, agency=agency).exists():
            raise Refused("taken", key=agency.key)
        party = Party.objects.create(subject=subject, agency=agency)
        about = {"agency": row.agency.key}
        put_in_inbox(agency, kind="named_as_party", subject=subject, about=about)
        record_fact("party_added", subject=subject, payload={"agency": agency.key})
    return party


def remove_party(*, by: Acting, number: int) -> None:
    """Take an agency out of the parties of one's own row; from then on it does not see it at that
    level. Planners of the row's agency; records `party_removed`."""
    with deed(by):
        party = queries.parties_visible_to(by).filter(pk=number).first()
        if party is None:
            raise Refused("not_found")
        row = shared_row(by, party.subject)
        by.require(Right.NAME_PARTY, row.agency.path, subject=party.subject)
        payload = {"agency": party.agency.key}
        party.delete()
        record_fact("party_removed", subject=party.subject, payload=payload)
