"""Promises as people look at them: the first day beside today's, and how far they slipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import DurationField, ExpressionWrapper, F, QuerySet

from hamgam.kit.dates import long_day
from hamgam.kit.words import Language, say
from hamgam.register.models import Commitment, Project

LINE = 222
"""Length of the line between the first day and the present one, in the drawing's own units."""
FULL_DAYS = 365
"""The span a whole line stands for; a longer slip fills it."""


def slip_days(row: Project, today: date) -> int:
    """How many days a project's end lies behind the first promise: by the promise of today, or by
    today itself once that has passed too. 0 without a promise, or without a slip."""
    first, now = row.first_promised_end, row.ends
    if first is None or now is None:
        return 0
    return max((max(now, today) - first).days, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseLine:
    """One promise: what, whose, and its line from the first day (hollow) to the present one."""

    row: Commitment
    slip_days: int
    """Days from the first due day to the present one, or to today when that has passed."""
    is_late: bool
    x_first: float
    x_now: float
    days_told: str

    @property
    def is_slipping(self) -> bool:
        """Whether the first day no longer holds."""
        return self.slip_days > 0


def slipping(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Promises with those that slipped most first."""
    slip = ExpressionWrapper(F("due") - F("first_due"), output_field=DurationField())
    return rows.annotate(slip=slip).order_by("-slip", "due", "pk")


def promise_line(row: Commitment, today: date, language: Language) -> PromiseLine:
    """A promise with its line, drawn along the direction of reading."""
    now = row.done_on or max(row.due, today)
    slip = max((now - row.first_due).days, 0)
    share = min(slip / FULL_DAYS, 1.0)
    ends = 8 + (LINE - 16) * (0.15 + 0.85 * share if slip else 0.0)
    first, last = 8.0, round(ends, 1)
    if language.direction == "rtl":
        first, last = LINE - first, round(LINE - last, 1)
    return PromiseLine(
        row=row,
        slip_days=slip,
        is_late=row.done_on is None and row.due < today,
        x_first=first,
        x_now=last,
        days_told=say(
            "waiting.first_and_now",
            language,
            first=long_day(row.first_due, language),
            due=long_day(row.done_on or row.due, language),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many promises of a span were kept by their first day, of how many that fell due."""

    kept: int
    of: int
    days: int

    @property
    def percent(self) -> int | None:
        """The share in percent, None while nothing fell due."""
        return round(100 * self.kept / self.of) if self.of else None


def kept_at_first(rows: QuerySet[Commitment], today: date, days: int = 90) -> Kept:
    """Of the promises whose first day fell in the last days: kept by that day, and all."""
    since = today - timedelta(days=days)
    fallen: Sequence[Commitment] = list(rows.filter(first_due__gt=since, first_due__lte=today))
    kept = sum(1 for row in fallen if row.done_on is not None and row.done_on <= row.first_due)
    return Kept(kept=kept, of=len(fallen), days=days)
