"""Rules: their numbers, a trial that changes nothing, and adoption that does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString
from tests.platform.conftest import City

from hamgam.agencies.vocabulary import Role
from hamgam.engine.overlaps.rules import Rule
from hamgam.engine.works import Activity, Stage
from hamgam.exchange.rulepack import load_pack
from hamgam.kit.refusals import Refused
from hamgam.ledger.models import Fact
from hamgam.register.actions.rules import adopt_rule, try_rule
from hamgam.register.actions.works import record_work
from hamgam.register.dials import dials, sound, turned
from hamgam.register.judging import judged
from hamgam.register.law import law, law_with, written_law
from hamgam.register.models import Finding, RuleChange, RuleTrial, Work
from hamgam.register.values import WorkValues
from hamgam.register.vocabulary import FindingState

RULES = {rule.id: rule for rule in load_pack("ir-mashhad").rules}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def digs(city: City) -> None:
    """Two excavations twenty days apart, told a long time before."""
    for number, (key, first) in enumerate((("water", 60), ("gas", 100))):
        begins = city.today + timedelta(days=first)
        values = WorkValues(
            title=f"لولهٔ {number}",
            activity=Activity.EXCAVATION,
            stage=Stage.PLANNED,
            geometry=LineString([(59.60, 36.29 + number / 1e5), (59.602, 36.29 + number / 1e5)]),
            begins=begins,
            ends=begins + timedelta(days=20),
            submitted=city.today,
        )
        record_work(by=city.acting(key), agency=city.agencies[key], values=values)


def open_rules() -> set[str]:
    rows = Finding.objects.filter(state=FindingState.OPEN)
    return set(rows.values_list("rule", flat=True))


@given(st.sampled_from(sorted(RULES)), st.data())
def test_turning_a_number_changes_that_number_and_no_other(name: str, draw: st.DataObject) -> None:
    rule: Rule = RULES[name]
    known = {dial.place: dial.value for dial in dials(rule)}
    if not known:
        return
    place = draw.draw(st.sampled_from(sorted(known)))
    value = float(draw.draw(st.integers(1, 400)))
    after = {dial.place: dial.value for dial in dials(turned(rule, {place: value}))}
    assert after == known | {place: value}
    assert turned(rule, {}) == rule


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("notice", {"least.working_days": 2.5}),
        ("notice", {"least.working_days": -3.0}),
        ("notice", {"no.such": 1.0}),
        ("protection", {"within": float("inf")}),
    ],
)
def test_a_number_that_cannot_be_is_refused(rule: str, told: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"within|least|no\.such"):
        sound(RULES[rule], told)


@pytest.mark.django_db
def test_a_trial_tells_what_appears_and_vanishes_and_changes_nothing(city: City) -> None:
    digs(city)
    before = sorted(Finding.objects.values_list("identity", "state"))
    assert "joint" in open_rules()
    gone = try_rule(by=city.acting("water"), rule="joint", told={"time.days": 5}, today=city.today)
    assert (gone.counts["vanish"], gone.counts["appear"]) == (1, 0)
    come = try_rule(
        by=city.acting("water"),
        rule="notice",
        told={"least.working_days": 200},
        today=city.today,
    )
    assert come.counts["appear"] == 2
    assert {found[2] for found in come.appear} == set(
        Work.objects.values_list("public_id", flat=True)
    )
    assert sorted(Finding.objects.values_list("identity", "state")) == before
    assert law(city.today) == written_law(city.today)


@pytest.mark.django_db
def test_a_trial_agrees_with_judging_the_register_twice(city: City) -> None:
    digs(city)
    told = {"least.working_days": 200.0}
    row = try_rule(by=city.acting("water"), rule="notice", told=told, today=city.today)
    works = list(Work.objects.select_related("agency", "project"))
    plain = {f.id for f in judged(works, law(city.today), city.today)}
    other = {f.id for f in judged(works, law_with(city.today, {"notice": told}), city.today)}
    assert row.counts == {"appear": len(other - plain), "vanish": len(plain - other), "change": 0}
    assert (row.before, row.after) == (len(plain), len(other))


@pytest.mark.django_db
def test_the_same_number_is_no_trial_and_no_rule_is_not_found(city: City) -> None:
    for rule, told, code in (
        ("notice", {"least.working_days": 10.0}, "state"),
        ("none", {"x": 1.0}, "not_found"),
        ("notice", {"x": 1.0}, "validation"),
    ):
        with pytest.raises(Refused, match=code):
            try_rule(by=city.acting("water"), rule=rule, told=told, today=city.today)
    council = city.acting("governorate", Role.COUNCIL)
    with pytest.raises(Refused, match="forbidden"):
        try_rule(by=council, rule="notice", told={"least.working_days": 9.0}, today=city.today)


@pytest.mark.django_db
def test_the_mayor_adopts_and_the_register_is_judged_anew(city: City) -> None:
    digs(city)
    row = try_rule(by=city.acting("water"), rule="joint", told={"time.days": 5}, today=city.today)
    for agency, role in (("water", Role.HEAD), ("civil", Role.HEAD), ("civil", Role.SECRETARY)):
        with pytest.raises(Refused, match="forbidden"):
            adopt_rule(by=city.acting(agency, role), trial=row.public_id, reason="x")
    mayor = city.acting("municipality", Role.HEAD)
    with pytest.raises(Refused, match="validation"):
        adopt_rule(by=mayor, trial=row.public_id, reason=" ")
    adopt_rule(by=mayor, trial=row.public_id, reason="نود روز زیاد است")
    assert "joint" not in open_rules()
    assert law(city.today).pack != written_law(city.today).pack
    fact = Fact.objects.get(name="rule_adopted")
    assert "نود روز زیاد است" in fact.payload
    with pytest.raises(Refused, match="state"):
        adopt_rule(by=mayor, trial=row.public_id, reason="باز")
    back = try_rule(by=mayor, rule="joint", told={"time.days": 90}, today=city.today)
    assert back.counts["appear"] == 1
    adopt_rule(by=mayor, trial=back.public_id, reason="برگشت")
    assert "joint" in open_rules()
    assert [c.superseded for c in RuleChange.objects.order_by("pk")] == [True, False]


@pytest.mark.django_db
def test_the_pages_lead_from_a_rule_to_its_trial_to_its_adoption(city: City) -> None:
    digs(city)
    client = Client()
    client.force_login(city.person("municipality", Role.HEAD), backend=BACKEND)
    page = client.get(reverse("rule", args=["joint"])).content.decode()
    assert "لولهٔ" in page, "an example from the register"
    same = client.post(reverse("try_rule", args=["joint"]), {"time.days": "۹۰"})
    wrong = client.post(reverse("try_rule", args=["joint"]), {"time.days": "ژرف"})
    for answer in (same, wrong):
        assert answer.headers["Location"] == reverse("rule", args=["joint"])
    made = client.post(reverse("try_rule", args=["joint"]), {"time.days": "۵"})
    trial = RuleTrial.objects.get()
    assert made.headers["Location"] == reverse("rule_trial", args=[trial.public_id])
    shown = client.get(made.headers["Location"]).content.decode()
    assert reverse("adopt_rule", args=[trial.public_id]) in shown
    client.post(reverse("adopt_rule", args=[trial.public_id]), {"reason": ""})
    assert not RuleChange.objects.exists()
    client.post(reverse("adopt_rule", args=[trial.public_id]), {"reason": "کافی است"})
    assert "کافی است" in Client().get(reverse("rules")).content.decode()
