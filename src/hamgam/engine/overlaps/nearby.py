"""One footprint among many: what an edited work pairs with, without searching all again.

An index of boxes in the order of the ground, in plain NumPy: a question reads the few rows of
cells around the footprint and measures only what is left when dates and owners are judged.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from hamgam.engine.overlaps import tree
from hamgam.engine.overlaps.footprints import Footprints
from hamgam.engine.overlaps.reach import SLACK_M, Parties, Reach, boxes, last_felt, parties, terms
from hamgam.engine.overlaps.selection import select

_WIDE_CELLS = 4.0
"""Boxes wider than so many cells are asked one by one, whatever the place."""
_PER_CELL = 4
"""Footprints in a cell, on average over the ground."""
_MOST_CELLS = 1 << 22


class Nearby:
    """The footprints (n) in the order of the ground, to be asked about one footprint at a time.

    Building takes O(n log n); a question costs what lies around the footprint. Raises ValueError
    when reach and footprints differ in number.
    """

    def __init__(
        self,
        footprints: Footprints,
        reach: Reach,
        *,
        pairable: npt.NDArray[np.bool_] | None = None,
        across_owners_only: bool = True,
    ) -> None:
        if len(reach) != len(footprints):
            raise ValueError(f"reach: {len(reach)} reaches for {len(footprints)} footprints")
        self._footprints = footprints
        self._reach = reach
        self._terms = terms(pairable, across_owners_only)
        self._last = last_felt(footprints, reach)
        self._felt = _felt(footprints, reach)
        self._lay()

    def _lay(self) -> None:
        """Sort the footprints by the cell of their south-west corner; wide ones stand apart."""
        felt = self._felt
        sizes = np.maximum(felt[:, 2] - felt[:, 0], felt[:, 3] - felt[:, 1])
        self._corner = felt[:, :2].min(axis=0) if len(felt) else np.zeros(2)
        extent = felt[:, :2].max(axis=0) - self._corner if len(felt) else np.zeros(2)
        usual = float(np.median(sizes)) if len(felt) else 1.0
        even = np.sqrt(extent[0] * extent[1] * _PER_CELL / max(len(felt), 1))
        fewest = np.sqrt(extent[0] * extent[1] / _MOST_CELLS)
        self._cell_m = max(
            usual, min(even, 4 * usual), fewest, float(extent.max()) / _MOST_CELLS, 1.0
        )
        narrow = sizes <= _WIDE_CELLS * self._cell_m
        self._wide = np.flatnonzero(~narrow)
        chosen = np.flatnonzero(narrow)
        self._largest_m = float(sizes[chosen].max()) if len(chosen) else 0.0
        column, row = self._cells(felt[chosen, :2])
        self._across = int(extent[0] / self._cell_m) + 1
        self._up = int(extent[1] / self._cell_m) + 1
        key = row * self._across + column
        order = np.argsort(key, kind="stable")
        self._items = chosen[order]
        self._starts = np.searchsorted(key[order], np.arange(self._across * self._up + 1))

    def _cells(self, points: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        """(2, k) columns and rows of points (k, 2)."""
        cells: npt.NDArray[np.int64] = ((points - self._corner) / self._cell_m).astype(np.int64)
        return cells.T

    def _around(self, felt: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        """The footprints whose home lies where they might meet a box (4,), and all wide ones."""
        low = np.floor((felt[:2] - self._largest_m - self._corner) / self._cell_m)
        high = np.floor((felt[2:] - self._corner) / self._cell_m)
        left, bottom = np.clip(low, 0, [self._across, self._up]).astype(int)
        right, top = np.clip(high, -1, [self._across - 1, self._up - 1]).astype(int)
        found = [self._wide]
        if left <= right:
            for row in range(bottom, top + 1):
                first = self._starts[row * self._across + left]
                found.append(self._items[first : self._starts[row * self._across + right + 1]])
        return np.concatenate(found)

    def of(self, footprint: Footprints, reach: Reach) -> npt.NDArray[np.int32]:
        """The indices, ascending, of what pairs with a single footprint, which need not be among
        the indexed ones.

        Its owner code must come from the same codes. A footprint that is itself in the index
        pairs with its old self when owners do not forbid it: leave that out by its index. Raises
        ValueError when it is not one footprint.
        """
        if len(footprint) != 1 or len(reach) != 1:
            raise ValueError(f"footprint: {len(footprint)} footprints instead of one")
        held, felt = self._footprints, _felt(footprint, reach)[0]
        near = self._around(felt)
        box = self._felt[near]
        meet = (box[:, 0] <= felt[2]) & (box[:, 2] >= felt[0])
        meet &= (box[:, 1] <= felt[3]) & (box[:, 3] >= felt[1])
        meet &= held.begins[near] <= last_felt(footprint, reach)[0]
        meet &= footprint.begins[0] <= self._last[near]
        near = near[meet]
        allowed = self._terms.allow(parties(held, near), Parties(footprint.kind, footprint.owner))
        near = np.sort(near[allowed])
        shapes = tree.shapes(select(held, near))
        limit = self._reach.metres[near] + reach.metres[0] + SLACK_M
        found: npt.NDArray[np.int32] = near[
            shapely.dwithin(shapes, tree.shapes(footprint)[0], limit)
        ].astype(np.int32)
        return found


def _felt(footprints: Footprints, reach: Reach) -> npt.NDArray[np.float64]:
    """The boxes (n, 4) grown by their reach."""
    grown: npt.NDArray[np.float64] = boxes(footprints) + (reach.metres + SLACK_M)[
        :, None
    ] * np.asarray([-1.0, -1.0, 1.0, 1.0])
    return grown
