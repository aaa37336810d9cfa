"""Why a promise changed, told to everybody."""

from __future__ import annotations

from datetime import date

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.rights import Right
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.queries import projects_visible_to
from hamgam.showcase.models import ChangeReason
from hamgam.showcase.vocabulary import Explained

LONGEST = 500


def explain_change(
    *, by: Acting, project: str, field: Explained, on: date, words: str, today: date
) -> ChangeReason:
    """Say why a project's end, budget or planned end changed on a day; everybody reads it. Planners
    of its agency; records `change_explained`."""
    told = words.strip()
    if not told or len(told) > LONGEST or "\x00" in told:
        raise Refused("validation", errors=[{"pointer": "#/words", "detail": "required"}])
    if on > today:
        raise Refused("validation", errors=[{"pointer": "#/on", "detail": "not yet"}])
    row = projects_visible_to(by).filter(public_id=project).first()
    if row is None:
        raise Refused("not_found")
    by.require(Right.RECORD_STATEMENT, row.agency.path, subject=row.public_id)
    with deed(by):
        made = ChangeReason.objects.create(
            agency=row.agency, project=row, field=field.value, on=on, words=told, written=today
        )
        payload = {"field": field.value, "on": on.isoformat()}
        record_fact("change_explained", subject=row.public_id, payload=payload)
    return made
