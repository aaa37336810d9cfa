"""A full disk and a database that only reads are said as what they are, at every door."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client
from django.urls import reverse
from tests.platform.conftest import City

from hamgam.agencies.vocabulary import Role
from hamgam.register import queries
from hamgam.web import breaches

ROW = "x" * 32_768


def full(folder: Path) -> sqlite3.OperationalError:
    """What SQLite says when a write finds no room, from SQLite itself."""
    with sqlite3.connect(folder / "small.sqlite3") as base:
        base.execute("PRAGMA max_page_count = 4")
        base.execute("CREATE TABLE t (x)")
        with pytest.raises(sqlite3.OperationalError) as met:
            base.execute("INSERT INTO t VALUES (?)", (ROW,))
    return met.value


def read_only(folder: Path) -> sqlite3.OperationalError:
    """What SQLite says to a write where it may only read."""
    with sqlite3.connect(folder / "still.sqlite3") as base:
        base.execute("CREATE TABLE t (x)")
        base.execute("PRAGMA query_only = ON")
        with pytest.raises(sqlite3.OperationalError) as met:
            base.execute("INSERT INTO t VALUES (1)")
    return met.value


@pytest.mark.parametrize(("make", "code"), [(full, "no_room"), (read_only, "read_only")])
def test_what_the_database_says_has_a_name(
    make: Callable[[Path], Exception], code: str, tmp_path: Path
) -> None:
    assert breaches.code_of(OperationalError(str(make(tmp_path)))) == code


def test_a_full_disk_below_a_file_is_the_same() -> None:
    assert breaches.code_of(OSError(errno.ENOSPC, "No space left on device")) == "no_room"


@pytest.mark.parametrize(
    "fault", [OSError(errno.ENOENT, "no such file"), IntegrityError("NOT NULL"), ValueError("x")]
)
def test_a_mistake_of_ours_is_not_called_weather(fault: Exception) -> None:
    assert breaches.code_of(fault) is None


@pytest.fixture
def planner(city: City) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(city.person("water", Role.OFFICER))
    return client


@pytest.fixture
def no_room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever asks for works meets a full disk."""
    said = str(full(tmp_path))

    def refuse(*_: object, **__: object) -> None:
        raise OperationalError(said)

    monkeypatch.setattr(queries, "listed_works", refuse)
    monkeypatch.setattr(queries, "standing_works", refuse)


def test_a_page_says_that_the_disk_is_full(planner: Client, no_room: None) -> None:
    told = planner.get(reverse("works"))
    assert (told.status_code, told["Retry-After"]) == (507, "1")
    assert "دیسک پر است" in told.content.decode()


def test_the_api_says_it_as_a_problem(planner: Client, no_room: None) -> None:
    told = planner.get("/api/v1/works")
    assert (told.status_code, told["Retry-After"]) == (507, "1")
    assert orjson.loads(told.content)["type"].endswith("/problems/no_room")
