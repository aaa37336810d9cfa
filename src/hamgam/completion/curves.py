"""A project's first baseline as a curve, and progress against it: dates in, shares out; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The first promise: from its beginning to the end first promised.

    Where the agency told planned progress with its reports, the curve goes through those points;
    before, between and after them it is the usual S, 3t² − 2t³.
    """

    begins: date
    ends: date
    told: Sequence[tuple[date, float]] = ()

    def __post_init__(self) -> None:
        if self.ends <= self.begins:
            raise ValueError(f"ends: {self.ends} does not lie after {self.begins}")

    @property
    def points(self) -> list[tuple[date, float]]:
        """The curve as points, from 0 to 1, never falling."""
        if not self.told:
            span = (self.ends - self.begins).days
            steps = [n / 24 for n in range(25)]
            return [(self.begins + timedelta(days=round(span * t)), smooth(t)) for t in steps]
        inner = sorted(p for p in self.told if self.begins < p[0] < self.ends)
        found, highest = [(self.begins, 0.0)], 0.0
        for day, share in inner:
            highest = max(highest, min(share, 1.0))
            found.append((day, highest))
        return [*found, (self.ends, 1.0)]

    def at(self, day: date) -> float:
        """The share that was to be finished on a day."""
        for (before, low), (after, high) in pairwise(self.points):
            if day <= before:
                return low
            if day <= after:
                return low + (high - low) * (day - before).days / max((after - before).days, 1)
        return 1.0

    def earned_on(self, share: float) -> date:
        """The day on which so much was to be finished: the earned schedule."""
        for (before, low), (after, high) in pairwise(self.points):
            if share <= high and high > low:
                part = max(share - low, 0.0) / (high - low)
                return before + timedelta(days=round((after - before).days * part))
        return self.ends

    def spi_time(self, day: date, share: float) -> float | None:
        """Earned schedule ÷ time passed; None before anything was to happen."""
        passed = (day - self.begins).days
        return (self.earned_on(share) - self.begins).days / passed if passed > 0 else None


def smooth(t: float) -> float:
    """The usual S: slow, fast, slow; 0 to 1."""
    held = min(max(t, 0.0), 1.0)
    return 3 * held**2 - 2 * held**3
