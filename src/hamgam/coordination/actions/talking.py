"""What the parties of a case say to each other, with mentions."""

from __future__ import annotations

import re

from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.actions.inbox import queue_notice
from hamgam.agencies.models import Person
from hamgam.agencies.rights import Right
from hamgam.coordination.models import Case, Comment
from hamgam.coordination.queries import cases_visible_to, parties_of
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import acting_agency, in_hand

_MENTION = re.compile(r"@([\w.-]+)")


def is_party(by: Acting, case: Case, right: Right = Right.SETTLE_CASE) -> bool:
    """Whether the actor has a right in a branch that takes part."""
    return any(
        by.may(right, party.agency.path, subject=case.public_id) for party in parties_of(case)
    )


def comment(*, by: Acting, case: str, text: str) -> Comment:
    """Say something to the other parties; whom it names with @ is told. Planners of any party;
    records `case_commented`."""
    if not text.strip():
        raise Refused("validation", errors=[{"pointer": "#/text", "detail": "required"}])
    with deed(by):
        row = in_hand(cases_visible_to(by), case)
        if not is_party(by, row):
            raise Refused("forbidden", right=Right.SETTLE_CASE.value)
        made = Comment.objects.create(
            case=row,
            agency=acting_agency(by),
            author=by.actor,
            text=text.strip(),
            at=timezone.now(),
        )
        for person in _mentioned(row, text):
            made.mentions.add(person)
            about = {"number": row.number, "work": row.public_id}
            queue_notice(person, kind="case_mention", about=about)
        record_fact("case_commented", subject=row.public_id, payload={"comment": made.public_id})
    return made


def _mentioned(case: Case, text: str) -> list[Person]:
    """The people named, among those of the parties' branches."""
    names = set(_MENTION.findall(text))
    agencies = [party.agency_id for party in parties_of(case)]
    if not names:
        return []
    return list(Person.objects.filter(username__in=names, posts__agency__in=agencies).distinct())
