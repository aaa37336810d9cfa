"""Mega-projects: thresholds of the city, phases in their order, gates with their conditions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from tests.platform.conftest import TESTER, City

from hamgam.agencies.vocabulary import Role
from hamgam.completion.actions.stages import (
    AtGate,
    PhaseValues,
    Shown,
    add_phase,
    hold_phase,
    pass_phase,
    tell_condition,
)
from hamgam.completion.mega import asks, mega_of_city, mega_projects, threshold_passed
from hamgam.completion.models import Phase, StageDecision
from hamgam.kit.refusals import Refused
from hamgam.ledger.signing import signed
from hamgam.register.actions.projects import ProjectValues, record_project
from hamgam.register.models import Project
from hamgam.register.vocabulary import ProjectClass

OWNER = "civil"
VALUES = PhaseValues(title="فاز", result="یک باند باز می‌شود")


def great(city: City, *, rials: int = 3 * 10**13) -> Project:
    values = ProjectValues(
        title="خط تازهٔ قطار شهری", budget_rials=rials, price_year=1405, approved_on=city.today
    )
    return record_project(by=city.acting(OWNER), agency=city.agencies[OWNER], values=values)


def phases(city: City, count: int = 2) -> list[Phase]:
    row = great(city)
    by = city.acting(OWNER)
    return [add_phase(by=by, project=row.public_id, values=VALUES) for _ in range(count)]


def tell_all(city: City, phase: Phase) -> None:
    for ask in asks():
        shown = Shown(key=ask.key, is_met=True, evidence="صورت‌جلسه", on=city.today)
        tell_condition(by=city.acting(OWNER), phase=phase.public_id, shown=shown)


def at(
    city: City, reason: str = "صورت‌جلسهٔ تحویل", decided_by: str = "", number: str = ""
) -> AtGate:
    return AtGate(on=city.today, reason=reason, decided_by=decided_by, number=number)


@pytest.mark.django_db
def test_the_citys_threshold_makes_a_project_a_mega_project(city: City) -> None:
    told = mega_of_city()
    assert told is not None
    below, above = great(city, rials=told.budget_rials // 2), great(city)
    assert threshold_passed(below, city.today) == ""
    assert threshold_passed(above, city.today) == "cost"
    found = mega_projects(city.acting(OWNER), city.today)
    assert [one.project for one in found] == [above]
    assert not found[0].is_classed
    with signed(TESTER):
        Project.objects.filter(pk=below.pk).update(project_class=ProjectClass.MEGA)
    assert {one.project for one in mega_projects(city.acting(OWNER), city.today)} == {below, above}


@pytest.mark.django_db
def test_phases_are_passed_in_their_order_once_all_conditions_are_met(city: City) -> None:
    (first, second), head = phases(city), city.acting(OWNER, Role.HEAD)
    assert (first.place, second.place) == (1, 2)
    tell_all(city, first)
    with pytest.raises(Refused, match="state"):
        pass_phase(by=head, phase=second.public_id, at=at(city, decided_by="شهردار", number="۱"))
    with pytest.raises(Refused, match="validation"):
        pass_phase(by=head, phase=first.public_id, at=at(city, reason=" "))
    with pytest.raises(Refused, match="forbidden"):
        pass_phase(by=city.acting(OWNER), phase=first.public_id, at=at(city))
    passed = pass_phase(by=head, phase=first.public_id, at=at(city))
    assert passed.passed_on == city.today
    assert StageDecision.objects.get().unmet == []
    with pytest.raises(Refused, match="state"):
        tell_all(city, first)
    told = replace(VALUES, result=" ")
    with pytest.raises(Refused, match="validation"):
        add_phase(by=head, project=first.project.public_id, values=told)


@pytest.mark.django_db
def test_an_unmet_condition_wants_a_name_and_a_letter_and_is_kept(city: City) -> None:
    (first, second), head = phases(city), city.acting(OWNER, Role.HEAD)
    with pytest.raises(Refused, match="validation"):
        pass_phase(by=head, phase=first.public_id, at=at(city))
    hold_phase(by=head, phase=first.public_id, at=at(city, reason="پول فاز بعد نیست"))
    named = at(city, decided_by="شهردار", number="۱۴۰۵/۷")
    pass_phase(by=head, phase=first.public_id, at=named)
    hold_phase(by=head, phase=second.public_id, at=at(city), stops=True)
    told = StageDecision.objects.order_by("pk").values_list("verdict", "decided_by", "unmet")
    every = [ask.key for ask in asks()]
    assert list(told) == [("hold", "", every), ("go", "شهردار", every), ("stop", "", every)]


@pytest.mark.django_db
def test_the_page_shows_phases_gates_and_what_was_decided(city: City) -> None:
    (first, _), head = phases(city), city.acting(OWNER, Role.HEAD)
    hold_phase(by=head, phase=first.public_id, at=at(city, reason="زمین آزاد نیست"))
    client = Client()
    client.force_login(city.person(OWNER, Role.HEAD))
    page = client.get("/mega/").content.decode()
    assert "خط تازهٔ قطار شهری" in page
    assert "زمین آزاد نیست" in page
    place = f"/phases/{first.public_id}/conditions/{asks()[0].key}"
    client.post(place, {"on": city.today.isoformat(), "evidence": "صورت‌جلسه", "is_met": "on"})
    sheet = client.get(f"/projects/{first.project.public_id}").content.decode()
    assert "یک باند باز می‌شود" in sheet
    assert asks()[0].names["fa"] in sheet
    assert first.conditions.get().is_met
