"""Lists as people page through them: numbered, with a count, two queries whatever their length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row")
M = TypeVar("M", bound=Model)
PAGE_ROWS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Generic[Row]):
    """One numbered page of a list; `number` runs from 1 to `pages`."""

    items: Sequence[Row]
    count: int
    number: int
    pages: int

    @property
    def before(self) -> int | None:
        """The page before, None on the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The page after, None on the last."""
        return self.number + 1 if self.number < self.pages else None


def listing(rows: QuerySet[M], asked: str | None, *, size: int = PAGE_ROWS) -> Listing[M]:
    """The page asked for by its number; the nearest one when there is no such page."""
    return _listing(rows, rows.count(), asked, size)


def listing_of(rows: Sequence[Row], asked: str | None, *, size: int = PAGE_ROWS) -> Listing[Row]:
    """The same of rows that are at hand."""
    return _listing(rows, len(rows), asked, size)


def _listing(rows: Any, count: int, asked: str | None, size: int) -> Listing[Any]:
    pages = max(-(-count // size), 1)
    wanted = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    number = min(max(wanted, 1), pages)
    first = (number - 1) * size
    return Listing(items=list(rows[first : first + size]), count=count, number=number, pages=pages)
