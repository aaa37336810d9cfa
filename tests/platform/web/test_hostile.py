"""Sound requests with one thing in them spoiled: whatever is wrong is the client's, never ours."""

from __future__ import annotations

import os
from collections.abc import Iterator
from random import Random
from typing import Any

import orjson
import pytest
from django.db import transaction
from django.test import Client
from tests.platform.conftest import City
from tests.platform.web import walk
from tests.platform.web.objects import OWNER, Objects, furnish
from tests.platform.web.test_rights_matrix import BACKEND, EDITS, addresses, bodies

from hamgam.agencies.vocabulary import Role

SPOILED = int(os.environ.get("HAMGAM_EXAMPLES", "2"))
"""Spoiled requests of each operation: 2 in a plain run, 60 make ten thousand."""
RAW: tuple[bytes, ...] = (
    b'"\\u0000"',
    b'"a\\u0000b"',
    b'"\\ud800"',
    b'"\\udfff\\ud800"',
    b'"' + "\u200f\u202e\u200c".encode() + b'"',
    b'"' + b"x" * 70_000 + b'"',
    b"9" * 400,
    b"-1",
    b"0",
    b"9223372036854775807",
    b"9223372036854775808",
    b"-99999999999999999999",
    b"1e308",
    b"1e999",
    b"NaN",
    b"-0.0",
    b"true",
    b"null",
    b"[]",
    b"{}",
    b"[" * 200 + b"]" * 200,
    b'"0001-01-01"',
    b'"9999-12-31"',
    b'"2026-02-30"',
    b'"1405-12-30"',
    b'"-0001-01-01"',
    b'"9999-12-31T23:59:59Z"',
    b'"0001-01-01T00:00:00+14:00"',
    b'"2026-11-24T25:61:61Z"',
    b'"../../etc/passwd"',
    b'"%00"',
    b'"\\uff11\\u06f2\\u0663"',
    b'{"type": "Point", "coordinates": [1e308, -1e308]}',
    b'{"type": "Polygon", "coordinates": [[[0,0],[0,0],[0,0],[0,0]]]}',
    b'{"type": "GeometryCollection", "geometries": []}',
)
HOLE = "\u2620"
"""Stands where the raw bytes are set in, after the rest was written as JSON."""


def places(told: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a body: what holds it, and its key there."""
    keys = list(told) if isinstance(told, dict) else range(len(told))
    for key in keys:
        yield told, key
        if isinstance(told[key], dict | list):
            yield from places(told[key])


def spoiled(told: Any, dice: Random) -> bytes:
    """The body with one value, or one name, exchanged for something hostile."""
    raw = dice.choice(RAW)
    if not isinstance(told, dict) or not told:
        return raw
    copy = orjson.loads(orjson.dumps(told))
    holder, key = dice.choice(list(places(copy)))
    holder[key] = HOLE
    if isinstance(holder, dict) and dice.random() < 0.1:
        holder["unknown"] = holder.pop(key)
    return orjson.dumps(copy).replace(f'"{HOLE}"'.encode(), raw)


def spoiled_query(dice: Random) -> str:
    """Parameters that lists take, with something hostile in one of them."""
    names = ("after", "limit", "q", "agency", "begins", "ends", "bbox", "kind", "state", "lang")
    values = ("%00", "%ED%A0%80", "9" * 30, "-1", "0001-01-01", "9999-12-31", "1,2,3", "nan", "'")
    return f"?{dice.choice(names)}={dice.choice(values)}"


def ask(client: Client, operation: walk.Operation, address: str, body: bytes) -> Any:
    headers = {}
    if operation.name in EDITS:
        headers["If-Match"] = f'"{address.split("/")[2]}.1"'
    with transaction.atomic():
        response: Any = client.generic(
            operation.method, f"/api/v1{address}", body, "application/json", headers=headers
        )
        transaction.set_rollback(True)
    return response


def requests(
    operation: walk.Operation, made: Objects, told: dict[str, Any], dice: Random
) -> Iterator[tuple[str, bytes]]:
    """Addresses that are there, each with a spoiled body or query."""
    known = [address for address, _ in addresses(operation, made)]
    for _ in range(SPOILED):
        address, body = dice.choice(known), told.get(operation.name)
        if operation.method in {"POST", "PUT"} and body is not None and body != "form":
            yield address, spoiled(body, dice)
        else:
            yield address + spoiled_query(dice), b""


@pytest.mark.django_db
def test_no_spoiled_request_is_an_error_of_ours(city: City) -> None:
    made = furnish(city)
    told, dice = bodies(city, made), Random(1405)
    client = Client(raise_request_exception=False)
    client.force_login(city.person(OWNER, Role.HEAD), backend=BACKEND)
    found, asked = [], 0
    for operation in walk.operations():
        for address, body in requests(operation, made, told, dice):
            response = ask(client, operation, address, body)
            asked += 1
            if response.streaming:
                b"".join(response)  # the client then closes the file, and not the database
            if response.status_code >= 500:
                found.append(f"{operation.method} {address} {body[:200]!r}")
    assert found == []
    assert asked >= SPOILED * 100
