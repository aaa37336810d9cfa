"""The inbox: whose desk an item lies on, handing it on, and standing in for somebody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform.conftest import TESTER, City

from hamgam.agencies import queries
from hamgam.agencies.acting import acting_for
from hamgam.agencies.actions.inbox import (
    Desk,
    finish_inbox_item,
    put_in_inbox,
    refer_inbox_item,
)
from hamgam.agencies.actions.people import delegate
from hamgam.agencies.models import InboxItem, Referral
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Role
from hamgam.kit.refusals import Refused
from hamgam.ledger.models import Fact
from hamgam.ledger.signing import signed

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def item_for(city: City, agency: str, role: Role | None = None, subject: str = "x") -> InboxItem:
    with signed(TESTER):
        return put_in_inbox(
            city.agencies[agency], kind="work_near_stake", subject=subject, about={}, role=role
        )


def on_desk(city: City, agency: str, role: Role) -> list[str]:
    return [row.subject for row in queries.waiting(city.acting(agency, role), city.today)]


def client_of(city: City, agency: str, role: Role) -> Client:
    client = Client()
    client.force_login(city.person(agency, role), backend=BACKEND)
    return client


@pytest.mark.django_db
def test_an_item_lies_on_the_desk_it_was_meant_for_and_on_no_other(city: City) -> None:
    item_for(city, "civil", subject="for planners")
    item_for(city, "civil", Role.DEPUTY, subject="for the deputy")
    item_for(city, "civil", Role.FIELD, subject="for the site")
    assert on_desk(city, "civil", Role.DEPUTY) == ["for planners", "for the deputy"]
    assert on_desk(city, "civil", Role.OFFICER) == ["for planners"]
    assert on_desk(city, "civil", Role.FIELD) == ["for the site"]
    assert on_desk(city, "civil", Role.ADMINISTRATOR) == []
    assert on_desk(city, "municipality", Role.HEAD) == []
    assert on_desk(city, "gas", Role.HEAD) == []
    seen_above = queries.inbox(city.acting("municipality", Role.HEAD))
    assert seen_above.count() == 3, "the head of the whole body may look into its branches"


@pytest.mark.django_db
def test_the_most_pressing_comes_first_and_what_has_no_day_last(city: City) -> None:
    for days in (None, 9, 2):
        with signed(TESTER):
            due = city.today + timedelta(days=days) if days else None
            put_in_inbox(city.agencies["gas"], kind="k", subject=str(days), about={}, due=due)
    assert on_desk(city, "gas", Role.HEAD) == ["2", "9", "None"]


@pytest.mark.django_db
def test_handing_on_keeps_the_chain_and_the_sight_of_it(city: City) -> None:
    item = item_for(city, "civil")
    secretary = city.acting("civil", Role.SECRETARY)
    mayor = city.acting("municipality", Role.HEAD)
    to_mayor = Desk(agency=city.agencies["municipality"], role=Role.HEAD)
    refer_inbox_item(by=secretary, item=item, to=to_mayor, note=" توافق نشد ")
    to_governor = Desk(agency=city.agencies["governorate"], role=Role.HEAD)
    refer_inbox_item(by=mayor, item=item, to=to_governor, note="با شما")
    assert on_desk(city, "governorate", Role.HEAD) == ["x"]
    assert on_desk(city, "municipality", Role.HEAD) == []
    steps = [(r.from_agency.key, r.to_agency.key, r.note) for r in Referral.objects.order_by("pk")]
    assert steps == [
        ("civil", "municipality", "توافق نشد"),
        ("municipality", "governorate", "با شما"),
    ]
    for handed_on in (secretary, mayor):
        assert [row.pk for row in queries.referred(handed_on)] == [item.pk]
    fact = Fact.objects.filter(name="inbox_item_referred").last()
    assert fact is not None
    assert (fact.subject, fact.agency) == (item.public_id, "municipality")
    with pytest.raises(Refused, match="forbidden"):
        finish_inbox_item(by=secretary, item=item)
    finish_inbox_item(by=city.acting("governorate", Role.HEAD), item=item)
    with pytest.raises(Refused, match="state"):
        refer_inbox_item(
            by=city.acting("governorate", Role.HEAD), item=item, to=to_mayor, note="باز"
        )


@pytest.mark.django_db
def test_an_item_handed_on_is_not_raised_a_second_time(city: City) -> None:
    item = item_for(city, "civil")
    to = Desk(agency=city.agencies["governorate"], role=Role.HEAD)
    refer_inbox_item(by=city.acting("civil", Role.SECRETARY), item=item, to=to, note="با شما")
    assert item_for(city, "civil").pk == item.pk
    assert InboxItem.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("note", ["", "   "])
def test_nothing_is_handed_on_without_a_word(city: City, note: str) -> None:
    item = item_for(city, "civil")
    to = Desk(agency=city.agencies["gas"])
    with pytest.raises(Refused, match="validation"):
        refer_inbox_item(by=city.acting("civil"), item=item, to=to, note=note)
    assert not Referral.objects.exists()


@pytest.mark.django_db
def test_another_agency_hands_on_nothing(city: City) -> None:
    item = item_for(city, "civil")
    with pytest.raises(Refused, match="forbidden"):
        refer_inbox_item(
            by=city.acting("gas"), item=item, to=Desk(agency=city.agencies["gas"]), note="x"
        )


@pytest.mark.django_db
def test_a_substitute_sees_the_desk_he_stands_in_for_and_only_its_subject(city: City) -> None:
    item_for(city, "civil", Role.DEPUTY, subject="k-1")
    item_for(city, "civil", Role.DEPUTY, subject="k-2")
    deputy, guest = city.person("civil", Role.DEPUTY), city.person("gas", Role.OFFICER)
    by = acting_for(deputy, today=city.today)
    rights = [Right.READ_INBOX, Right.FINISH_INBOX_ITEM]
    span = (city.today, city.today + timedelta(days=3))
    delegate(
        by=by, post=deputy.posts.get(), to=guest, rights=rights, span=span, bounds=("k-1", None)
    )

    def seen() -> list[str]:
        acting = acting_for(guest, today=city.today)
        return [row.subject for row in queries.waiting(acting, city.today)]

    assert seen() == ["k-1"]
    finish_inbox_item(
        by=acting_for(guest, today=city.today), item=InboxItem.objects.get(subject="k-1")
    )
    with pytest.raises(Refused, match="forbidden"):
        finish_inbox_item(
            by=acting_for(guest, today=city.today), item=InboxItem.objects.get(subject="k-2")
        )
    delegate(by=by, post=deputy.posts.get(), to=guest, rights=rights, span=span)
    assert seen() == ["k-2"]


@pytest.mark.django_db
def test_the_page_hands_on_closes_and_shows_the_way_an_item_came(city: City) -> None:
    item, other = item_for(city, "civil"), item_for(city, "civil", subject="y")
    client = client_of(city, "civil", Role.SECRETARY)
    assert client.get(reverse("inbox")).context["page"].count == 2
    empty = client.post(reverse("refer_item", args=[item.public_id]), {"to": "gas", "note": ""})
    assert empty.status_code == 302
    assert not Referral.objects.exists()
    told = {"to": "governorate", "note": "هماهنگی با شماست", "next": reverse("home")}
    answer = client.post(reverse("refer_item", args=[item.public_id]), told)
    assert answer.headers["Location"] == reverse("home")
    assert "هماهنگی با شماست" in client.get(reverse("inbox"), {"box": "referred"}).content.decode()
    governor = client_of(city, "governorate", Role.HEAD)
    assert "هماهنگی با شماست" in governor.get(reverse("inbox")).content.decode()
    client.post(reverse("finish_item", args=[other.public_id]))
    assert client.get(reverse("inbox")).context["page"].count == 0
    assert client.get(reverse("inbox"), {"box": "done"}).context["page"].count == 1


@pytest.mark.django_db
def test_a_form_never_leads_to_another_site(city: City) -> None:
    item = item_for(city, "civil")
    client = client_of(city, "civil", Role.SECRETARY)
    answer = client.post(
        reverse("finish_item", args=[item.public_id]), {"next": "https://elsewhere.example/"}
    )
    assert answer.headers["Location"] == reverse("inbox")


SUBSTITUTE = {"rights": ["read_inbox"], "begins": "۱۴۰۵/۹/۳", "ends": "3 دی 1405", "limit": "۲٫۵"}


@pytest.mark.django_db
def test_a_substitute_is_named_and_taken_back_by_the_page(city: City) -> None:
    client = client_of(city, "civil", Role.DEPUTY)
    guest = city.person("civil", Role.OFFICER)
    wrong = client.post(reverse("substitutes"), SUBSTITUTE | {"to": "nobody"})
    assert wrong.status_code == 422
    back = client.post(
        reverse("substitutes"), SUBSTITUTE | {"to": guest.username, "ends": "۱۴۰۴/۱/۱"}
    )
    assert back.status_code == 422
    made = client.post(reverse("substitutes"), SUBSTITUTE | {"to": guest.username})
    assert made.status_code == 302
    row = guest.delegations.get()
    assert (row.limit_rials, str(row.ends)) == (25 * 10**9, "2026-12-24")
    client.post(reverse("end_substitute", args=[row.pk]))
    row.refresh_from_db()
    assert row.ended_on == city.today


@pytest.mark.django_db
def test_the_api_tells_cost_and_chain_and_hands_on(city: City) -> None:
    item = item_for(city, "civil")
    client = client_of(city, "civil", Role.SECRETARY)
    told = client.get("/api/v1/inbox?box=desk").json()["items"]
    assert [row["public_id"] for row in told] == [item.public_id]
    assert {"cost_of_waiting", "if_nothing_is_done", "question", "chain"} <= set(told[0])
    body = {"agency": "governorate", "note": "با شما"}
    answer = client.post(
        f"/api/v1/inbox/{item.public_id}/refer", body, content_type="application/json"
    )
    assert answer.status_code == 200
    assert [step["to_agency"] for step in answer.json()["chain"]] == ["governorate"]
    assert client.get("/api/v1/inbox?box=desk").json()["items"] == []
    assert len(client.get("/api/v1/inbox?box=referred").json()["items"]) == 1
