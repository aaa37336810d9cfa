"""The words of the showcase."""

from __future__ import annotations

from enum import StrEnum


class Explained(StrEnum):
    """What of a project changed and is explained to everybody."""

    ENDS = "ends"
    BUDGET = "budget_rials"
    PLAN = "plan"
    """The end that the adopted plan gives."""
