"""The floor of the overlap benchmark: known pairs, verified by the search's own exact test."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from benchmarks.speed.streetworks import joint_reach
from hamgam.engine.overlaps import kernel
from hamgam.engine.overlaps.footprints import Footprints
from hamgam.engine.overlaps.reach import terms
from hamgam.engine.overlaps.sweep import Ground, keep_near


def known(held: Footprints, *, in_order_of_ground: bool) -> tuple[Ground, npt.NDArray[np.int32]]:
    """The footprints as the exact test reads them, and the pairs (m, 2) among them, ascending.

    In the order of the ground neighbours lie beside one another in memory; else they lie as given.
    """
    search = kernel.Search(held, joint_reach(len(held)), terms(None, True), 1)
    pieces = search.pieces()
    if in_order_of_ground:
        cell_m = kernel.usual_cell_m(pieces.boxes, np.zeros(len(held)))
        ground, _, _ = search.laid(pieces, cell_m)
    else:
        ground = search.ground(pieces)
    pairs = kernel.near_pairs(held, joint_reach(len(held)), terms(None, True), 1)
    place = np.empty(len(held), dtype=np.int32)
    place[ground.item] = np.arange(len(held), dtype=np.int32)
    a, b = place[pairs.a], place[pairs.b]
    rows = np.column_stack([np.minimum(a, b), np.maximum(a, b)])
    return ground, np.ascontiguousarray(rows[np.lexsort([rows[:, 1], rows[:, 0]])])


def verify(ground: Ground, pairs: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """The pairs that are near, in the same memory."""
    return pairs[: keep_near(ground, pairs)]
