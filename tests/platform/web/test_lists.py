"""Lists: columns chosen, sorted, kept as views, taken away as just what the reader sees."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.platform.conftest import City
from tests.platform.web.objects import CANARY, OWNER, furnish
from tests.platform.web.test_pages import client_of, digs

from hamgam.agencies.vocabulary import Role, Sharing
from hamgam.kit.refusals import Refused
from hamgam.ledger.models import Fact
from hamgam.web.models import SavedView
from hamgam.web.saved_views import ViewValues, delete_view, save_view, views_visible_to

LISTS = ("works", "overlaps", "projects", "agencies", "history", "streets")


def taken(client: Client, page: str, form: str, **asked: Any) -> Any:
    answer = client.get(reverse(page), {"export": form, **asked})
    assert answer.status_code == 200
    return b"".join(answer) if answer.streaming else answer.content


def rows_of(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.mark.django_db
@pytest.mark.parametrize("page", LISTS)
def test_nobody_takes_away_what_he_may_not_see(city: City, page: str) -> None:
    furnish(city)
    stranger = client_of(city, "gas", Role.HEAD)
    every = {"when": "all", "state": "open", "past": "1"}
    for form in ("csv", "csv-plain"):
        assert CANARY not in taken(stranger, page, form, **every).decode()
    assert CANARY not in str(rows_of(taken(stranger, page, "xlsx", **every)))
    own = client_of(city, OWNER, Role.HEAD)
    if page == "works":
        assert CANARY in taken(own, page, "csv", **every).decode()


@pytest.mark.django_db
def test_a_file_holds_the_rows_columns_and_order_of_the_page(city: City) -> None:
    for number in range(3):
        digs(city, number)
    digs(city, 3, "gas")
    client = client_of(city, "water")
    asked = {"agency": "water", "cols": ["title", "agency"], "sort": "-title"}
    rows = rows_of(taken(client, "works", "xlsx", **asked))
    assert rows[0] == ["کار", "دستگاه"]
    assert [row[0] for row in rows[1:]] == ["لولهٔ 2", "لولهٔ 1", "لولهٔ 0"]
    page = client.get(reverse("works"), asked).content.decode()
    assert page.index("لولهٔ 2") < page.index("لولهٔ 0")
    assert page.count("<th ") == 2
    assert 'aria-sort="descending"' in page


@pytest.mark.django_db
def test_a_column_or_an_order_that_is_not_there_falls_back(city: City) -> None:
    digs(city, 0)
    client = client_of(city, "water")
    odd = client.get(reverse("works"), {"cols": "secret", "sort": "agency__children__path"})
    plain = client.get(reverse("works"))
    assert odd.status_code == 200
    assert odd.content.count(b"<th ") == plain.content.count(b"<th ")


@pytest.mark.django_db
@pytest.mark.parametrize("page", LISTS)
def test_a_list_and_its_file_cost_the_same_however_long(city: City, page: str) -> None:
    client = client_of(city, "water", Role.HEAD)
    digs(city, 0)
    digs(city, 1, "gas")
    taken(client, page, "csv")
    counts = []
    for first in (2, 10):
        for number in range(first, first + 4):
            digs(city, number, "gas" if number % 2 else "water")
        with CaptureQueriesContext(connection) as asked:
            taken(client, page, "csv")
            client.get(reverse(page))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def kept(city: City, agency: str, *, is_shared: bool = False, name: str = "باز") -> SavedView:
    told = ViewValues(page="works", name=name, query="when=all&page=4", is_shared=is_shared)
    return save_view(by=city.acting(agency), told=told)


@pytest.mark.django_db
def test_a_view_is_kept_for_oneself_and_shared_with_ones_agency(city: City) -> None:
    kept(city, "water", name="فقط من")
    kept(city, "water", name="همه", is_shared=True)

    def names(agency: str, role: Role) -> list[str]:
        return [row.name for row in views_visible_to(city.acting(agency, role))]

    assert names("water", Role.OFFICER) == ["فقط من", "همه"]
    assert names("water", Role.HEAD) == ["همه"]
    assert names("gas", Role.HEAD) == []
    assert SavedView.objects.values_list("query", flat=True)[0] == "when=all"
    assert Fact.objects.filter(name="view_saved").count() == 2


@pytest.mark.django_db
def test_the_same_name_is_kept_anew_and_only_its_keeper_deletes_it(city: City) -> None:
    first, again = kept(city, "water", is_shared=True), kept(city, "water")
    assert first.pk == again.pk
    with pytest.raises(Refused, match="not_found"):
        delete_view(by=city.acting("water", Role.HEAD), view=again.public_id)
    delete_view(by=city.acting("water"), view=again.public_id)
    assert not SavedView.objects.exists()


@pytest.mark.django_db
def test_views_are_kept_and_deleted_from_the_page(city: City) -> None:
    digs(city, 0)
    client = client_of(city, "water")
    address = f"{reverse('works')}?when=all"
    told = {"page": "works", "name": "همهٔ کارها", "query": "when=all", "next": address}
    answer = client.post(reverse("save_view"), told)
    assert answer.headers["Location"] == address
    page = client.get(address).content.decode()
    assert "همهٔ کارها" in page
    row = SavedView.objects.get()
    client.post(reverse("delete_view", args=[row.public_id]), {"next": "https://evil.example/"})
    assert not SavedView.objects.exists()
    assert client.post(reverse("save_view"), told | {"name": " "}).status_code == 302
    assert not SavedView.objects.exists()


@pytest.mark.django_db
def test_a_hidden_work_is_in_no_strangers_list(city: City) -> None:
    digs(city, 0, "water", Sharing.OWN)
    assert "لولهٔ 0" not in taken(client_of(city, "gas"), "works", "csv").decode()
    assert "لولهٔ 0" in taken(client_of(city, "water"), "works", "csv").decode()
