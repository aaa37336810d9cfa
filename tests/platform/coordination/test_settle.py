from __future__ import annotations

from datetime import timedelta

import pytest
from tests.platform.conftest import City
from tests.platform.coordination.scene import best, colliding, opened

from hamgam.agencies.vocabulary import Role
from hamgam.coordination.actions.opening import open_case
from hamgam.coordination.actions.settling import dissent, enter_letter, propose, sign
from hamgam.coordination.models import Case
from hamgam.coordination.queries.cases import case_of, options_of, settlement_of
from hamgam.coordination.workflow.cases import State
from hamgam.kit.refusals import Refused
from hamgam.register.models import Window, Work

pytestmark = pytest.mark.django_db


def agreed(city: City) -> Case:
    case = opened(city)
    option = best(case)
    propose(by=city.acting("water"), case=case.public_id, option=option.public_id, is_signed=True)
    sign(by=city.acting("civil"), case=case.public_id)
    case.refresh_from_db()
    return case


def test_a_red_dot_becomes_a_case_with_options_parties_and_a_clock(city: City) -> None:
    case = opened(city)
    assert case.state == State.OPTIONS
    assert case.due is not None
    assert {party.agency.key for party in case.parties.all()} == {"civil", "water"}
    kinds = [option.kind for option in options_of(case)]
    assert kinds[0] == "as_is"
    assert len(kinds) > 2
    assert case.findings.count() >= 1


def test_both_sign_and_with_both_letters_the_days_stand_on_the_shared_table(city: City) -> None:
    case = agreed(city)
    assert case.state == State.AGREED
    assert not Window.objects.filter(kind="agreed").exists()
    stated = {work.public_id: (work.begins, work.ends) for work in Work.objects.all()}
    enter_letter(by=city.acting("water"), case=case.public_id, number="۱۲۳/ص", on=city.today)
    case.refresh_from_db()
    assert case.state == State.AGREED
    enter_letter(by=city.acting("civil"), case=case.public_id, number="۴۵", on=city.today)
    case.refresh_from_db()
    assert case.state == State.BOUND
    windows = {w.work.public_id: w for w in Window.objects.filter(kind="agreed") if w.work}
    settlement = settlement_of(case)
    assert settlement is not None
    for ref, spans in settlement.option.placements.items():
        assert windows[ref].begins.isoformat() == spans[0][0]
        assert windows[ref].source == settlement.public_id
    assert stated == {work.public_id: (work.begins, work.ends) for work in Work.objects.all()}


def test_nobody_signs_for_another_and_nobody_twice(city: City) -> None:
    case = opened(city)
    propose(by=city.acting("water"), case=case.public_id, option=best(case).public_id)
    with pytest.raises(Refused, match="forbidden"):
        sign(by=city.acting("gas"), case=case.public_id)
    with pytest.raises(Refused, match="forbidden"):
        sign(by=city.acting("water", Role.VIEWER), case=case.public_id)
    sign(by=city.acting("water"), case=case.public_id)
    with pytest.raises(Refused, match="state"):
        sign(by=city.acting("water", Role.HEAD), case=case.public_id)
    case.refresh_from_db()
    assert case.state == State.PROPOSED


def test_a_dissent_in_its_own_words_takes_the_proposal_off_the_table(city: City) -> None:
    case = opened(city)
    propose(by=city.acting("water"), case=case.public_id, option=best(case).public_id)
    with pytest.raises(Refused, match="validation"):
        dissent(by=city.acting("civil"), case=case.public_id, words=" ")
    dissent(by=city.acting("civil"), case=case.public_id, words="قیر تا خرداد است")
    case.refresh_from_db()
    assert case.state == State.OPTIONS
    with pytest.raises(Refused, match="state"):
        sign(by=city.acting("water"), case=case.public_id)


def test_a_counter_proposal_needs_every_signature_anew(city: City) -> None:
    case = opened(city)
    first, second = options_of(case)[1:3]
    propose(by=city.acting("water"), case=case.public_id, option=first.public_id, is_signed=True)
    propose(by=city.acting("civil"), case=case.public_id, option=second.public_id, is_signed=True)
    case.refresh_from_db()
    assert case.state == State.COUNTERED
    sign(by=city.acting("water"), case=case.public_id)
    case.refresh_from_db()
    assert case.state == State.AGREED


def test_a_finding_has_one_open_case(city: City) -> None:
    found = colliding(city)[2]
    case = open_case(by=city.acting("water"), finding=found.identity)
    with pytest.raises(Refused, match="taken"):
        open_case(by=city.acting("civil"), finding=found.identity)
    assert case_of(city.acting("gas"), case.public_id) == case
    with pytest.raises(Refused, match="forbidden"):
        open_case(by=city.acting("gas"), finding=found.identity)


def test_letters_are_entered_once_and_only_after_the_agreement(city: City) -> None:
    case = opened(city)
    with pytest.raises(Refused, match="state"):
        enter_letter(by=city.acting("water"), case=case.public_id, number="۱", on=city.today)
    agreed_on = city.today - timedelta(days=1)
    option = best(case)
    propose(by=city.acting("water"), case=case.public_id, option=option.public_id, is_signed=True)
    sign(by=city.acting("civil"), case=case.public_id)
    enter_letter(by=city.acting("water"), case=case.public_id, number="۱", on=agreed_on)
    with pytest.raises(Refused, match="state"):
        enter_letter(by=city.acting("water"), case=case.public_id, number="۲", on=agreed_on)
