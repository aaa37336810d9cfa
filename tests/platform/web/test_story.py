"""Three agencies use one register through the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.test import Client
from django.utils import timezone
from tests.platform.conftest import City

from hamgam.agencies.actions.tokens import NEVER_BY_TOKEN, issue_token
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Role
from hamgam.ledger import chain
from hamgam.ledger.models import Fact

STREET = {"type": "LineString", "coordinates": [[59.60, 36.29], [59.602, 36.29]]}


@dataclass
class Machine:
    """An agency's program that speaks the API with the agency's token."""

    secret: str

    def ask(self, method: str, address: str, body: Any = None, **headers: str) -> Any:
        told = {"Authorization": f"Bearer {self.secret}", **headers}
        octets = b"" if body is None else orjson.dumps(body)
        kind = "application/json"
        return Client().generic(method, f"/api/v1/{address}", octets, kind, headers=told)


def machine(city: City, agency: str) -> Machine:
    rights = [right for right in Right if right not in NEVER_BY_TOKEN]
    _, secret = issue_token(
        by=city.acting(agency, Role.ADMINISTRATOR),
        agency=city.agencies[agency],
        name="program",
        rights=rights,
        expires=timezone.now() + timedelta(days=1),
    )
    return Machine(secret)


def trench(city: City, begins: int, title: str) -> dict[str, Any]:
    first = city.today + timedelta(days=begins)
    return {
        "title": title,
        "activity": "excavation",
        "stage": "planned",
        "street": "خیابان امام رضا",
        "geometry": STREET,
        "begins": first.isoformat(),
        "ends": (first + timedelta(days=20)).isoformat(),
    }


@pytest.mark.django_db
def test_three_agencies_use_one_register(city: City) -> None:
    water, gas, town = (machine(city, key) for key in ("water", "gas", "municipality"))

    # The water company says when it will dig; its program sends the request twice.
    first = water.ask("POST", "works", trench(city, 10, "نوسازی لوله"), **{"Idempotency-Key": "a1"})
    again = water.ask("POST", "works", trench(city, 10, "نوسازی لوله"), **{"Idempotency-Key": "a1"})
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    pipe = first.json()["public_id"]
    assert first["Location"] == f"/api/v1/works/{pipe}"
    assert "نوسازی لوله" in first.content.decode()

    # The gas company lays its own plan on the table and sees the water company's at once.
    main = gas.ask("POST", "works", trench(city, 15, "خط گاز")).json()
    assert [w["public_id"] for w in gas.ask("GET", "works").json()["items"]] == [
        pipe,
        main["public_id"],
    ]

    # Both see where they collide, and the municipality sees it too.
    for reader in (water, gas, town):
        (collision,) = reader.ask("GET", "findings?kind=collision").json()["items"]
        assert {collision["a"], collision["b"]} == {pipe, main["public_id"]}

    # Gas may not move water's dates; it moves its own, with the version it read.
    refused = gas.ask("PUT", f"works/{pipe}", trench(city, 200, "x"), **{"If-Match": first["ETag"]})
    assert refused.status_code == 403
    moved = gas.ask(
        "PUT",
        f"works/{main['public_id']}",
        trench(city, 900, "خط گاز"),
        **{"If-Match": f'"{main["public_id"]}.1"'},
    )
    assert moved.status_code == 200
    assert gas.ask("GET", "findings?kind=collision").json()["items"] == []

    # Nobody sees another's contracts.
    project = water.ask("POST", "projects", {"title": "تصفیه‌خانه", "ends": "2028-03-19"}).json()
    contract = water.ask(
        "POST",
        f"projects/{project['public_id']}/contracts",
        {"number": "۱۲", "contractor": "آب‌گستر", "amount_rials": 10**13, "price_year": 1405},
    ).json()
    for other in (gas, town):
        assert other.ask("GET", f"projects/{project['public_id']}").status_code == 200
        assert other.ask("GET", "contracts").json()["items"] == []
        hidden = other.ask("GET", f"contracts/{contract['public_id']}")
        absent = other.ask("GET", "contracts/n-0000000000000")
        assert hidden.status_code == absent.status_code == 404
        assert hidden.json()["title"] == absent.json()["title"]

    # Every change has a name and a time, and the chains are whole.
    names = list(Fact.objects.filter(agency="water").values_list("name", flat=True))
    assert names[-3:] == ["work_recorded", "project_recorded", "contract_recorded"]
    assert all(walk.fault is None for walk in chain.walk_all())
