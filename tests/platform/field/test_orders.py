"""Directives carry a measure; intensive work has an end and rules."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.platform.conftest import City
from tests.platform.field.scene import Scene, scene

from hamgam.agencies.models import InboxItem
from hamgam.agencies.vocabulary import Role
from hamgam.field.actions import orders as deeds
from hamgam.field.models import Directive, Sprint
from hamgam.kit.refusals import Refused


@pytest.fixture
def told(city: City) -> Scene:
    return scene(city)


def issue(told: Scene, measure: str = "سهم جلسه‌های در محل") -> Directive:
    return deeds.issue_directive(
        by=told.by,
        agency=told.city.agencies["civil"],
        order=deeds.Order(title="جلسه در محل", text="جلسه‌ها در محل پروژه", measure=measure),
        recipients=[told.city.agencies["gas"], told.city.agencies["water"]],
        today=told.today,
    )


@pytest.mark.django_db
def test_a_directive_has_a_measure_and_waits_for_each_recipient(told: Scene) -> None:
    with pytest.raises(Refused, match="validation"):
        issue(told, measure="")
    row = issue(told)
    gas = told.city.acting("gas", Role.HEAD)
    deeds.answer_directive(
        by=gas, directive=row.public_id, is_followed=False, words="نیرو نیست", today=told.today
    )
    states = dict(row.replies.values_list("agency__key", "state"))
    assert states == {"gas": "not_followed", "water": "told"}
    assert InboxItem.objects.filter(kind="directive_waits").count() == 2
    with pytest.raises(Refused, match="forbidden"):
        deeds.answer_directive(
            by=told.by, directive=row.public_id, is_followed=True, words="x", today=told.today
        )


def begin(told: Scene, days: int = 20, rules: str = "بی کار پرصدا پس از ۲۳") -> Sprint:
    values = deeds.SprintValues(
        goal="زیر بار رفتن باند شمالی",
        begins=told.today,
        ends=told.today + timedelta(days=days),
        rules=rules,
        night_shifts=True,
    )
    return deeds.open_sprint(by=told.by, project=told.project.public_id, values=values)


@pytest.mark.django_db
def test_intensive_work_is_bounded_has_rules_and_ends_with_a_result(told: Scene) -> None:
    for days, rules in ((46, "ایمنی"), (-1, "ایمنی"), (10, "")):
        with pytest.raises(Refused, match="validation"):
            begin(told, days, rules)
    row = begin(told)
    deeds.end_sprint(by=told.by, sprint=row.public_id, outcome="باند باز شد", today=told.today)
    with pytest.raises(Refused, match="state"):
        deeds.end_sprint(by=told.by, sprint=row.public_id, outcome="x", today=told.today)
