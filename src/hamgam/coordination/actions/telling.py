"""Telling the parties of a case: what waits for them, and what happened."""

from __future__ import annotations

from hamgam.agencies.actions.inbox import put_in_inbox
from hamgam.coordination.models import Case, CaseParty
from hamgam.coordination.queries.cases import parties_of
from hamgam.coordination.vocabulary import PartyRole


def _about(case: Case) -> dict[str, object]:
    first = case.works.select_related("work").order_by("pk").first()
    return {"number": case.number, "street": first.work.street if first else ""}


def owed(case: Case, party: CaseParty) -> str:
    """What an item about one agency's answer is known by: another's answer leaves it open."""
    return f"{case.public_id}/{party.agency.key}"


def ask_owners(case: Case, kind: str, *, but: CaseParty | None = None, by: str = "") -> None:
    """Have an answer or a letter wait for every owner but one; `by` is the key of who asks."""
    for party in parties_of(case, PartyRole.OWNER):
        if but is None or party.pk != but.pk:
            _put(case, party, kind, owed(case, party), by)


def tell_parties(case: Case, kind: str, but: CaseParty | None = None) -> None:
    """Put what happened into every party's inbox but one's."""
    for party in parties_of(case):
        if but is None or party.pk != but.pk:
            _put(case, party, kind, case.public_id)


def _put(case: Case, party: CaseParty, kind: str, subject: str, by: str = "") -> None:
    put_in_inbox(
        party.agency,
        kind=kind,
        subject=subject,
        about=_about(case) | ({"by": by} if by else {}),
        due=case.due.date() if case.due else None,
    )
