"""Reads of the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, QuerySet, Sum

from hamgam.ledger.models import Fact, Head


def facts(agencies: Sequence[str]) -> QuerySet[Fact]:
    """The facts recorded under some agencies' names, oldest first."""
    return Fact.objects.filter(agency__in=agencies).order_by("id")


def facts_about(subjects: Sequence[str]) -> QuerySet[Fact]:
    """The facts recorded about some things, the latest first; whoever asks may see the things."""
    return Fact.objects.filter(subject__in=subjects).order_by("-id")


def revision() -> str:
    """A text that differs after every change of any audited row; one small query."""
    told = Head.objects.aggregate(chains=Count("pk"), length=Sum("length"))
    return f"{told['chains']}-{told['length'] or 0}"
