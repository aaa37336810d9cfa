"""What a phone sends: kept once, applied in its turn, settled by a person where two were at it."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.platform.conftest import City
from tests.platform.field.scene import Scene, scene
from tests.platform.web.test_rights_matrix import BACKEND

from hamgam.agencies.vocabulary import Role
from hamgam.field.actions.pursuit import follow_commitment
from hamgam.field.actions.records import settle_record
from hamgam.field.models import Record, SiteItem
from hamgam.register.actions.promises import Promise, record_commitment
from hamgam.register.models import Commitment, Document, Presence

ADDRESS = "/api/v1/field/records"
WEBM = b"\x1aE\xdf\xa3 a voice"


def sending(told: Scene) -> Client:
    client = Client()
    client.force_login(told.city.person("civil", Role.DEPUTY), backend=BACKEND)
    return client


def record(kind: str, subject: str, body: dict[str, Any], **told: Any) -> dict[str, Any]:
    return {
        "key": "k0000001",
        "device": "d0000001",
        "kind": kind,
        "subject": subject,
        "body": body,
        "taken_at": timezone.now().isoformat(),
        **told,
    }


def send(client: Client, item: dict[str, Any]) -> Any:
    return client.post(
        ADDRESS,
        json.dumps(item),
        content_type="application/json",
        headers={"Idempotency-Key": item["key"]},
    )


def conclusion(told: Scene, words: str, number: int = 1) -> dict[str, Any]:
    return {
        "number": number,
        "outcome": "promised",
        "words": words,
        "owner": "gas",
        "owner_name": "ک. سلیمی",
        "officer": told.officer.public_id,
        "due": told.today.isoformat(),
        "proof": "عکس",
    }


@pytest.fixture
def told(city: City) -> Scene:
    return scene(city)


def followed(told: Scene) -> Commitment:
    """A promise of the deputyship itself, followed by an officer."""
    agency = told.city.agencies["civil"]
    due = told.today + timedelta(days=9)
    row = record_commitment(by=told.by, agency=agency, promise=Promise(text="قول", due=due))
    follow_commitment(
        by=told.by,
        commitment=row.public_id,
        owner_name="س. کاظمی",
        officer=told.officer,
        proof_asked="عکس محل",
    )
    return row


@pytest.mark.django_db
def test_the_same_item_twice_has_one_effect_and_one_receipt(told: Scene) -> None:
    told.obstacle()
    item = record(
        "presence", told.meeting().public_id, {"name": "ن", "agency": "gas", "reason": "ابر"}
    )
    client = sending(told)
    first, second = send(client, item), send(client, item)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["receipt"] == second.json()["receipt"]
    assert Presence.objects.count() == Record.objects.count() == 1
    other = {**item, "body": {**item["body"], "name": "دیگری"}}
    assert send(client, other).status_code == 422


@pytest.mark.django_db
def test_a_chain_out_of_order_waits_for_its_parent(told: Scene) -> None:
    told.obstacle()
    meeting = told.meeting().public_id
    client = sending(told)
    first = record("conclusion", meeting, conclusion(told, "یک"), base_version=1)
    second = record(
        "conclusion",
        meeting,
        conclusion(told, "دو"),
        key="k0000002",
        parent="k0000001",
        base_version=2,
    )
    assert send(client, second).json()["state"] == "held"
    assert SiteItem.objects.get().item.words == ""
    assert send(client, first).json()["state"] == "applied"
    assert SiteItem.objects.get().item.words == "دو"
    assert set(Record.objects.values_list("state", flat=True)) == {"applied"}


@pytest.mark.django_db
def test_parallel_edits_are_both_kept_and_a_person_settles(told: Scene) -> None:
    told.obstacle()
    meeting = told.meeting().public_id
    client = sending(told)
    send(client, record("conclusion", meeting, conclusion(told, "یک"), base_version=1))
    late = record(
        "conclusion",
        meeting,
        conclusion(told, "دو"),
        key="k0000002",
        device="d0000002",
        base_version=1,
    )
    answer = send(client, late)
    assert (answer.status_code, answer.json()["state"]) == (201, "parallel")
    assert SiteItem.objects.get().item.words == "یک"
    assert "دو" in client.get("/site/records/").content.decode()
    page = client.get(f"/site/records/{answer.json()['public_id']}").content.decode()
    assert "یک" in page
    assert "دو" in page
    settle_record(by=told.by, record=answer.json()["public_id"], applies=True)
    assert SiteItem.objects.get().item.words == "دو"


@pytest.mark.django_db
def test_a_progress_report_and_a_voice_note_reach_the_project(told: Scene) -> None:
    project, client = told.project.public_id, sending(told)
    item = record("progress", project, {"physical_permille": 640, "on": told.today.isoformat()})
    assert send(client, item).json()["state"] == "applied"
    assert told.project.progress.get().physical_permille == 640
    voice = base64.b64encode(WEBM).decode()
    body = {"title": "پل", "media_type": "audio/webm", "content": voice}
    assert send(client, record("voice", project, body, key="k0000002")).json()["state"] == "applied"
    document = Document.objects.get(subject=project)
    assert (document.media_type, document.size) == ("audio/webm", len(WEBM))
    assert "content" not in Record.objects.get(kind="voice").body
    other = record("voice", project, body | {"media_type": "text/html"}, key="k0000003")
    assert send(client, other).json()["state"] == "refused"


@pytest.mark.django_db
def test_a_kept_promise_goes_to_its_officer_and_an_old_version_is_shown(told: Scene) -> None:
    told.obstacle()
    promise = followed(told)
    client = sending(told)
    old = record("proof", promise.public_id, {"proof": "عکس"}, base_version=promise.version + 7)
    answer = send(client, old).json()
    assert answer["state"] == "parallel"
    assert "عکس" in client.get(f"/site/records/{answer['public_id']}").content.decode()
    settle_record(by=told.by, record=answer["public_id"], applies=True)
    promise.refresh_from_db()
    assert (promise.done_on, promise.proof) == (told.today, "عکس")


@pytest.mark.django_db
def test_what_a_rule_refuses_is_kept_with_its_fault(told: Scene) -> None:
    told.obstacle()
    body = conclusion(told, "یک") | {"proof": ""}
    item = record("conclusion", told.meeting().public_id, body, base_version=1)
    answer = send(sending(told), item).json()
    assert answer["state"] == "refused"
    assert "proof" in answer["fault"]
    assert Record.objects.get().body == body
