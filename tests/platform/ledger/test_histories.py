"""Any history, any forgery: the chain holds, and the first bad row is named."""

from __future__ import annotations

import itertools
import json

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hamgam.agencies.models import Agency
from hamgam.ledger import chain, triggers
from hamgam.ledger.models import Change
from hamgam.ledger.signing import Signature, signed

pytestmark = pytest.mark.django_db

ACTORS = ("water", "gas")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["insert", "update", "delete", "fail"]),
        st.sampled_from(ACTORS),
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12),
    ),
    min_size=1,
    max_size=12,
)
QUIETLY = settings(
    max_examples=25,
    database=None,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
number = itertools.count()


def act(operation: str, agency: str, text: str) -> None:
    """One step of a history: one change, or none when there is nothing to alter."""
    with signed(Signature(actor=f"person:{agency}", agency=agency, request=text)):
        row = Agency.objects.order_by("-id").first()
        if operation == "insert":
            key = f"a{next(number)}"
            Agency.objects.create(key=key, path=f"/{key}/", kind="utility", name_fa=text)
        elif row is not None and operation == "delete":
            row.delete()
        elif row is not None:
            Agency.objects.filter(pk=row.pk).update(name_fa=text)
        if operation == "fail":
            raise ZeroDivisionError


def live(steps: list[tuple[str, str, str]]) -> None:
    for step in steps:
        try:
            act(*step)
        except ZeroDivisionError:
            continue


def unseal() -> None:
    on = " ON ledger_change" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for operation in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER hamgam_seal_{operation}_ledger_change{on}")


@QUIETLY
@given(steps=STEPS)
def test_any_history_is_whole_and_can_be_replayed(steps: list[tuple[str, str, str]]) -> None:
    with transaction.atomic():
        live(steps)
        assert all(walk.fault is None for walk in chain.walk_all())
        replayed: dict[str, str] = {}
        for change in Change.objects.order_by("id"):
            if change.operation == "delete":
                del replayed[change.key]
            else:
                replayed[change.key] = json.loads(change.after)["name_fa"]
        assert replayed == {str(row.pk): row.name_fa for row in Agency.objects.all()}
        transaction.set_rollback(True)


def flip(change: Change) -> int:
    Change.objects.filter(pk=change.pk).update(actor="somebody")
    return change.position


def lose(change: Change) -> int:
    change.delete()
    return change.position


def swap(change: Change) -> int:
    """With the row after it; at the end of the chain, with the row before."""
    near = Change.objects.filter(agency=change.agency)
    other = near.filter(position=change.position + 1).first()
    other = other or near.get(position=change.position - 1)
    places = change.position, other.position
    for row, place in ((change, -1), (other, places[0]), (change, places[1])):
        Change.objects.filter(pk=row.pk).update(position=place)
    return min(places)


def slip_in(change: Change) -> int:
    """A change that never was, as the last of its chain."""
    length = Change.objects.filter(agency=change.agency).count()
    change.pk, change.position = None, length + 1
    change.save()
    return length + 1


FORGERIES = {"flip": flip, "lose": lose, "swap": swap, "slip_in": slip_in}


@pytest.mark.parametrize("way", FORGERIES)
def test_each_forgery_of_each_row_is_found_at_its_row(way: str) -> None:
    live([("insert", ACTORS[n % 2], f"n{n}") for n in range(12)])
    unseal()
    for pk in Change.objects.values_list("pk", flat=True):
        mark = transaction.savepoint()
        change = Change.objects.get(pk=pk)
        agency, position = change.agency, FORGERIES[way](change)
        faults = [walk.fault for walk in chain.walk_all() if walk.fault is not None]
        assert [(fault.agency, fault.position) for fault in faults] == [(agency, position)]
        transaction.savepoint_rollback(mark)
    assert all(walk.fault is None for walk in chain.walk_all())


def test_a_table_that_was_remade_has_its_triggers_again_after_migrate() -> None:
    """As Django does it on SQLite for nearly every alteration; PostgreSQL alters in place."""
    table = "agencies_notice"
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL alters a table in its place and keeps its triggers")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
        (made,) = cursor.fetchone()
        cursor.execute(made.replace(f'"{table}"', '"new__notice"', 1))
        cursor.execute(f"INSERT INTO new__notice SELECT * FROM {table}")  # noqa: S608 - our name
        cursor.execute(f"DROP TABLE {table}")
        cursor.execute(f"ALTER TABLE new__notice RENAME TO {table}")
    lost = [f"hamgam_{operation}_{table}" for operation in ("delete", "insert", "update")]
    assert triggers.missing(connection) == lost
    call_command("migrate", verbosity=0)
    assert triggers.missing(connection) == []
