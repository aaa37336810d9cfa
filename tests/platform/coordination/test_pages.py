from __future__ import annotations

import pytest
from django.test import Client
from tests.platform.conftest import City
from tests.platform.coordination.scene import colliding, opened
from tests.platform.coordination.test_permits import granted

from hamgam.agencies.vocabulary import Role
from hamgam.coordination.models import Case
from hamgam.coordination.models.permits import Permit

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def client(city: City, agency: str, role: Role = Role.OFFICER) -> Client:
    made = Client()
    made.force_login(city.person(agency, role), backend=BACKEND)
    return made


def text(found: Client, address: str) -> str:
    response = found.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_the_page_of_an_overlap_opens_its_case(city: City) -> None:
    found = colliding(city)[2]
    water = client(city, "water")
    assert f"/cases/open/{found.identity}" in text(water, f"/overlaps/{found.identity}")
    assert f"/cases/open/{found.identity}" not in text(
        client(city, "gas"), f"/overlaps/{found.identity}"
    )
    response = water.post(f"/cases/open/{found.identity}")
    case = Case.objects.get()
    assert response["Location"] == f"/cases/{case.public_id}"
    again = client(city, "civil").post(f"/cases/open/{found.identity}")
    assert again["Location"] == response["Location"]


def test_two_people_settle_it_on_their_pages(city: City) -> None:
    case = opened(city)
    address = f"/cases/{case.public_id}"
    water, civil = client(city, "water"), client(city, "civil")
    page = text(water, address)
    assert f"{address}/propose" in page
    assert f"{address}/sign" not in page
    option = case.options.get(rank=1, stale=False).public_id
    water.post(f"{address}/propose", {"option": option, "is_signed": "on"})
    assert f"{address}/sign" in text(civil, address)
    assert f"{address}/sign" not in text(water, address)
    civil.post(f"{address}/sign")
    for who, number in ((water, "۱"), (civil, "۲")):
        assert f"{address}/letter" in text(who, address)
        who.post(f"{address}/letter", {"number": number, "on": "1405/09/03"})
    case.refresh_from_db()
    assert case.state == "bound"
    assert "cases/" in text(water, "/cases/")


def test_an_answer_waits_in_the_inbox_and_is_settled_by_the_signature(city: City) -> None:
    case = opened(city)
    option = case.options.get(rank=1, stale=False).public_id
    client(city, "water").post(
        f"/cases/{case.public_id}/propose", {"option": option, "is_signed": "on"}
    )
    civil = client(city, "civil")
    assert f"/cases/{case.public_id}/sign" in text(civil, "/inbox/")
    civil.post(f"/cases/{case.public_id}/sign")
    assert f"/cases/{case.public_id}/sign" not in text(civil, "/inbox/")


def test_the_brief_is_one_page_with_options_and_what_happens_otherwise(city: City) -> None:
    case = opened(city)
    governor = client(city, "governorate", Role.HEAD)
    page = text(governor, f"/cases/{case.public_id}/brief")
    assert page.count('class="on"') >= case.options.count()
    assert "سکوت، رضایت نیست" in page
    paper = governor.get(f"/cases/{case.public_id}/brief.pdf")
    assert paper.content.startswith(b"%PDF")
    assert paper.content.count(b"/Type /Page\n") + paper.content.count(b"/Type/Page\n") <= 1


def test_anybody_verifies_a_permit_and_nobody_an_invented_one(city: City) -> None:
    granted(city)
    permit = Permit.objects.get()
    page = text(Client(), f"/permits/verify/{permit.public_id}")
    assert "این مجوز معتبر است" in page
    assert Client().get("/permits/verify/l-0000000000000").status_code == 404


def test_permits_minutes_and_lists_open(city: City) -> None:
    row = granted(city)
    secretary = client(city, "civil", Role.SECRETARY)
    for address in ("/permits/", "/meetings/", "/cases/", f"/permits/{row.public_id}"):
        text(secretary, address)
    assert row.item is not None
    meeting = row.item.meeting.public_id
    text(secretary, f"/meetings/{meeting}")
    for address in (f"/permits/{row.public_id}/permit.pdf", f"/meetings/{meeting}/minutes.pdf"):
        assert secretary.get(address).content.startswith(b"%PDF")
