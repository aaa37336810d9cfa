"""The public map, its frame, posters and desk: what is public and nothing else; reasons stand where
everybody reads them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import orjson
import pytest
from django.test import Client
from django.urls import reverse
from shapely.geometry import Point
from tests.platform.conftest import City
from tests.platform.showcase.test_public import build, dig, street
from tests.platform.web.objects import CANARY, furnish

from hamgam.agencies.acting import NOBODY
from hamgam.agencies.vocabulary import Role, Sharing
from hamgam.exchange.city.serving import Mode
from hamgam.kit.refusals import Refused
from hamgam.register.actions import projects
from hamgam.service.actions.reporting import Told, report_problem
from hamgam.showcase import posters, serving_index
from hamgam.showcase.actions.reasons import explain_change
from hamgam.showcase.views import maps
from hamgam.showcase.views import posters as sheets
from hamgam.showcase.vocabulary import Explained

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SPOT = Point(59.605, 36.29)
DATA = ("showcase_map_works", "showcase_map_marks", "showcase_map_ground")
PAGES = ("showcase_map", "showcase_embed", "service_index", "continuity", "report_privacy")


def signed_in(city: City, agency: str, role: Role = Role.OFFICER) -> Client:
    client = Client()
    client.force_login(city.person(agency, role), backend=BACKEND)
    return client


def test_nothing_confidential_reaches_map_frame_or_poster(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = furnish(city)
    street()
    dig(city)
    build(city)
    sent: list[str] = []

    def kept(template: str, data: dict[str, Any], **about: Any) -> bytes:
        sent.append(orjson.dumps(data).decode())
        return b"%PDF"

    monkeypatch.setattr(posters, "render_pdf", kept)
    hidden = [*made.every("work_id"), *made.every("project_id"), *made.every("identity")]
    for client in (Client(), signed_in(city, "civil", Role.HEAD)):
        for name in (*PAGES, *DATA):
            response = client.get(reverse(name), {"lang": "en"})
            assert response.status_code == 200, name
            text = response.content.decode()
            assert CANARY not in text, name
            assert not [key for key in hidden if key in text], name
        client.get(reverse("pilgrim_poster"))
        client.get(reverse("street_poster", args=["imam_reza"]))
        missing = client.get(reverse("street_poster", args=["no_such_street"]))
        assert missing.status_code == 404
    assert len(sent) >= 2
    assert CANARY not in "".join(sent)
    works = orjson.loads(Client().get(reverse("showcase_map_works")).content)
    assert len(works["works"]["id"]) == 1
    assert works["findings"]["id"] == []


def test_projects_reports_and_ways_stand_beside_works(city: City) -> None:
    street()
    row = build(city)
    dig(city)
    report_problem(by=NOBODY, told=Told(kind="litter", spot=SPOT, text=CANARY))
    told = orjson.loads(Client().get(reverse("showcase_map_marks"), {"lang": "ar"}).content)
    layers = {mark["layer"] for mark in told}
    assert layers >= {"report", "way"}
    assert all(mark["address"].endswith("?lang=ar") for mark in told)
    page = Client().get(reverse("showcase_map"), {"lang": "fa"}).content.decode()
    assert 'id="map-told"' in page
    assert "<svg" in page, "without script a picture"
    assert row.public_id not in page, "a project without a place is not on the map"


def test_the_map_without_script_is_sifted_by_its_address(city: City) -> None:
    street()
    work = dig(city)
    client, address = Client(), reverse("showcase_map")
    far = (city.today + timedelta(days=300)).isoformat()
    assert work.public_id in client.get(address).content.decode()
    assert work.public_id not in client.get(address, {"from": far, "to": far}).content.decode()


def test_only_listed_sites_may_frame_the_map(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = Client().get(reverse("showcase_embed"))
    assert "frame-ancestors 'none'" in closed["Content-Security-Policy"]
    assert closed["X-Frame-Options"] == "DENY"

    class Listed:
        embed_in = ("https://news.example.org",)

    monkeypatch.setattr(maps, "serving", lambda: Listed)
    for _ in range(2):
        opened = Client().get(reverse("showcase_embed"))
        policy = opened["Content-Security-Policy"]
        assert "frame-ancestors https://news.example.org" in policy
        assert "X-Frame-Options" not in opened
    other = Client().get(reverse("showcase_map"))
    assert "frame-ancestors 'none'" in other["Content-Security-Policy"]


def test_a_poster_is_a_pdf_with_its_address(city: City) -> None:
    street()
    made = Client().get(reverse("street_poster", args=["imam_reza"]))
    assert made["Content-Type"] == "application/pdf"
    assert made.content.startswith(b"%PDF")
    assert sheets.page_address().endswith("/pilgrim/")


def test_a_change_is_told_with_its_reason_or_that_none_was_given(city: City) -> None:
    row = build(city)
    later = projects.ProjectValues(
        title="زیرگذر",
        budget_rials=10**12,
        price_year=1403,
        begins=row.begins,
        ends=city.today + timedelta(days=200),
        sharing=Sharing.PUBLIC,
    )
    by = city.acting("civil")
    projects.edit_project(by=by, project=row.public_id, version=row.version, values=later)
    address = reverse("showcase_project", args=[row.public_id])
    assert "دلیلی گفته نشده است." in Client().get(address, {"lang": "fa"}).content.decode()
    explain_change(
        by=by,
        project=row.public_id,
        field=Explained.ENDS,
        on=city.today,
        words="زمین دیر آزاد شد",
        today=city.today,
    )
    page = Client().get(address, {"lang": "fa"}).content.decode()
    assert "زمین دیر آزاد شد" in page
    assert "دلیلی گفته نشده است." not in page
    assert 'class="curve wide"' in page, "the S-curve against the first baseline"
    with pytest.raises(Refused):
        explain_change(
            by=city.acting("gas"),
            project=row.public_id,
            field=Explained.ENDS,
            on=city.today,
            words="x",
            today=city.today,
        )


def test_the_desk_enters_statements_corrections_reasons_and_surveys(city: City) -> None:
    row, day = build(city), city.today.isoformat()
    client = signed_in(city, "civil")
    said = {"project": row.public_id, "said_by": "معاون", "said_on": day, "text": "سخن تازه"}
    assert client.post(reverse("record_statement"), said).status_code == 422
    done = client.post(reverse("record_statement"), said | {"source": "روزنامه"})
    assert done.status_code == 302
    [stated] = row.statements.all()
    right = {"correction": "سخن درست", "on": day}
    fixed = client.post(reverse("correct_statement", args=[stated.public_id]), right)
    assert fixed.status_code == 302
    why = {"project": row.public_id, "field": "plan", "on": day, "words": "برنامه جابه‌جا شد"}
    assert client.post(reverse("explain_change"), why).status_code == 302
    page = Client().get(reverse("showcase_project", args=[row.public_id])).content.decode()
    for words in ("سخن تازه", "سخن درست", "برنامه جابه‌جا شد"):
        assert words in page
    asked = {"title": "نظرسنجی", "population": "pilgrims", "mode": "face", "on": day}
    wrong = client.post(reverse("enter_survey"), asked | {"asked": "10", "satisfied": "11"})
    assert wrong.status_code == 422
    kept = client.post(
        reverse("enter_survey"), asked | {"asked": "۴۰۰", "satisfied": "300", "mean": "12.5"}
    )
    assert kept.status_code == 302
    assert "نظرسنجی" in Client().get(reverse("surveys"), {"lang": "fa"}).content.decode()


def test_ways_are_as_continuous_as_works_leave_them(city: City) -> None:
    street()
    ground = serving_index._Metres(city.today - timedelta(days=9), city.today)
    assert ground.share(np.array([0]), [], Mode.CAR) == 100.0
    dig(city)
    ground = serving_index._Metres(city.today - timedelta(days=9), city.today)
    share = ground.share(np.array([0]), [0], Mode.CAR)
    # Four of ten days closed over its whole length.
    assert share == pytest.approx(60.0)
    none = np.array([], dtype=int)
    assert ground.share(none, [], Mode.CAR) is None
