"""The ground in square cells: which piece lies in which cell, compiled.

Only tiles of cells that hold something take memory, so a work at the other end of the world, put
there by a mistake, costs one tile. Cells are numbered tile by tile, so neighbours stay close.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hamgam.engine.solving.compiled import compiled

_MOST_TILES = 1 << 22
"""Tiles over the whole extent, empty ones included."""
_CELLS_PER_PIECE = 8
"""Cells that may take memory for each piece, beyond the first few million."""
_FREE_CELLS = 1 << 22
_SMALLEST_SHIFT = 4
_MOST_STEPS = float(1 << 30)
"""Cells along one side of the extent."""


class Grid(NamedTuple):
    """Square cells in square tiles of 2**shift cells a side."""

    west: float
    south: float
    per_m: float
    """Cells in a metre: one over their width."""
    shift: int
    across: int
    """Tiles in a row of the extent."""
    slot_of: npt.NDArray[np.int64]
    """(tiles,) the slot of each tile, -1 for an empty one."""
    tile_of: npt.NDArray[np.int64]
    """(slots,) the tile in each slot."""


class Filling(NamedTuple):
    """The pieces in each cell; a piece stands in every cell that its box meets."""

    starts: npt.NDArray[np.int64]
    """(cells + 1,) where the entries of each cell begin."""
    entries: npt.NDArray[np.int32]
    """The pieces, cell by cell."""


@compiled
def column_of(grid: Grid, x: float) -> int:
    """The column of cells in which an x lies."""
    return int((x - grid.west) * grid.per_m)


@compiled
def row_of(grid: Grid, y: float) -> int:
    """The row of cells in which a y lies."""
    return int((y - grid.south) * grid.per_m)


@compiled
def key_of(grid: Grid, column: int, row: int) -> int:
    """The number of an occupied cell."""
    tile = (row >> grid.shift) * grid.across + (column >> grid.shift)
    mask = (1 << grid.shift) - 1
    slot = int(grid.slot_of[tile])
    return (slot << (2 * grid.shift)) | ((row & mask) << grid.shift) | (column & mask)


@compiled
def place_of(grid: Grid, key: int) -> tuple[int, int]:
    """The column and the row of a cell by its number."""
    mask = (1 << grid.shift) - 1
    tile = int(grid.tile_of[key >> (2 * grid.shift)])
    row = ((tile // grid.across) << grid.shift) | ((key >> grid.shift) & mask)
    return ((tile % grid.across) << grid.shift) | (key & mask), row


@compiled
def _mark(grid: Grid, boxes: npt.NDArray[np.float64], marks: npt.NDArray[np.bool_]) -> None:
    """Mark the tiles that the boxes meet."""
    for k in range(len(boxes)):
        low, high = column_of(grid, boxes[k, 0]), column_of(grid, boxes[k, 2])
        for row in range(
            row_of(grid, boxes[k, 1]) >> grid.shift, (row_of(grid, boxes[k, 3]) >> grid.shift) + 1
        ):
            for column in range(low >> grid.shift, (high >> grid.shift) + 1):
                marks[row * grid.across + column] = True


def lay(boxes: npt.NDArray[np.float64], cell_m: float) -> Grid:
    """The grid under boxes (k, 4), at least one, with cells of `cell_m` or, where these would take
    too much memory, larger ones."""
    west, south = float(boxes[:, 0].min()), float(boxes[:, 1].min())
    width, height = float(boxes[:, 2].max()) - west, float(boxes[:, 3].max()) - south
    cell_m = max(cell_m, max(width, height) / _MOST_STEPS)
    room = _FREE_CELLS + _CELLS_PER_PIECE * len(boxes)
    while True:
        shift = _SMALLEST_SHIFT
        across, up = (1 << 30), (1 << 30)
        while across * up > _MOST_TILES:
            across = (int(width * (1 / cell_m)) >> shift) + 1
            up = (int(height * (1 / cell_m)) >> shift) + 1
            shift += 1
        shift -= 1
        none = np.empty(0, dtype=np.int64)
        grid = Grid(west, south, 1 / cell_m, shift, across, none, none)
        marks = np.zeros(across * up, dtype=np.bool_)
        _mark(grid, boxes, marks)
        tiles = np.flatnonzero(marks).astype(np.int64)
        if len(tiles) << (2 * shift) <= room:
            break
        cell_m *= 2
    slot_of = np.full(across * up, -1, dtype=np.int64)
    slot_of[tiles] = np.arange(len(tiles), dtype=np.int64)
    return grid._replace(slot_of=slot_of, tile_of=tiles)


def number_of_cells(grid: Grid) -> int:
    """How many cells take memory."""
    return len(grid.tile_of) << (2 * grid.shift)


@compiled
def order_by_home(grid: Grid, boxes: npt.NDArray[np.float64], cells: int) -> npt.NDArray[np.int32]:
    """The pieces by the cell of their south-west corner; O(k)."""
    home = np.empty(len(boxes), dtype=np.int64)
    ends = np.zeros(cells + 1, dtype=np.int32)
    for k in range(len(boxes)):
        home[k] = key_of(grid, column_of(grid, boxes[k, 0]), row_of(grid, boxes[k, 1]))
        ends[home[k] + 1] += 1
    for cell in range(cells):
        ends[cell + 1] += ends[cell]
    order = np.empty(len(boxes), dtype=np.int32)
    for k in range(len(boxes)):
        order[ends[home[k]]] = k
        ends[home[k]] += 1
    return order


@compiled
def _count(grid: Grid, boxes: npt.NDArray[np.float64], starts: npt.NDArray[np.int64]) -> None:
    for k in range(len(boxes)):
        low, high = column_of(grid, boxes[k, 0]), column_of(grid, boxes[k, 2])
        for row in range(row_of(grid, boxes[k, 1]), row_of(grid, boxes[k, 3]) + 1):
            for column in range(low, high + 1):
                starts[key_of(grid, column, row) + 1] += 1


@compiled
def fill(grid: Grid, boxes: npt.NDArray[np.float64], cells: int) -> Filling:
    """Which pieces stand in which cell; O(entries)."""
    starts = np.zeros(cells + 1, dtype=np.int64)
    _count(grid, boxes, starts)
    for cell in range(cells):
        starts[cell + 1] += starts[cell]
    ends = starts[:-1].copy()
    entries = np.empty(starts[-1], dtype=np.int32)
    for k in range(len(boxes)):
        low, high = column_of(grid, boxes[k, 0]), column_of(grid, boxes[k, 2])
        for row in range(row_of(grid, boxes[k, 1]), row_of(grid, boxes[k, 3]) + 1):
            for column in range(low, high + 1):
                key = key_of(grid, column, row)
                entries[ends[key]] = k
                ends[key] += 1
    return Filling(starts, entries)
