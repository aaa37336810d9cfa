"""Reads of the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from hamgam.ledger.models import Fact


def facts(agencies: Sequence[str]) -> QuerySet[Fact]:
    """The facts recorded under some agencies' names, oldest first."""
    return Fact.objects.filter(agency__in=agencies).order_by("id")
