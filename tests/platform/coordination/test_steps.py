from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.platform.conftest import TESTER, City

from hamgam.agencies.models import InboxItem
from hamgam.coordination.actions.steps import (
    StepAnswer,
    answer_step,
    ask_step,
    finish_step,
    run_step_clocks,
    withdraw_step,
)
from hamgam.coordination.models import JointStep
from hamgam.coordination.queries.ties import open_steps, steps_visible_to
from hamgam.coordination.sides import sides
from hamgam.coordination.views.workspace import agenda_of, balances
from hamgam.coordination.vocabulary import STEP_ENDS
from hamgam.kit.refusals import Refused
from hamgam.ledger.signing import signed

pytestmark = pytest.mark.django_db


def asked(city: City) -> JointStep:
    """The governorate asks the municipality to open a street."""
    return ask_step(
        by=city.acting("governorate"), agency=city.agencies["governorate"], title="گشایش"
    )


def waits(kind: str) -> int:
    return InboxItem.objects.filter(kind=kind, done__isnull=True).count()


def test_a_step_is_asked_taken_on_and_done_and_both_are_told(city: City) -> None:
    row, civil = asked(city), city.acting("civil")
    assert row.due is not None
    assert waits("step_asked") == 1
    promised = city.today + timedelta(days=2)
    letter = ("۱۲/۳", city.today)
    answer_step(by=civil, step=row.public_id, answer=StepAnswer(promised=promised, letter=letter))
    assert (waits("step_asked"), waits("step_answered")) == (0, 1)
    finish_step(by=civil, step=row.public_id, on=city.today, proof="عکس")
    row.refresh_from_db()
    assert [row.state, row.due, row.letter_number] == ["done", None, "۱۲/۳"]
    ours, theirs = balances([row], sides())
    assert (ours.asked, ours.in_time, ours.kept) == (1, 1, 1)
    assert theirs.asked == 0


def test_a_side_declines_only_with_a_reason(city: City) -> None:
    row = asked(city)
    with pytest.raises(Refused, match="validation"):
        answer_step(by=city.acting("civil"), step=row.public_id, answer=StepAnswer(promised=None))
    told = StepAnswer(promised=None, words="اعتبار نیست")
    answer_step(by=city.acting("civil"), step=row.public_id, answer=told)
    row.refresh_from_db()
    assert [row.state, row.due] == ["declined", None]


def test_the_asker_cannot_answer_and_a_third_sees_nothing(city: City) -> None:
    row = asked(city)
    told = StepAnswer(promised=city.today)
    with pytest.raises(Refused, match="forbidden"):
        answer_step(by=city.acting("governorate"), step=row.public_id, answer=told)
    with pytest.raises(Refused, match="not_found"):
        answer_step(by=city.acting("water"), step=row.public_id, answer=told)
    with pytest.raises(Refused, match="forbidden"):
        ask_step(by=city.acting("water"), agency=city.agencies["water"], title="گام")
    assert not steps_visible_to(city.acting("gas")).exists()


def test_silence_is_told_again_and_stands_as_late(city: City) -> None:
    row = asked(city)
    assert run_step_clocks(timezone.now()) == 0
    with signed(TESTER):
        InboxItem.objects.update(done=timezone.now())
    assert run_step_clocks(row.answer_due + timedelta(minutes=1)) == 1
    assert waits("step_asked") == 1
    row.refresh_from_db()
    assert row.due is not None
    assert row.due > row.answer_due
    row.answered = row.answer_due + timedelta(hours=1)
    assert balances([row], sides())[0].in_time == 0


def test_no_open_step_is_without_a_clock(city: City) -> None:
    first, second = asked(city), asked(city)
    told = StepAnswer(promised=city.today)
    answer_step(by=city.acting("civil"), step=first.public_id, answer=told)
    withdraw_step(by=city.acting("governorate"), step=second.public_id)
    for row in JointStep.objects.all():
        assert (row.due is None) == (row.state in STEP_ENDS)
    assert [row.pk for row in open_steps(city.acting("civil"))] == [first.pk]
    assert agenda_of(city.acting("civil")) == [(first.public_id, "گشایش")]
