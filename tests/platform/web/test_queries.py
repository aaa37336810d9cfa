"""A list costs the same number of queries however long it is."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.platform.conftest import City
from tests.platform.web import walk
from tests.platform.web.objects import OWNER, furnish

from hamgam.agencies.vocabulary import Role

LISTS = sorted(
    op.path for op in walk.operations() if op.name.startswith("list_") and "{" not in op.path
)


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        response = client.get(f"/api/v1{address}?limit=500")
    assert response.status_code == 200, response.content
    return len(caught)


@pytest.mark.django_db
def test_every_list_costs_a_constant_number_of_queries(city: City) -> None:
    clients = {}
    for role in (Role.HEAD, Role.ADMINISTRATOR):
        clients[role] = Client()
        clients[role].force_login(
            city.person(OWNER, role),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )

    def costs() -> dict[str, int]:
        administers = {"/tokens"}
        return {
            address: cost(
                clients[Role.ADMINISTRATOR if address in administers else Role.HEAD], address
            )
            for address in LISTS
            if not address.startswith("/vocabularies")
        }

    furnish(city)
    costs()
    before = costs()
    for _ in range(3):
        furnish(city)
    assert costs() == before
    # The inbox asks once or twice for each kind of item that waits, however many there are.
    assert max(before.values()) <= 24
