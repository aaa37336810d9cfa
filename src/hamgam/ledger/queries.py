"""Reads of the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db import connection
from django.db.models import QuerySet

from hamgam.ledger.models import Fact


def facts(agencies: Sequence[str]) -> QuerySet[Fact]:
    """The facts recorded under some agencies' names, oldest first."""
    return Fact.objects.filter(agency__in=agencies).order_by("id")


def facts_about(subjects: Sequence[str]) -> QuerySet[Fact]:
    """The facts recorded about some things, the latest first; whoever asks may see the things."""
    return Fact.objects.filter(subject__in=subjects).order_by("-id")


def revision() -> str:
    """A text that differs after every change of any audited row: a digest of the chains' last
    hashes. One query; a row for each agency."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agency, hash FROM ledger_head ORDER BY agency")
        told = cursor.fetchall()
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]
