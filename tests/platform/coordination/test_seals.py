"""A plan under seal takes part in detection; nobody else learns more than that there is a match, in
which street, and whom to call."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from shapely.geometry import LineString
from tests.platform.conftest import TESTER, City
from tests.platform.web.test_restricted import (
    COUNTED,
    answers,
    differing,
    open_city,
    signed_in,
    values,
)

from hamgam.agencies.models import InboxItem
from hamgam.agencies.vocabulary import Role, Sharing
from hamgam.coordination.actions.opening import open_case
from hamgam.coordination.actions.permits import apply_to_dig
from hamgam.coordination.actions.seals import Contact, run_seals, seal_plan, unseal_plan
from hamgam.coordination.bridge import SEALED
from hamgam.coordination.models import Seal
from hamgam.coordination.queries.seals import sealed_matches
from hamgam.coordination.views import telling
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language
from hamgam.ledger.signing import signed
from hamgam.register import raising
from hamgam.register.actions.works import record_work
from hamgam.register.models import Finding, Work

pytestmark = pytest.mark.django_db
CANARY = "canary-under-seal"
NEAR = LineString([(59.6071234, 36.2900456), (59.6081234, 36.2900567)])
PLACE = ("59.607123", "59.608123", "59607123", "59608123")
CONTACT = Contact(name="دفتر طرح‌ها", phone="۰۵۱۳۸۰۰۰۰۰۰")
MATCHED = {"seals/", "/sealed-matches"}
"""Where whoever is met is told so; every other answer is as it was."""


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """One moment for every page, since some say the minute in which they were made."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)


def plan(city: City, sharing: Sharing = Sharing.OWN) -> Work:
    """A plan of water's across the street of others, with a canary in every text."""
    told = values(
        city, sharing, CANARY, ref=CANARY, street=f"خیابان خسروی نو، {CANARY}", geometry=NEAR
    )
    return record_work(by=city.acting("water"), agency=city.agencies["water"], values=told)


def sealed(city: City) -> Seal:
    return seal_plan(by=city.acting("water"), work=plan(city).public_id, contact=CONTACT)


def leaks(row: Seal) -> tuple[str, ...]:
    """What may stand in no answer: texts, ids, coordinates."""
    ids = list(Finding.objects.filter(a=row.work).values_list("identity", flat=True)) + list(
        Finding.objects.filter(b=row.work).values_list("identity", flat=True)
    )
    assert ids
    return (CANARY, row.public_id, row.work.public_id, *ids, *PLACE)


def test_who_has_not_signed_in_cannot_tell_that_it_is_there(city: City) -> None:
    key, client = open_city(city), Client(raise_request_exception=False)
    before = answers(client, key)
    sealed(city)
    assert differing(before, answers(client, key)) == set()


def test_the_other_side_learns_of_a_match_and_nothing_else(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, client = open_city(city), signed_in(city, "gas", Role.HEAD)
    before = answers(client, key)
    # What is put into the inbox is tried below; here its count would stand on every page.
    monkeypatch.setattr("hamgam.coordination.actions.seals.tell_matches", lambda: 0)
    row = sealed(city)
    after = answers(client, key)
    assert MATCHED <= differing(before, after) <= MATCHED | COUNTED
    for pattern, (_, body) in after.items():
        text = body.decode(errors="replace")
        assert not [part for part in leaks(row) if part in text], pattern
    for address in (f"/works/{row.work.public_id}", f"/api/v1/works/{row.work.public_id}"):
        assert client.get(address).status_code == 404
    for pattern in MATCHED:
        assert CONTACT.phone in after[pattern][1].decode()


def test_a_match_is_a_work_of_ones_own_a_street_of_the_city_and_a_number(city: City) -> None:
    open_city(city)
    row = sealed(city)
    (match,) = sealed_matches(city.acting("gas"))
    assert match.work.agency.key == "gas"
    assert (match.street, match.contact, match.phone) == (
        "خیابان خسروی نو",
        CONTACT.name,
        CONTACT.phone,
    )
    assert sealed_matches(city.acting("water", Role.HEAD)) == []
    (item,) = InboxItem.objects.filter(agency__key="gas", kind="sealed_match")
    assert (item.subject, item.about, item.due) == (match.work.public_id, {}, None)
    assert row.work.public_id not in json.dumps(item.about)
    run_seals(timezone.now())
    assert InboxItem.objects.filter(agency__key="gas", kind="sealed_match").count() == 1
    page = signed_in(city, "gas", Role.OFFICER).get(f"/works/{match.work.public_id}")
    assert CONTACT.phone in page.content.decode()


def test_what_blocks_waits_for_the_plans_own_agency_alone(city: City) -> None:
    open_city(city)
    row = sealed(city)
    met = Finding.objects.filter(a=row.work) | Finding.objects.filter(b=row.work)
    identities = set(met.values_list("identity", flat=True))
    with signed(TESTER):
        Finding.objects.filter(identity__in=identities).update(consequence="block")
    raised = [one for one in raising.blocking(city.today) if one.subject in identities]
    assert {one.agency.key for one in raised} == {"water"}


def test_neither_a_permit_nor_a_case_nor_an_option_tells_of_it(city: City) -> None:
    open_city(city)
    row = sealed(city)
    gas = Work.objects.get(agency__key="gas")
    application = apply_to_dig(by=city.acting("gas"), work=gas.public_id)
    between = Finding.objects.filter(a__agency__key__in=("gas", "civil"), state="open").filter(
        b__agency__key__in=("gas", "civil")
    )
    case = open_case(by=city.acting("gas"), finding=between.get().identity)
    assert {held.work.agency.key for held in case.works.all()} == {"gas", "civil"}
    client: Any = signed_in(city, "gas", Role.HEAD)
    for address in (
        f"/permits/{application.public_id}",
        f"/api/v1/applications/{application.public_id}",
        f"/cases/{case.public_id}",
        f"/cases/{case.public_id}/brief",
        f"/api/v1/cases/{case.public_id}",
        f"/api/v1/cases/{case.public_id}/options",
    ):
        response = client.get(address)
        assert response.status_code == 200, address
        text = response.content.decode()
        assert not [part for part in leaks(row) if part in text], address
    standing = case.options.get(rank=0)
    masked = [b for b in standing.weight["breaches"] if b["kind"] == SEALED]
    assert masked
    assert all(not b["b"] and not b["overlap_days"] and not b["gap_days"] for b in masked)
    nobody = telling.Sides(works={}, names={}, language=Language.FA)
    told = telling.told_breaches(masked, nobody)
    assert told == ["با طرحی مهرشده برمی‌خورد"]


def test_published_it_is_a_work_like_any_other(city: City) -> None:
    open_city(city)
    row = sealed(city)
    with pytest.raises(Refused, match="not_found"):
        unseal_plan(by=city.acting("gas", Role.HEAD), seal=row.public_id)
    row = unseal_plan(by=city.acting("water"), seal=row.public_id)
    assert row.work.sharing == Sharing.AGENCIES
    assert row.work.versions.count() == 1
    assert sealed_matches(city.acting("gas")) == []
    client = signed_in(city, "gas", Role.OFFICER)
    assert client.get(f"/works/{row.work.public_id}").status_code == 200


def test_only_what_nobody_else_sees_is_sealed_and_its_day_comes(city: City) -> None:
    open_city(city)
    shown = plan(city, Sharing.AGENCIES)
    with pytest.raises(Refused, match="state"):
        seal_plan(by=city.acting("water"), work=shown.public_id, contact=CONTACT)
    with signed(TESTER):
        Work.objects.filter(pk=shown.pk).update(sharing=Sharing.OWN)
    row = seal_plan(
        by=city.acting("water"),
        work=shown.public_id,
        contact=Contact(name="x", phone="y", opens_on=city.today),
    )
    with pytest.raises(Refused, match="taken"):
        seal_plan(by=city.acting("water"), work=shown.public_id, contact=CONTACT)
    run_seals(timezone.now() + timedelta(days=1))
    (item,) = InboxItem.objects.filter(kind="seal_ripe")
    assert (item.subject, item.agency.key) == (row.public_id, "water")
