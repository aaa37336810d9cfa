"""Footprints cut into pieces of the size of a cell, so that a long line or a wide area costs no
more than the ground it covers.

A path that covers few cells is one piece. A longer one is cut into runs of its segments, and a
segment longer than a run has a box for each stretch of it, all with the same two vertices: nothing
is rounded. An area that is cut is also covered with rectangles, for what lies inside it and far
from its rings.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hamgam.engine.overlaps.nearness import Layout, inside
from hamgam.engine.solving.compiled import compiled

LINE = 0  # the roles are bits, so that those of a pair are judged together
"""A piece with no inside of its own: points, lines, and the rings of an area that is covered."""
RING = 1
"""A ring that is its footprint's only path."""
RING_OF_MANY = 2
"""A whole ring beside other paths of its footprint."""
COVER_EDGE = 4
"""A rectangle through which a ring may run."""
COVER_FULL = 8
"""A rectangle wholly inside its area."""

_CELLS_UNCUT = 12
"""A path that covers no more cells than this stays whole."""
_RUN_CELLS = 2.0
"""Width and height of a run, in cells."""
_MOST_STRETCHES = 4096
"""Boxes along one segment, at most; and the square of a cover's most rectangles along a side."""


class Pieces(NamedTuple):
    """k pieces of footprints."""

    boxes: npt.NDArray[np.float64]
    """(k, 4) west, south, east, north."""
    first: npt.NDArray[np.int64]
    """(k,) first vertex."""
    stop: npt.NDArray[np.int64]
    """(k,) one past the last vertex."""
    item: npt.NDArray[np.int32]
    """(k,) the footprint."""
    role: npt.NDArray[np.uint8]
    """(k,) LINE to COVER_FULL."""


@compiled
def path_boxes(layout: Layout) -> npt.NDArray[np.float64]:
    """(p, 4) the box of each path."""
    x, y, starts = layout.x, layout.y, layout.path_starts
    found = np.empty((len(starts) - 1, 4))
    for path in range(len(starts) - 1):
        west = east = x[starts[path]]
        south = north = y[starts[path]]
        for k in range(starts[path] + 1, starts[path + 1]):
            west, east = min(west, x[k]), max(east, x[k])
            south, north = min(south, y[k]), max(north, y[k])
        found[path] = (west, south, east, north)
    return found


@compiled
def grow(
    boxes: npt.NDArray[np.float64],
    metres: npt.NDArray[np.float64],
    item: npt.NDArray[np.int32],
    slack_m: float,
) -> None:
    """Grow each box (k, 4), in place, by its footprint's metres and the slack."""
    for k in range(len(boxes)):
        margin = metres[item[k]] + slack_m
        boxes[k, 0] -= margin
        boxes[k, 1] -= margin
        boxes[k, 2] += margin
        boxes[k, 3] += margin


@compiled
def are_wide(
    boxes: npt.NDArray[np.float64], cell_m: float, most_cells: int
) -> npt.NDArray[np.bool_]:
    """Which boxes (k, 4) cover more cells than that."""
    wide = np.empty(len(boxes), dtype=np.bool_)
    for k in range(len(boxes)):
        columns = (boxes[k, 2] - boxes[k, 0]) / cell_m + 1
        wide[k] = columns * ((boxes[k, 3] - boxes[k, 1]) / cell_m + 1) > most_cells
    return wide


@compiled
def _run_end(layout: Layout, start: int, last: int, size: float) -> int:
    """The last vertex of the run of segments from `start` that keeps within a square of `size`."""
    x, y = layout.x, layout.y
    west = east = x[start]
    south = north = y[start]
    for k in range(start + 1, last + 1):
        west, east = min(west, x[k]), max(east, x[k])
        south, north = min(south, y[k]), max(north, y[k])
        if east - west > size or north - south > size:
            return max(k - 1, start + 1)
    return last


@compiled
def _stretches(layout: Layout, start: int, end: int, size: float) -> int:
    """How many boxes a run needs: one, or as many as a single long segment has stretches."""
    if end > start + 1:
        return 1
    longest = max(abs(layout.x[end] - layout.x[start]), abs(layout.y[end] - layout.y[start]))
    return max(1, min(_MOST_STRETCHES, int(np.ceil(longest / size))))


@compiled
def _count_runs(layout: Layout, paths: npt.NDArray[np.int64], size: float) -> int:
    count = 0
    for path in paths:
        start, last = layout.path_starts[path], layout.path_starts[path + 1] - 1
        while start < last:
            end = _run_end(layout, start, last, size)
            count += _stretches(layout, start, end, size)
            start = end
    return count


@compiled
def _write_run(layout: Layout, start: int, end: int, boxes: npt.NDArray[np.float64]) -> None:
    """Fill the boxes of one run, one row for each of its stretches."""
    x, y, parts = layout.x, layout.y, len(boxes)
    for part in range(parts):
        if parts == 1:
            xs, ys = x[start : end + 1], y[start : end + 1]
            boxes[part] = (xs.min(), ys.min(), xs.max(), ys.max())
        else:
            dx, dy = (x[end] - x[start]) / parts, (y[end] - y[start]) / parts
            ax, ay = x[start] + part * dx, y[start] + part * dy
            boxes[part] = (min(ax, ax + dx), min(ay, ay + dy), max(ax, ax + dx), max(ay, ay + dy))


@compiled
def _runs(
    layout: Layout, paths: npt.NDArray[np.int64], size: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """The runs of long paths: boxes (k, 4), and path, first vertex and stop (k, 3)."""
    count = _count_runs(layout, paths, size)
    boxes, about = np.empty((count, 4)), np.empty((count, 3), dtype=np.int64)
    k = 0
    for path in paths:
        start, last = layout.path_starts[path], layout.path_starts[path + 1] - 1
        while start < last:
            end = _run_end(layout, start, last, size)
            parts = _stretches(layout, start, end, size)
            _write_run(layout, start, end, boxes[k : k + parts])
            for stretch in range(k, k + parts):
                about[stretch] = (path, start, end + 1)
            k += parts
            start = end
    return boxes, about


@compiled
def _mark_edges(
    layout: Layout, item: int, corner: tuple[float, float, float], marks: npt.NDArray[np.bool_]
) -> None:
    """Mark the rectangles through which a ring of the footprint may run."""
    west, south, size = corner
    rows, columns = marks.shape
    for path in range(layout.item_starts[item], layout.item_starts[item + 1]):
        for k in range(layout.path_starts[path], layout.path_starts[path + 1] - 1):
            boxes = np.empty((_stretches(layout, k, k + 1, size), 4))
            _write_run(layout, k, k + 1, boxes)
            for box in boxes:
                low = max(0, int((box[0] - west) / size - 1e-6))
                high = min(columns - 1, int((box[2] - west) / size + 1e-6))
                bottom = max(0, int((box[1] - south) / size - 1e-6))
                top = min(rows - 1, int((box[3] - south) / size + 1e-6))
                marks[bottom : top + 1, low : high + 1] = True


@compiled
def _cover(
    layout: Layout, item: int, box: npt.NDArray[np.float64], size: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8]]:
    """Rectangles over the area of a footprint (k, 4) and their roles, as squares of `size` or, on
    very wide areas, larger ones."""
    extent = max(box[2] - box[0], box[3] - box[1])
    size = max(size, extent / np.sqrt(_MOST_STRETCHES))
    columns, rows = int((box[2] - box[0]) / size) + 1, int((box[3] - box[1]) / size) + 1
    marks = np.zeros((rows, columns), dtype=np.bool_)
    _mark_edges(layout, item, (box[0], box[1], size), marks)
    found = np.empty((rows * columns, 4))
    roles = np.empty(rows * columns, dtype=np.uint8)
    k = 0
    for row in range(rows):
        for column in range(columns):
            x, y = box[0] + column * size, box[1] + row * size
            if marks[row, column] or inside(x + size / 2, y + size / 2, layout, item):
                found[k] = (x, y, x + size, y + size)
                roles[k] = COVER_EDGE if marks[row, column] else COVER_FULL
                k += 1
    return found[:k], roles[:k]


def _whole(layout: Layout, boxes: npt.NDArray[np.float64]) -> Pieces:
    """Each path as one piece."""
    paths_of = np.diff(layout.item_starts)
    item = np.repeat(np.arange(len(paths_of), dtype=np.int32), paths_of)
    role = layout.is_ring.astype(np.uint8) * np.uint8(RING)
    if len(paths_of) < len(role):
        role[layout.is_ring & (paths_of[item] > 1)] = RING_OF_MANY
    return Pieces(boxes, layout.path_starts[:-1], layout.path_starts[1:], item, role)


def _covers(
    layout: Layout, boxes: npt.NDArray[np.float64], items: npt.NDArray[np.int64], size: float
) -> tuple[Pieces, npt.NDArray[np.float64]]:
    """The covers of wide areas, their vertices counted from the end of the layout's; and these
    vertices, two opposite corners of each rectangle."""
    found, roles, owners = [np.empty((0, 4))], [np.empty(0, dtype=np.uint8)], []
    for item in items:
        paths = boxes[layout.item_starts[item] : layout.item_starts[item + 1]]
        box = np.concatenate([paths[:, :2].min(axis=0), paths[:, 2:].max(axis=0)])
        rectangles, role = _cover(layout, item, box, size)
        found.append(rectangles)
        roles.append(role)
        owners.append(np.full(len(role), item, dtype=np.int32))
    rectangles = np.concatenate(found)
    first = len(layout.x) + 2 * np.arange(len(rectangles), dtype=np.int64)
    item = np.concatenate([np.empty(0, dtype=np.int32), *owners])
    return Pieces(rectangles, first, first + 2, item, np.concatenate(roles)), rectangles.reshape(
        -1, 2
    )


def chosen(pieces: Pieces, which: npt.NDArray[np.bool_]) -> Pieces:
    """Some of the pieces, in their order."""
    return Pieces._make(column[which] for column in pieces)


def joined(parts: Sequence[Pieces]) -> Pieces:
    """The pieces of all parts, one after another."""
    return Pieces._make(
        np.concatenate([part[column] for part in parts]) for column in range(len(Pieces._fields))
    )


def cut(
    layout: Layout, boxes: npt.NDArray[np.float64], cell_m: float
) -> tuple[Pieces, npt.NDArray[np.float64]]:
    """The pieces of all paths, and the vertices (k, 2) that covers add after the layout's own."""
    whole = _whole(layout, boxes)
    long = are_wide(boxes, cell_m, _CELLS_UNCUT)
    if not long.any():
        return whole, np.empty((0, 2))
    wide = np.unique(whole.item[long & layout.is_ring]).astype(np.int64)
    covered = np.zeros(len(layout.item_starts) - 1, dtype=np.bool_)
    covered[wide] = True
    whole.role[covered[whole.item]] = LINE
    run_boxes, about = _runs(layout, np.flatnonzero(long), _RUN_CELLS * cell_m)
    runs = Pieces(
        run_boxes,
        about[:, 1],
        about[:, 2],
        whole.item[about[:, 0]],
        np.full(len(about), LINE, dtype=np.uint8),
    )
    covers, vertices = _covers(layout, boxes, wide, _RUN_CELLS * cell_m)
    return joined([chosen(whole, ~long), runs, covers]), vertices
