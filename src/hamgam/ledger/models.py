"""The tables of the ledger: facts, changes and the head of each agency's chain."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Fact(models.Model):
    """One deed that was done. Append-only; itself audited, so one chain holds facts and changes."""

    name = models.CharField(max_length=64)
    actor = models.CharField(max_length=80)
    agency = models.CharField(max_length=64)
    subject = models.CharField(max_length=80)
    """The public id of what the deed was done to."""
    payload = models.TextField()
    """Canonical JSON (RFC 8785) of what was decided."""
    caused_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    request = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["subject", "id"], name="ledger_fact_subject"),
            models.Index(fields=["agency", "id"], name="ledger_fact_agency"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.subject}"


class Change(models.Model):
    """One row that was inserted, updated or deleted. Written by triggers alone; every column is the
    text that was hashed."""

    unaudited_columns: ClassVar[frozenset[str] | None] = None

    agency = models.CharField(max_length=64)
    position = models.BigIntegerField()
    """Its place in the agency's chain, from 1."""
    actor = models.CharField(max_length=80)
    request = models.CharField(max_length=64)
    operation = models.CharField(max_length=6)
    table = models.CharField(max_length=63)
    key = models.TextField()
    before = models.TextField()
    """The row before, as JSON; empty for an insert."""
    after = models.TextField()
    """The row after, as JSON; empty for a delete."""
    at = models.CharField(max_length=32)
    """UTC, to the microsecond, as hashed."""
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["agency", "position"], name="ledger_change_position"),
        )
        indexes = (models.Index(fields=["table", "key"], name="ledger_change_row"),)

    def __str__(self) -> str:
        return f"{self.agency} {self.position}: {self.operation} {self.table} {self.key}"


class Head(models.Model):
    """Where an agency's chain stands: its last hash and its length. Locked by the writer until
    commit, so that agencies never wait for one another."""

    unaudited_columns: ClassVar[frozenset[str] | None] = None

    agency = models.CharField(max_length=64, primary_key=True)
    hash = models.CharField(max_length=64)
    length = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.agency}: {self.length}"


class Receipt(models.Model):
    """The answer given to a request that carried an idempotency key; written in the same
    transaction as what the request did."""

    unaudited_columns: ClassVar[frozenset[str] | None] = None

    owner = models.CharField(max_length=80)
    key = models.CharField(max_length=128)
    digest = models.CharField(max_length=64)
    """SHA-256 of method, path and body."""
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    headers = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["owner", "key"], name="ledger_receipt_once"),
        )

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"


class Contradiction(models.Model):
    """Another request under a key that was used already: refused, and kept as it was sent beside
    what the first one did, so that a person can decide which was meant."""

    unaudited_columns: ClassVar[frozenset[str] | None] = None

    receipt = models.ForeignKey(Receipt, on_delete=models.CASCADE, related_name="contradictions")
    digest = models.CharField(max_length=64)
    """SHA-256 of method, path and body, as the receipt's."""
    method = models.CharField(max_length=8)
    path = models.TextField()
    body = models.TextField()
    """The body as text; empty for a file, of which the digest remains."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["receipt", "digest"], name="ledger_contradiction_once"),
        )

    def __str__(self) -> str:
        return f"{self.receipt}: {self.method} {self.path}"


class Compatibility(models.Model):
    """One row: the number of the data's shape. Older code refuses a database that is newer."""

    unaudited_columns: ClassVar[frozenset[str] | None] = None

    number = models.PositiveIntegerField()

    def __str__(self) -> str:
        return str(self.number)
