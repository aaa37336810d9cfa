"""Lists for machines: pages by a cursor. Tables for people are in `columns`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list, and the cursor of the next ones; None when there are no more."""

    items: Sequence[Row]
    next: str | None


M = TypeVar("M", bound=Model)


def page_of(rows: QuerySet[M], *, limit: int, cursor: str | None) -> Page[M]:
    """The next `limit` rows after the cursor, in the order they were entered; one query.

    A cursor is the key of the last row seen, in digits.
    """
    ordered = rows.order_by("pk")
    if cursor is not None:
        ordered = ordered.filter(pk__gt=int(cursor))
    found = list(ordered[: limit + 1])
    more = len(found) > limit
    return Page(found[:limit], str(found[limit - 1].pk) if more else None)
