from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.platform.conftest import TESTER, City
from tests.platform.coordination.scene import best, opened
from tests.platform.coordination.test_settle import agreed

from hamgam.coordination.actions.ladder import run_clocks
from hamgam.coordination.actions.making import free_work, make_option
from hamgam.coordination.actions.settling import enter_letter, propose
from hamgam.coordination.actions.talking import comment
from hamgam.coordination.models import Case
from hamgam.coordination.queries.cases import comments_visible_to, options_of
from hamgam.coordination.workflow.cases import State
from hamgam.kit.refusals import Refused
from hamgam.ledger.models import Fact
from hamgam.ledger.signing import signed
from hamgam.register.actions.works import edit_work
from hamgam.register.models import Window, Work
from hamgam.register.values import WorkValues

pytestmark = pytest.mark.django_db


def moved(city: City, work: Work, begins: date) -> None:
    """The work's own agency gives it other days."""
    told = {name: getattr(work, name) for name in ("title", "activity", "stage", "impact")}
    values = WorkValues(geometry=work.shape, street=work.street, **told)
    length = (work.ends - work.begins) if work.begins and work.ends else timedelta(0)
    edit_work(
        by=city.acting(work.agency.key),
        work=work.public_id,
        version=work.version,
        values=replace(values, begins=begins, ends=begins + length),
    )


def bound(city: City) -> Case:
    case = agreed(city)
    for agency in ("water", "civil"):
        enter_letter(by=city.acting(agency), case=case.public_id, number="۱", on=city.today)
    case.refresh_from_db()
    return case


def work_of(case: Case, agency: str) -> Work:
    return Work.objects.get(cases__case=case, agency__key=agency)


def test_an_edit_marks_an_unsettled_case_for_review_and_nothing_is_signed_on_it(
    city: City,
) -> None:
    case = opened(city)
    option = best(case)
    trench = work_of(case, "water")
    assert trench.begins is not None
    moved(city, trench, trench.begins + timedelta(days=1))
    case.refresh_from_db()
    assert case.needs_review
    with pytest.raises(Refused, match="state"):
        propose(by=city.acting("water"), case=case.public_id, option=option.public_id)


def test_a_case_lapses_when_its_overlap_goes_away_unsettled(city: City) -> None:
    case = opened(city)
    moved(city, work_of(case, "water"), city.today + timedelta(days=3000))
    case.refresh_from_db()
    assert case.state == State.LAPSED
    assert case.due is None


def test_a_settled_case_survives_the_disappearance_of_its_overlap(city: City) -> None:
    case = bound(city)
    assert case.findings.filter(finding__state="lapsed").exists()
    case.refresh_from_db()
    assert case.state == State.BOUND


def test_an_edit_before_the_letters_opens_the_agreement_again(city: City) -> None:
    case = agreed(city)
    trench = work_of(case, "water")
    assert trench.begins is not None
    moved(city, trench, trench.begins + timedelta(days=1))
    case.refresh_from_db()
    assert case.state == State.OPTIONS
    assert case.needs_review
    assert case.due is not None


def test_days_outside_the_agreed_ones_break_a_binding_agreement(city: City) -> None:
    case = bound(city)
    moved(city, work_of(case, "water"), city.today + timedelta(days=400))
    case.refresh_from_db()
    assert case.state == State.BROKEN
    assert not Window.objects.filter(kind="agreed", superseded=False).exists()
    assert Fact.objects.filter(name="windows_lifted").exists()


def test_when_the_agreed_days_are_over_the_case_is_carried_out(city: City) -> None:
    case = bound(city)
    with signed(TESTER):
        Case.objects.filter(pk=case.pk).update(due=timezone.now() - timedelta(minutes=1))
    run_clocks(timezone.now())
    case.refresh_from_db()
    assert case.state == State.CARRIED_OUT


def test_a_way_made_by_hand_is_weighed_and_its_breaches_are_named(city: City) -> None:
    case = opened(city)
    trench = work_of(case, "water")
    first = city.today + timedelta(days=62)
    days = {trench.public_id: [(first, first + timedelta(days=20))]}
    made = make_option(by=city.acting("civil"), case=case.public_id, days=days)
    assert made.kind == "hand_made"
    assert any(b["kind"] == "collision" for b in made.weight["breaches"])
    with pytest.raises(Refused, match="validation"):
        make_option(
            by=city.acting("civil"),
            case=case.public_id,
            days={trench.public_id: [(first, first), (first, first)]},
        )


def test_an_agency_says_where_its_own_work_may_lie(city: City) -> None:
    case = opened(city)
    trench = work_of(case, "water")
    assert trench.begins is not None
    assert trench.ends is not None
    with pytest.raises(Refused, match="forbidden"):
        free_work(
            by=city.acting("civil"),
            case=case.public_id,
            work=trench.public_id,
            between=(trench.begins, trench.ends),
        )
    free_work(
        by=city.acting("water"),
        case=case.public_id,
        work=trench.public_id,
        between=(trench.begins, trench.ends),
    )
    for option in options_of(case):
        spans = option.placements[trench.public_id]
        assert spans == [[trench.begins.isoformat(), trench.ends.isoformat()]]


def test_what_the_parties_say_is_theirs_alone(city: City) -> None:
    case = opened(city)
    comment(by=city.acting("water"), case=case.public_id, text="سلام @civil-officer")
    assert comments_visible_to(city.acting("civil")).count() == 1
    assert comments_visible_to(city.acting("gas")).count() == 0
    with pytest.raises(Refused, match="forbidden"):
        comment(by=city.acting("gas"), case=case.public_id, text="x")
