"""The map's doors: what they send, to whom, and that a drawing writes nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon, shape
from tests.platform.conftest import City
from tests.platform.web.test_rights_matrix import BACKEND

from hamgam.agencies.models import InboxItem
from hamgam.agencies.vocabulary import Role, Sharing
from hamgam.engine.works import Activity, Stage
from hamgam.ledger.models import Fact
from hamgam.register.actions.works import record_work, withdraw_work
from hamgam.register.forms import drawn_place
from hamgam.register.mapping.shapes import STEPS, packed, packed_all
from hamgam.register.models import Finding, Work
from hamgam.register.values import WorkValues

BASE = (59.60, 36.29)
Corners = list[tuple[float, float]]


def unpacked(told: list[Any]) -> list[Corners]:
    paths = []
    for steps in told[1:]:
        x = y = 0
        path = []
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            path.append((x / STEPS, y / STEPS))
        paths.append(path)
    return paths


corner = st.tuples(st.integers(59_000_000, 60_000_000), st.integers(36_000_000, 37_000_000))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(corner, min_size=2, max_size=6), min_size=1, max_size=5))
def test_lines_come_back_to_a_tenth_of_a_metre(lines: list[list[tuple[int, int]]]) -> None:
    told = [[(x / STEPS, y / STEPS) for x, y in line] for line in lines]
    sent = packed_all([LineString(line) for line in told])
    assert sent == [packed(LineString(line)) for line in told]
    assert [unpacked(one)[0] for one in sent] == told


def test_places_of_every_kind_are_packed() -> None:
    ring = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)]
    told = packed_all([Point(1, 2), Polygon(ring), LineString(ring[:2])])
    assert [one[0] for one in told] == [0, 2, 1]
    assert unpacked(told[1]) == [ring]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("59.6,36.2 59.7,36.2", "LineString"),
        ("۵۹٫۶,36.2", None),
        ("59.6,36.2", "Point"),
        ("POLYGON ((0 0, 1 0, 1 1, 0 0))", "Polygon"),
        ("POLYGON ((0 0", None),
        ("DROP TABLE works", None),
    ],
)
def test_a_form_takes_pairs_and_wkt_and_nothing_else(text: str, kind: str | None) -> None:
    place = drawn_place(text)
    assert (place.geom_type if place is not None else None) == kind


def client_of(city: City, agency: str, role: Role = Role.OFFICER) -> Client:
    client = Client()
    client.force_login(city.person(agency, role), backend=BACKEND)
    return client


def digs(city: City, agency: str, *, north: float = 0, sharing: Sharing = Sharing.AGENCIES) -> Work:
    x, y = BASE
    values = WorkValues(
        title=f"لولهٔ {agency}",
        street="خیابان نمونه",
        activity=Activity.EXCAVATION,
        stage=Stage.PLANNED,
        geometry=LineString([(x, y + north), (x + 0.002, y + north)]),
        begins=city.today + timedelta(days=10),
        ends=city.today + timedelta(days=30),
        sharing=sharing,
    )
    return record_work(by=city.acting(agency), agency=city.agencies[agency], values=values)


def sent(client: Client) -> dict[str, Any]:
    answer = client.get("/map/works.json")
    assert answer.status_code == 200
    told: dict[str, Any] = json.loads(answer.content)
    return told


@pytest.mark.django_db
def test_the_map_sends_what_the_reader_may_see(city: City) -> None:
    ours = digs(city, "water", sharing=Sharing.RESTRICTED)
    open_to_all = digs(city, "gas", sharing=Sharing.PUBLIC)
    assert sent(client_of(city, "water"))["works"]["id"] == [ours.public_id, open_to_all.public_id]
    assert sent(client_of(city, "gas"))["works"]["id"] == [open_to_all.public_id]
    stranger = sent(Client())
    assert stranger["works"]["id"] == [open_to_all.public_id]
    assert stranger["findings"]["id"] == []


@pytest.mark.django_db
def test_a_browser_asks_again_only_after_the_register_changed(city: City) -> None:
    work, client = digs(city, "water"), client_of(city, "water")
    first = client.get("/map/works.json")
    again = client.get("/map/works.json", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    digs(city, "gas", north=0.01)
    after = client.get("/map/works.json", headers={"If-None-Match": first["ETag"]})
    assert after.status_code == 200
    assert len(json.loads(after.content)["works"]["id"]) == 2
    withdraw_work(by=city.acting("water"), work=work.public_id, version=1, reason="پایان")
    assert len(sent(client)["works"]["id"]) == 1


@pytest.mark.django_db
def test_two_readers_of_one_scope_share_an_answer_and_others_do_not(city: City) -> None:
    digs(city, "water", sharing=Sharing.RESTRICTED)
    readers = (("water", Role.OFFICER), ("water", Role.SECRETARY), ("gas", Role.OFFICER))
    clients = [client_of(city, agency, role) for agency, role in readers]
    tags = [client.get("/map/works.json")["ETag"] for client in clients]
    assert tags[0] == tags[1] != tags[2]


@pytest.mark.django_db
def test_the_address_sifts_the_list_without_script(city: City) -> None:
    digs(city, "water")
    digs(city, "gas", north=0.01)
    client = client_of(city, "water")
    for asked, shown, hidden in (
        ("agency=gas", "لولهٔ gas", "لولهٔ water"),
        ("q=لوله water", "لولهٔ water", "لولهٔ gas"),
    ):
        page = client.get(f"/map/?{asked}").content.decode()
        assert shown in page
        assert hidden not in page
    later = (city.today + timedelta(days=200)).isoformat()
    assert "لولهٔ" not in client.get(f"/map/?from={later}&to={later}").content.decode()


def drawing(city: City, **told: str) -> dict[str, str]:
    x, y = BASE
    days = [city.today + timedelta(days=n) for n in (12, 25)]
    return {
        "line": f"LINESTRING ({x} {y}, {x + 0.002} {y})",
        "begins": days[0].isoformat(),
        "ends": days[1].isoformat(),
        **told,
    }


@pytest.mark.django_db
def test_a_drawing_is_judged_and_nothing_is_written(city: City) -> None:
    standing = digs(city, "gas")
    facts, findings, works = Fact.objects.count(), Finding.objects.count(), Work.objects.count()
    answer = client_of(city, "water").post("/map/foresee", drawing(city))
    assert answer.status_code == 200
    met = [found for found in answer.json()["findings"] if found["other"]]
    assert {found["other"]["id"] for found in met} == {standing.public_id}
    assert met[0]["places"]
    after = (Fact.objects.count(), Finding.objects.count(), Work.objects.count())
    assert after == (facts, findings, works)


@pytest.mark.django_db
def test_what_is_foreseen_is_what_is_found_once_it_is_recorded(city: City) -> None:
    digs(city, "gas")
    client = client_of(city, "water")
    told = drawing(city, title="لولهٔ تازه", sharing="agencies")
    foreseen = client.post("/map/foresee", told).json()["findings"]
    usual = {"kind": "work", "activity": "excavation", "stage": "planned", "impact": "unknown"}
    answer = client.post("/works/new", told | usual)
    assert answer.status_code == 302
    row = Work.objects.get(public_id=answer["Location"].rsplit("/", 1)[-1])
    found = [*row.findings_a.all(), *row.findings_b.all()]
    assert sorted(one["kind"] for one in foreseen) == sorted(one.kind for one in found)
    assert len(found) > 0


@pytest.mark.django_db
def test_a_drawing_meets_no_work_that_its_drawer_may_not_see(city: City) -> None:
    digs(city, "gas", sharing=Sharing.RESTRICTED)
    answer = client_of(city, "water").post("/map/foresee", drawing(city))
    assert [found for found in answer.json()["findings"] if found["other"]] == []


@pytest.mark.django_db
def test_an_edited_work_does_not_meet_itself(city: City) -> None:
    row = digs(city, "water")
    told = drawing(city, work=row.public_id)
    answer = client_of(city, "water").post("/map/foresee", told)
    assert [found for found in answer.json()["findings"] if found["other"]] == []


@pytest.mark.django_db
def test_a_drawing_that_cannot_be_read_names_its_fault(city: City) -> None:
    answer = client_of(city, "water").post("/map/foresee", drawing(city, line="POLYGON ((0 0"))
    assert answer.status_code == 422
    assert "line" in answer.json()["faults"]


@pytest.mark.django_db
def test_only_planners_draw(city: City) -> None:
    told = drawing(city)
    assert client_of(city, "water", Role.VIEWER).post("/map/foresee", told).status_code == 403
    assert Client().post("/map/foresee", told).status_code in {401, 403}


@pytest.mark.django_db
def test_an_emergency_is_recorded_and_told_to_whoever_works_beside_it(city: City) -> None:
    neighbour = digs(city, "gas")
    x, y = BASE
    told = {"what": "break", "line": f"POINT ({x + 0.001} {y})", "days": "۳", "address": ""}
    answer = client_of(city, "water").post("/works/emergency", told)
    assert answer.status_code == 302
    row = Work.objects.get(public_id=answer["Location"].rsplit("/", 1)[-1])
    assert row.emergency
    assert (row.begins, row.ends) == (city.today, city.today + timedelta(days=2))
    item = InboxItem.objects.get(subject=row.public_id, kind="emergency_near")
    assert item.agency == neighbour.agency
    inbox = client_of(city, "gas").get("/inbox/")
    if inbox.status_code == 200:
        assert "شکستگی لوله" in inbox.content.decode()


@pytest.mark.django_db
def test_an_ordinary_work_raises_no_alarm(city: City) -> None:
    digs(city, "gas")
    digs(city, "water")
    assert not InboxItem.objects.filter(kind="emergency_near").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "told", [{"days": "0"}, {"days": "سه"}, {"line": "", "address": "جایی که نیست"}]
)
def test_an_emergency_without_place_or_days_is_refused(city: City, told: dict[str, str]) -> None:
    form = {"what": "leak", "line": "POINT (59.6 36.29)", "days": "2", **told}
    assert client_of(city, "water").post("/works/emergency", form).status_code == 422
    assert not Work.objects.exists()


@pytest.mark.django_db
def test_a_restricted_work_of_others_is_a_street_and_days(city: City) -> None:
    from tests.platform.web.test_pages import street

    street()
    digs(city, "gas", sharing=Sharing.RESTRICTED)
    told = sent(client_of(city, "water"))
    assert [(one["street"], one["ends"] - one["begins"]) for one in told["shadows"]] == [
        ("خیابان اصلی", 20)
    ]
    assert told["works"]["id"] == []
    assert sent(client_of(city, "gas"))["shadows"] == []
    assert sent(Client())["shadows"] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("bytes=2-4", 206, b"234"),
        ("bytes=8-99", 206, b"89"),
        ("bytes=9-2", 416, b""),
        ("", 416, b""),
    ],
)
def test_a_tile_file_is_given_by_ranges(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, asked: str, status: int, body: bytes
) -> None:
    file = tmp_path / "city.pmtiles"
    file.write_bytes(b"0123456789")
    monkeypatch.setattr("django.conf.settings.MAP_TILES", str(file))
    answer = Client().get("/map/tiles.pmtiles", headers={"Range": asked} if asked else {})
    assert (answer.status_code, answer.content) == (status, body)
    monkeypatch.setattr("django.conf.settings.MAP_TILES", "")
    assert Client().get("/map/tiles.pmtiles").status_code == 404


@pytest.mark.django_db
def test_the_ground_tells_streets_and_their_labels(city: City) -> None:
    from tests.platform.web.test_pages import street

    street()
    told = json.loads(Client().get("/map/ground.json").content)
    lines = [one for one in told["features"] if one["properties"]["layer"] == "street"]
    assert shape(lines[0]["geometry"]).geom_type == "LineString"
    assert lines[0]["properties"]["label"] == "خیابان اصلی"
