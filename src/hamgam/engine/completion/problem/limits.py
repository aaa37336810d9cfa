"""What every value of a problem is checked with: messages that name the field."""

from __future__ import annotations

from collections.abc import Iterable


def named(ref: str, field: str) -> None:
    """Raise ValueError unless `ref` holds something to call it by."""
    if not ref.strip():
        raise ValueError(f"{field}: is empty")


def not_negative(value: float, field: str) -> None:
    """Raise ValueError when `value` lies below 0 (or is no number)."""
    if not value >= 0:
        raise ValueError(f"{field}: {value} is negative")


def share(value: float, field: str) -> None:
    """Raise ValueError unless `value` lies in [0, 1]."""
    if not 0 <= value <= 1:
        raise ValueError(f"{field}: {value} does not lie between 0 and 1")


def unique(refs: Iterable[str], field: str) -> None:
    """Raise ValueError when two refs are the same."""
    seen: set[str] = set()
    for ref in refs:
        if ref in seen:
            raise ValueError(f"{field}: {ref!r} stands twice")
        seen.add(ref)


def known(ref: str, among: Iterable[str], field: str) -> None:
    """Raise ValueError when `ref` is not among the refs given."""
    if ref not in among:
        raise ValueError(f"{field}: {ref!r} is not known")
