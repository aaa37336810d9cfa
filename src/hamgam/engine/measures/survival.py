"""How long things last before they are done: obstacles until cleared, projects until they stall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np


@dataclass(frozen=True, slots=True)
class Survival:
    """Kaplan–Meier: the share still open after each time at which something was cleared."""

    days: tuple[float, ...]
    """Times of clearing, ascending, without repeats."""
    share_open: tuple[float, ...]
    """Just after each of them."""

    def quantile(self, p: float) -> float | None:
        """The first time by which a share p is cleared; None while too few are."""
        for day, still_open in zip(self.days, self.share_open, strict=True):
            if 1 - still_open >= p:
                return day
        return None


def kaplan_meier(days: Sequence[float], is_cleared: Sequence[bool]) -> Survival:
    """The survival curve of cases of which some are still open (censored at their age).

    A case censored on a day counts as open on that day.
    """
    if len(days) != len(is_cleared):
        raise ValueError("days, is_cleared: need the same length")
    lasted = np.asarray(days, dtype=float)
    if (lasted < 0).any():
        raise ValueError("days: must not be negative")
    cleared = np.asarray(is_cleared, dtype=bool)
    times, events = np.unique(lasted[cleared], return_counts=True)
    at_risk = (lasted[None, :] >= times[:, None]).sum(axis=1)
    shares = np.cumprod(1 - events / at_risk)
    return Survival(tuple(times.tolist()), tuple(shares.tolist()))


def clearing_draws(survival: Survival, age_days: float, uniform: Sequence[float]) -> list[float]:
    """Remaining days of an obstacle that has already lasted `age_days`, one for each uniform draw.

    Draws beyond the last clearing seen answer its remaining time doubled, and an obstacle older
    than any cleared one waits as long again as the longest (30 days when none is known): there the
    curve knows no more.
    """
    after = [
        (d, s) for d, s in zip(survival.days, survival.share_open, strict=True) if d > age_days
    ]
    if not after:
        return [max(survival.days, default=30.0)] * len(uniform)
    before = [s for d, s in zip(survival.days, survival.share_open, strict=True) if d <= age_days]
    scale = before[-1] if before else 1.0
    times = np.asarray([d for d, _ in after]) - age_days
    cleared = 1 - np.asarray([s for _, s in after]) / scale
    where = np.searchsorted(cleared, np.asarray(uniform), side="left")
    return [float(days) for days in np.append(times, 2 * times[-1])[where]]


def stall_probability(monthly_hazards: Sequence[float]) -> float:
    """The chance of at least one stall over months with the given hazards: 1 − Π(1 − h)."""
    if any(not 0 <= hazard <= 1 for hazard in monthly_hazards):
        raise ValueError("monthly_hazards: each must lie in 0 … 1")
    return 1 - prod(1 - hazard for hazard in monthly_hazards)
