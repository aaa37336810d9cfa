"""What completion tells on the front page of a post: promises of the term, figures of the plan."""

from __future__ import annotations

from datetime import date

from hamgam.agencies.acting import Acting
from hamgam.completion import queries
from hamgam.completion.slips import SMALLEST_DAYS


def planned_lately(acting: Acting) -> tuple[int, int]:
    """How many projects the plans in force finish, and how many of them later than the first plan
    that named them; nothing without a plan."""
    holding = queries.adoptions_in_force(acting)
    if not holding:
        return 0, 0
    rows = queries.finishes_in_force(acting, holding)
    days = list(rows.values_list("ends", "first"))
    return sum(ends is not None for ends, _ in days), sum(_slipped(*pair) for pair in days)


def _slipped(ends: date | None, first: date | None) -> bool:
    if first is None:
        return False
    return ends is None or (ends - first).days >= SMALLEST_DAYS


def days_left(acting: Acting, today: date) -> int | None:
    """Days to the end of the term; None without one."""
    row = queries.terms_visible_to(acting).filter(begins__lte=today, ends__gte=today).first()
    return (row.ends - today).days if row else None
