"""A record made on an old version overwrites nothing and loses nothing: both are kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from shapely.geometry import LineString
from tests.platform.conftest import City

from hamgam.agencies.models import InboxItem
from hamgam.agencies.vocabulary import Role, Sharing
from hamgam.engine.works import Activity, Stage, Surface
from hamgam.kit.refusals import Refused
from hamgam.ledger.models import Fact, Receipt
from hamgam.register.actions.projects import (
    ProjectValues,
    Reported,
    record_progress,
    record_project,
)
from hamgam.register.actions.rivals import (
    record_from_field,
    settle_rival,
    told_values,
    values_told,
)
from hamgam.register.actions.works import edit_work, record_work
from hamgam.register.models import Finding, Work
from hamgam.register.models.rivals import RivalVersion
from hamgam.register.values import WorkValues
from hamgam.register.vocabulary import RivalState

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
STREET = LineString([(59.60, 36.29), (59.602, 36.29)])


def values(city: City, title: str) -> WorkValues:
    return WorkValues(
        title=title,
        activity=Activity.EXCAVATION,
        stage=Stage.PLANNED,
        geometry=STREET,
        begins=city.today + timedelta(days=9),
        ends=city.today + timedelta(days=30),
        depth_m=1.5,
        surface=Surface.ASPHALT,
        sharing=Sharing.AGENCIES,
    )


def edited(city: City) -> Work:
    """A work at version 2."""
    by = city.acting("water")
    row = record_work(by=by, agency=city.agencies["water"], values=values(city, "نخست"))
    return edit_work(by=by, work=row.public_id, version=1, values=values(city, "دفتر"))


def test_values_survive_their_way_through_json(city: City) -> None:
    for told in (values(city, "x"), WorkValues()):
        assert values_told(told_values(told)) == told


def test_a_record_on_the_standing_version_is_an_edit(city: City) -> None:
    row = edited(city)
    record_from_field(
        by=city.acting("water"), work=row.public_id, version=2, values=values(city, "میدان")
    )
    assert Work.objects.get(pk=row.pk).title == "میدان"
    assert not RivalVersion.objects.exists()


def test_a_record_on_an_old_version_keeps_both(city: City) -> None:
    row, by = edited(city), city.acting("water")
    with pytest.raises(Refused) as refusal:
        record_from_field(by=by, work=row.public_id, version=1, values=values(city, "میدان"))
    told: Any = refusal.value.about
    assert refusal.value.code == "stale"
    assert (told["yours"]["title"], told["standing"]["title"]) == ("میدان", "دفتر")
    assert (told["your_version"], told["current_version"]) == (1, 2)
    rival = RivalVersion.objects.get()
    assert (rival.told["title"], rival.stood["title"]) == ("میدان", "دفتر")
    assert Work.objects.get(pk=row.pk).title == "دفتر"
    (item,) = InboxItem.objects.filter(kind="rival_versions")
    assert (item.agency.key, item.subject) == ("water", rival.public_id)
    assert Fact.objects.filter(name="rival_kept", subject=row.public_id).count() == 1


@pytest.mark.parametrize("agency", ["gas", "governorate"])
def test_who_may_not_edit_leaves_nothing_behind(city: City, agency: str) -> None:
    row = edited(city)
    with pytest.raises(Refused, match="forbidden"):
        record_from_field(
            by=city.acting(agency), work=row.public_id, version=1, values=values(city, "x")
        )
    assert not RivalVersion.objects.exists()


@pytest.mark.parametrize(
    ("keep", "title", "version"), [(RivalState.TOLD, "میدان", 3), (RivalState.STOOD, "دفتر", 2)]
)
def test_a_person_decides_and_the_other_stays_readable(
    city: City, keep: RivalState, title: str, version: int
) -> None:
    row, by = edited(city), city.acting("water")
    with pytest.raises(Refused):
        record_from_field(by=by, work=row.public_id, version=1, values=values(city, "میدان"))
    rival = RivalVersion.objects.get()
    with pytest.raises(Refused, match="not_found"):
        settle_rival(by=city.acting("gas"), rival=rival.public_id, keep=keep)
    settle_rival(by=by, rival=rival.public_id, keep=keep)
    now = Work.objects.get(pk=row.pk)
    assert (now.title, now.version) == (title, version)
    rival.refresh_from_db()
    assert (rival.state, rival.told["title"], rival.stood["title"]) == (keep, "میدان", "دفتر")
    with pytest.raises(Refused, match="state"):
        settle_rival(by=by, rival=rival.public_id, keep=keep)


def test_what_was_taken_over_is_judged_again(city: City) -> None:
    row, by = edited(city), city.acting("water")
    record_work(by=city.acting("gas"), agency=city.agencies["gas"], values=values(city, "گاز"))
    away = WorkValues(title="دور", geometry=LineString([(59.7, 36.4), (59.71, 36.4)]))
    with pytest.raises(Refused):
        record_from_field(by=by, work=row.public_id, version=1, values=away)
    open_ones = Finding.objects.filter(kind="collision", state="open")
    assert open_ones.exists()
    rival = RivalVersion.objects.get()
    settle_rival(by=by, rival=rival.public_id, keep=RivalState.TOLD)
    assert not open_ones.exists()


def client_of(city: City, agency: str, role: Role = Role.OFFICER) -> Client:
    client = Client()
    client.force_login(city.person(agency, role), backend=BACKEND)
    return client


def test_the_api_answers_409_with_both_and_keeps_them_under_an_idempotency_key(
    city: City,
) -> None:
    row, client = edited(city), client_of(city, "water")
    address = f"/api/v1/works/{row.public_id}/field-records"
    body = {"title": "میدان", "version": 1}
    first = client.post(address, body, "application/json", headers={"Idempotency-Key": "k1"})
    assert first.status_code == 409
    assert first["Content-Type"] == "application/problem+json"
    told = first.json()
    assert (told["yours"]["title"], told["standing"]["title"]) == ("میدان", "دفتر")
    again = client.post(address, body, "application/json", headers={"Idempotency-Key": "k1"})
    assert (again.status_code, again.json()["rival"]) == (409, told["rival"])
    assert RivalVersion.objects.count() == Receipt.objects.count() == 1
    kept = client.get(first["Location"]).json()
    assert (kept["told"]["title"], kept["state"]) == ("میدان", "open")
    settled = client.post(f"{first['Location']}/settle", {"keep": "told"}, "application/json")
    assert settled.json()["state"] == "told"
    assert client_of(city, "gas").get(first["Location"]).status_code == 404


def test_if_match_of_an_old_version_is_412_and_keeps_nothing(city: City) -> None:
    row, client = edited(city), client_of(city, "water")
    old = {"If-Match": f'"{row.public_id}.1"'}
    address = f"/api/v1/works/{row.public_id}"
    answer = client.put(address, {"title": "x"}, "application/json", headers=old)
    assert answer.status_code == 412
    assert not RivalVersion.objects.exists()


def test_a_form_filled_on_an_old_version_shows_both_side_by_side(city: City) -> None:
    row, client = edited(city), client_of(city, "water")
    told = {
        "title": "فرم",
        "kind": "work",
        "activity": "excavation",
        "stage": "planned",
        "impact": "unknown",
        "sharing": "agencies",
        "told_version": "1",
    }
    page = client.post(f"/works/{row.public_id}/edit", told)
    assert page.status_code == 409
    text = page.content.decode()
    assert "فرم" in text
    assert "دفتر" in text
    rival = RivalVersion.objects.get()
    there = client.post(f"/rivals/{rival.public_id}/settle", {"keep": "stood"})
    assert there["Location"] == f"/works/{row.public_id}"
    assert client.get(f"/rivals/{rival.public_id}").status_code == 200
    assert client_of(city, "gas").get(f"/rivals/{rival.public_id}").status_code == 404


@pytest.mark.parametrize("address", ["/api/v1/works", "/api/v1/works/{}", "/api/v1/agencies/gas"])
def test_what_the_client_has_already_is_not_sent_again(city: City, address: str) -> None:
    row, client = edited(city), client_of(city, "water")
    address = address.format(row.public_id)
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    weak = client.get(address, headers={"If-None-Match": f'"x", W/{first["ETag"]}'})
    assert weak.status_code == 304
    by = city.acting("water")
    edit_work(by=by, work=row.public_id, version=2, values=values(city, "سوم"))
    after = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert after.status_code == (304 if "agencies" in address else 200)


def test_the_tag_of_a_row_is_good_for_an_edit(city: City) -> None:
    row, client = edited(city), client_of(city, "water")
    address = f"/api/v1/works/{row.public_id}"
    tag = {"If-Match": client.get(address)["ETag"]}
    answer = client.put(address, {"title": "ب"}, "application/json", headers=tag)
    assert answer.status_code == 200
    assert client.put(address, {"title": "پ"}, "application/json", headers=tag).status_code == 412


def test_a_derived_field_changes_the_tag_though_the_version_stands(city: City) -> None:
    by, agency = city.acting("water"), city.agencies["water"]
    told = ProjectValues(title="پروژه", approved_on=city.today - timedelta(days=90))
    row = record_project(by=by, agency=agency, values=told)
    client = client_of(city, "water")
    address = f"/api/v1/projects/{row.public_id}"
    first = client.get(address)
    record_progress(
        by=by, project=row.public_id, reported=Reported(on=city.today, physical_permille=10)
    )
    after = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (after.status_code == 304) == (after.content == first.content)
    assert after["ETag"].split(".")[:2] == first["ETag"].split(".")[:2]
