"""The same search on parts of the ground, each with its halo: for other processes and machines.

A part holds every footprint that is felt on its ground, so a pair is found in each part on which
the common part of both boxes lies, and in one of them at least. The union of what all parts find
is what one search finds.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hamgam.engine.overlaps.footprints import Footprints
from hamgam.engine.overlaps.reach import SLACK_M, Pairs, Reach, boxes, sorted_pairs
from hamgam.engine.overlaps.selection import select

Items = npt.NDArray[np.int32]
"""Indices of footprints, ascending."""


def _split(felt: npt.NDArray[np.float64], items: Items, parts: int) -> list[Items]:
    """Halve the ground along its longer side until there are so many parts."""
    if parts == 1 or len(items) < 2:
        return [items]
    held = felt[items]
    middles = (held[:, :2] + held[:, 2:]) / 2
    axis = int(np.argmax(np.ptp(middles, axis=0)))
    share = parts // 2
    limit = np.quantile(middles[:, axis], share / parts)
    left, right = items[held[:, axis] <= limit], items[held[:, axis + 2] >= limit]
    return _split(felt, left, share) + _split(felt, right, parts - share)


def partitions(footprints: Footprints, reach: Reach, parts: int) -> list[Items]:
    """The footprints felt on each of at most `parts` parts of the ground, about equally many.

    Footprints on a border belong to both sides. O(n log parts). Raises ValueError when parts is
    not positive.
    """
    if parts < 1:
        raise ValueError(f"parts: {parts} is not positive")
    margin = (reach.metres + SLACK_M)[:, None] * np.asarray([-1.0, -1.0, 1.0, 1.0])
    everything = np.arange(len(footprints), dtype=np.int32)
    return _split(boxes(footprints) + margin, everything, parts)


def part(footprints: Footprints, reach: Reach, items: Items) -> tuple[Footprints, Reach]:
    """What one part of the ground is searched with."""
    return select(footprints, items), Reach(reach.metres[items], reach.linger_days[items])


def merged(parts: Sequence[tuple[Items, Pairs]]) -> Pairs:
    """The pairs of the whole, from each part's footprints and the pairs found among them."""
    nothing = np.empty(0, dtype=np.int32)
    return sorted_pairs(
        np.concatenate([nothing, *(items[pairs.a] for items, pairs in parts)]),
        np.concatenate([nothing, *(items[pairs.b] for items, pairs in parts)]),
    )
