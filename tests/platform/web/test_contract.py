"""The API keeps its contract: what the document says is what the server answers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.platform.conftest import City

from hamgam.agencies.actions.tokens import NEVER_BY_TOKEN, issue_token
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Role
from hamgam.ledger.models import Contradiction
from hamgam.web.api.v1 import api
from hamgam.web.wsgi import application

EXAMPLES = int(os.environ.get("HAMGAM_EXAMPLES", "4"))
"""Cases of each operation: 4 in a plain run, 130 make ten thousand."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def token(city: City, agency: str = "water") -> str:
    _, secret = issue_token(
        by=city.acting(agency, Role.ADMINISTRATOR),
        agency=city.agencies[agency],
        name="fuzz",
        rights=[right for right in Right if right not in NEVER_BY_TOKEN],
        expires=timezone.now() + timedelta(days=1),
    )
    return secret


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """A finished request closes its connection; a test's transaction lives in one."""
    ends = (signals.request_started, signals.request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("_one_connection")
def test_no_operation_breaks_its_contract(city: City) -> None:
    headers = {"Authorization": f"Bearer {token(city)}"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    asked = 0
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()

        @settings(
            max_examples=EXAMPLES,
            database=None,
            derandomize=True,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def holds(case: Any) -> None:
            nonlocal asked
            asked += 1
            case.call_and_validate(headers=headers, checks=CHECKS)

        holds()
    assert asked > 200


HOSTILE = [
    b'{"title": "\\u0000"}',
    b'{"title": "\\ud800"}',
    b'{"area_m2": NaN}',
    b'{"area_m2": 1e999}',
    b'{"area_m2": ' + b"9" * 400 + b"}",
    b'{"emergency": 0}',
    b'{"begins": 0}',
    b'{"begins": "1405-09-03"}',
    b'{"begins": "2026-02-30"}',
    b'{"begins": true}',
    b'{"unknown": 1}',
    b'{"geometry": {"type": "Point", "coordinates": [1e400, 0]}}',
    b'{"geometry": {"type": "Point", "coordinates": ["59", "36"]}}',
    b'{"geometry": {"type": "Point", "coordinates": []}}',
    b'{"geometry": {"type": "Point", "coordinates": [999, 36]}}',
    b'{"geometry": {"type": "Polygon", "coordinates": [[[0,0],[1,1],[1,0],[0,1],[0,0]]]}}',
    b'{"geometry": {"type": "Polygon", "coordinates": ' + b"[" * 900 + b"]" * 900 + b"}}",
    b"[" * 2000,
    b"\xff\xfe",
    b"null",
    b"[]",
    b'"text"',
    b"",
    b'{"title": "' + b"x" * 1_000_000 + b'"}',
]


@pytest.mark.django_db
@pytest.mark.parametrize("body", HOSTILE, ids=[str(b[:40]) for b in HOSTILE])
def test_a_hostile_body_is_refused_with_a_problem(city: City, body: bytes) -> None:
    response = Client().post(
        "/api/v1/works",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token(city)}"},
    )
    assert response.status_code in {400, 413, 422}, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status"} <= set(response.json())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["works/%00", "works/w-%F0%9F%98%80", "posts/" + "9" * 30 + "/end", "works/../.."]
)
def test_a_hostile_address_is_no_error_of_ours(city: City, address: str) -> None:
    headers = {"Authorization": f"Bearer {token(city)}"}
    for method in ("get", "post", "delete"):
        response = getattr(Client(), method)(f"/api/v1/{address}", headers=headers)
        assert 400 <= response.status_code < 500
        assert response["Content-Type"] == "application/problem+json"


def test_the_document_says_who_may_and_what_may_go_wrong() -> None:
    document = api.get_openapi_schema()
    assert document["openapi"] == "3.1.0"
    names = [op["operationId"] for path in document["paths"].values() for op in path.values()]
    assert len(names) == len(set(names))
    edit = document["paths"]["/api/v1/works/{work_id}"]["put"]
    assert edit["x-right"] == "record_work"
    assert {412, 428, 409, 422} <= set(edit["responses"])
    assert "application/problem+json" in edit["responses"][422]["content"]


@pytest.mark.django_db
def test_an_edit_must_say_which_version(city: City) -> None:
    headers = {"Authorization": f"Bearer {token(city)}"}
    client = Client()
    made = client.post("/api/v1/works", b"{}", content_type="application/json", headers=headers)
    address = made["Location"]
    plain = client.put(address, b"{}", content_type="application/json", headers=headers)
    assert plain.status_code == 428
    told = {**headers, "If-Match": made["ETag"]}
    first = client.put(address, b"{}", content_type="application/json", headers=told)
    assert first.status_code == 200
    late = client.put(address, b"{}", content_type="application/json", headers=told)
    assert late.status_code == 412
    assert late.json()["current_version"] == 2


@pytest.mark.django_db
def test_the_same_key_with_another_body_is_refused(city: City) -> None:
    headers = {"Authorization": f"Bearer {token(city)}", "Idempotency-Key": "k1"}
    client = Client()

    def send(body: bytes) -> Any:
        return client.post("/api/v1/works", body, content_type="application/json", headers=headers)

    assert send(b'{"title": "a"}').status_code == 201
    for _ in range(2):
        assert send(b'{"title": "b"}').status_code == 422
    kept = Contradiction.objects.get()
    assert (kept.body, kept.receipt.status) == ('{"title": "b"}', 201)
    assert send(b'{"title": "a"}')["Idempotency-Replayed"] == "true"
    listed = client.get("/api/v1/works", headers={"Authorization": headers["Authorization"]})
    assert len(listed.json()["items"]) == 1


@pytest.mark.django_db
def test_a_secret_shown_once_is_not_kept(city: City) -> None:
    client = Client()
    client.force_login(
        city.person("water", Role.ADMINISTRATOR),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    body = {
        "agency": "water",
        "name": "x",
        "rights": ["read_register"],
        "expires": (timezone.now() + timedelta(days=1)).isoformat(),
    }
    headers = {"Idempotency-Key": "k2"}
    first = client.post("/api/v1/tokens", body, "application/json", headers=headers)
    assert first.status_code == 201
    again = client.post("/api/v1/tokens", body, "application/json", headers=headers)
    assert again.status_code == 409
    assert first.json()["secret"] not in again.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("secret", ["", "nonsense", "hamgam_x"])
def test_a_bad_token_opens_nothing(city: City, secret: str) -> None:
    response = Client().get("/api/v1/works", headers={"Authorization": f"Bearer {secret}"})
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.django_db
def test_a_session_needs_the_pages_csrf_token(city: City) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        city.person("water"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    response = client.post("/api/v1/works", b"{}", content_type="application/json")
    assert response.status_code == 403
    assert response.json()["type"].endswith("/csrf")
