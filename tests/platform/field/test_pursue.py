"""A promise is followed until done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.platform.conftest import City
from tests.platform.field.scene import Scene, scene
from tests.platform.field.test_close_site_meeting import hold

from hamgam.agencies.acting import acting_for, job
from hamgam.agencies.models import InboxItem
from hamgam.agencies.vocabulary import Role
from hamgam.field.actions import obstacles, pursuit
from hamgam.field.models import FollowUp
from hamgam.field.reliability import reliability
from hamgam.field.vocabulary import ReasonCode
from hamgam.kit.refusals import Refused
from hamgam.register.models import Commitment


@pytest.fixture
def told(city: City) -> Scene:
    return scene(city)


@pytest.mark.django_db
def test_owners_are_reminded_three_times_and_then_it_climbs(told: Scene) -> None:
    told.obstacle()
    hold(told)
    by, made = job("tests"), told.today
    for days, expected in ((1, 0), (7, 50), (12, 80), (14, 100)):
        pursuit.remind(by, made + timedelta(days=days))
        assert FollowUp.objects.get().reminded_percent == expected
    for days, rung in ((15, 1), (22, 2), (29, 3), (60, 3)):
        pursuit.remind(by, made + timedelta(days=days))
        assert FollowUp.objects.get().rung == rung
    assert InboxItem.objects.filter(kind="promise_overdue", agency__key="governorate").exists()
    assert pursuit.remind(by, made + timedelta(days=60)) == 0


@pytest.mark.django_db
def test_done_counts_when_the_officer_has_seen_it(told: Scene) -> None:
    told.obstacle()
    hold(told)
    row = Commitment.objects.get()
    gas = told.city.acting("gas", Role.HEAD)
    officer = acting_for(told.officer, today=told.today)
    with pytest.raises(Refused):
        pursuit.verify_promise(by=officer, commitment=row.public_id)
    pursuit.prove_promise(
        by=gas, commitment=row.public_id, version=1, on=told.today, proof="عکس کنتور"
    )
    with pytest.raises(Refused, match="forbidden"):
        pursuit.verify_promise(by=gas, commitment=row.public_id)
    pursuit.verify_promise(by=officer, commitment=row.public_id)
    (kept,) = reliability(told.by, told.today + timedelta(days=30))
    assert (kept.kept, kept.of, kept.agency.key, kept.kind) == (1, 1, "gas", "U")
    assert kept.low_percent < 100


@pytest.mark.django_db
def test_extending_keeps_the_first_deadline_and_counts_as_not_kept(told: Scene) -> None:
    told.obstacle()
    hold(told)
    row = Commitment.objects.get()
    pursuit.extend_promise(
        by=told.city.acting("gas", Role.HEAD),
        commitment=row.public_id,
        version=1,
        due=told.today + timedelta(days=40),
        reason=ReasonCode.MONEY,
    )
    row.refresh_from_db()
    assert row.first_due == told.today + timedelta(days=14)
    (kept,) = reliability(told.by, told.today + timedelta(days=30))
    assert (kept.kept, kept.of) == (0, 1)


@pytest.mark.django_db
def test_a_removal_needs_evidence_and_another_persons_eyes(told: Scene) -> None:
    row = told.obstacle()
    with pytest.raises(Refused, match="validation"):
        obstacles.remove_obstacle(
            by=told.by, obstacle=row.public_id, version=1, on=told.today, evidence=" "
        )
    obstacles.remove_obstacle(
        by=told.by, obstacle=row.public_id, version=1, on=told.today, evidence="عکس"
    )
    with pytest.raises(Refused, match="same_person"):
        obstacles.verify_removal(by=told.by, obstacle=row.public_id)
    officer = acting_for(told.officer, today=told.today)
    obstacles.verify_removal(by=officer, obstacle=row.public_id)
    old = row.block
    again = obstacles.reopen_obstacle(
        by=told.by, obstacle=row.public_id, why="دوباره برگشت", today=told.today
    )
    assert again.times_reopened == 1
    assert again.block.cleared is None
    old.refresh_from_db()
    assert old.cleared == told.today


@given(st.integers(1, 400), st.integers(-50, 500))
def test_time_spent_only_grows_and_ends_at_the_whole(whole: int, passed: int) -> None:
    from datetime import date

    made = date(2026, 1, 1)
    due = made + timedelta(days=whole)
    spent = [
        pursuit.spent_percent(made, due, made + timedelta(days=passed + step)) for step in (0, 1)
    ]
    assert 0 <= spent[0] <= spent[1] <= 100
    assert (spent[0] == 100) or passed < whole
