from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests.platform.conftest import City

from hamgam.agencies.models import Agency
from hamgam.ledger import triggers
from hamgam.ledger.facts import record_fact
from hamgam.ledger.models import Fact
from hamgam.ledger.signing import Signature, Unsigned, signed
from hamgam.ledger.sqlite.base import DatabaseWrapper

WATER = Signature(actor="person:p-1", agency="water", request="r1")
SEEN: list[str] = []


def first(fact: Fact) -> None:
    SEEN.append("first")
    record_fact("token_issued", subject=fact.subject)


def second(fact: Fact) -> None:
    SEEN.append("second")


def never(fact: Fact) -> None:
    raise AssertionError("a follow-up's fact started something")


TABLE = {
    "person_invited": (f"{__name__}.first", f"{__name__}.second"),
    "token_issued": (f"{__name__}.never",),
}


@pytest.mark.django_db
def test_follow_ups_run_in_order_and_start_nothing_more(settings: Any) -> None:
    settings.HAMGAM_PIPELINE = f"{__name__}.TABLE"
    SEEN.clear()
    with signed(WATER):
        cause = record_fact("person_invited", subject="p-1", payload={"ب": 1, "a": 2})
    assert SEEN == ["first", "second"]
    assert cause.payload == '{"a":2,"ب":1}'
    assert Fact.objects.get(name="token_issued").caused_by == cause


@pytest.mark.django_db
def test_a_fact_needs_a_name_and_the_pipeline_must_know_it() -> None:
    with pytest.raises(Unsigned):
        record_fact("person_invited", subject="p-1")
    with pytest.raises(KeyError), signed(WATER):
        record_fact("no_such_fact", subject="p-1")
    assert not Fact.objects.exists()


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_triggers_that_a_remade_table_lost_are_laid_again() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite remakes tables")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'agencies_agency'")
        (made,) = cursor.fetchone()
        cursor.execute(made.replace('"agencies_agency"', '"new__agency"', 1))
        cursor.execute("DROP TABLE agencies_agency")
        cursor.execute("ALTER TABLE new__agency RENAME TO agencies_agency")
    assert len(triggers.missing(connection)) == 3
    call_command("migrate", verbosity=0)
    assert triggers.missing(connection) == []


@pytest.mark.django_db
def test_health_names_a_missing_trigger() -> None:
    on = " ON agencies_agency" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER hamgam_insert_agencies_agency{on}")
    response = Client().get("/health")
    assert response.status_code == 503
    assert "hamgam_insert_agencies_agency" in response.json()["faults"][0]


def test_writers_of_one_process_take_turns(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    """Eight threads, each its own connection: no "database is locked", every write stands."""
    told = connection.settings_dict | {
        "ENGINE": "hamgam.ledger.sqlite",
        "NAME": str(tmp_path / "turns.sqlite3"),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 0},
    }
    faults: list[BaseException] = []

    def write() -> None:
        handle = DatabaseWrapper(told, "turns")
        try:
            for _ in range(10):
                handle.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
                handle.cursor().execute("UPDATE t SET n = n + 1")
                handle.commit()
                handle.set_autocommit(True)
        except BaseException as fault:
            faults.append(fault)
        finally:
            handle.close()

    with django_db_blocker.unblock():
        take_turns(DatabaseWrapper(told, "turns"), write)
    assert faults == []


def take_turns(first_handle: DatabaseWrapper, write: Callable[[], None]) -> None:
    first_handle.cursor().execute("CREATE TABLE t (n INTEGER)")
    first_handle.cursor().execute("INSERT INTO t VALUES (0)")
    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cursor = first_handle.cursor().execute("SELECT n FROM t")
    assert cursor.fetchone() == (80,)
    first_handle.close()


@pytest.mark.django_db
def test_the_admin_reads_the_ledger_and_writes_nothing(city: City) -> None:
    person = city.person("water")
    with signed(WATER):
        person.is_staff = person.is_superuser = True
        person.save(update_fields=["is_staff", "is_superuser"])
        fact = record_fact("person_invited", subject="p-1")
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/admin/ledger/fact/").status_code == 200
    assert client.get(f"/admin/ledger/fact/{fact.pk}/change/").status_code == 200
    assert client.get("/admin/ledger/fact/add/").status_code == 403
    assert client.post(f"/admin/ledger/fact/{fact.pk}/delete/").status_code == 403
    assert Agency.objects.count() == 5
