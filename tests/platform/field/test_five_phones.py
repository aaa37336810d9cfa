"""Five phones at one meeting: whatever is lost, repeated or reordered, all converge."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.platform.conftest import City
from tests.platform.field.scene import Scene, scene
from tests.platform.field.test_receive_record import conclusion, record, send
from tests.platform.web.test_rights_matrix import BACKEND

from hamgam.agencies.vocabulary import Role
from hamgam.field.actions.records import settle_record
from hamgam.field.models import Record, SiteItem, SitePresence
from hamgam.field.vocabulary import RecordState
from hamgam.ledger.models import Fact
from hamgam.register.models import Presence

SCHEDULES = int(os.environ.get("HAMGAM_FIELD_SCHEDULES", "3"))
"""Random schedules to try; 1,000 before a release."""
STEPS = 20
PEOPLE = (Role.DEPUTY, Role.HEAD, Role.OFFICER, Role.FIELD, Role.DEPUTY)
"""Who holds each phone; one of them holds two."""
PHONES = st.integers(0, len(PEOPLE) - 1)
FATES = st.sampled_from(["arrives", "lost", "answer_lost", "twice"])
UNSETTLED = (RecordState.PARALLEL.value, RecordState.REFUSED.value)


@dataclass
class Phone:
    """What a phone holds: items without a receipt, receipts, and what it knows of the agenda."""

    number: int
    client: Client
    made: int = 0
    items: list[dict[str, Any]] = field(default_factory=list)
    receipts: dict[str, str] = field(default_factory=dict)
    seen: dict[int, int] = field(default_factory=lambda: {1: 1, 2: 1})
    last: dict[int, dict[str, Any]] = field(default_factory=dict)
    unsigned: list[str] = field(default_factory=list)

    def add(self, kind: str, meeting: str, body: dict[str, Any], **told: Any) -> dict[str, Any]:
        """Into the outbox, as the page puts it there."""
        self.made += 1
        key = f"phone-{self.number}-item-{self.made}"
        item = record(kind, meeting, body, key=key, device=f"device-{self.number}", **told)
        self.items.append(item)
        return item


class FivePhones(RuleBasedStateMachine):
    """Phones write, send, lose and repeat in any order, against the real endpoint."""

    told: Scene

    @initialize()
    def begin(self) -> None:
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.told.obstacle()
        self.told.obstacle("تملک")
        self.meeting = self.told.meeting().public_id
        self.phones = [Phone(n, self._client(role)) for n, role in enumerate(PEOPLE)]
        self.everything: list[dict[str, Any]] = []

    def _client(self, role: Role) -> Client:
        client = Client()
        client.force_login(self.told.city.person("civil", role), backend=BACKEND)
        return client

    @rule(which=PHONES)
    def note(self, which: int) -> None:
        phone = self.phones[which]
        body = {"name": f"{which}-{phone.made}", "agency": "gas", "reason": "ابر"}
        item = phone.add("presence", self.meeting, body)
        phone.unsigned.append(item["key"])
        self.everything.append(item)

    @rule(which=PHONES, number=st.integers(1, 2))
    def conclude(self, which: int, number: int) -> None:
        """On the version that the phone knows, after its own last word about the same item."""
        phone = self.phones[which]
        known, base = phone.last.get(number), phone.seen[number]
        waits = known is not None and known["key"] not in phone.receipts
        if known is not None:
            base = max(base, known["base_version"] + 1)
        item = phone.add(
            "conclusion",
            self.meeting,
            conclusion(self.told, f"{which}-{phone.made}", number),
            parent=known["key"] if known is not None and waits else "",
            base_version=base,
        )
        phone.last[number] = item
        self.everything.append(item)

    @precondition(lambda self: any(phone.unsigned for phone in self.phones))
    @rule(which=PHONES)
    def sign(self, which: int) -> None:
        phone = self.phones[which]
        if not phone.unsigned:
            return
        of = phone.unsigned.pop(0)
        item = phone.add("signature", self.meeting, {"of": of, "typed": of}, parent=of)
        self.everything.append(item)

    @rule(which=PHONES)
    def look(self, which: int) -> None:
        """The phone takes the packet anew, as on a visit with a network."""
        packet = self.phones[which].client.get("/api/v1/field/packet").json()
        (meeting,) = (row for row in packet["meetings"] if row["id"] == self.meeting)
        for item in meeting["items"]:
            self.phones[which].seen[item["number"]] = item["version"]

    @precondition(lambda self: any(phone.items for phone in self.phones))
    @rule(which=PHONES, at=st.integers(0, 5), fate=FATES)
    def travel(self, which: int, at: int, fate: str) -> None:
        """One item goes its way; `at` lets a later one overtake."""
        phone = self.phones[which]
        if not phone.items or fate == "lost":
            return
        item = phone.items[at % len(phone.items)]
        answers = [send(phone.client, item) for _ in range(2 if fate == "twice" else 1)]
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["receipt"] for answer in answers}) == 1
        if fate != "answer_lost":
            phone.receipts[item["key"]] = answers[-1].json()["receipt"]
            phone.items.remove(item)

    def teardown(self) -> None:
        """The network is there at last: everything arrives, somebody settles, all is as told."""
        if not hasattr(self, "undone"):
            return
        try:
            for which, phone in enumerate(self.phones):
                while phone.items:
                    self.travel(which, 0, "arrives")
            self._all_there_once()
            self._settle()
            self._nothing_is_done_twice()
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    def _rows(self) -> dict[str, Record]:
        return {r.key: r for r in Record.objects.filter(meeting__public_id=self.meeting)}

    def _all_there_once(self) -> None:
        rows = self._rows()
        assert set(rows) == {item["key"] for item in self.everything}
        told = {key: r for phone in self.phones for key, r in phone.receipts.items()}
        assert {key: row.receipt for key, row in rows.items()} == told
        for item in self.everything:
            assert item["body"].items() <= rows[item["key"]].body.items()
        applied = {key for key, row in rows.items() if row.state == RecordState.APPLIED}
        noted = [rows[k].body["name"] for k in applied if rows[k].kind == "presence"]
        there = Presence.objects.filter(meeting__public_id=self.meeting)
        assert sorted(there.values_list("name", flat=True)) == sorted(noted)
        signed = {rows[k].body["typed"] for k in applied if rows[k].kind == "signature"}
        sides = SitePresence.objects.filter(presence__meeting__public_id=self.meeting)
        assert {side.typed for side in sides if side.signed} == signed
        for side in SiteItem.objects.filter(item__meeting__public_id=self.meeting):
            said = [
                rows[key].body["words"]
                for key in applied
                if rows[key].kind == "conclusion" and rows[key].body["number"] == side.item.number
            ]
            assert side.version == 1 + len(said)
            assert side.item.words in (said or [""])

    def _settle(self) -> None:
        """A person leaves what stands, one by one; then nothing waits for anything any more."""
        while True:
            found = Record.objects.filter(
                meeting__public_id=self.meeting, state__in=UNSETTLED
            ).first()
            if found is None:
                break
            settle_record(by=self.told.by, record=found.public_id, applies=False)
        done = {RecordState.APPLIED, RecordState.SETTLED}
        assert {row.state for row in self._rows().values()} <= done

    def _nothing_is_done_twice(self) -> None:
        """All phones send everything once more: the same receipts, and not one more fact."""
        before = Fact.objects.count()
        owners = {item["key"]: phone for phone in self.phones for item in self._of(phone)}
        for item in self.everything:
            phone = owners[item["key"]]
            assert send(phone.client, item).json()["receipt"] == phone.receipts[item["key"]]
        assert Fact.objects.count() == before

    def _of(self, phone: Phone) -> list[dict[str, Any]]:
        return [i for i in self.everything if i["device"] == f"device-{phone.number}"]


@pytest.mark.django_db
def test_any_schedule_of_five_phones_converges(city: City) -> None:
    """`HAMGAM_FIELD_SCHEDULES=1000` tries a thousand."""

    class Here(FivePhones):
        """The machine on this test's register."""

        told = scene(city)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=SCHEDULES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
