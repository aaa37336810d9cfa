"""What a patrol saw, and a phone's file carried to the office."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.platform.conftest import City
from tests.platform.field.scene import PLACE, Scene, scene
from tests.platform.field.test_receive_record import record, send, sending
from tests.platform.web.test_rights_matrix import BACKEND

from hamgam.agencies.models import InboxItem
from hamgam.agencies.vocabulary import Role
from hamgam.field.actions.carrying import carry_records, sent_of
from hamgam.field.actions.sightings import metres_to
from hamgam.field.models import Record, Sighting
from hamgam.kit.refusals import Refused
from hamgam.register.models import Presence

JPEG = b"\xff\xd8\xff a photo"


@pytest.fixture
def told(city: City) -> Scene:
    return scene(city)


def seen(**told: Any) -> dict[str, Any]:
    content = base64.b64encode(JPEG).decode()
    return {"words": "نشست", "content": content, "must_act": True, "position": [*PLACE, 8], **told}


@pytest.mark.django_db
def test_a_sighting_finds_what_lies_there_and_whoever_must_act(told: Scene) -> None:
    client = sending(told)
    answer = send(client, record("patrol", "patrol", seen())).json()
    assert answer["state"] == "applied"
    row = Sighting.objects.get()
    assert (row.near, row.words, row.must_act) == (told.project.public_id, "نشست", True)
    assert "content" not in Record.objects.get().body
    assert InboxItem.objects.filter(kind="sighting_waits", subject=row.public_id).count() == 1
    page = client.get("/site/sightings/")
    assert told.project.title in page.content.decode()
    photo = client.get(f"/site/sightings/{row.public_id}.jpg")
    assert b"".join(photo.streaming_content) == JPEG  # type: ignore[attr-defined] # a file's answer
    assert client.get("/api/v1/sightings").json()["items"][0]["has_photo"] is True


@pytest.mark.django_db
def test_nothing_seen_and_a_place_far_away(told: Scene) -> None:
    client = sending(told)
    nothing = record("patrol", "patrol", {"words": " ", "content": ""})
    assert send(client, nothing).json()["state"] == "refused"
    away = seen(position=[PLACE[0] + 0.01, PLACE[1], 8], must_act=False)
    send(client, record("patrol", "patrol", away, key="k0000002"))
    assert Sighting.objects.get().near == ""


def test_metres_to_a_shape() -> None:
    """0.001° of longitude at 36.29° north is 89.6 m."""
    spot = (59.6, 36.29)
    assert metres_to(shapely.Point(59.601, 36.29), spot) == pytest.approx(89.6, abs=0.2)
    assert metres_to(None, spot) == float("inf")


def file_of(person: str, *items: dict[str, Any]) -> bytes:
    return json.dumps({"person": person, "items": list(items)}).encode()


@pytest.mark.django_db
def test_a_carried_file_and_the_phone_itself_have_one_effect(told: Scene) -> None:
    told.obstacle()
    meeting = told.meeting().public_id
    who = told.city.person("civil", Role.FIELD)
    item = record("presence", meeting, {"name": "ن", "agency": "gas", "reason": "ابر"})
    content = file_of(who.public_id, item, {"key": "x"})
    office = sending(told)
    for _ in range(2):
        file = SimpleUploadedFile("outbox.json", content)
        assert office.post("/site/records/carry", {"file": file}).status_code == 302
    row = Record.objects.get()
    assert (row.sender, row.state) == (f"person:{who.public_id}", "applied")
    assert row.imported_by == told.by.actor
    phone = Client()
    phone.force_login(who, backend=BACKEND)
    assert send(phone, item).json()["receipt"] == row.receipt
    assert Presence.objects.count() == Record.objects.count() == 1
    found = carry_records(by=told.by, content=content)
    assert (found.states["applied"], found.unread) == (1, [2])


@pytest.mark.django_db
def test_a_strangers_phone_is_not_carried(told: Scene) -> None:
    stranger = told.city.person("gas", Role.FIELD)
    with pytest.raises(Refused, match="forbidden"):
        carry_records(by=told.by, content=file_of(stranger.public_id))
    for content in (b"[]", b"no file", b'{"items": 3}'):
        with pytest.raises(Refused, match="media_type"):
            carry_records(by=told.by, content=content)


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "short"},
        {"kind": "unknown"},
        {"taken_at": "yesterday"},
        {"taken_at": "2026-11-24T10:00:00"},
        {"subject": ""},
        {"parent": 7},
        {"base_version": -1},
        {"base_version": True},
        {"body": "text"},
        {"device": "d\x00d00000001"},
    ],
)
def test_what_is_no_item_of_a_phone(wrong: dict[str, Any]) -> None:
    item = record("presence", "m-1", {"name": "ن"})
    assert sent_of(item) is not None
    assert sent_of(item | wrong) is None
