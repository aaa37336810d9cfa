"""A person with two posts acts in one of them at a time: his rights, what he sees and what is
recorded follow the post he chose, and nothing of the other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.platform.conftest import City

from hamgam.agencies.acting import acting_anyhow, acting_for
from hamgam.agencies.actions.people import choose_post, end_post, give_post
from hamgam.agencies.models import Person, Post
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Role
from hamgam.kit.refusals import Refused
from hamgam.ledger import chain
from hamgam.ledger.models import Change, Fact
from hamgam.register.models import Work

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def two_posts(city: City) -> tuple[Person, Post, Post]:
    """An officer of water, since yesterday month, who is a viewer of gas since today."""
    person = city.person("water")
    second = give_post(
        by=city.acting("gas", Role.ADMINISTRATOR),
        person=person,
        agency=city.agencies["gas"],
        role=Role.OFFICER,
        begins=city.today,
        title="همکار گاز",
    )
    return person, person.posts.get(agency=city.agencies["water"]), second


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def record(client: Client, agency: str, **headers: str) -> Any:
    body = {"agency": agency, "title": "کار"}
    return client.post("/api/v1/works", body, "application/json", headers=headers)


def test_the_oldest_post_acts_until_another_is_chosen(city: City) -> None:
    person, first, second = two_posts(city)
    acting = acting_for(person, today=city.today)
    assert (acting.post, acting.agency) == (first, city.agencies["water"])
    other = acting_for(person, today=city.today, post=second.pk)
    assert (other.post, other.agency) == (second, city.agencies["gas"])
    assert other.may(Right.RECORD_WORK, city.agencies["gas"].path)
    assert not other.may(Right.RECORD_WORK, city.agencies["water"].path)


def test_the_choice_stays_for_the_session_and_carries_rights_sight_and_facts(city: City) -> None:
    person, first, second = two_posts(city)
    client = signed_in(person)
    assert record(client, "water").status_code == 201
    assert record(client, "gas").status_code == 403
    told = client.post("/api/v1/me/post", {"post": second.pk}, "application/json").json()
    assert (told["agency"], told["post"]) == ("gas", second.pk)
    assert client.get("/api/v1/me").json()["held"] == [
        {"id": first.pk, "agency": "water", "role": "officer", "title": "", "acts": False},
        {"id": second.pk, "agency": "gas", "role": "officer", "title": "همکار گاز", "acts": True},
    ]
    assert record(client, "water").status_code == 403
    assert record(client, "gas").status_code == 201
    facts = Fact.objects.filter(name="work_recorded").order_by("pk").values_list("agency", "actor")
    assert list(facts) == [("water", f"person:{person.public_id}"), ("gas", facts[0][1])]
    (work,) = Work.objects.filter(agency__key="gas")
    (change,) = Change.objects.filter(table="register_work", key=str(work.pk))
    assert change.agency == "gas"
    assert chain.unexplained() == []


def test_what_the_other_post_keeps_to_itself_is_out_of_sight(city: City) -> None:
    person, _, second = two_posts(city)
    client = signed_in(person)
    body = {"agency": "water", "title": "پنهان", "sharing": "own"}
    made = client.post("/api/v1/works", body, "application/json").json()["public_id"]
    assert client.get(f"/api/v1/works/{made}").status_code == 200
    there = {"X-Hamgam-Post": str(second.pk)}
    assert client.get(f"/api/v1/works/{made}", headers=there).status_code == 404
    assert client.get(f"/works/{made}", headers=there).status_code == 404
    assert client.get(f"/api/v1/works/{made}").status_code == 200


def test_the_header_names_a_post_for_one_request(city: City) -> None:
    person, first, second = two_posts(city)
    client = signed_in(person)
    assert record(client, "gas", **{"X-Hamgam-Post": str(second.pk)}).status_code == 201
    assert client.get("/api/v1/me").json()["post"] == first.pk


@pytest.mark.parametrize("told", ["0", "x", "999999", "", "١"])
def test_a_post_one_does_not_hold_is_refused(city: City, told: str) -> None:
    person, _, _ = two_posts(city)
    foreign = city.person("governorate").posts.get()
    client = signed_in(person)
    for named in (told, str(foreign.pk)):
        answer = client.get("/api/v1/me", headers={"X-Hamgam-Post": named})
        assert answer.status_code == 403
        assert answer.json()["type"].endswith("/post_not_held")
    with pytest.raises(Refused, match="post_not_held"):
        choose_post(by=acting_for(person, today=city.today), number=foreign.pk)


def test_a_token_names_its_agency_and_takes_no_post(city: City) -> None:
    answer = Client().get(
        "/api/v1/me", headers={"Authorization": "Bearer hamgam_x", "X-Hamgam-Post": "1"}
    )
    assert answer.status_code == 403


def test_nobody_chooses_a_post_without_signing_in(city: City) -> None:
    answer = Client().post("/api/v1/me/post", {"post": 1}, "application/json")
    assert answer.status_code == 401


def test_a_post_that_ended_acts_no_longer(city: City) -> None:
    person, first, second = two_posts(city)
    client = signed_in(person)
    client.post("/api/v1/me/post", {"post": second.pk}, "application/json")
    by = city.acting("gas", Role.ADMINISTRATOR)
    end_post(by=by, post=second, on=city.today)
    assert client.get("/api/v1/me").json()["post"] == second.pk
    tomorrow = city.today + timedelta(days=1)
    assert acting_for(person, today=tomorrow, post=second.pk).post == first


def test_the_choice_is_a_fact_in_the_chain_of_the_chosen_agency(city: City) -> None:
    person, _, second = two_posts(city)
    choose_post(by=acting_for(person, today=city.today, request="r9"), number=second.pk)
    fact = Fact.objects.get(name="post_chosen")
    assert (fact.agency, fact.subject) == ("gas", person.public_id)


def test_the_menu_shows_both_posts_and_switches(city: City) -> None:
    person, _, second = two_posts(city)
    client = signed_in(person)
    page = client.get("/works/").content.decode()
    assert "همکار گاز، گاز" in page
    there = client.post("/post", {"post": second.pk, "next": "/works/"})
    assert there["Location"] == "/works/"
    page = client.get("/works/").content.decode()
    acts = page[: page.index("همکار گاز، گاز")].rindex("<button")
    assert 'aria-pressed="true"' in page[acts : page.index("همکار گاز، گاز")]
    assert client.post("/post", {"post": "999999"}).status_code == 403


def test_one_post_offers_no_choice(city: City) -> None:
    page = signed_in(city.person("gas")).get("/works/").content.decode()
    assert 'action="/post"' not in page


def test_who_is_told_of_an_area_is_told_for_all_his_posts(city: City) -> None:
    person, _, _ = two_posts(city)
    anyhow = acting_anyhow(person, today=city.today)
    for key in ("water", "gas"):
        assert anyhow.may(Right.READ_INBOX, city.agencies[key].path)
