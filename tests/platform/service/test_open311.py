"""GeoReport v2 as its clients read it: lists, both forms, its own shape of errors, no private
word."""

from __future__ import annotations

import pytest
from defusedxml import ElementTree  # type: ignore[import-untyped] # it has no types
from django.core.cache import cache
from django.test import Client
from shapely.geometry import Point
from tests.platform.conftest import City

from hamgam.agencies.acting import NOBODY
from hamgam.service.actions.answering import publish_report
from hamgam.service.actions.reporting import Told, report_problem

CANARY = "canary-words"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


@pytest.mark.django_db
def test_services_are_told_in_both_forms(city: City) -> None:
    client = Client()
    told = client.get("/open311/v2/services.json").json()
    assert {"service_code", "service_name", "metadata", "type", "group"} <= set(told[0])
    tree = ElementTree.fromstring(client.get("/open311/v2/services.xml").content)
    assert [node.findtext("service_code") for node in tree] == [row["service_code"] for row in told]
    assert client.get("/open311/v2/services/nothing.json").json()[0]["code"] == 404
    assert client.get("/discovery.json").json()["endpoints"][0]["url"].endswith("/open311/v2")
    assert b"<discovery" in client.get("/discovery.xml").content


@pytest.mark.django_db
def test_a_request_posted_is_found_again_without_its_words(city: City) -> None:
    client = Client(enforce_csrf_checks=True)
    told = {
        "service_code": "water_leak",
        "lat": "36.29",
        "long": "59.60",
        "description": CANARY,
        "email": f"{CANARY}@example.org",
    }
    made = client.post("/open311/v2/requests.json", told)
    assert made.status_code == 201
    [row] = made.json()
    assert "/requests/follow/" in row["service_notice"]
    for address in ("requests.json", "requests.xml", f"requests/{row['service_request_id']}.xml"):
        text = client.get(f"/open311/v2/{address}").content.decode()
        assert row["service_request_id"] in text
        assert CANARY not in text
    publish_report(
        by=city.acting("water"), report=row["service_request_id"], words="نشت آب", photo=False
    )
    [found] = client.get("/open311/v2/requests.json?status=open").json()
    assert (found["description"], found["lat"], found["long"]) == ("نشت آب", 36.29, 59.6)
    assert client.get("/open311/v2/requests.json?status=closed").json() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "told",
    [
        {},
        {"service_code": "no"},
        {"service_code": "litter"},
        {"service_code": "litter", "lat": "x", "long": "1"},
    ],
)
def test_faults_have_its_own_shape(city: City, told: dict[str, str]) -> None:
    answer = Client().post("/open311/v2/requests.json", told)
    assert answer.status_code == 400
    assert set(answer.json()[0]) == {"code", "description"}
    tree = ElementTree.fromstring(Client().post("/open311/v2/requests.xml", told).content)
    assert tree.tag == "errors"


@pytest.mark.django_db
def test_a_jalali_day_is_refused(city: City) -> None:
    report_problem(by=NOBODY, told=Told(kind="litter", spot=Point(59.6, 36.29)))
    client = Client()
    wrong = client.get("/open311/v2/requests.json?start_date=1405-09-03T00:00:00Z")
    assert wrong.status_code == 400
    assert len(client.get("/open311/v2/requests.json").json()) == 1
