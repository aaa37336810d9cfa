from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.platform.conftest import City
from tests.platform.coordination.scene import lay

from hamgam.agencies.vocabulary import Role
from hamgam.coordination.actions.policies import PolicyValues, adopt_policy, end_policy
from hamgam.coordination.models import Policy
from hamgam.coordination.policies import MEASURES, Held, held_against
from hamgam.coordination.vocabulary import PolicyMeasure
from hamgam.engine.works import Activity
from hamgam.kit.refusals import Refused
from hamgam.register.actions.meetings import Call, call_meeting
from hamgam.register.vocabulary import MeetingKind, PlaceKind

pytestmark = pytest.mark.django_db


def adopted(city: City, measure: PolicyMeasure, bound: int, since: date) -> Policy:
    values = PolicyValues(
        title="سیاست", measure=measure, bound=bound, target_permille=500, begins=since
    )
    by = city.acting("civil", Role.HEAD)
    return adopt_policy(by=by, agency=city.agencies["civil"], values=values)


def held(city: City, row: Policy, on: date) -> Held:
    return held_against(city.acting("civil"), row, on)


def test_a_dig_into_new_asphalt_breaks_the_policy_and_is_named(city: City) -> None:
    lay(city, "civil", Activity.PAVING, 10, 5)
    late = lay(city, "water", Activity.EXCAVATION, 100, 5)
    lay(city, "water", Activity.EXCAVATION, 2, 3)
    row = adopted(city, PolicyMeasure.NO_DIG_AFTER_PAVING, 3, city.today)
    found = held(city, row, city.today + timedelta(days=120))
    assert (found.compliance.kept, found.compliance.n) == (1, 2)
    assert [one.page for one in found.exceptions] == [("work", late.public_id)]
    assert found.is_reached is True
    early = held(city, row, city.today + timedelta(days=50))
    assert (early.compliance.kept, early.compliance.n) == (1, 1)


def test_meetings_in_the_office_are_the_exceptions(city: City) -> None:
    civil = city.acting("civil")
    for place in (PlaceKind.SITE, PlaceKind.OFFICE, PlaceKind.OFFICE):
        call = Call(
            kind=MeetingKind.REVIEW,
            title=place.value,
            begins=timezone.now(),
            place_kind=place,
        )
        call_meeting(by=civil, agency=city.agencies["civil"], call=call)
    row = adopted(city, PolicyMeasure.MEETINGS_ON_SITE, 30, city.today - timedelta(days=9))
    found = held(city, row, city.today)
    assert (found.compliance.kept, found.compliance.n, found.is_reached) == (1, 3, False)
    assert {one.title for one in found.exceptions} == {"office"}


def test_a_policy_without_a_case_is_neither_reached_nor_missed(city: City) -> None:
    for measure in PolicyMeasure:
        row = adopted(city, measure, 9, city.today + timedelta(days=1))
        assert held(city, row, city.today).is_reached is None
    assert set(MEASURES) == set(PolicyMeasure)


def test_only_a_chief_adopts_and_it_ends_once(city: City) -> None:
    row = adopted(city, PolicyMeasure.TOLD_IN_TIME, 30, city.today)
    with pytest.raises(Refused, match="forbidden"):
        end_policy(by=city.acting("civil"), policy=row.public_id, on=city.today)
    head = city.acting("civil", Role.HEAD)
    end_policy(by=head, policy=row.public_id, on=city.today)
    with pytest.raises(Refused, match="state"):
        end_policy(by=head, policy=row.public_id, on=city.today)
