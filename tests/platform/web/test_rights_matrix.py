"""Role × agency × object × verb, over every page and every operation of the API.

The table of bodies must name every operation that takes one, and every door must name its right:
a new door that is in neither fails here.
"""

from __future__ import annotations

import time
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from inspect import signature
from typing import Any

import orjson
import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from tests.platform.conftest import City
from tests.platform.web import walk
from tests.platform.web.case_objects import case_bodies
from tests.platform.web.field_objects import field_bodies
from tests.platform.web.objects import CANARY, OWNER, Objects, furnish
from tests.platform.web.people_objects import people_bodies
from tests.platform.web.plan_objects import plan_bodies
from tests.platform.web.share_objects import BY_ONE_SIDE, share_bodies
from tests.platform.web.tie_objects import tie_bodies

from hamgam.agencies.acting import Acting, acting_for
from hamgam.agencies.doors import door, right_of
from hamgam.agencies.models import Person
from hamgam.agencies.rights import RIGHTS, Reach, Right, rights_of
from hamgam.agencies.vocabulary import Role
from hamgam.ledger.models import Change
from hamgam.web.api.v1 import api
from hamgam.web.middleware import SEEN_KEY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
GEOMETRY = {"type": "LineString", "coordinates": [[59.6, 36.29], [59.602, 36.29]]}
AREA = {
    "type": "Polygon",
    "coordinates": [[[59.6, 36.2], [59.7, 36.2], [59.7, 36.3], [59.6, 36.2]]],
}
EDITS = {"edit_work", "withdraw_work", "edit_project", "edit_contract", "edit_funding"} | {
    "postpone_commitment",
    "fulfil_commitment",
}
BY_ANYBODY = {
    "report_problem",
    "propose",
    "send_record",
    "try_rule",
    "watch_area",
    "save_view",
    "write_note",
    "write_comment",
    "choose_notices",
    "withdraw_step",
    "draw_street",
    "draw_zone",
}
"""Writes that touch nothing of the agency whose object is named."""
BY_HOLDER = (
    {"adopt_rule", "delegate_rights", "end_delegation", "choose_post"}
    | {
        "verify_promise",
        "return_promise",
        "settle_record",
        "sign_minutes",
        "free_work",
        "edit_comment",
        "withdraw_comment",
        "propose_settlement",
        "conclude_item",
        "convene_case",
        "send_case_back",
        "decide_case",
    }
    | BY_ONE_SIDE
)
"""Only the holder of the post may, not everybody with the right."""
OF_ONE_WHO_IS_IN = {"choose_post", "choose_notices", "my_notices"}
"""Open to everyone who has signed in, whatever his post."""
OF_WHAT_IS_FINISHED = {"get_why", "get_permit_paper", "get_site_minutes_paper"}
"""Answered with 409 while the plan, the permit or the minutes are being made, whoever asks."""
PATH_ONLY = {"list_work_versions", "list_case_comments"}
"""A list under an object's address: empty, not absent, for those who may not see it."""


def bodies(city: City, made: Objects) -> dict[str, Any]:
    """A sound body for each operation that takes one."""
    today, later = city.today.isoformat(), (city.today + timedelta(days=9)).isoformat()
    contract = {"number": "۱", "contractor": "پ", "amount_rials": 1, "price_year": 1405}
    money = {"on": today, "rials": 1}
    person = city.person(OWNER).public_id
    return (
        {
            **plan_bodies(city, OWNER),
            **tie_bodies(city, made),
            **people_bodies(OWNER, city.today, made.shared["main_report"][0]),
            **field_bodies(city, made, OWNER),
            "record_work": {"agency": OWNER, "title": "x"},
            "edit_work": {"title": "x"},
            "withdraw_work": {"reason": "x"},
            "record_from_field": {"title": "x", "version": 1},
            "settle_rival": {"keep": "stood"},
            "upload_works": {"agency": OWNER, "file_name": "a.xlsx", "works": [{"ref": "Z1"}]},
            "undo_upload": None,
            "dismiss_finding": {"reason": "x"},
            "propose_duplicate": {
                "keep": made.shared["work_id"][0],
                "drop": made.hidden["work_id"][0],
            },
            "merge_works": None,
            "reject_duplicate": None,
            "watch_area": {"title": "x", "area": AREA},
            "save_view": {"page": "works", "name": "x", "query": "q=x"},
            "record_project": {"agency": OWNER, "title": "x"},
            "edit_project": {"title": "x"},
            "add_task": {"title": "x"},
            "record_progress": {"on": today, "physical_permille": 500},
            "verify_progress": {"permille": 500},
            "record_contract": contract,
            "edit_contract": contract,
            "submit_claim": {"number": "۲", **money},
            "approve_claim": money,
            "pay_claim": money,
            "extend_contract": {"on": today, "days": 9, "cause": "F", "is_excusable": True},
            "suspend_contract": {"on": today, "notice_number": "۳"},
            "resume_contract": {"on": today},
            "accept_works": {"kind": "provisional", "on": today},
            "record_funding": {"source": "barter", "year": 1406, "price_year": 1405},
            "edit_funding": {"source": "municipal", "year": 1405, "price_year": 1405},
            "record_stake": {"agency": OWNER, "kind": "subject", "title": "x"},
            "record_commitment": {"agency": OWNER, "text": "x", "due": today},
            "postpone_commitment": {"due": later},
            "fulfil_commitment": {"on": today, "proof": "x"},
            "draw_street": {"name_fa": "خ", "geometry": GEOMETRY},
            "draw_zone": {"name_fa": "پ", "kind": "district", "geometry": AREA},
            "write_note": {"subject": made.shared["work_id"][0], "text": "x"},
            "attach_document": "form",
            "add_party": {"subject": made.shared["work_id"][0], "agency": "gas"},
            "found_agency": {"key": "newone", "parent": OWNER, "kind": "affiliate", "name_fa": "ن"},
            "invite_person": {"username": "new.one", "full_name": "ن", "agency": OWNER},
            "choose_post": {"post": made.hidden["number"][0]},
            "give_post": {"person": person, "agency": OWNER, "role": "viewer", "begins": today},
            "end_post": {"on": later},
            "delegate_rights": {
                "post": made.hidden["number"][0],
                "to": person,
                "rights": ["record_work"],
                "begins": today,
                "ends": later,
            },
            "end_delegation": None,
            "issue_token": {
                "agency": OWNER,
                "name": "x",
                "rights": ["read_register"],
                "expires": f"{later}T00:00:00Z",
            },
            "finish_inbox_item": None,
            "refer_inbox_item": {"agency": "water", "note": "x"},
            "try_rule": {"dials": {"least.working_days": 12}},
            "adopt_rule": {"reason": "x"},
        }
        | case_bodies(city, made)
        | share_bodies(made)
    )


@dataclass(frozen=True)
class Actor:
    """Somebody at the doors."""

    name: str
    role: Role | None
    is_owner: bool
    client: Client


ROLES = {
    OWNER: list(Role),
    "gas": list(Role),
    "municipality": [Role.HEAD, Role.ADMINISTRATOR, Role.FINANCE],
    "governorate": [Role.HEAD, Role.COUNCIL],
}
"""Every role of the owner and of a stranger, some of the agency above and of another."""


GROUPS = ("anonymous", *ROLES)
"""The walk goes group by group, so that workers share it."""


def _seen_just_now(client: Client) -> None:
    """What a request writes about its session is undone with it; written before, it need not be
    written in each of them."""
    session = client.session
    session[SEEN_KEY] = int(time.time())
    session.save()


def recall_who_acts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask once for each person which posts he holds: between the requests of a walk, all of them
    undone, nothing changes that. `acting_for` itself is tried in test_posts and test_rights."""
    known: dict[tuple[int, int | None], Acting] = {}

    def recalled(
        person: Person, *, today: date, request: str = "", post: int | None = None
    ) -> Acting:
        mark = (person.pk, post)
        if mark not in known:
            known[mark] = acting_for(person, today=today, post=post)
        return replace(known[mark], request=request)

    monkeypatch.setattr("hamgam.agencies.doors.acting_for", recalled)


def actors(city: City, groups: Container[str] = GROUPS) -> Iterator[Actor]:
    if "anonymous" in groups:
        yield Actor("anonymous", None, False, Client())
    for agency, roles in ROLES.items():
        if agency not in groups:
            continue
        for role in roles:
            client = Client()
            client.force_login(city.person(agency, role), backend=BACKEND)
            _seen_just_now(client)
            is_owner = agency in {OWNER, "municipality"}
            yield Actor(f"{agency}-{role.value}", role, is_owner, client)


def parameter(operation: walk.Operation) -> str | None:
    """The name of the operation's path parameter."""
    if "{" not in operation.path:
        return None
    return operation.path.partition("{")[2].partition("}")[0]


def addresses(operation: walk.Operation, made: Objects) -> Iterator[tuple[str, bool]]:
    """The operation's address for each object, and whether others may read the object."""
    name = parameter(operation)
    if name is None:
        yield operation.path, True
        return
    if name == "key":
        yield operation.path.replace("{key}", OWNER), True
        return
    source = "delegation" if operation.path.startswith("/delegations") else name
    assert made.every(source), f"no object for {operation.path}"
    for value in made.hidden.get(source, []):
        yield operation.path.replace("{" + name + "}", str(value)), False
    for value in made.shared.get(source, []):
        yield operation.path.replace("{" + name + "}", str(value)), True


def ask(actor: Actor, operation: walk.Operation, address: str, told: dict[str, Any]) -> Any:
    """One request, undone afterwards."""
    headers = {}
    if operation.name in EDITS:
        headers["If-Match"] = f'"{address.split("/")[2]}.1"'
    with transaction.atomic():
        body = told.get(operation.name)
        if body == "form":
            response: Any = actor.client.post(f"/api/v1{address}", {"subject": "w"})
        else:
            response = actor.client.generic(
                operation.method,
                f"/api/v1{address}",
                orjson.dumps(body) if body is not None else b"",
                "application/json",
                headers=headers,
            )
        transaction.set_rollback(True)
    return response


def has_right(actor: Actor, operation: walk.Operation) -> bool:
    """Whether the door of an operation opens to somebody at all."""
    right = operation.right
    assert right is not None
    if RIGHTS[right].reach is Reach.EVERYONE and operation.name not in OF_ONE_WHO_IS_IN:
        return True
    return actor.role is not None and right in rights_of(actor.role)


def breach(actor: Actor, operation: walk.Operation, open_: bool, response: HttpResponse) -> str:
    """What is wrong with an answer; empty when nothing is."""
    status, right = response.status_code, operation.right
    assert right is not None
    if status >= 500:
        return f"answered {status}"
    body = b"".join(response) if response.streaming else response.content
    if not actor.is_owner and CANARY in body.decode(errors="replace"):
        return "leaks a confidential field"
    if not has_right(actor, operation):
        wanted = {401} if actor.role is None else {403}
        return "" if status in wanted else f"answered {status} without the right {right.value}"
    if operation.name in BY_ANYBODY | PATH_ONLY or operation.path in {"/me"}:
        return ""
    if actor.is_owner:
        return owner_breach(actor, operation, status)
    by_id = parameter(operation) not in {None, "key"}
    return stranger_breach(operation, open_ and not (by_id and actor.role is None), status)


def owner_breach(actor: Actor, operation: walk.Operation, status: int) -> str:
    """An owner with the right is served, or told that the state forbids it."""
    personal = operation.name in BY_HOLDER or operation.name in {"stop_watching", "delete_view"}
    served = {200, 201, 204, 409} | ({403, 404} if personal else set())
    if operation.name in {"attach_document"}:
        served |= {422}
    return "" if status in served else f"refused an owner with the right: {status}"


def stranger_breach(operation: walk.Operation, open_: bool, status: int) -> str:
    """A stranger reads what is shared, and changes nothing."""
    if operation.method == "GET":
        early = {409} if operation.name in OF_WHAT_IS_FINISHED else set()
        wanted = {200} | early if open_ else {404}
        return "" if status in wanted else f"a stranger read and was answered {status}"
    wanted = {403, 404} | ({422} if operation.name == "attach_document" else set())
    return "" if status in wanted else f"a stranger wrote and was answered {status}"


@pytest.mark.django_db
@pytest.mark.parametrize("group", GROUPS)
def test_no_door_leaks_to_any_role_of_any_agency(
    city: City, group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = furnish(city)
    told = bodies(city, made)
    everybody = list(actors(city, {group}))
    recall_who_acts(monkeypatch)
    walk.set_papers_plainly(monkeypatch)
    length = Change.objects.count()
    found, asked = [], 0
    for actor in everybody:
        for operation in walk.operations():
            for address, open_ in addresses(operation, made):
                response = ask(actor, operation, address, told)
                asked += 1
                if fault := breach(actor, operation, open_, response):
                    found.append(f"{actor.name}: {operation.method} {address}: {fault}")
                if not has_right(actor, operation):
                    break  # the door is not told which object is asked for
    assert found == []
    assert asked > 60 * len(everybody)
    assert Change.objects.count() == length


def test_no_door_is_told_which_object_is_asked_for() -> None:
    """So one object is enough for those to whom a door does not open."""
    for operation in walk.operations():
        assert operation.door is not None, operation.name
        assert list(signature(operation.door.__call__).parameters) == ["request"]


def test_every_door_names_its_right() -> None:
    assert walk.rightless() == []


def test_a_door_without_a_right_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.platform.web.walk.right_of", lambda view: None)
    assert "health" in walk.rightless()
    router = next(b for b in api._get_bound_routers() if "/works" in b.path_operations)
    operation = router.path_operations["/works"].operations[0]
    monkeypatch.setattr(operation, "auth_callbacks", [])
    assert "GET /works" in walk.rightless()


@pytest.mark.django_db
def test_every_operation_that_writes_has_a_body_in_the_table(city: City) -> None:
    told = bodies(city, furnish(city))
    writing = {op.name for op in walk.operations() if op.method in {"POST", "PUT"}}
    assert writing == set(told)


@pytest.mark.django_db
def test_a_foreign_id_and_a_missing_id_are_answered_alike(city: City) -> None:
    made = furnish(city)
    client = Client()
    client.force_login(city.person("gas", Role.HEAD), backend=BACKEND)
    for name, collection in (("work_id", "works"), ("contract_id", "contracts")):
        hidden = client.get(f"/api/v1/{collection}/{made.hidden[name][0]}")
        absent = client.get(f"/api/v1/{collection}/{name[0]}-0000000000000")
        told = [{**r.json(), "instance": ""} for r in (hidden, absent)]
        assert told[0] == told[1]
        assert hidden.status_code == absent.status_code == 404


def test_the_door_of_a_page_carries_its_right() -> None:
    @door(Right.READ_LEDGER)
    def view(request: object) -> None: ...

    assert right_of(view) is Right.READ_LEDGER
