"""Reads of meetings."""

from __future__ import annotations

from django.db.models import QuerySet

from hamgam.agencies.acting import Acting
from hamgam.agencies.visibility import shared
from hamgam.register.models.meetings import Meeting


def meetings() -> QuerySet[Meeting]:
    """Every meeting with its parts, the latest first; for those who say themselves who sees it."""
    found = Meeting.objects.select_related("agency")
    return found.prefetch_related("items__owner", "present__agency").order_by("-begins", "-pk")


def meetings_visible_to(acting: Acting) -> QuerySet[Meeting]:
    """Meetings the actor may see, the latest first."""
    return meetings().filter(shared(acting))
