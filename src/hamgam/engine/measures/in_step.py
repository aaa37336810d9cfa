"""Whether agencies act as one or as islands: an index with its parts (measures §9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hamgam.engine.measures.uncertainty import Range, wilson

PRIOR = 20.0
"""A share of so few cases is drawn half-way to the city's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the index: of `n` cases, `apart` were done as islands do."""

    name: str
    apart: int
    n: int
    city_share: float
    """The whole city's share, to which a small one is drawn."""

    def __post_init__(self) -> None:
        if not 0 <= self.apart <= self.n or not 0 <= self.city_share <= 1:
            raise ValueError(f"apart, n: {self.apart} of {self.n} is no share")

    @property
    def share(self) -> float:
        """The share, drawn to the city's the more the fewer cases there are."""
        return (self.apart + PRIOR * self.city_share) / (self.n + PRIOR)

    @property
    def range(self) -> Range | None:
        """Wilson's range of the bare share; None without a case."""
        return wilson(self.apart, self.n) if self.n else None


def island_index(parts: Sequence[Part]) -> float:
    """0 for acting as one, 100 for islands: the mean of the parts' shares. Raises ValueError
    without a part."""
    if not parts:
        raise ValueError("parts: is empty")
    return 100 * sum(part.share for part in parts) / len(parts)
