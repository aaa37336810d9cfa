"""Telling the parties of a case: what waits for them, and what happened."""

from __future__ import annotations

from hamgam.agencies.actions.inbox import put_in_inbox
from hamgam.coordination.models import Case, CaseParty
from hamgam.coordination.queries import parties_of
from hamgam.coordination.vocabulary import PartyRole


def _about(case: Case) -> dict[str, object]:
    first = case.works.select_related("work").order_by("pk").first()
    return {"number": case.number, "street": first.work.street if first else ""}


def ask_owners(case: Case, but: CaseParty | None = None) -> None:
    """Have an answer to the proposal wait for every owner but the one who signed it."""
    for party in parties_of(case, PartyRole.OWNER):
        if but is None or party.pk != but.pk:
            put_in_inbox(
                party.agency,
                kind="case_answer",
                subject=case.public_id,
                about=_about(case),
                due=case.due.date() if case.due else None,
            )


def tell_parties(case: Case, kind: str, but: CaseParty | None = None) -> None:
    """Put what happened into every party's inbox but one's."""
    for party in parties_of(case):
        if but is None or party.pk != but.pk:
            put_in_inbox(
                party.agency,
                kind=kind,
                subject=case.public_id,
                about=_about(case),
                due=case.due.date() if case.due else None,
            )
