"""Long lists of names, asked for in parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

Name = TypeVar("Name", str, int)

NAMED_AT_ONCE = 5_000
"""SQLite bounds how many values a question may carry (32,766 as it is shipped); one upload of a
city's works names more, and its findings more again."""


def parts(names: Iterable[Name]) -> Iterator[list[Name]]:
    """The names in order, so many at once as a question may carry; nothing for no names."""
    told = sorted(names)
    for first in range(0, len(told), NAMED_AT_ONCE):
        yield told[first : first + NAMED_AT_ONCE]
