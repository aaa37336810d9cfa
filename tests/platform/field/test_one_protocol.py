"""Whatever door somebody comes by, a site meeting and a followed promise keep their protocol."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.platform.conftest import City
from tests.platform.field.scene import Scene, scene
from tests.platform.field.test_close_site_meeting import hold

from hamgam.agencies.acting import acting_for
from hamgam.agencies.models import InboxItem
from hamgam.agencies.vocabulary import Role
from hamgam.field.actions import pursuit
from hamgam.field.models import FollowUp, SiteMeeting
from hamgam.field.vocabulary import ReasonCode
from hamgam.kit.refusals import Refused
from hamgam.register.actions import meetings as plain
from hamgam.register.actions.promises import fulfil_commitment, postpone_commitment
from hamgam.register.models import Commitment
from hamgam.register.vocabulary import MeetingKind, Outcome


@pytest.fixture
def told(city: City) -> Scene:
    return scene(city)


@pytest.mark.django_db
def test_the_plain_minutes_do_not_touch_a_site_meeting(told: Scene) -> None:
    told.obstacle()
    row, by = told.meeting(), told.by
    done = plain.Conclusion(outcome=Outcome.WITHDRAWN)
    who = {"agency": told.city.agencies["gas"], "who": ("کسی", "")}
    for refused in (
        lambda: plain.add_item(by=by, meeting=row.public_id, title="بندی دیگر"),
        lambda: plain.note_presence(by=by, meeting=row.public_id, **who),  # type: ignore[arg-type] # told by name
        lambda: plain.conclude_item(by=by, meeting=row.public_id, number=1, conclusion=done),
        lambda: plain.close_meeting(by=by, meeting=row.public_id),
    ):
        with pytest.raises(Refused, match="own_protocol"):
            refused()
    row.refresh_from_db()
    assert (row.closed, row.present.count(), row.items.count()) == (None, 0, 1)
    assert row.items.get().outcome == Outcome.OPEN


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [MeetingKind.SITE, MeetingKind.COMMISSION])
def test_a_meeting_with_its_own_protocol_is_not_called_plainly(
    told: Scene, kind: MeetingKind
) -> None:
    call = plain.Call(kind=kind, title="نشست", begins=timezone.now())
    with pytest.raises(Refused, match="own_protocol"):
        plain.call_meeting(by=told.by, agency=told.project.agency, call=call)
    assert not SiteMeeting.objects.exists()


@pytest.mark.django_db
def test_a_followed_promise_told_kept_at_the_register_waits_for_its_officer(told: Scene) -> None:
    told.obstacle()
    hold(told)
    row, gas = Commitment.objects.get(), told.city.acting("gas", Role.HEAD)
    fulfil_commitment(
        by=gas, commitment=row.public_id, version=row.version, on=told.today, proof="عکس"
    )
    assert FollowUp.objects.get().claimed_by == gas.actor
    assert InboxItem.objects.filter(kind="promise_to_verify", subject=row.public_id).count() == 1
    officer = acting_for(told.officer, today=told.today)
    assert pursuit.verify_promise(by=officer, commitment=row.public_id).verified_at is not None


@pytest.mark.django_db
def test_a_followed_promise_does_not_move_without_a_reason(told: Scene) -> None:
    told.obstacle()
    hold(told)
    row, gas = Commitment.objects.get(), told.city.acting("gas", Role.HEAD)
    later = row.due + timedelta(days=7)
    with pytest.raises(Refused, match="own_protocol"):
        postpone_commitment(by=gas, commitment=row.public_id, version=row.version, due=later)
    row.refresh_from_db()
    assert row.due == row.first_due
    reason = next(iter(ReasonCode))
    told_why = pursuit.extend_promise(
        by=gas, commitment=row.public_id, version=row.version, due=later, reason=reason
    )
    row.refresh_from_db()
    assert (row.due, told_why.reason) == (later, reason.value)
