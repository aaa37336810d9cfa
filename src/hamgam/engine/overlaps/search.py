"""Which footprints are near one another in place and time: one search over all of them.

Few footprints take Shapely's tree (`tree`), many the compiled cells (`kernel`); both give the same
pairs. What each does, and why, stands in docs/algorithms/search.md.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hamgam.engine.overlaps import tree
from hamgam.engine.overlaps.footprints import Footprints
from hamgam.engine.overlaps.reach import SLACK_M, Pairs, Reach, terms

_FEWEST_VERTICES = 150_000
"""From so many vertices on the compiled search is quicker, its loading included."""
_FEWEST_PAIRS = 50_000
"""From so many pairs on the compiled measuring is quicker, its loading included."""

__all__ = ["SLACK_M", "Pairs", "Reach", "distances", "near_pairs", "nearest_points"]


def near_pairs(
    footprints: Footprints,
    reach: Reach,
    *,
    pairable: npt.NDArray[np.bool_] | None = None,
    across_owners_only: bool = True,
    threads: int | None = None,
) -> Pairs:
    """The pairs that are near in place and meet in time.

    Near means a distance of at most the sum of both reaches in metres (SLACK_M is forgiven);
    meeting means that each begins no later than the other ends and lingers. `pairable` is a
    symmetric matrix by kind codes, None for every kind with every kind. `across_owners_only`
    keeps pairs of two different owners; NOBODY pairs with nobody. None threads are all cores.

    Raises ValueError when reach and footprints differ in number.
    """
    if len(reach) != len(footprints):
        raise ValueError(f"reach: {len(reach)} reaches for {len(footprints)} footprints")
    if len(footprints.x) < _FEWEST_VERTICES:
        return tree.near_pairs(footprints, reach, terms(pairable, across_owners_only))
    from hamgam.engine.overlaps import kernel

    return kernel.near_pairs(footprints, reach, terms(pairable, across_owners_only), threads)


def distances(footprints: Footprints, pairs: Pairs) -> npt.NDArray[np.float64]:
    """(m,) metres between the two footprints of each pair; 0 where they touch or one lies in the
    other.

    A pair at its limit may exceed it by SLACK_M: allow for it when comparing with a limit.
    """
    if len(pairs) < _FEWEST_PAIRS:
        return tree.distances(footprints, pairs)
    from hamgam.engine.overlaps import kernel

    return kernel.distances(footprints, pairs)


def nearest_points(footprints: Footprints, pairs: Pairs) -> npt.NDArray[np.float64]:
    """(m, 4) the nearest point on a and on b, as x, y, x, y in metres; the same point of both
    where they meet."""
    if len(pairs) < _FEWEST_PAIRS:
        return tree.nearest_points(footprints, pairs)
    from hamgam.engine.overlaps import kernel

    return kernel.nearest_points(footprints, pairs)
