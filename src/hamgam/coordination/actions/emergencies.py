"""An emergency told by phone: one minute to write down, the city's hours to complete."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.coordination.actions.numbers import next_number
from hamgam.coordination.actions.permit_rows import checks_of, move_dig, own_dig
from hamgam.coordination.actions.permits import Conditions, issue
from hamgam.coordination.actions.settling import today
from hamgam.coordination.bridge import settling
from hamgam.coordination.models.permits import Application, Permit
from hamgam.coordination.workflow.permits import DigMove, DigState
from hamgam.engine.works import Activity, Stage
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.works import add_work
from hamgam.register.values import WorkValues, check

EMERGENCY_DAYS = 3
"""How long an emergency is taken to stand open until its report says better."""


def report_emergency(
    *, by: Acting, agency: Agency, street: str, words: str, place: BaseGeometry | None = None
) -> Application:
    """Write down an emergency that is dug at this hour. The field and planners of the agency;
    records `emergency_reported`."""
    by.require(Right.APPLY_TO_DIG, agency.path)
    first = today()
    values = WorkValues(
        title=words or street,
        activity=Activity.EXCAVATION,
        stage=Stage.RUNNING,
        emergency=True,
        street=street,
        geometry=place,
        begins=first,
        ends=first + timedelta(days=EMERGENCY_DAYS - 1),
        submitted=first,
    )
    check(values)
    with deed(by):
        now = timezone.now()
        work = add_work(agency, values, project=None, upload=None)
        row = Application.objects.create(
            number=next_number("د", Application, now),
            agency=agency,
            work=work,
            state=DigState.EMERGENCY.value,
            applied=now,
            due=now + timedelta(hours=settling().permits.emergency_hours),
            words=words,
        )
        payload = {"works": [work.public_id], "street": street}
        record_fact("emergency_reported", subject=row.public_id, payload=payload)
    return row


def complete_emergency(
    *, by: Acting, application: str, length_m: float, conditions: Conditions
) -> Permit:
    """Complete the report of an emergency: how long the cut is and until when it stands open. The
    field and planners of its agency; records `emergency_completed`."""
    with deed(by):
        row = own_dig(by, application)
        if DigState(row.state) is not DigState.EMERGENCY:
            raise Refused("state")
        row.work.length_m = length_m
        row.work.save(update_fields=["length_m"])
        row.checks = checks_of(row.work)
        permit = issue(row, conditions)
        move_dig(row, DigMove.COMPLETE)
        late = timezone.now() > row.applied + timedelta(hours=settling().permits.emergency_hours)
        payload = {"works": [row.work.public_id], "late": late}
        record_fact("emergency_completed", subject=row.public_id, payload=payload)
    return permit
