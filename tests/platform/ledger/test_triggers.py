from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, connection, transaction

from hamgam.agencies.models import Agency, Person
from hamgam.ledger import chain, triggers
from hamgam.ledger.facts import record_fact
from hamgam.ledger.models import Change, Fact, Head
from hamgam.ledger.signing import Signature, Unsigned, signed

WATER = Signature(actor="person:p-1", agency="water", request="r1")
GAS = Signature(actor="person:p-2", agency="gas", request="r2")

pytestmark = pytest.mark.django_db


def _agency(key: str) -> Agency:
    return Agency.objects.create(key=key, path=f"/{key}/", kind="utility", name_fa="آب")


def test_every_way_to_write_leaves_a_change() -> None:
    with signed(WATER):
        row = _agency("water")
        row.name_en = "Water"
        row.save()
        Agency.objects.filter(pk=row.pk).update(name_ar="الماء")
        Agency.objects.bulk_create(
            [Agency(key=f"a{i}", path=f"/a{i}/", kind="state", name_fa="x") for i in range(3)]
        )
        rows = list(Agency.objects.filter(key__startswith="a"))
        for other in rows:
            other.name_fa = "y"
        Agency.objects.bulk_update(rows, ["name_fa"])
        with connection.cursor() as cursor:
            cursor.execute("UPDATE agencies_agency SET name_en = 'raw' WHERE id = %s", [row.pk])
        Agency.objects.filter(key__startswith="a").delete()
    operations = list(Change.objects.order_by("position").values_list("operation", flat=True))
    assert operations == (
        ["insert", "update", "update"] + ["insert"] * 3 + ["update"] * 4 + ["delete"] * 3
    )
    assert {change.actor for change in Change.objects.all()} == {"person:p-1"}
    assert {change.request for change in Change.objects.all()} == {"r1"}


def test_a_change_holds_the_row_before_and_after() -> None:
    with signed(WATER):
        row = _agency("water")
        Agency.objects.filter(pk=row.pk).update(name_fa="آب و فاضلاب")
    first, second = Change.objects.order_by("position")
    assert first.before == ""
    assert second.key == str(row.pk)
    assert json.loads(second.before)["name_fa"] == "آب"
    assert json.loads(second.after)["name_fa"] == "آب و فاضلاب"


def test_a_write_that_names_nobody_is_refused() -> None:
    with pytest.raises((Unsigned, DatabaseError)), transaction.atomic():
        _agency("water")
    assert not Agency.objects.exists()


def test_a_password_never_enters_a_change() -> None:
    with signed(WATER):
        person = Person.objects.create_user("ali", password="a secret of his own")
    Person.objects.filter(pk=person.pk).update(password="another", last_login=None)
    (only,) = Change.objects.all()
    assert "password" not in json.loads(only.after)


@pytest.mark.parametrize("model", [Fact, Change])
def test_the_ledger_is_append_only(model: type[Fact] | type[Change]) -> None:
    with signed(WATER):
        record_fact("person_invited", subject="p-1")
    for alter in (lambda: model.objects.update(actor="nobody"), model.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), signed(WATER):
            alter()


def test_each_agency_has_a_chain_of_its_own() -> None:
    for signature in (WATER, GAS, WATER):
        with signed(signature):
            record_fact("person_invited", subject="p-1")
    walks = {walk.agency: walk for walk in chain.walk_all()}
    assert {agency: walk.length for agency, walk in walks.items()} == {"gas": 1, "water": 2}
    assert all(walk.fault is None for walk in walks.values())
    assert Head.objects.get(agency="water").hash == walks["water"].head


def _break_seal(statement: str) -> None:
    with connection.cursor() as cursor:
        for op in ("update", "delete"):
            on = " ON ledger_change" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER hamgam_seal_{op}_ledger_change{on}")
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "position", "reason"),
    [
        ("UPDATE ledger_change SET after = '{}' WHERE position = 3", 3, "hashed"),
        ("UPDATE ledger_change SET actor = 'x' WHERE position = 5", 5, "hashed"),
        ("UPDATE ledger_change SET prev = hash WHERE position = 2", 2, "continue"),
        ("DELETE FROM ledger_change WHERE position = 4", 4, "missing"),
        ("DELETE FROM ledger_change WHERE position = 6", 6, "head"),
    ],
)
def test_the_first_bad_row_is_named(statement: str, position: int, reason: str) -> None:
    for number in range(6):
        with signed(WATER):
            record_fact("person_invited", subject=f"p-{number}")
    assert chain.walk("water").fault is None
    _break_seal(statement)
    fault = chain.walk("water").fault
    assert fault is not None
    assert (fault.agency, fault.position) == ("water", position)
    assert reason in fault.reason


def test_no_trigger_is_missing_after_migrate() -> None:
    assert triggers.missing(connection) == []


def test_a_lost_trigger_is_noticed_and_laid_again() -> None:
    on = " ON agencies_agency" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER hamgam_update_agencies_agency{on}")
    assert triggers.missing(connection) == ["hamgam_update_agencies_agency"]
    triggers.lay(connection)
    assert triggers.missing(connection) == []


def test_an_inner_signature_signs_its_own_part() -> None:
    with signed(WATER):
        _agency("water")
        with signed(GAS):
            _agency("gas")
        _agency("water2")
    actors = Change.objects.order_by("id").values_list("agency", "actor")
    assert list(actors) == [
        ("water", "person:p-1"),
        ("gas", "person:p-2"),
        ("water", "person:p-1"),
    ]


def test_what_failed_leaves_no_change() -> None:
    def half_a_deed() -> None:
        with signed(WATER):
            _agency("water")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_a_deed()
    assert not Change.objects.exists()
    assert not Head.objects.exists()
