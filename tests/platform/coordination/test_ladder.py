from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from tests.platform.conftest import TESTER, City
from tests.platform.coordination.scene import best, opened

from hamgam.agencies.vocabulary import Role
from hamgam.coordination.actions.ladder import (
    Decision,
    carry_up,
    convene,
    decide,
    run_clocks,
    send_back,
)
from hamgam.coordination.clocks import ladder_of
from hamgam.coordination.models import Case
from hamgam.coordination.queries.cases import options_of
from hamgam.coordination.workflow.cases import State
from hamgam.kit.refusals import Refused
from hamgam.ledger.models import Fact
from hamgam.ledger.signing import signed
from hamgam.register.models import Window

pytestmark = pytest.mark.django_db


def run_out(case: Case) -> Case:
    """Let the clock at hand be over."""
    with signed(TESTER):
        Case.objects.filter(pk=case.pk).update(due=timezone.now() - timedelta(minutes=1))
    assert run_clocks(timezone.now()) == 1
    return Case.objects.get(pk=case.pk)


def at_governor(city: City) -> Case:
    case = opened(city)
    for _ in range(4):
        case = run_out(case)
    return case


def test_silence_carries_the_case_up_rung_by_rung_and_never_signs(city: City) -> None:
    case = opened(city)
    rungs = [case.rung]
    for _ in range(8):
        case = run_out(case)
        rungs.append(case.rung)
        assert case.due is not None
        assert case.due > timezone.now()
    top = len(ladder_of(case).rungs) - 1
    assert rungs == [min(n, top) for n in range(9)]
    assert case.state == State.OPTIONS
    assert not case.proposals.exists()
    assert Fact.objects.filter(name="clock_ran_out", subject=case.public_id).count() == 8


def test_the_governor_convenes_and_records_the_decision_of_the_competent_body(city: City) -> None:
    case = at_governor(city)
    governor = city.acting("governorate", Role.HEAD)
    day = city.today + timedelta(days=6)
    convene(by=governor, case=case.public_id, on=day)
    case.refresh_from_db()
    assert case.sits_on == day
    option = best(case)
    told = Decision(body="governor", option=option.public_id, words="مقرر شد")
    with pytest.raises(Refused, match="not_competent"):
        decide(by=governor, case=case.public_id, decision=told)
    lawful = replace(told, body="excavation_commission", letter=("۷۱۲", city.today))
    decide(by=governor, case=case.public_id, decision=lawful)
    case.refresh_from_db()
    assert case.state == State.BOUND
    assert Window.objects.filter(kind="agreed").count() == len(option.placements)


def test_nobody_sits_for_a_body_that_is_not_his(city: City) -> None:
    case = at_governor(city)
    for agency, role in (("water", Role.HEAD), ("civil", Role.HEAD), ("governorate", Role.VIEWER)):
        with pytest.raises(Refused, match="forbidden"):
            convene(
                by=city.acting(agency, role),
                case=case.public_id,
                on=city.today + timedelta(days=5),
            )


def test_a_rung_sends_back_with_a_reason(city: City) -> None:
    case = at_governor(city)
    governor = city.acting("governorate", Role.HEAD)
    with pytest.raises(Refused, match="validation"):
        send_back(by=governor, case=case.public_id, words="")
    send_back(by=governor, case=case.public_id, words="نقشهٔ تأسیسات پیوست نیست")
    case.refresh_from_db()
    assert case.rung == 3


def test_an_owner_carries_it_up_with_a_reason(city: City) -> None:
    case = opened(city)
    carry_up(by=city.acting("water"), case=case.public_id, words="کارگاه پاسخ نمی‌دهد")
    case.refresh_from_db()
    assert case.rung == 1
    with pytest.raises(Refused, match="forbidden"):
        carry_up(by=city.acting("gas"), case=case.public_id, words="x")


def test_an_agreement_without_letters_is_reminded_of_and_stays(city: City) -> None:
    from tests.platform.coordination.test_settle import agreed

    case = run_out(agreed(city))
    assert case.state == State.AGREED
    due: datetime | None = case.due
    assert due is not None
    assert due > timezone.now()


def test_a_decided_option_is_one_of_the_case(city: City) -> None:
    case = at_governor(city)
    told = Decision(body="excavation_commission", option="o-0000000000000", words="x")
    with pytest.raises(Refused, match="not_found"):
        decide(by=city.acting("governorate", Role.HEAD), case=case.public_id, decision=told)
    assert options_of(case)[0].kind == "as_is"
