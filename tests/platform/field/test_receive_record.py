"""What phones send, lost, repeated, reordered, from several at once: all there, nothing doubled."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.platform.conftest import City
from tests.platform.field.scene import Scene, scene
from tests.platform.web.test_rights_matrix import BACKEND

from hamgam.agencies.vocabulary import Role
from hamgam.field.actions.records import settle_record
from hamgam.field.models import Record, SiteItem
from hamgam.field.vocabulary import RecordState
from hamgam.register.models import Presence

ADDRESS = "/api/v1/field/records"
SCHEDULES = int(os.environ.get("HAMGAM_FIELD_SCHEDULES", "12"))
"""Random schedules to try; 1,000 before a release."""


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
    page = client.get("/site/records/").content.decode()
    assert "دو" in page
    settle_record(by=told.by, record=answer.json()["public_id"], applies=True)
    assert SiteItem.objects.get().item.words == "دو"


@pytest.mark.django_db
def test_what_a_rule_refuses_is_kept_with_its_fault(told: Scene) -> None:
    told.obstacle()
    body = conclusion(told, "یک") | {"proof": ""}
    item = record("conclusion", told.meeting().public_id, body, base_version=1)
    answer = send(sending(told), item).json()
    assert answer["state"] == "refused"
    assert "proof" in answer["fault"]
    assert Record.objects.get().body == body


@dataclass
class Phone:
    """A phone of the model: what it still has to send; an item goes when its receipt came."""

    items: list[dict[str, Any]] = field(default_factory=list)
    receipts: dict[str, str] = field(default_factory=dict)


def phones_of(told: Scene, meeting: str, counts: list[int]) -> list[Phone]:
    """Each phone notes people and concludes the items, in chains of its own."""
    made = []
    for number, count in enumerate(counts):
        phone, before = Phone(), ""
        for step in range(count):
            key = f"phone-{number}-{step}"
            body: dict[str, Any] = {"name": key, "agency": "gas", "reason": "ابر"}
            kind, base = "presence", None
            if step % 2:
                kind, body, base = (
                    "conclusion",
                    conclusion(told, key, 1 + number % 2),
                    1 + step // 2,
                )
            phone.items.append(
                record(
                    kind,
                    meeting,
                    body,
                    key=key,
                    device=f"device-{number}",
                    parent=before,
                    base_version=base,
                )
            )
            before = key
        made.append(phone)
    return made


FATES = st.sampled_from(["arrives", "lost", "answer_lost", "twice"])


@pytest.mark.django_db
@settings(
    max_examples=SCHEDULES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    counts=st.lists(st.integers(1, 4), min_size=5, max_size=5),
    turns=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), FATES), max_size=30),
)
def test_any_schedule_of_five_phones_converges(
    told: Scene, counts: list[int], turns: list[tuple[int, int, str]]
) -> None:
    """Whatever is lost, repeated or reordered: in the end each item is there once, each presence
    once, each phone holds the server's own receipts, and every item of the agenda says what one of
    its records said."""
    with transaction.atomic():
        _run(told, counts, turns)
        transaction.set_rollback(True)


def _run(told: Scene, counts: list[int], turns: list[tuple[int, int, str]]) -> None:
    told.obstacle()
    told.obstacle("تملک")
    meeting = told.meeting().public_id
    client, phones = sending(told), phones_of(told, meeting, counts)
    everything = [item for phone in phones for item in phone.items]
    for which, at, fate in turns:
        _turn(client, phones[which], at, fate)
    for phone in phones:
        while phone.items:
            _turn(client, phone, 0, "arrives")
    rows = {row.key: row for row in Record.objects.filter(meeting__public_id=meeting)}
    assert set(rows) == {item["key"] for item in everything}
    assert {k: r.receipt for k, r in rows.items()} == {
        k: r for phone in phones for k, r in phone.receipts.items()
    }
    noted = [row.key for row in rows.values() if row.kind == "presence"]
    applied = [k for k in noted if rows[k].state == RecordState.APPLIED]
    present = Presence.objects.filter(meeting__public_id=meeting).values_list("name", flat=True)
    assert sorted(present) == sorted(applied)
    for side in SiteItem.objects.filter(item__meeting__public_id=meeting):
        said = [
            row
            for row in rows.values()
            if row.kind == "conclusion"
            and row.body["number"] == side.item.number
            and row.state == RecordState.APPLIED
        ]
        assert side.version == 1 + len(said)
        assert side.item.words in {row.body["words"] for row in said} | (
            {""} if not said else set()
        )


def _turn(client: Client, phone: Phone, at: int, fate: str) -> None:
    if not phone.items:
        return
    item = phone.items[at % len(phone.items)]
    if fate == "lost":
        return
    answers = [send(client, item) for _ in range(2 if fate == "twice" else 1)]
    assert {answer.status_code for answer in answers} == {201}
    if fate != "answer_lost":
        phone.receipts[item["key"]] = answers[-1].json()["receipt"]
        phone.items.remove(item)
