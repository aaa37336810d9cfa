"""What is kept between requests: never over a change, never for another, never in a transaction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.urls import reverse
from tests.platform.conftest import TESTER, City
from tests.platform.web.test_pages import client_of, digs

from hamgam.agencies.models import Post
from hamgam.agencies.vocabulary import Role, Sharing
from hamgam.kit import kept as keeping
from hamgam.ledger.signing import signed


@pytest.fixture
def keeps(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Values are kept as on a site, though a test runs in a transaction."""
    monkeypatch.setattr(keeping, "connection", SimpleNamespace(in_atomic_block=False))
    keeping.forget()
    yield
    keeping.forget()


def asked_twice(method: str) -> int:
    """How often a value is made that two requests ask for."""
    made: list[int] = []
    for _ in range(2):
        request = RequestFactory().generic(method, "/")
        keeping.kept(request, "a", lambda: made.append(1))
    return len(made)


@pytest.mark.django_db
def test_a_value_is_made_once_for_readers_and_each_time_for_writers(keeps: None) -> None:
    assert asked_twice("GET") == 1
    assert asked_twice("POST") == 2


@pytest.mark.django_db
def test_nothing_is_kept_inside_a_transaction() -> None:
    assert asked_twice("GET") == 2


@pytest.mark.django_db
def test_a_post_that_ended_opens_no_door_at_the_next_request(city: City, keeps: None) -> None:
    client = client_of(city, "water", Role.HEAD)
    assert [client.get(reverse("inbox")).status_code for _ in range(2)] == [200, 200]
    with signed(TESTER):
        Post.objects.filter(person=city.person("water", Role.HEAD)).update(
            ends=city.today - timedelta(days=1)
        )
    assert client.get(reverse("inbox")).status_code == 403


@pytest.mark.django_db
def test_a_list_counts_anew_after_a_change_and_for_each_reader(city: City, keeps: None) -> None:
    own, other = client_of(city, "water", Role.HEAD), client_of(city, "gas", Role.HEAD)

    def counts() -> list[int]:
        return [client.get(reverse("works")).context["page"].count for client in (own, other)]

    digs(city, 1)
    assert counts() == counts() == [1, 1]
    row = digs(city, 2)
    with signed(TESTER):
        row.sharing = Sharing.RESTRICTED
        row.save()
    assert counts() == [2, 1]
