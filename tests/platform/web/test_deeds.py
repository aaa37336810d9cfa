"""Every operation that writes records one fact, under the name of whoever asked, and nothing it
wrote stays without a name. Refusals of the same doors are walked in test_rights_matrix."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from django.db import transaction
from tests.platform.conftest import City
from tests.platform.web import walk
from tests.platform.web.objects import OWNER, Objects, furnish
from tests.platform.web.share_objects import EXCUSED
from tests.platform.web.test_rights_matrix import EDITS, Actor, actors, addresses, bodies

from hamgam.ledger import chain
from hamgam.ledger.models import Change, Fact
from hamgam.web.pipeline import FOLLOW_UPS

ELSEWHERE = {
    "inbox_raised": "a job: test_raising",
    "rule_adopted": "the mayor's alone: test_rules",
    "rival_kept": "recorded with a refusal: test_rivals",
    "invitation_used": "a page, not an operation: test_sign_in",
    "clock_ran_out": "a job: test_ladder",
    "step_clock_ran_out": "a job: test_steps",
    "resolution_clock_ran_out": "a job: test_resolutions",
    "step_withdrawn": "the asker's alone: test_steps",
    "windows_lifted": "follows of an edit: test_follow",
    "progress_withdrawn": "follows of a file taken back: test_sheets",
    "task_ordered": "follows of a task's estimate: test_tasks",
    "plan_found": "a job: test_plans",
    "blocks_valued": "follows of an adoption: test_plans",
    "plans_lifted": "follows of an adoption: test_plans",
    "plan_stopped": "of a search at work: test_plans",
    "window_set": "a deed of other capabilities: test_windows",
    "block_cleared": "a deed of other capabilities: test_windows",
    "document_attached": "a form with a file: every walk of objects attaches one",
    "permit_deferred": "a sitting's decision: test_permits",
    "dig_clock_ran_out": "a job: test_permits",
    "report_joined": "a form of the public: test_report",
    "reporter_erased": "a page: test_report",
    "solution_confirmed": "a secret link: test_report",
    "solution_disputed": "a secret link: test_report",
    "block_promised": "a deed of other capabilities: test_pursue",
    "promises_reminded": "a job: test_pursue",
    "tour_found": "a job: test_tour",
    "sighting_recorded": "a phone's record: test_patrols",
}
"""Facts that no operation of the API with a JSON body records, and where they are tried."""
SEVERAL = {"close_site_meeting": "site_meeting_closed"}
"""Operations whose deed records more facts of its own, and the one they are named by."""
NEED_MORE = {"approve_claim": "pay_claim", "suspend_contract": "resume_contract"}
"""Operations that can only follow another on the same object."""


def send(actor: Actor, operation: walk.Operation, address: str, body: Any) -> int:
    headers = {"If-Match": f'"{address.split("/")[2]}.1"'} if operation.name in EDITS else {}
    response = actor.client.generic(
        operation.method,
        f"/api/v1{address}",
        b"" if body is None else orjson.dumps(body),
        "application/json",
        headers=headers,
    )
    return response.status_code


def recorded(before: int, operation: walk.Operation) -> str:
    """The one fact of a deed, once all that it wrote has been looked at."""
    facts = list(Fact.objects.filter(pk__gt=before, caused_by__isnull=True))
    if operation.name in SEVERAL:
        facts = [fact for fact in facts if fact.name == SEVERAL[operation.name]]
    assert len(facts) == 1, (operation.name, facts)
    (fact,) = facts
    assert fact.actor.startswith("person:"), operation.name
    assert fact.agency == OWNER
    assert fact.request
    written = Change.objects.filter(request=fact.request)
    assert written.filter(table="ledger_fact", key=str(fact.pk)).exists()
    assert set(written.values_list("actor", "agency")) == {(fact.actor, fact.agency)}
    return fact.name


def latest() -> int:
    return Fact.objects.order_by("-pk").values_list("pk", flat=True)[0]


def first_fact(actor: Actor, operation: walk.Operation, made: Objects, body: Any) -> str | None:
    """The fact of the operation on the first object that allows it; undone afterwards."""
    for address, _ in addresses(operation, made):
        with transaction.atomic():
            before = latest()
            done = send(actor, operation, address, body) < 300
            name = recorded(before, operation) if done else None
            transaction.set_rollback(True)
        if name:
            return name
    return None


@pytest.mark.django_db
def test_every_operation_that_writes_records_its_fact(city: City) -> None:
    made = furnish(city)
    told = bodies(city, made)
    people = [actor for actor in actors(city) if actor.name.startswith(OWNER)]
    operations = {op.name: op for op in walk.operations() if op.method != "GET"}
    seen: dict[str, str] = {}
    for name, operation in operations.items():
        for actor in people:
            if fact := first_fact(actor, operation, made, told.get(name)):
                seen[fact] = name
                break
    head = next(actor for actor in people if actor.name.endswith("-head"))
    for first, second in NEED_MORE.items():
        with transaction.atomic():
            address, _ = next(addresses(operations[first], made))
            assert send(head, operations[first], address, told[first]) < 300
            fact = first_fact(head, operations[second], made, told[second])
            assert fact is not None, second
            seen[fact] = second
            transaction.set_rollback(True)
    assert set(FOLLOW_UPS) - set(seen) == set(ELSEWHERE) | set(EXCUSED)
    assert all(found.fault is None for found in chain.walk_all())
