"""A restricted («پدافند») work: nobody outside its agency learns more than a street and days, and
whoever has not signed in cannot even tell that it is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from shapely.geometry import LineString
from tests.platform.conftest import City
from tests.platform.web import walk

from hamgam.agencies.models import InboxItem
from hamgam.agencies.vocabulary import Role, Sharing
from hamgam.engine.works import Activity, Stage
from hamgam.register import queries
from hamgam.register.actions.ground import Drawn, draw_street
from hamgam.register.actions.papers import Paper, attach_document
from hamgam.register.actions.projects import ProjectValues, record_project
from hamgam.register.actions.promises import (
    Promise,
    StakeValues,
    record_commitment,
    record_stake,
)
from hamgam.register.actions.works import record_work
from hamgam.register.models import Street, Work
from hamgam.register.values import WorkValues
from hamgam.register.vocabulary import StakeKind

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CANARY = "canary-of-defence"
LINE = LineString([(59.60, 36.29), (59.62, 36.29)])
TRENCH = LineString([(59.6071234, 36.2903456), (59.6081234, 36.2904567)])
PLACE = ("59.607123", "59.608123", "36.290345", "36.290456", "59607123", "59608123")
"""Coordinates that only the work has, as text and as millionths of a degree."""
SHADOWED = {"works/", "works/?q", "map/", "map/works.json", "streets/<str:key>", "/shadows"}
"""Where those who have signed in meet the shadow; every other answer stays as it was."""
COUNTED = {"story", "story/"}
"""Tells those who have signed in how many deeds the whole city did, of no kind and no place."""


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """One moment for every page, since some say the minute in which they were made."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)


def street(city: City) -> Street:
    drawn = Drawn(key="khosravi", names={"fa": "خیابان خسروی نو"}, geometry=LINE)
    return draw_street(by=city.acting("civil", Role.SECRETARY), drawn=drawn)


def values(city: City, sharing: Sharing, title: str, **told: Any) -> WorkValues:
    first = city.today + timedelta(days=5)
    return WorkValues(
        title=title,
        activity=Activity.EXCAVATION,
        stage=Stage.PLANNED,
        begins=first,
        ends=first + timedelta(days=20),
        sharing=sharing,
        **told,
    )


def bury(city: City) -> Work:
    """A restricted work with a canary in every text, and papers and promises about it."""
    by, agency = city.acting("water"), city.agencies["water"]
    told = values(
        city,
        Sharing.RESTRICTED,
        CANARY,
        ref=CANARY,
        street=f"خیابان خسروی نو، {CANARY}",
        geometry=TRENCH,
    )
    row = record_work(by=by, agency=agency, values=told)
    paper = Paper(title=CANARY, file_name="a.pdf", content=b"%PDF-1.7 x", sharing=Sharing.PUBLIC)
    attach_document(by=by, subject=row.public_id, paper=paper)
    promise = Promise(text=CANARY, due=city.today, subject=row.public_id)
    record_commitment(by=by, agency=agency, promise=promise)
    stake = StakeValues(kind=StakeKind.SUBJECT, title=CANARY, subject=row.public_id)
    record_stake(by=by, agency=agency, values=stake)
    return row


def open_city(city: City) -> str:
    """A street with works that everybody sees, and the people who will act; the street's key."""
    city.acting("water")
    key = street(city).key
    for agency, sharing in (("gas", Sharing.PUBLIC), ("civil", Sharing.AGENCIES)):
        told = values(city, sharing, "همگانی", street="خیابان خسروی نو", geometry=LINE)
        record_work(by=city.acting(agency), agency=city.agencies[agency], values=told)
    return key


def readable(key: str) -> Iterator[tuple[str, str]]:
    """Every address that is read without an id, and the street's: its pattern and the address."""
    for address, _ in walk.pages():
        if "<" not in address and address not in {"health", "me/calendar"}:
            yield address, f"/{address}"
    yield "streets/<str:key>", f"/streets/{key}"
    yield "works/?q", f"/works/?when=all&q={CANARY[:9]}"
    yield "projects/?q", f"/projects/?q={CANARY[:9]}"
    for operation in walk.operations():
        if operation.method == "GET" and "{" not in operation.path:
            yield operation.path, f"/api/v1{operation.path}"


VOLATILE = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|"(?:instance|at|made)":"[^"]*"')


def answers(client: Client, key: str) -> dict[str, tuple[int, bytes]]:
    told = {}
    for pattern, address in readable(key):
        response: Any = client.get(address)
        body = b"".join(response) if response.streaming else response.content
        is_text = any(kind in response["Content-Type"] for kind in ("html", "json", "csv"))
        told[pattern] = (response.status_code, VOLATILE.sub(b"", body) if is_text else b"")
    return told


def signed_in(city: City, agency: str, role: Role) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(city.person(agency, role), backend=BACKEND)
    return client


def differing(
    before: dict[str, tuple[int, bytes]], after: dict[str, tuple[int, bytes]]
) -> set[str]:
    return {pattern for pattern in before if before[pattern] != after[pattern]}


def test_who_has_not_signed_in_cannot_tell_that_it_is_there(city: City) -> None:
    key, client = open_city(city), Client(raise_request_exception=False)
    before = answers(client, key)
    bury(city)
    assert differing(before, answers(client, key)) == set()
    assert len(before) > 20


@pytest.mark.parametrize(
    ("agency", "role"),
    [("gas", Role.HEAD), ("governorate", Role.COUNCIL), ("municipality", Role.SECRETARY)],
)
def test_a_stranger_meets_a_shadow_and_nothing_else(city: City, agency: str, role: Role) -> None:
    key, client = open_city(city), signed_in(city, agency, role)
    before = answers(client, key)
    row = bury(city)
    after = answers(client, key)
    assert differing(before, after) <= SHADOWED | COUNTED
    assert differing(before, after) >= {"works/", "streets/<str:key>", "/shadows"}
    for pattern, (_, body) in after.items():
        text = body.decode(errors="replace")
        assert CANARY not in text, pattern
        assert row.public_id not in text, pattern
        assert not [part for part in PLACE if part in text], pattern
    for address in (f"/works/{row.public_id}", f"/api/v1/works/{row.public_id}"):
        assert client.get(address).status_code == 404


def test_the_shadow_has_the_streets_name_line_and_the_days(city: City) -> None:
    open_city(city)
    row = bury(city)
    (shadow,) = signed_in(city, "gas", Role.VIEWER).get("/api/v1/shadows").json()["items"]
    assert shadow["street"] == "خیابان خسروی نو"
    assert shadow["geometry"] == {
        "type": "LineString",
        "coordinates": [[59.6, 36.29], [59.62, 36.29]],
    }
    assert (shadow["begins"], shadow["ends"]) == (str(row.begins), str(row.ends))
    assert "agency" not in shadow
    assert "public_id" not in shadow


def test_a_street_nobody_names_is_the_nearest_one_and_far_from_all_is_none(city: City) -> None:
    street(city)
    by, agency = city.acting("water"), city.agencies["water"]
    far = LineString([(59.7, 36.4), (59.71, 36.4)])
    for place in (TRENCH, far):
        told = values(city, Sharing.RESTRICTED, "x", street=CANARY, geometry=place)
        record_work(by=by, agency=agency, values=told)
    shadows = queries.shadows_for(city.acting("gas"))
    assert {(s.street, s.geometry is None) for s in shadows} == {
        ("خیابان خسروی نو", False),
        ("", True),
    }


def test_two_works_in_one_street_and_time_are_one_shadow(city: City) -> None:
    street(city)
    bury(city)
    bury_again = values(city, Sharing.RESTRICTED, "x", geometry=TRENCH)
    record_work(by=city.acting("water"), agency=city.agencies["water"], values=bury_again)
    assert len(queries.shadows_for(city.acting("gas"))) == 1
    assert queries.shadows_for(city.acting("water")) == []


@pytest.mark.parametrize(
    ("sharing", "kind"),
    [
        (Sharing.AGENCIES, "work_near_stake"),
        (Sharing.RESTRICTED, "shadow_near_stake"),
        (Sharing.OWN, None),
        (Sharing.PARTIES, None),
    ],
)
def test_a_stakeholder_is_told_as_much_as_it_may_see(
    city: City, sharing: Sharing, kind: str | None
) -> None:
    street(city)
    stake = StakeValues(kind=StakeKind.ASSET, title="خط گاز", geometry=LINE, reach_m=100)
    record_stake(by=city.acting("gas"), agency=city.agencies["gas"], values=stake)
    told = values(city, sharing, CANARY, street=f"خیابان خسروی نو {CANARY}", geometry=TRENCH)
    row = record_work(by=city.acting("water"), agency=city.agencies["water"], values=told)
    items = list(InboxItem.objects.filter(agency=city.agencies["gas"]))
    assert [item.kind for item in items] == ([kind] if kind else [])
    if sharing == Sharing.RESTRICTED:
        (item,) = items
        assert item.about == {"stake": "خط گاز", "street": "خیابان خسروی نو"}
        assert row.public_id not in {item.subject, *map(str, item.about.values())}


def test_a_shared_work_of_a_hidden_project_does_not_name_it(city: City) -> None:
    by, agency = city.acting("water"), city.agencies["water"]
    told = ProjectValues(title=CANARY, sharing=Sharing.OWN)
    project = record_project(by=by, agency=agency, values=told)
    shared = values(city, Sharing.AGENCIES, "همگانی", geometry=LINE)
    row = record_work(by=by, agency=agency, values=shared, project=project)
    for client, wanted in (
        (signed_in(city, "gas", Role.HEAD), None),
        (signed_in(city, "water", Role.HEAD), project.public_id),
    ):
        told_work = client.get(f"/api/v1/works/{row.public_id}").json()
        assert told_work["project"] == wanted
        page = client.get(f"/works/{row.public_id}").content.decode()
        assert (CANARY in page) == (wanted is not None)
