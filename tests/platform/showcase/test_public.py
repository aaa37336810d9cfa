"""The public pages tell what is public and nothing else; OGC API and feeds as clients read them."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from shapely.geometry import LineString
from tests.platform.conftest import City
from tests.platform.web.objects import CANARY, furnish

from hamgam.agencies.acting import job
from hamgam.agencies.vocabulary import Role, Sharing
from hamgam.engine.works import Activity, Impact, Stage
from hamgam.register.actions import projects
from hamgam.register.actions.ground import Drawn, draw_street
from hamgam.register.actions.windows import Days, set_window
from hamgam.register.actions.works import edit_work, record_work
from hamgam.register.models import Project, Work
from hamgam.register.values import WorkValues
from hamgam.register.vocabulary import WindowKind
from hamgam.service.actions.surveys import Found, record_survey
from hamgam.service.vocabulary import Population, SurveyMode
from hamgam.showcase.actions.statements import Said, correct_statement, record_statement

READ = """
import json, sys, pyogrio
read = {}
for layer, _ in pyogrio.list_layers(sys.argv[1]):
    meta, _, shapes, fields = pyogrio.raw.read(sys.argv[1], layer=str(layer))
    names = list(meta["fields"])
    told = list(fields[names.index("title" if "title" in names else "settlement")])
    read[str(layer)] = {"told": sorted(told), "placed": sum(s is not None for s in shapes)}
print(json.dumps(read))
"""
LINE = LineString([(59.60, 36.29), (59.61, 36.29)])


def street(key: str = "imam_reza") -> None:
    piece = Drawn(key=key, names={"fa": "خیابان امام رضا (ع)", "ar": "شارع"}, geometry=LINE)
    draw_street(by=job("tests"), drawn=piece)


def values(city: City, **more: Any) -> WorkValues:
    told: dict[str, Any] = {
        "title": "خط تغذیه",
        "street": "خیابان امام رضا (ع)",
        "activity": Activity.EXCAVATION,
        "stage": Stage.RUNNING,
        "impact": Impact.CLOSURE,
        "geometry": LINE,
        "begins": city.today - timedelta(days=3),
        "ends": city.today + timedelta(days=1),
        "sharing": Sharing.PUBLIC,
    }
    return WorkValues(**told | more)


def dig(city: City, **more: Any) -> Work:
    return record_work(
        by=city.acting("gas"), agency=city.agencies["gas"], values=values(city, **more)
    )


def build(city: City, sharing: Sharing = Sharing.PUBLIC) -> Project:
    told = projects.ProjectValues(
        title="زیرگذر",
        budget_rials=10**12,
        price_year=1403,
        begins=city.today - timedelta(days=400),
        ends=city.today + timedelta(days=10),
        sharing=sharing,
    )
    return projects.record_project(
        by=city.acting("civil"), agency=city.agencies["civil"], values=told
    )


def addresses(work: Work, project: Project) -> list[str]:
    return [
        reverse("showcase"),
        reverse("my_street"),
        reverse("showcase_street", args=["imam_reza"]),
        reverse("pilgrim"),
        reverse("citizen_reports"),
        reverse("report_problem"),
        reverse("showcase_project", args=[project.public_id]),
        reverse("showcase_work", args=[work.public_id]),
        reverse("ical_works"),
        reverse("ical_street", args=["imam_reza"]),
        reverse("ical_project", args=[project.public_id]),
        reverse("atom_project", args=[project.public_id]),
        reverse("ogc"),
        *(
            reverse("ogc_items", args=[key])
            for key in ("works", "projects", "closures", "overlaps")
        ),
    ]


@pytest.mark.django_db
def test_nothing_confidential_reaches_any_public_door(city: City) -> None:
    made = furnish(city)
    street()
    work, project = dig(city), build(city)
    hidden_ids = [*made.every("work_id"), *made.every("project_id"), *made.every("identity")]
    clients = [Client(), Client()]
    clients[1].force_login(
        city.person("civil", Role.HEAD),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    for client in clients:
        for address in addresses(work, project):
            for language in ("fa", "en", "ar"):
                response = client.get(address, {"lang": language})
                assert response.status_code == 200, address
                text = response.content.decode()
                assert CANARY not in text, address
                assert not any(key in text for key in hidden_ids), address
        for name in ("showcase_work", "ogc"):
            for hidden in made.every("work_id"):
                address = (
                    reverse(name, args=[hidden])
                    if name == "showcase_work"
                    else reverse("ogc_item", args=["works", hidden])
                )
                assert client.get(address).status_code == 404, address
        for hidden in made.every("project_id"):
            for name in ("showcase_project", "ical_project", "atom_project"):
                assert client.get(reverse(name, args=[hidden])).status_code == 404, name
    counted = Client().get(reverse("ogc_items", args=["works"])).json()
    assert counted["numberMatched"] == 1


@pytest.mark.django_db
def test_a_project_keeps_its_first_promise_and_its_first_budget(city: City) -> None:
    row = build(city)
    later = projects.ProjectValues(
        title="زیرگذر",
        budget_rials=3 * 10**12,
        price_year=1405,
        begins=row.begins,
        ends=city.today + timedelta(days=200),
        sharing=Sharing.PUBLIC,
    )
    projects.edit_project(
        by=city.acting("civil"), project=row.public_id, version=row.version, values=later
    )
    said = Said(
        said_by="معاون عمران",
        said_on=city.today,
        text="تا نوروز تمام می‌شود",
        source="example.org/1",
        promised_end=city.today + timedelta(days=100),
    )
    told = record_statement(by=city.acting("civil"), project=row.public_id, said=said)
    correct_statement(
        by=city.acting("civil"), statement=told.public_id, correction="دیرتر", on=city.today
    )
    page = Client().get(reverse("showcase_project", args=[row.public_id]), {"lang": "en"})
    text = page.content.decode()
    assert "190 days later" in text
    assert "prices of 1403" in text or "1403" in text
    assert "تا نوروز تمام می‌شود" in text
    assert "دیرتر" in text
    atom = Client().get(reverse("atom_project", args=[row.public_id])).content.decode()
    assert atom.count("<entry>") == 2


@pytest.mark.django_db
def test_a_page_is_given_again_until_the_register_changes(city: City) -> None:
    street()
    work = dig(city)
    client = Client()
    address = reverse("showcase_work", args=[work.public_id])
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "Set-Cookie" not in first.headers
    edit_work(
        by=city.acting("gas"),
        work=work.public_id,
        version=1,
        values=values(city, title="نام تازه"),
    )
    seen = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert seen.status_code == 200
    assert "نام تازه" in seen.content.decode()


@pytest.mark.django_db
def test_the_pilgrims_page_is_light_and_says_what_is_closed(city: City) -> None:
    street()
    client = Client()
    page = client.get(reverse("pilgrim"))
    assert 'lang="ar"' in page.content.decode()
    assert "كل الطرق مفتوحة" in page.content.decode()
    dig(city)
    text = client.get(reverse("pilgrim")).content.decode()
    assert "مغلق" in text
    assert "الطرق إلى الحرم اليوم" in text
    assert len(text.encode()) < 40_000
    assert client.get(reverse("pilgrim_code")).content.startswith(b"<?xml")


@pytest.mark.django_db
def test_ogc_pages_have_absolute_links_and_lose_no_feature(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        dig(city)
    monkeypatch.setattr("hamgam.showcase.open_data.asking.MOST", 2)
    client = Client()
    landing = client.get("/ogc/").json()
    rels = {link["rel"] for link in landing["links"]}
    assert {"self", "service-desc", "service-doc", "conformance", "data"} <= rels
    seen: list[str] = []
    address = f"{settings.PUBLIC_URL}/ogc/collections/works/items?limit=50&bbox=59,36,60,37"
    while address:
        assert address.startswith(settings.PUBLIC_URL)
        page = client.get(address.removeprefix(settings.PUBLIC_URL)).json()
        seen += [feature["id"] for feature in page["features"]]
        assert page["numberMatched"] == 5
        address = next((k["href"] for k in page["links"] if k["rel"] == "next"), "")
        assert not address or "bbox=" in address
    assert len(set(seen)) == 5


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    [
        "limit=0",
        "limit=a",
        "bbox=1,2,3",
        "bbox=a,b,c,d",
        "datetime=1405-09-10",
        "datetime=soon",
        "datetime=../..",
        "unknown=1",
        "offset=-1",
    ],
)
def test_ogc_refuses_what_it_cannot_read(city: City, asked: str) -> None:
    response = Client().get(f"/ogc/collections/works/items?{asked}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert Client().get("/ogc/collections/nothing").status_code == 404


@pytest.mark.django_db
def test_ogc_finds_by_days_and_by_box(city: City) -> None:
    dig(city)
    client = Client()

    def count(**asked: str) -> int:
        found: int = client.get("/ogc/collections/works/items", asked).json()["numberMatched"]
        return found

    day, week = city.today, city.today + timedelta(days=7)
    assert count(datetime=day.isoformat()) == 1
    assert count(datetime=f"{week.isoformat()}/..") == 0
    assert count(datetime=f"../{week.isoformat()}") == 1
    assert count(bbox="59.5,36.2,59.7,36.4") == 1
    assert count(bbox="50,36.2,51,36.4") == 0


@pytest.mark.django_db
def test_two_other_parsers_read_the_calendar(city: City) -> None:
    import ics
    import vobject

    dig(city, title="لولهٔ آب، پیاده‌رو; شمالی" + "ی" * 90)
    text = Client().get(reverse("ical_works")).content.decode()
    [event] = ics.Calendar(text).events
    assert event.name is not None
    assert "لولهٔ آب، پیاده‌رو; شمالی" in event.name
    last = city.today + timedelta(days=1)
    assert event.end.date() == last + timedelta(days=1)
    [other] = vobject.readOne(text).vevent_list
    assert other.dtstart.value == city.today - timedelta(days=3)
    assert all(len(line) <= 75 for line in text.encode().split(b"\r\n"))


@pytest.mark.django_db
def test_the_measures_say_too_few_rather_than_guess(city: City) -> None:
    street()
    dig(city)
    client = Client()
    for name in ("in_step", "continuity", "surveys", "chain", "open_data"):
        page = client.get(reverse(name), {"lang": "en"})
        assert page.status_code == 200, name
    assert "too few data" in client.get(reverse("chain"), {"lang": "en"}).content.decode()


@pytest.mark.django_db
def test_a_survey_is_told_with_its_range_and_never_mixed(city: City) -> None:
    for mode in (SurveyMode.FACE, SurveyMode.SELF_SELECTED):
        found = Found(
            title=f"survey {mode}",
            population=Population.PILGRIMS,
            mode=mode,
            on=city.today,
            asked=500,
            satisfied=305,
        )
        record_survey(by=city.acting("civil"), agency=city.agencies["civil"], found=found)
    text = Client().get(reverse("surveys"), {"lang": "en"}).content.decode()
    assert "56.7" in text
    assert "65.2" in text
    assert text.index("survey face") < text.index("Self-selected opinions")
    assert text.index("Self-selected opinions") < text.index("survey self_selected")


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["csv", "xlsx", "geojson", "gpkg"])
def test_collections_are_taken_away_as_files(city: City, form: str, tmp_path: Path) -> None:
    import pyogrio

    dig(city)
    for key in ("works", "projects", "closures", "overlaps"):
        response: Any = Client().get(reverse("open_table", args=[key, form]))
        assert response.status_code == 200, key
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if form == "gpkg" and key == "works":
            place = tmp_path / "works.gpkg"
            place.write_bytes(body)
            told = pyogrio.read_info(place)
            assert (told["features"], "agency" in told["fields"]) == (1, True)
    assert Client().get(reverse("open_table", args=["works", "exe"])).status_code == 404


class Handed(BaseHTTPRequestHandler):
    """Hands each request to Django in this very thread, inside the test's own transaction."""

    def do_GET(self) -> None:
        response = Client().get(self.path, headers={"Accept": self.headers.get("Accept", "")})
        self.send_response(response.status_code)
        self.send_header("Content-Type", response["Content-Type"])
        self.send_header("Content-Length", str(len(response.content)))
        self.end_headers()
        self.wfile.write(response.content)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.mark.django_db
def test_gdal_reads_the_running_api_and_loses_nothing(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GDAL's own OAPIF driver, out of pyogrio's wheel, over three pages of each collection."""
    agreed = Days(begins=city.today, ends=city.today, source="s-1")
    for number in range(5):
        work = dig(city, title=f"لولهٔ {number}")
        set_window(by=job("tests"), of=work, kind=WindowKind.AGREED, days=agreed)
        if number < 3:
            build(city)
    monkeypatch.setattr("hamgam.showcase.open_data.asking.MOST", 2)
    with HTTPServer(("127.0.0.1", 0), Handed) as server:
        server.timeout = 0.2
        address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setattr(settings, "PUBLIC_URL", address)
        command = [sys.executable, "-c", READ, f"OAPIF:{address}/ogc"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
            while reader.poll() is None:
                server.handle_request()
            assert reader.stdout is not None
            told = json.loads(reader.stdout.read())
    works = {"told": [f"لولهٔ {number}" for number in range(5)], "placed": 5}
    assert told == {
        "works": works,
        "closures": works,
        "projects": {"told": ["زیرگذر"] * 3, "placed": 0},
        "overlaps": {"told": ["s-1"] * 5, "placed": 5},
    }
