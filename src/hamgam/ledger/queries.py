"""Reads of the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db.models import QuerySet

from hamgam.ledger.models import Fact, Head


def facts(agencies: Sequence[str]) -> QuerySet[Fact]:
    """The facts recorded under some agencies' names, oldest first."""
    return Fact.objects.filter(agency__in=agencies).order_by("id")


def facts_about(subjects: Sequence[str]) -> QuerySet[Fact]:
    """The facts recorded about some things, the latest first; whoever asks may see the things."""
    return Fact.objects.filter(subject__in=subjects).order_by("-id")


def revision() -> str:
    """A text that differs after every change of any audited row: a digest of the chains' last
    hashes. One query; a row for each agency."""
    told = Head.objects.order_by("agency").values_list("agency", "hash")
    return hashlib.sha256(repr(list(told)).encode()).hexdigest()[:32]
