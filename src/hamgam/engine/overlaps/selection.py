"""Some of the footprints, as footprints of their own."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hamgam.engine.overlaps.footprints import Footprints

Indices = npt.NDArray[np.int64]


def _runs(starts: Indices, chosen: Indices) -> tuple[Indices, Indices]:
    """The members of chosen runs, and where each chosen run starts among them."""
    counts = starts[chosen + 1] - starts[chosen]
    ends = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    members = np.arange(ends[-1]) + np.repeat(starts[:-1][chosen] - ends[:-1], counts)
    return members, ends


def select(footprints: Footprints, items: npt.NDArray[np.integer]) -> Footprints:
    """The footprints at these indices, in this order; O(their vertices)."""
    chosen = items.astype(np.int64)
    paths, item_starts = _runs(footprints.item_starts, chosen)
    vertices, path_starts = _runs(footprints.path_starts, paths)
    return Footprints(
        x=footprints.x[vertices],
        y=footprints.y[vertices],
        path_starts=path_starts,
        item_starts=item_starts,
        is_ring=footprints.is_ring[paths],
        begins=footprints.begins[chosen],
        ends=footprints.ends[chosen],
        owner=footprints.owner[chosen],
        kind=footprints.kind[chosen],
        certainty=footprints.certainty[chosen],
        epsg=footprints.epsg,
    )
