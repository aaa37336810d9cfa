"""Signs before failure: a steady decline, and complaints beyond what a place usually has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import erfc, exp, lgamma, log, sqrt

import numpy as np

from hamgam.engine.measures.uncertainty import Range

LEAST_POINTS = 6
"""Fewer say nothing about a trend."""
ALARM_P = 0.05
_STEPS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """How a service moves: the median slope in units a step, the chance of so steady a decline
    without one, and in how many steps it reaches the level of failure; None where it does not."""

    slope: float
    p: float
    steps_left: float | None
    is_alarm: bool


def trend(values: Sequence[float], *, failure: float, horizon: int) -> Trend | None:
    """Whether a service slackens: an alarm when it declines steadily (Mann–Kendall, one-sided) and
    its median line (Theil–Sen) reaches `failure` within `horizon` steps; None for too few points.

    Higher is better. O(n²).
    """
    if horizon < 1:
        raise ValueError(f"horizon: {horizon} is below 1")
    n = len(values)
    if n < LEAST_POINTS:
        return None
    told = np.asarray(values, dtype=float)
    early, late = np.triu_indices(n, k=1)
    rises = told[late] - told[early]
    slope = float(np.median(rises / (late - early)))
    p = _declines_by_chance(float(np.sign(rises).sum()), told)
    last = float(np.median(told) + slope * (n - 1) / 2)
    left = (last - failure) / -slope if slope < 0 else None
    steps = None if left is None else max(left, 0.0)
    is_near = steps is not None and steps <= horizon
    return Trend(slope=slope, p=p, steps_left=steps, is_alarm=p < ALARM_P and is_near)


def _declines_by_chance(s: float, told: np.ndarray) -> float:
    """The chance of a sum of signs as low as `s` where nothing moves; ties counted."""
    n = len(told)
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(told.tolist()).values())
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    if variance <= 0:
        return 1.0
    z = (s + (1 if s < 0 else -1 if s > 0 else 0)) / sqrt(variance)
    return 0.5 * erfc(-z / sqrt(2))


def _poisson_cdf(k: int, mean: float) -> float:
    if mean <= 0:
        return 1.0
    return min(sum(exp(i * log(mean) - mean - lgamma(i + 1)) for i in range(k + 1)), 1.0)


def _solved(rising: Callable[[float], float], high: float) -> float:
    """Where a falling function of the mean crosses zero, by halving."""
    low = 0.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if rising(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def poisson_range(count: int, *, level: float = 0.95) -> Range:
    """The exact range of a Poisson mean of which `count` were seen (Garwood 1936)."""
    if count < 0:
        raise ValueError(f"count: {count} is below 0")
    tail, top = (1 - level) / 2, 10.0 + count * 2 + 10 * sqrt(count + 1)
    low = 0.0
    if count:
        low = _solved(lambda mean: tail - (1 - _poisson_cdf(count - 1, mean)), top)
    high = _solved(lambda mean: _poisson_cdf(count, mean) - tail, top)
    return Range(low, high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """Complaints seen against those usual in the same place: the ratio, its range, and whether the
    range leaves 1 out."""

    observed: int
    expected: float
    ratio: float
    low: float
    high: float
    is_flagged: bool


def excess(observed: int, expected: float) -> Excess | None:
    """How far complaints go beyond the usual; None where nothing is known to be usual."""
    if expected <= 0:
        return None
    told = poisson_range(observed)
    low, high = told.low / expected, told.high / expected
    return Excess(
        observed=observed,
        expected=expected,
        ratio=observed / expected,
        low=low,
        high=high,
        is_flagged=low > 1 or high < 1,
    )
