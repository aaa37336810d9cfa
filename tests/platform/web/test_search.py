"""Finding anything: by any spelling, only what one may see, at a constant price."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.platform.conftest import City
from tests.platform.web.objects import CANARY, furnish
from tests.platform.web.test_pages import client_of, digs, street

from hamgam.agencies.vocabulary import Role, Sharing
from hamgam.web.search import DEEDS


def found(client: Client, asked: str) -> list[dict[str, Any]]:
    hits: list[dict[str, Any]] = client.get(reverse("search_json"), {"q": asked}).json()["hits"]
    return hits


@pytest.mark.django_db
def test_a_thing_is_found_however_it_is_spelt(city: City) -> None:
    street()
    row = digs(city, 0)
    client = client_of(city, "gas")
    assert [hit["address"] for hit in found(client, "وکیل‌آباد")] == [
        reverse("work", args=[row.public_id])
    ]
    assert found(client, row.public_id)[0]["kind"] == "work"
    assert [hit["kind"] for hit in found(client, "خيابان اصلي")] == ["street"]
    assert "agency" in {hit["kind"] for hit in found(client, "فاضلاب")}


@pytest.mark.django_db
def test_only_deeds_and_places_one_has_the_right_to_are_offered(city: City) -> None:
    planner = {hit["address"] for hit in found(client_of(city, "water"), "")}
    council = {hit["address"] for hit in found(client_of(city, "water", Role.COUNCIL), "")}
    stranger = {hit["address"] for hit in found(Client(), "")}
    deeds = {reverse(deed.name) for deed in DEEDS}
    assert deeds <= planner
    assert not deeds & council
    assert not deeds & stranger
    assert reverse("works") in stranger


@pytest.mark.django_db
def test_nothing_hidden_is_found(city: City) -> None:
    furnish(city)
    digs(city, 0, "water", Sharing.OWN)
    for client in (Client(), client_of(city, "gas", Role.HEAD)):
        assert CANARY not in str(found(client, "canary"))
        assert "لولهٔ" not in str(found(client, "لوله"))


@pytest.mark.django_db
def test_finding_costs_the_same_and_reads_without_script(city: City) -> None:
    client, counts = client_of(city, "water"), []
    digs(city, 0)
    found(client, "لوله")
    for first in (1, 8):
        for number in range(first, first + 5):
            digs(city, number, "gas" if number % 2 else "water")
        with CaptureQueriesContext(connection) as asked:
            found(client, "لوله")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    page = client.get(reverse("search"), {"q": "لوله"}).content.decode()
    assert "لولهٔ 0" in page
    assert client.get(reverse("read_day"), {"q": "۳ آذر ۱۴۰۵"}).json()["day"] == "2026-11-24"
    told = client.get(reverse("read_day"), {"q": "۳ آذر ۱۴۰۵", "month": "1"}).json()["month"]
    assert [cell["iso"] for cell in told["cells"]][2] == "2026-11-24"
    assert {"season", "written", "said"} <= set(told["cells"][0])
