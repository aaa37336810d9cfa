"""How a project's promises came to be what they are: read from the ledger, field by field.

Only changes of named columns are told, and only those made while the project was public.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from django.utils import timezone

from hamgam.agencies.vocabulary import Sharing
from hamgam.ledger.models import Change
from hamgam.register.models import Project

TOLD = (
    "ends",
    "budget_rials",
    "in_service_on",
    "inaugurated_on",
    "closed_on",
    "cancelled_on",
    "transferred_on",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One field that changed: from what to what, and on which day."""

    field: str
    on: date
    before: Any
    after: Any

    @property
    def days(self) -> int | None:
        """How many days a day moved; None for what is no day."""
        if not (isinstance(self.before, date) and isinstance(self.after, date)):
            return None
        return (self.after - self.before).days


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The first public budget with its price year, and what changed since, the latest first."""

    first_rials: int | None
    first_year: int | None
    changes: tuple[Changed, ...]

    def end_on(self, day: date, today_end: date | None) -> date | None:
        """The end that the register told on a day, out of today's and what changed since."""
        end = today_end
        for change in self.changes:
            if change.field == "ends" and change.on > day:
                end = change.before
        return end


def _value(field: str, told: Mapping[str, Any]) -> Any:
    value = told.get(field)
    if field == "budget_rials" or value is None:
        return value
    return date.fromisoformat(str(value)[:10])


def changed(at: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Changed]:
    """What differs between two states of a project's row; `at` is the ledger's instant in UTC, the
    day is the city's."""
    on = timezone.localdate(datetime.fromisoformat(at.replace("Z", "+00:00")))
    pairs = [(field, _value(field, before), _value(field, after)) for field in TOLD]
    return [
        Changed(field=field, on=on, before=was, after=now)
        for field, was, now in pairs
        if was != now
    ]


def past_of(project: Project) -> Past:
    """A project's public past; one query."""
    rows = Change.objects.filter(table=Project._meta.db_table, key=str(project.pk)).order_by("pk")
    first: tuple[int | None, int | None] = (None, None)
    changes: list[Changed] = []
    before: dict[str, Any] | None = None
    for at, text in rows.values_list("at", "after"):
        after = orjson.loads(text) if text else {}
        if after.get("sharing") != Sharing.PUBLIC:
            before, first, changes = None, (None, None), []
            continue
        if first[0] is None:
            first = (after.get("budget_rials"), after.get("price_year"))
        if before is not None:
            changes += changed(at, before, after)
        before = after
    changes.reverse()
    return Past(first_rials=first[0], first_year=first[1], changes=tuple(changes))
