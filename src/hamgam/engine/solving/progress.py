"""What a search tells while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The best answer so far; `bound` is None while none is known; `seconds` since it began."""

    objective: float
    bound: float | None
    seconds: float
    work: int
    step: str


Report = Callable[[Progress], None]
"""Called whenever the best answer or the bound becomes better."""
