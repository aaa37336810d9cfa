"""The sharing level `parties` and the deed that fills it: who is named sees, nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from tests.platform.conftest import TESTER, City

from hamgam.agencies.models import InboxItem, Party
from hamgam.agencies.vocabulary import Role, Sharing
from hamgam.kit.refusals import Refused
from hamgam.ledger.models import Fact
from hamgam.ledger.signing import signed
from hamgam.register import queries
from hamgam.register.actions.papers import Paper, attach_document
from hamgam.register.actions.parties import add_party, remove_party
from hamgam.register.actions.projects import ProjectValues, record_project
from hamgam.register.actions.promises import (
    Promise,
    StakeValues,
    record_commitment,
    record_stake,
)
from hamgam.register.actions.works import record_work
from hamgam.register.values import WorkValues
from hamgam.register.vocabulary import StakeKind

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
KINDS = ("work", "project", "document", "stake", "commitment")
SEEN = {
    "work": queries.works_visible_to,
    "project": queries.projects_visible_to,
    "document": queries.documents_visible_to,
    "stake": queries.stakes_visible_to,
    "commitment": queries.commitments_visible_to,
}


def make(city: City, kind: str, sharing: Sharing = Sharing.PARTIES) -> str:
    """A row of water's of that kind; its public id."""
    by, agency = city.acting("water"), city.agencies["water"]
    if kind == "work":
        values = WorkValues(title="کار", sharing=sharing)
        return str(record_work(by=by, agency=agency, values=values).public_id)
    if kind == "project":
        told = ProjectValues(title="پروژه", sharing=sharing)
        return str(record_project(by=by, agency=agency, values=told).public_id)
    if kind == "document":
        subject = make(city, "work", Sharing.AGENCIES)
        paper = Paper(title="نامه", file_name="a.pdf", content=b"%PDF-1.7 x", sharing=sharing)
        return str(attach_document(by=by, subject=subject, paper=paper).public_id)
    if kind == "stake":
        stake = record_stake(
            by=by, agency=agency, values=StakeValues(kind=StakeKind.SUBJECT, title="موضوع")
        )
        return _at(stake, sharing)
    promise = Promise(text="قول", due=city.today)
    return _at(record_commitment(by=by, agency=agency, promise=promise), sharing)


def _at(row: Any, sharing: Sharing) -> str:
    with signed(TESTER):
        row.sharing = sharing
        row.save(update_fields=["sharing"])
    return str(row.public_id)


def sees(city: City, agency: str, kind: str, subject: str) -> bool:
    rows: QuerySet[Any] = SEEN[kind](city.acting(agency))
    return rows.filter(public_id=subject).exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_named_party_sees_until_it_is_taken_out(city: City, kind: str) -> None:
    subject = make(city, kind)
    assert not sees(city, "gas", kind, subject)
    party = add_party(by=city.acting("water"), subject=subject, agency=city.agencies["gas"])
    assert sees(city, "gas", kind, subject)
    assert not sees(city, "governorate", kind, subject)
    remove_party(by=city.acting("water"), number=party.pk)
    assert not sees(city, "gas", kind, subject)
    facts = Fact.objects.filter(subject=subject, name__startswith="party_").order_by("pk")
    assert [fact.name for fact in facts] == ["party_added", "party_removed"]


@pytest.mark.parametrize("sharing", [Sharing.OWN, Sharing.RESTRICTED])
def test_a_party_sees_nothing_at_a_narrower_level(city: City, sharing: Sharing) -> None:
    subject = make(city, "work", sharing)
    add_party(by=city.acting("water"), subject=subject, agency=city.agencies["gas"])
    assert not sees(city, "gas", "work", subject)


def test_a_partys_people_below_it_see_too(city: City) -> None:
    subject = make(city, "work")
    add_party(by=city.acting("water"), subject=subject, agency=city.agencies["civil"])
    assert sees(city, "civil", "work", subject)
    assert sees(city, "municipality", "work", subject)
    assert not sees(city, "gas", "work", subject)


def test_a_document_of_a_shared_work_is_seen_by_the_works_parties(city: City) -> None:
    by, work = city.acting("water"), make(city, "work")
    paper = Paper(title="ن", file_name="a.pdf", content=b"%PDF-1.7 y", sharing=Sharing.PARTIES)
    document = attach_document(by=by, subject=work, paper=paper).public_id
    assert not sees(city, "gas", "document", document)
    add_party(by=by, subject=work, agency=city.agencies["gas"])
    assert sees(city, "gas", "document", document)


def test_nobody_names_parties_of_anothers_row(city: City) -> None:
    subject = make(city, "work")
    party = add_party(by=city.acting("water"), subject=subject, agency=city.agencies["gas"])
    with pytest.raises(Refused, match="forbidden"):
        add_party(by=city.acting("gas"), subject=subject, agency=city.agencies["governorate"])
    with pytest.raises(Refused, match="forbidden"):
        remove_party(by=city.acting("gas"), number=party.pk)
    with pytest.raises(Refused, match="not_found"):
        remove_party(by=city.acting("governorate"), number=party.pk)
    with pytest.raises(Refused, match="forbidden"):
        add_party(
            by=city.acting("water", Role.VIEWER), subject=subject, agency=city.agencies["civil"]
        )
    assert Party.objects.count() == 1


def test_a_party_is_named_once_and_the_owner_is_none(city: City) -> None:
    by, subject = city.acting("water"), make(city, "work")
    add_party(by=by, subject=subject, agency=city.agencies["gas"])
    with pytest.raises(Refused, match="taken"):
        add_party(by=by, subject=subject, agency=city.agencies["gas"])
    with pytest.raises(Refused, match="state"):
        add_party(by=by, subject=subject, agency=city.agencies["water"])


def test_the_party_is_told_and_finds_itself_in_the_list(city: City) -> None:
    subject = make(city, "work")
    add_party(by=city.acting("water"), subject=subject, agency=city.agencies["gas"])
    (item,) = InboxItem.objects.filter(agency=city.agencies["gas"])
    assert (item.kind, item.subject, item.about) == ("named_as_party", subject, {"agency": "water"})
    client = signed_in(city, "gas")
    (party,) = client.get("/api/v1/parties").json()["items"]
    assert (party["subject"], party["agency"]) == (subject, "gas")
    assert signed_in(city, "governorate").get("/api/v1/parties").json()["items"] == []


def signed_in(city: City, agency: str) -> Client:
    client = Client()
    client.force_login(city.person(agency), backend=BACKEND)
    return client


def test_parties_are_named_and_taken_out_by_the_api(city: City) -> None:
    subject, client = make(city, "work"), signed_in(city, "water")
    body = {"subject": subject, "agency": "gas"}
    made = client.post("/api/v1/parties", body, "application/json")
    assert made.status_code == 201
    assert signed_in(city, "gas").get(f"/api/v1/works/{subject}").status_code == 200
    assert client.delete(f"/api/v1/parties/{made.json()['id']}").status_code == 204
    assert signed_in(city, "gas").get(f"/api/v1/works/{subject}").status_code == 404


@pytest.mark.parametrize(("kind", "page"), [("work", "works"), ("project", "projects")])
def test_parties_are_named_on_the_rows_own_page(city: City, kind: str, page: str) -> None:
    subject, client = make(city, kind), signed_in(city, "water")
    there = client.post("/parties/add", {"subject": subject, "agency": "gas"})
    assert there["Location"] == f"/{page}/{subject}"
    party = Party.objects.get()
    own = client.get(f"/{page}/{subject}").content.decode()
    assert f"/parties/{party.pk}/remove" in own
    seen = signed_in(city, "gas").get(f"/{page}/{subject}")
    assert seen.status_code == 200
    assert "/remove" not in seen.content.decode()
    client.post(f"/parties/{party.pk}/remove")
    assert signed_in(city, "gas").get(f"/{page}/{subject}").status_code == 404
