"""How far footprints are felt, and the pairs that feel one another: the question and its answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hamgam.engine.overlaps.footprints import KIND_CODES, NOBODY, Footprints

SLACK_M = 1e-6
"""Metres by which a distance may exceed its limit and still count as within it.

A limit is inclusive, and a distance that is the limit by rule may miss it by rounding: coordinates
in metres are stored to about a nanometre. A micrometre is a thousand times that, and no city
measures it.
"""
_LAST_DAY = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True)
class Reach:
    """How far each of n footprints is felt, in place and in time.

    Raises ValueError when a reach is negative or no number.
    """

    metres: npt.NDArray[np.float64]
    """(n,) two footprints are near when their distance is at most the sum of their metres."""
    linger_days: npt.NDArray[np.int32]
    """(n,) two footprints meet when each begins no later than the other ends and lingers."""

    def __post_init__(self) -> None:
        if not (np.isfinite(self.metres).all() and (self.metres >= 0).all()):
            raise ValueError("metres: a reach is negative or not a number")
        if not (self.linger_days >= 0).all():
            raise ValueError("linger_days: a footprint lingers for a negative time")

    def __len__(self) -> int:
        return len(self.metres)


@dataclass(frozen=True, slots=True)
class Pairs:
    """m unordered pairs of footprints, each once, `a` before `b`, sorted by a and then b."""

    a: npt.NDArray[np.int32]
    """(m,) index of the earlier footprint."""
    b: npt.NDArray[np.int32]
    """(m,) index of the later footprint."""

    def __len__(self) -> int:
        return len(self.a)


def sorted_pairs(a: npt.NDArray[np.integer], b: npt.NDArray[np.integer]) -> Pairs:
    """The same pairs in the order of Pairs, without repetition; O(m log m)."""
    low = np.minimum(a, b).astype(np.int64)
    key = np.sort(low << 32 | np.maximum(a, b).astype(np.int64))
    key = key[np.diff(key, prepend=-1) != 0]
    return Pairs((key >> 32).astype(np.int32), (key & 0xFFFFFFFF).astype(np.int32))


def boxes(footprints: Footprints) -> npt.NDArray[np.float64]:
    """The bounding box of each footprint: (n, 4) as west, south, east, north, in metres."""
    found = np.empty((len(footprints), 4))
    if len(found):
        first = footprints.path_starts[footprints.item_starts[:-1]]
        np.minimum.reduceat(footprints.x, first, out=found[:, 0])
        np.minimum.reduceat(footprints.y, first, out=found[:, 1])
        np.maximum.reduceat(footprints.x, first, out=found[:, 2])
        np.maximum.reduceat(footprints.y, first, out=found[:, 3])
    return found


def last_felt(footprints: Footprints, reach: Reach) -> npt.NDArray[np.int32]:
    """The last day on which each footprint is felt, its lingering included."""
    last = footprints.ends.astype(np.int64) + reach.linger_days
    felt: npt.NDArray[np.int32] = np.minimum(last, _LAST_DAY).astype(np.int32)
    return felt


@dataclass(frozen=True, slots=True)
class Parties:
    """Whose the footprints of some pairs are, and what."""

    kind: npt.NDArray[np.uint8]
    owner: npt.NDArray[np.int32]


def parties(footprints: Footprints, items: npt.NDArray[np.integer]) -> Parties:
    """The parties of these footprints."""
    return Parties(footprints.kind[items], footprints.owner[items])


@dataclass(frozen=True, slots=True)
class Terms:
    """Who may pair with whom, whatever the place and the time."""

    pairable: npt.NDArray[np.bool_]
    """(kinds, kinds), symmetric."""
    across_owners_only: bool

    def allow(self, one: Parties, two: Parties) -> npt.NDArray[np.bool_]:
        """Which of these parties may pair with their counterparts at all; (m,) each, or one."""
        allowed: npt.NDArray[np.bool_] = self.pairable[one.kind, two.kind]
        if self.across_owners_only:
            allowed = allowed & (one.owner != two.owner)
            allowed &= (one.owner != NOBODY) & (two.owner != NOBODY)
        return allowed


def terms(pairable: npt.NDArray[np.bool_] | None, across_owners_only: bool) -> Terms:
    """The terms of a search; None lets every kind pair with every kind.

    Raises ValueError when the matrix is not square over all kinds, or not symmetric.
    """
    kinds = len(KIND_CODES)
    if pairable is None:
        return Terms(np.ones((kinds, kinds), dtype=np.bool_), across_owners_only)
    if pairable.shape != (kinds, kinds) or (pairable != pairable.T).any():
        raise ValueError(f"pairable: not a symmetric {kinds} by {kinds} matrix")
    return Terms(pairable.astype(np.bool_), across_owners_only)
