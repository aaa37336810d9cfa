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


FAR_ROWS = 1_000


class _Far(Generic[M]):
    """Rows that are passed over by their keys alone when a page lies far in: a database walks over
    keys much faster than over whole rows."""

    def __init__(self, rows: QuerySet[M]) -> None:
        self.rows = rows

    def __getitem__(self, asked: slice) -> list[M]:
        if asked.start < FAR_ROWS:
            return list(self.rows[asked])
        keys = list(self.rows.values_list("pk", flat=True)[asked])
        found = {row.pk: row for row in self.rows.filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]


def listing(
    rows: QuerySet[M], asked: str | None, *, size: int = PAGE_ROWS, count: int | None = None
) -> Listing[M]:
    """The page asked for by its number; the nearest one when there is no such page. `count` is how
    many rows there are, where somebody knows it."""
    return _listing(_Far(rows), rows.count() if count is None else count, asked, size)


def listing_of(rows: Sequence[Row], asked: str | None, *, size: int = PAGE_ROWS) -> Listing[Row]:
    """The same of rows that are at hand."""
    return _listing(rows, len(rows), asked, size)


def _listing(rows: Any, count: int, asked: str | None, size: int) -> Listing[Any]:
    pages = max(-(-count // size), 1)
    wanted = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    number = min(max(wanted, 1), pages)
    first = (number - 1) * size
    return Listing(items=list(rows[first : first + size]), count=count, number=number, pages=pages)
