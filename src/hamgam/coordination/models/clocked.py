"""What holds for every row with a clock: it runs out one day, or the row has come to an end."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q


def clock_or_end(ends: Iterable[str], name: str) -> models.CheckConstraint:
    """Holds rows with columns `state` and `due` to it: no clock in an end, one in every other
    state."""
    over = sorted(str(end) for end in ends)
    return models.CheckConstraint(
        condition=Q(state__in=over, due__isnull=True) | (~Q(state__in=over) & Q(due__isnull=False)),
        name=name,
    )
