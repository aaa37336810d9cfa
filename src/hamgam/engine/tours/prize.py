"""What it is worth to stand at a site: the prize of a tour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FULL_AGE_DAYS = 90
"""Age of the last verified progress at which seeing for oneself is worth its full value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """An obstacle at the site: `value_rials` is what its removal is worth, `chance` (0 … 1) that
    those who can attend remove it there."""

    obstacle: str
    value_rials: float
    chance: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.value_rials < float("inf"):
            raise ValueError(f"value_rials of {self.obstacle}: {self.value_rials} is no value")
        if not 0 <= self.chance <= 1:
            raise ValueError(f"chance of {self.obstacle}: {self.chance} is no probability")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prize:
    """The parts of a site's prize, rials, and the share (0 … 1) that a recent visit leaves of
    them."""

    removal_rials: float
    verification_rials: float
    promise_rials: float
    freshness: float

    @property
    def rials(self) -> float:
        """The prize: a promised visit is owed whole, however recent the last one."""
        return self.freshness * (self.removal_rials + self.verification_rials) + self.promise_rials


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a city sets: what a look for oneself and a kept promise of a visit are worth, rials, and
    after how many days half of a visit's effect is gone."""

    verification_rials: float
    promise_rials: float
    half_days: float = 14.0

    def __post_init__(self) -> None:
        if not self.half_days > 0:
            raise ValueError(f"half_days: {self.half_days} is not positive")


def prize(
    removals: Sequence[Removal],
    standing: Standing,
    *,
    verified_days_ago: float | None,
    visited_days_ago: float | None,
    promised_visits: int = 0,
) -> Prize:
    """The prize of one site: value of removal, age of the last verified progress, visits promised.

    `verified_days_ago` None: never verified, the full verification value; it grows evenly to its
    full value at 90 days. `visited_days_ago` None: never visited. After a visit the prize comes
    back as 1 − 2^(−days / half_days), so that one loud site does not take every week. Raises
    ValueError for negative days or promises.
    """
    for name, days in (("verified", verified_days_ago), ("visited", visited_days_ago)):
        if days is not None and days < 0:
            raise ValueError(f"{name}_days_ago: {days} is negative")
    if promised_visits < 0:
        raise ValueError(f"promised_visits: {promised_visits} is negative")
    aged = 1.0 if verified_days_ago is None else min(1.0, verified_days_ago / FULL_AGE_DAYS)
    fresh = (
        1.0 if visited_days_ago is None else 1.0 - 0.5 ** (visited_days_ago / standing.half_days)
    )
    return Prize(
        removal_rials=sum(r.value_rials * r.chance for r in removals),
        verification_rials=aged * standing.verification_rials,
        promise_rials=promised_visits * standing.promise_rials,
        freshness=fresh,
    )
