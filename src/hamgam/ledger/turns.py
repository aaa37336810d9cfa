"""Who waits for whom on PostgreSQL, so that deeds at the same moment never wait in a ring.

The order is always the same: an idempotency key, the chain of the acting agency, rows, a subject
named here. On SQLite there is one writer, and nobody has to wait twice.
"""

from __future__ import annotations

from django.db import connection


def wait_for_chain(agency: str) -> None:
    """Take the head of an agency's chain until the transaction ends. The triggers would take it at
    the first write; by then the deed may hold a row that the head's holder waits for."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_head (agency, hash, length) VALUES (%s, '', 0)"
            " ON CONFLICT DO NOTHING",
            [agency],
        )
        cursor.execute("SELECT 1 FROM ledger_head WHERE agency = %s FOR UPDATE", [agency])


def wait_for(subject: str) -> None:
    """Take the turn on a named subject until the transaction ends; what was committed by those
    before is visible to the next statement."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [subject])
