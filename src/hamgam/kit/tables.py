"""Tables for pages and lists for machines: columns as data, pages by a cursor."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

from hamgam.kit.refusals import Refused

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Row]):
    """One column: the key of its heading, what a row shows in it, whether figures line up."""

    heading: str
    cell: Callable[[Row], object]
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list, and the cursor of the next ones; None when there are no more."""

    items: Sequence[Row]
    next: str | None


M = TypeVar("M", bound=Model)


def page_of(rows: QuerySet[M], *, limit: int, cursor: str | None) -> Page[M]:
    """The next `limit` rows after the cursor, in the order they were entered; one query."""
    ordered = rows.order_by("pk")
    if cursor is not None:
        ordered = ordered.filter(pk__gt=read_cursor(cursor))
    found = list(ordered[: limit + 1])
    more = len(found) > limit
    return Page(found[:limit], write_cursor(found[limit - 1].pk) if more else None)


def write_cursor(last: int) -> str:
    """The cursor that continues after the row with that key."""
    return base64.urlsafe_b64encode(str(last).encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> int:
    """The key a cursor continues after; refuses one that this house did not write."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        key = int(text) if text.isdecimal() and len(text) < 19 else None
    except (binascii.Error, ValueError):
        key = None
    if key is None:
        raise Refused("bad_cursor")
    return key
