"""The search by compiled cells: pieces laid in the order of the ground, cells swept by first day.

O(n + entries + pairs) for footprints of similar size; see docs/algorithms/search.md.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from hamgam.engine.overlaps.approach import Partners, approaches, measure
from hamgam.engine.overlaps.cells import Filling, Grid, fill, lay, number_of_cells, order_by_home
from hamgam.engine.overlaps.footprints import NOBODY, Footprints
from hamgam.engine.overlaps.nearness import Layout
from hamgam.engine.overlaps.ordering import (
    About,
    gather_about,
    gather_pieces,
    gather_vertices,
    ordered,
)
from hamgam.engine.overlaps.pieces import Pieces, are_wide, chosen, cut, grow, joined, path_boxes
from hamgam.engine.overlaps.reach import SLACK_M, Pairs, Reach, Terms, last_felt
from hamgam.engine.overlaps.sweep import Ground, sweep_alone, sweep_cells

Rows = npt.NDArray[np.int32]
"""Pairs of footprints (k, 2), the lower one first."""
Floats = npt.NDArray[np.float64]

_CELL_PER_SIZE = 2.0
"""Width of a cell in mean felt sizes of a piece; measured (benchmarks/speed/overlaps.py)."""
_SMALLEST_CELL_M = 1.0
_WIDE_SIZES = 8.0
"""Sizes count as at most so many medians in the mean."""
_SAMPLE = 10_000
"""Pieces that are looked at for their usual size."""
_CELLS_ALONE = 64
"""A piece in more cells than this is searched on its own."""
_BLOCKS_PER_THREAD = 64
_ITEMS_AT_ONCE = 1 << 14
_NEIGHBOURHOOD_M = 200.0


def layout_of(footprints: Footprints) -> Layout:
    """The geometry as compiled code takes it."""
    return Layout(
        footprints.x,
        footprints.y,
        footprints.path_starts,
        footprints.item_starts,
        footprints.is_ring,
    )


def usual_cell_m(boxes: Floats, margin: Floats) -> float:
    """The width of cells that suits boxes (k, 4) that are felt (k,) metres around them."""
    every = max(1, len(boxes) // _SAMPLE)
    some = boxes[::every]
    sizes = (some[:, 2] - some[:, 0] + some[:, 3] - some[:, 1]) / 2 + 2 * margin[::every]
    usual = float(np.minimum(sizes, _WIDE_SIZES * np.median(sizes)).mean())
    return max(_SMALLEST_CELL_M, _CELL_PER_SIZE * usual)


class Search:
    """One search: what is known of the footprints, the terms, and the threads to share it among."""

    def __init__(self, footprints: Footprints, reach: Reach, terms: Terms, threads: int) -> None:
        self.layout = layout_of(footprints)
        items = np.arange(len(footprints), dtype=np.int32)
        self.about = About(
            begins=footprints.begins,
            last=last_felt(footprints, reach),
            owner=footprints.owner if terms.across_owners_only else items,
            kind=footprints.kind,
            metres=reach.metres,
        )
        pairs_at_all = np.logical_or.reduce(terms.pairable, axis=1)
        self.part = pairs_at_all[footprints.kind] & (self.about.owner != NOBODY)
        self.pairable = terms.pairable
        self.threads = threads
        self.x, self.y = footprints.x, footprints.y

    def pieces(self) -> Pieces:
        """The pieces that take part, their boxes grown by their reach."""
        layout = self.layout
        boxes = path_boxes(layout)
        path_item = np.repeat(self.items(), np.diff(layout.item_starts))
        pieces, corners = cut(layout, boxes, usual_cell_m(boxes, self.about.metres[path_item]))
        if len(corners):
            self.x = np.concatenate([self.x, corners[:, 0]])
            self.y = np.concatenate([self.y, corners[:, 1]])
        if not self.part.all():
            pieces = chosen(pieces, self.part[pieces.item])
        grow(pieces.boxes, self.about.metres, pieces.item, SLACK_M)
        return pieces

    def items(self) -> npt.NDArray[np.int32]:
        """The numbers of the footprints."""
        return np.arange(len(self.part), dtype=np.int32)

    def ground(self, pieces: Pieces) -> Ground:
        """The pieces with all that the sweep reads of them."""
        xy, starts = gather_vertices(self.x, self.y, pieces)
        about = gather_about(self.about, pieces.item)
        return Ground(
            xy=xy,
            starts=starts,
            boxes=pieces.boxes,
            begins=about.begins,
            last=about.last,
            owner=about.owner,
            kind=about.kind,
            metres=about.metres,
            item=pieces.item,
            role=pieces.role,
            layout=self.layout,
            pairable=self.pairable,
        )

    def shared(self, deed: Callable[[int], Rows], shares: int) -> list[Rows]:
        """What the deed gives for each share, done by all threads."""
        if self.threads == 1:
            return [deed(share) for share in range(shares)]
        with ThreadPoolExecutor(self.threads) as pool:
            return list(pool.map(deed, range(shares)))

    def rows(self, pieces: Pieces) -> list[Rows]:
        """The pairs among pieces, in any order; some repeat where footprints were cut."""
        if len(pieces.item) < 2:
            return []
        cell_m = usual_cell_m(pieces.boxes, np.zeros(len(pieces.item)))
        alone = are_wide(pieces.boxes, cell_m, _CELLS_ALONE)
        many = chosen(pieces, alone)
        few = chosen(pieces, ~alone) if len(many.item) else pieces
        ground, grid, filling = self.laid(few, cell_m)
        blocks = _blocks(filling, self.threads * _BLOCKS_PER_THREAD)
        found = self.shared(
            lambda k: sweep_cells(ground, grid, filling, blocks[k], blocks[k + 1]), len(blocks) - 1
        )
        if len(many.item):
            found += self.alone(few, many) + self.rows(many)
        return found

    def laid(self, pieces: Pieces, cell_m: float) -> tuple[Ground, Grid, Filling]:
        """The pieces in the order of the ground, and the cells in which they stand."""
        grid = lay(pieces.boxes, cell_m)
        number = number_of_cells(grid)
        ordered_pieces = gather_pieces(pieces, order_by_home(grid, pieces.boxes, number))
        filling = fill(grid, ordered_pieces.boxes, number)
        return self.ground(ordered_pieces), grid, filling

    def alone(self, few: Pieces, many: Pieces) -> list[Rows]:
        """The pairs of each wide piece with all the others."""
        ground, others = self.ground(joined([few, many])), len(few.item)
        return self.shared(lambda k: sweep_alone(ground, others + k, others), len(many.item))


def _blocks(filling: Filling, count: int) -> list[int]:
    """Limits of runs of cells with about the same work in each."""
    work = np.cumsum(np.diff(filling.starts).astype(np.float64) ** 2)
    limits = np.searchsorted(work, np.linspace(0, work[-1], count + 1)[1:-1])
    return [0, *(int(limit) for limit in limits), len(work)]


def near_pairs(footprints: Footprints, reach: Reach, terms: Terms, threads: int | None) -> Pairs:
    """The pairs that are near, meet in time and are allowed by the terms."""
    if len(footprints) < 2:
        return Pairs(*np.empty((2, 0), dtype=np.int32))
    search = Search(footprints, reach, terms, threads or os.cpu_count() or 1)
    return Pairs(*ordered(search.rows(search.pieces()), len(footprints)))


Measure = Callable[[Layout, Partners, npt.NDArray[np.int64], Floats], None]


def _by_place(footprints: Footprints, items: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The items so that neighbours on the ground follow one another: memory is read in order."""
    first = footprints.path_starts[footprints.item_starts[items]]
    column = (footprints.x[first] / _NEIGHBOURHOOD_M).astype(np.int64)
    row = (footprints.y[first] / _NEIGHBOURHOOD_M).astype(np.int64)
    ordered_items: npt.NDArray[np.int64] = items[np.lexsort([column, row])]
    return ordered_items


def _measured(footprints: Footprints, pairs: Pairs, way: Measure, found: Floats) -> Floats:
    """The found, filled for the pairs of some items at a time by all threads."""
    layout, counts = layout_of(footprints), np.bincount(pairs.a, minlength=len(footprints))
    partners = Partners(np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), pairs.b)
    items = _by_place(footprints, np.flatnonzero(counts))

    def share(first: int) -> None:
        way(layout, partners, items[first : first + _ITEMS_AT_ONCE], found)

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        list(pool.map(share, range(0, len(items), _ITEMS_AT_ONCE)))
    return found


def distances(footprints: Footprints, pairs: Pairs) -> Floats:
    """(m,) metres between the two footprints of each pair."""
    return _measured(footprints, pairs, measure, np.empty(len(pairs)))


def nearest_points(footprints: Footprints, pairs: Pairs) -> Floats:
    """(m, 4) the nearest points of each pair, as x, y on a and x, y on b."""
    return _measured(footprints, pairs, approaches, np.empty((len(pairs), 4)))
