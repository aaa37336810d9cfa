"""How long a search may go on: in seconds, or in work that repeats exactly."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

Stop = Callable[[], bool]
"""Asked between steps; True ends the search with what it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When to stop and how to begin.

    With `work` (schedules to build, or whatever the search counts) the same seed gives the same
    answer on every machine; with `seconds` of wall time it gives as good a one as the time allows.
    Without either the search chooses a modest amount of work. `threads` share the search.
    """

    seconds: float | None = None
    work: int | None = None
    seed: int = 0
    threads: int = 2

    def __post_init__(self) -> None:
        if self.seconds is not None and not self.seconds >= 0:
            raise ValueError(f"seconds: {self.seconds} is negative")
        if self.work is not None and self.work < 1:
            raise ValueError(f"work: {self.work} is less than 1")
        if self.seconds is not None and self.work is not None:
            raise ValueError("work: give either seconds or work")
        if self.threads < 1:
            raise ValueError(f"threads: {self.threads} is less than 1")


class Budget:
    """What is left of the limits while a search runs."""

    def __init__(self, limits: Limits, stop: Stop | None = None) -> None:
        self._limits = limits
        self._stop = stop
        self._began = time.monotonic()
        self.work = 0

    def spend(self, work: int) -> None:
        """Count work done."""
        self.work += work

    def restart(self) -> None:
        """Let the seconds begin now."""
        self._began = time.monotonic()

    @property
    def seed(self) -> int:
        """Where random choices begin."""
        return self._limits.seed

    @property
    def threads(self) -> int:
        """How many threads share the search."""
        return self._limits.threads

    @property
    def share_spent(self) -> float:
        """Which share of the seconds or of the work is spent; 0 without either limit."""
        if self._limits.seconds is not None:
            return min(1.0, self.seconds / max(self._limits.seconds, 1e-9))
        return min(1.0, self.work / self._limits.work) if self._limits.work else 0.0

    @property
    def seconds(self) -> float:
        """Wall seconds since the search began."""
        return time.monotonic() - self._began

    @property
    def is_timed(self) -> bool:
        """Whether wall time decides, so that the answer may differ from run to run."""
        return self._limits.seconds is not None

    @property
    def seconds_left(self) -> float:
        """Wall seconds left; infinite where work decides."""
        if self._limits.seconds is None:
            return float("inf")
        return max(0.0, self._limits.seconds - self.seconds)

    @property
    def work_left(self) -> int:
        """Work left; a very large number where time decides."""
        if self._limits.work is None:
            return 1 << 60
        return max(0, self._limits.work - self.work)

    def work_until(self, share: float) -> int:
        """Work left until a share of it is spent; a very large number where time decides."""
        if self._limits.work is None:
            return 1 << 60
        return max(0, round(share * self._limits.work) - self.work)

    @property
    def is_stopped(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop is not None and self._stop()

    @property
    def is_over(self) -> bool:
        """Whether the search must end now."""
        return self.seconds_left <= 0 or self.work_left <= 0 or self.is_stopped
