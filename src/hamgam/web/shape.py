"""The shape of the data: brought up to date by this code, refused when it is newer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection, transaction

from hamgam.ledger import triggers
from hamgam.ledger.models import Compatibility
from hamgam.web.health import SHAPE, data_shape, pending_migrations


class NotUpgraded(Exception):  # noqa: N818 - shown to a person as it stands
    """An upgrade that failed; the register is as it was before."""


class TooNew(Exception):  # noqa: N818 - shown to a person as it stands
    """A database that a newer Hamgam wrote."""


def has_data() -> bool:
    """Whether the database holds a register already."""
    return data_shape() is not None


def refuse_newer() -> None:
    """Raise TooNew for a database of a newer shape."""
    shape = data_shape()
    if shape is not None and shape > SHAPE:
        raise TooNew(f"The database has shape {shape}; this code knows {SHAPE}.")


@contextmanager
def _unhurried_disk() -> Iterator[None]:
    """While an empty SQLite register gets its tables there is nothing to lose: not waiting for the
    disk after each of them makes a first start seconds instead of half a minute."""
    eases = connection.vendor == "sqlite" and not has_data()
    if eases:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    try:
        yield
    finally:
        if eases:
            connection.close()


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    """On PostgreSQL all migrations are one transaction. SQLite cannot have that: it switches
    foreign keys off round each migration; there the copy taken before is put back."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            # A check still waiting for the commit would forbid altering the table.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield


def bring_up_to_date() -> int:
    """Apply what is pending and lay the triggers; how many migrations were applied."""
    refuse_newer()
    count = len(pending_migrations())
    with _unhurried_disk(), _all_or_nothing():
        _migrate()
    return count


def _migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    triggers.lay(connection)
    with transaction.atomic():
        Compatibility.objects.update_or_create(pk=1, defaults={"number": SHAPE})
