"""Ranges and the honesty of forecasts: quantiles, reference classes, Wilson's range, scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

SMALL_CLASS = 20
"""Below so many cases a class is drawn toward its parent."""


def quantile(values: Sequence[float], p: float) -> float:
    """The linear quantile of the values at position (n − 1)p of the sorted list; p in [0, 1]."""
    if not values:
        raise ValueError("values: is empty")
    if not 0 <= p <= 1:
        raise ValueError(f"p: {p} lies outside 0 … 1")
    return float(np.quantile(np.asarray(values, dtype=float), p, method="linear"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceClass:
    """Ratios actual / forecast of finished projects of one class and stage (the outside view)."""

    name: str
    ratios: tuple[float, ...]
    parent: ReferenceClass | None = None
    is_foreign: bool = False
    """Seed values from abroad, to be labelled so wherever they are shown."""


def class_quantile(reference: ReferenceClass, p: float, *, at_least: float | None = None) -> float:
    """The factor by which a forecast of this class should be multiplied for probability p.

    `at_least` conditions on what is already known: a project 20 % late asks with 1.2. With fewer
    than 20 cases the answer is drawn toward the parent's in proportion to the missing cases. A
    condition that no case meets answers the condition itself.
    """
    known = [r for r in reference.ratios if at_least is None or r >= at_least]
    if reference.parent is None:
        return quantile(known, p) if known else (at_least or 1.0)
    parent = class_quantile(reference.parent, p, at_least=at_least)
    if not known:
        return parent
    weight = min(len(known) / SMALL_CLASS, 1.0)
    return weight * quantile(known, p) + (1 - weight) * parent


@dataclass(frozen=True, slots=True)
class Range:
    """A closed range of one figure."""

    low: float
    high: float


def wilson(successes: int, n: int, *, z: float = 1.96) -> Range:
    """Wilson's score range of a proportion, for `successes` of `n`; z = 1.96 is 95 %."""
    if n <= 0 or not 0 <= successes <= n:
        raise ValueError(f"successes, n: {successes} of {n} is no proportion")
    share, z2 = successes / n, z * z
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = z * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Range(max(0.0, centre - half), min(1.0, centre + half))


def pinball_loss(forecast: float, actual: float, p: float) -> float:
    """The loss of a forecast of the p-quantile: smallest on average for the true quantile."""
    return max(p * (actual - forecast), (p - 1) * (actual - forecast))


def coverage(forecasts: Sequence[float], actuals: Sequence[float]) -> float:
    """The share of cases that ended by their forecast; a P80 should give about 0.8."""
    if not forecasts or len(forecasts) != len(actuals):
        raise ValueError("forecasts, actuals: need the same number of cases, at least one")
    return sum(a <= f for f, a in zip(forecasts, actuals, strict=True)) / len(forecasts)


def conformal_margin(misses: Sequence[Sequence[float]], p: float) -> float | None:
    """By how much forecasts must be moved later so that one of a new project holds with
    probability p.

    `misses` are truth − forecast of past projects in one scale, a group for each project; every
    project weighs the same, however many dates it has. The project to come counts as one more that
    may have missed by anything (split conformal prediction with groups; Dunn, Wasserman and Ramdas
    2023). None where there are too few projects to promise p. O(n log n).
    """
    if not 0 <= p < 1:
        raise ValueError(f"p: {p} lies outside 0 … 1")
    groups = [group for group in misses if group]
    weighed = sorted((miss, 1 / len(group)) for group in groups for miss in group)
    wanted, reached = p * (len(groups) + 1) - 1e-9, 0.0
    for miss, weight in weighed:
        reached += weight
        if reached >= wanted:
            return miss
    return None


def crps(draws: Sequence[float], actual: float) -> float:
    """The continuous ranked probability score of a forecast given as draws; 0 is perfect.

    Mean |draw − actual| minus half the mean distance of two draws, in O(n log n).
    """
    ordered = np.sort(np.asarray(draws, dtype=float))
    n = len(ordered)
    if n == 0:
        raise ValueError("draws: is empty")
    spread = float((ordered * (2 * np.arange(1, n + 1) - n - 1)).sum()) / (n * n)
    return float(np.abs(ordered - actual).mean()) - spread


def blend_weight(losses_of_tasks: Sequence[float], losses_of_class: Sequence[float]) -> float:
    """The weight of the bottom-up forecast beside the reference class, from their past pinball
    losses.

    0.5 without a past; else the share of the loss that the class made.
    """
    ours, theirs = sum(losses_of_tasks), sum(losses_of_class)
    return 0.5 if ours + theirs == 0 else theirs / (ours + theirs)
