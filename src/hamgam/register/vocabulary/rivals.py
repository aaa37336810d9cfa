"""The words of two versions that were told without knowing of each other."""

from __future__ import annotations

from enum import StrEnum


class RivalState(StrEnum):
    """Where two rival versions stand with the people of the work's agency."""

    OPEN = "open"
    TOLD = "told"
    """What was told later was taken over."""
    STOOD = "stood"
    """What stood was left standing."""
