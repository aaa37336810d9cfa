from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.platform.conftest import TESTER, City
from tests.platform.coordination.scene import lay

from hamgam.agencies.vocabulary import Role
from hamgam.coordination.actions.emergencies import complete_emergency, report_emergency
from hamgam.coordination.actions.permits import (
    Conditions,
    apply_to_dig,
    call_session,
    extend_permit,
    grant,
    grant_connections,
    inspect,
    refuse,
    reinstate,
    repair,
    run_dig_clocks,
)
from hamgam.coordination.models.permits import Application, Permit
from hamgam.coordination.vocabulary import Reinstatement
from hamgam.coordination.workflow.permits import DIG_ENDS, DIG_MOVES, DigMove, DigState
from hamgam.engine.works import Activity
from hamgam.kit.refusals import Refused
from hamgam.ledger.signing import signed
from hamgam.register.actions.meetings import (
    Conclusion,
    close_meeting,
    conclude_item,
    note_presence,
)
from hamgam.register.models import Commitment, Meeting, Work
from hamgam.register.vocabulary import Outcome

pytestmark = pytest.mark.django_db


def applied(city: City, number: int = 1) -> list[Application]:
    rows = []
    for count in range(number):
        work = lay(city, "water", Activity.EXCAVATION, 20 + 60 * count, 10)
        rows.append(apply_to_dig(by=city.acting("water", Role.FIELD), work=work.public_id))
    return rows


def sitting(city: City) -> Meeting:
    return call_session(
        by=city.acting("civil", Role.SECRETARY),
        begins=timezone.now() + timedelta(days=2),
        place="معاونت عمران",
        title="کمیسیون حفاری",
    )


def granted(city: City) -> Application:
    (row,) = applied(city)
    sitting(city)
    grant(
        by=city.acting("civil", Role.SECRETARY),
        application=row.public_id,
        conditions=Conditions(by_night=True, words="دو خط باز بماند"),
    )
    row.refresh_from_db()
    return row


def at(row: Application, begins: int, ends: int, reinstate_by: int) -> None:
    """Stand the permit's days so far from today."""
    today = timezone.localdate()
    with signed(TESTER):
        Permit.objects.filter(application=row).update(
            begins=today + timedelta(days=begins),
            ends=today + timedelta(days=ends),
            reinstate_by=today + timedelta(days=reinstate_by),
        )


def test_ten_applications_run_from_agenda_to_numbered_permits_and_signed_minutes(
    city: City,
) -> None:
    rows = applied(city, 10)
    secretary = city.acting("civil", Role.SECRETARY)
    meeting = sitting(city)
    assert [item.subject for item in meeting.items.order_by("number")] == [
        row.public_id for row in rows
    ]
    for row in rows[:8]:
        grant(by=secretary, application=row.public_id, conditions=Conditions())
    refuse(by=secretary, application=rows[8].public_id, words="آسفالت تازه است")
    with pytest.raises(Refused, match="unfinished"):
        close_meeting(by=secretary, meeting=meeting.public_id)
    refuse(by=secretary, application=rows[9].public_id, words="نقشه ناقص است", is_final=False)
    note_presence(
        by=secretary,
        meeting=meeting.public_id,
        agency=city.agencies["water"],
        who=("س. نوری", "مدیر طرح"),
    )
    closed = close_meeting(by=secretary, meeting=meeting.public_id)
    assert closed.closed is not None
    numbers = [permit.number for permit in Permit.objects.order_by("pk")]
    assert len(set(numbers)) == 8
    assert Commitment.objects.filter(subject=rows[0].public_id).exists()
    states = list(Application.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["granted"] * 8 + ["refused", "applied"]
    with pytest.raises(Refused, match="state"):
        conclude_item(
            by=secretary,
            meeting=meeting.public_id,
            number=1,
            conclusion=Conclusion(outcome=Outcome.WITHDRAWN),
        )


def test_a_decision_without_owner_deadline_and_proof_is_none(city: City) -> None:
    applied(city)
    meeting = sitting(city)
    half = Conclusion(outcome=Outcome.DECIDED, words="مقرر شد")
    with pytest.raises(Refused, match="validation") as refused:
        conclude_item(
            by=city.acting("civil", Role.SECRETARY),
            meeting=meeting.public_id,
            number=1,
            conclusion=half,
        )
    missing = [error["pointer"] for error in refused.value.about["errors"]]  # type: ignore[attr-defined] # a list of errors
    assert missing == ["#/owner", "#/due", "#/proof"]


def test_nobody_grants_but_the_commission(city: City) -> None:
    (row,) = applied(city)
    sitting(city)
    for agency, role in (("water", Role.HEAD), ("governorate", Role.HEAD), ("civil", Role.OFFICER)):
        with pytest.raises(Refused, match="forbidden"):
            grant(
                by=city.acting(agency, role),
                application=row.public_id,
                conditions=Conditions(),
            )


def test_silence_never_grants(city: City) -> None:
    (row,) = applied(city)
    with signed(TESTER):
        Application.objects.update(due=timezone.now() - timedelta(hours=1))
    assert run_dig_clocks(timezone.now()) == 1
    row.refresh_from_db()
    assert row.state == DigState.APPLIED
    assert row.due is not None
    assert row.due > timezone.now()
    assert not Permit.objects.exists()


def test_a_permit_carries_class_deadline_and_deposit_and_no_deadline_before_its_end(
    city: City,
) -> None:
    (row,) = applied(city)
    sitting(city)
    secretary, ends = city.acting("civil", Role.SECRETARY), row.work.ends
    assert ends is not None
    early = Conditions(reinstate_by=ends - timedelta(days=1))
    with pytest.raises(Refused, match="validation"):
        grant(by=secretary, application=row.public_id, conditions=early)
    told = Conditions(
        reinstatement=Reinstatement.FULL_WIDTH,
        reinstate_by=ends + timedelta(days=20),
        deposit_rials=5_000_000_000,
    )
    permit = grant(by=secretary, application=row.public_id, conditions=told)
    assert permit.reinstatement == "full_width"
    assert permit.reinstate_by == ends + timedelta(days=20)
    assert permit.deposit_rials == 5_000_000_000


def test_an_extension_keeps_the_first_end(city: City) -> None:
    row = granted(city)
    first = row.permit.ends
    permit = extend_permit(
        by=city.acting("civil", Role.SECRETARY),
        application=row.public_id,
        ends=first + timedelta(days=9),
        reason="باران",
    )
    assert permit.first_ends == first
    assert permit.ends == first + timedelta(days=9)


def test_reinstated_inspected_warranted_closed(city: City) -> None:
    row = granted(city)
    at(row, -12, -3, 4)
    reinstate(by=city.acting("water", Role.FIELD), application=row.public_id, on=city.today)
    secretary = city.acting("civil", Role.SECRETARY)
    inspect(by=secretary, application=row.public_id, is_passed=False, words="نشست کرده است")
    row.refresh_from_db()
    assert row.state == DigState.GRANTED
    reinstate(by=city.acting("water", Role.FIELD), application=row.public_id, on=city.today)
    permit = inspect(by=secretary, application=row.public_id, is_passed=True)
    assert permit.warranty_ends == city.today + timedelta(days=730)
    with signed(TESTER):
        Application.objects.update(due=timezone.now() - timedelta(hours=1))
    run_dig_clocks(timezone.now())
    row.refresh_from_db()
    assert row.state == DigState.CLOSED


def test_an_overdue_trench_is_repaired_at_cost_and_ten_percent(city: City) -> None:
    row = granted(city)
    secretary = city.acting("civil", Role.SECRETARY)
    with pytest.raises(Refused, match="state"):
        repair(by=secretary, application=row.public_id, cost_rials=1_000_000_001)
    at(row, -30, -20, -1)
    permit = repair(by=secretary, application=row.public_id, cost_rials=1_000_000_001)
    assert permit.bill_rials == 1_100_000_002


def test_clean_connections_are_granted_together_and_no_other(city: City) -> None:
    clean = lay(city, "water", Activity.CONNECTION, 20, 2)
    apply_to_dig(by=city.acting("water"), work=clean.public_id)
    lay(city, "civil", Activity.PAVING, 100, 10)
    grave = lay(city, "gas", Activity.CONNECTION, 140, 2)
    held = apply_to_dig(by=city.acting("gas"), work=grave.public_id)
    assert any(check["consequence"] in {"block", "require"} for check in held.checks)
    permits = grant_connections(by=city.acting("civil", Role.SECRETARY))
    assert [permit.application.work for permit in permits] == [clean]


def test_an_emergency_is_told_by_phone_and_completed_later(city: City) -> None:
    row = report_emergency(
        by=city.acting("water", Role.FIELD),
        agency=city.agencies["water"],
        street="خیابان امام رضا",
        words="ترکیدگی لوله",
    )
    assert row.state == DigState.EMERGENCY
    assert row.work.emergency
    assert Work.objects.get().stage == "running"
    permit = complete_emergency(
        by=city.acting("water"),
        application=row.public_id,
        length_m=6.0,
        conditions=Conditions(),
    )
    row.refresh_from_db()
    assert row.state == DigState.GRANTED
    assert permit.number.startswith("م-")


def test_every_state_of_a_trench_goes_on_to_an_end_and_only_the_commission_grants() -> None:
    leads = set(DIG_ENDS)
    for _ in DigState:
        leads |= {state for (state, _), to in DIG_MOVES.items() if to in leads}
    assert leads == set(DigState)
    to_granted = {(s, m) for (s, m), to in DIG_MOVES.items() if to is DigState.GRANTED}
    assert {m for _, m in to_granted} == {
        DigMove.GRANT,
        DigMove.EXTEND,
        DigMove.COMPLETE,
        DigMove.FAIL,
    }
