"""Does the chain hold: do coordination, continuity and satisfaction move together?

By zone and month, with lags: Spearman's ρ of what is left after each zone's and each month's mean
is taken away, its range from a bootstrap of whole zones. It never says "caused".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Cell = tuple[str, int]
"""A zone and a month, counted from any beginning."""
Vector = npt.NDArray[np.float64]
LEAST_PAIRS = 24
LEAST_ZONES = 4
DRAWS = 400


class Verdict(StrEnum):
    """What the figures allow to be said."""

    TOGETHER = "together"
    NOT = "not"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of the chain at one lag in months: ρ with its 95 % range; None for too few."""

    lag: int
    pairs: int
    zones: int
    verdict: Verdict
    rho: float | None = None
    low: float | None = None
    high: float | None = None


def link(cause: Mapping[Cell, float], effect: Mapping[Cell, float], *, lag: int, seed: int) -> Link:
    """Whether `effect` moves with `cause` told `lag` months before; the same seed, the same
    answer. Months are counted on, so December is followed by the next number."""
    if lag < 0:
        raise ValueError(f"lag: {lag} is below 0")
    cells = sorted(cell for cell in effect if (cell[0], cell[1] - lag) in cause)
    zones = sorted({zone for zone, _ in cells})
    if len(cells) < LEAST_PAIRS or len(zones) < LEAST_ZONES:
        return Link(lag=lag, pairs=len(cells), zones=len(zones), verdict=Verdict.TOO_FEW)
    x = np.array([cause[(zone, month - lag)] for zone, month in cells])
    y = np.array([effect[cell] for cell in cells])
    x, y = (_bare(values, cells) for values in (x, y))
    blocks = [np.array([i for i, cell in enumerate(cells) if cell[0] == zone]) for zone in zones]
    drawn = _drawn(x, y, blocks, np.random.default_rng(seed))
    low, high = (float(v) for v in np.quantile(drawn, [0.025, 0.975]))
    verdict = Verdict.TOGETHER if low > 0 or high < 0 else Verdict.NOT
    return Link(
        lag=lag,
        pairs=len(cells),
        zones=len(zones),
        verdict=verdict,
        rho=spearman(x, y),
        low=low,
        high=high,
    )


def spearman(x: Vector, y: Vector) -> float:
    """The correlation of ranks, ties shared; 0 where one side does not move."""
    a, b = _ranks(x), _ranks(y)
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / size if size > 0 else 0.0


def _ranks(values: Vector) -> Vector:
    _, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    middles: Vector = (ends - (counts - 1) / 2).astype(np.float64)
    return middles[which]


def _bare(values: Vector, cells: Sequence[Cell]) -> Vector:
    """The values without the means of their zones and of their months of the year."""
    left = values.astype(np.float64)
    for names in ([zone for zone, _ in cells], [str(month % 12) for _, month in cells]):
        _, which = np.unique(np.array(names), return_inverse=True)
        means = np.bincount(which, weights=left) / np.bincount(which)
        left = left - means[which]
    # What rounding leaves of equal values must not be ranked as if it told anything.
    return np.round(left, 9)


def _drawn(x: Vector, y: Vector, blocks: Sequence[Vector], rng: np.random.Generator) -> Vector:
    found = np.empty(DRAWS)
    for draw in range(DRAWS):
        chosen = rng.integers(0, len(blocks), len(blocks))
        rows = np.concatenate([blocks[i] for i in chosen])
        found[draw] = spearman(x[rows], y[rows])
    return found
