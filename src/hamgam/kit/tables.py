"""Tables for pages and lists for machines: columns as data, pages by a cursor."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

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
