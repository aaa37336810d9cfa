"""Gathering and ordering of large arrays: each reads its source once.

Large arrays are made by numpy, which asks the system for large pages; compiled code only fills
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hamgam.engine.overlaps.pieces import Pieces
from hamgam.engine.solving.compiled import compiled

_FEW = 32
"""Members that are sorted by insertion."""


class About(NamedTuple):
    """What a search knows of each footprint."""

    begins: npt.NDArray[np.int32]
    last: npt.NDArray[np.int32]
    owner: npt.NDArray[np.int32]
    kind: npt.NDArray[np.uint8]
    metres: npt.NDArray[np.float64]


@compiled
def _write_vertices(
    x: npt.NDArray[np.float64],
    y: npt.NDArray[np.float64],
    first: npt.NDArray[np.int64],
    starts: npt.NDArray[np.int64],
    xy: npt.NDArray[np.float64],
) -> None:
    for k in range(len(first)):
        source, target = first[k], starts[k]
        for step in range(starts[k + 1] - target):
            xy[target + step, 0] = x[source + step]
            xy[target + step, 1] = y[source + step]


def gather_vertices(
    x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], pieces: Pieces
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """The vertices (v, 2) of the pieces one after another, and where each piece starts."""
    starts = np.zeros(len(pieces.first) + 1, dtype=np.int64)
    np.cumsum(pieces.stop - pieces.first, out=starts[1:])
    xy = np.empty((int(starts[-1]), 2))
    _write_vertices(x, y, pieces.first, starts, xy)
    return xy, starts


@compiled
def _write_about(about: About, items: npt.NDArray[np.int32], to: About) -> None:
    begins, last, owner, kind, metres = about
    to_begins, to_last, to_owner, to_kind, to_metres = to
    for k in range(len(items)):
        item = items[k]
        to_begins[k], to_last[k] = begins[item], last[item]
        to_owner[k], to_kind[k], to_metres[k] = owner[item], kind[item], metres[item]


def gather_about(about: About, items: npt.NDArray[np.int32]) -> About:
    """What is known of each piece's footprint."""
    to = About._make(np.empty(len(items), dtype=column.dtype) for column in about)
    _write_about(about, items, to)
    return to


@compiled
def _write_pieces(pieces: Pieces, order: npt.NDArray[np.int32], to: Pieces) -> None:
    boxes, first, stop, item, role = pieces
    to_boxes, to_first, to_stop, to_item, to_role = to
    for k in range(len(order)):
        i = order[k]
        for side in range(4):
            to_boxes[k, side] = boxes[i, side]
        to_first[k], to_stop[k], to_item[k], to_role[k] = first[i], stop[i], item[i], role[i]


def gather_pieces(pieces: Pieces, order: npt.NDArray[np.int32]) -> Pieces:
    """The pieces in another order."""
    to = Pieces._make(np.empty_like(column) for column in pieces)
    _write_pieces(pieces, order, to)
    return to


@compiled
def _sort(values: npt.NDArray[np.int32]) -> None:
    """Sort in place; most are short."""
    if len(values) > _FEW:
        values.sort()
        return
    for k in range(1, len(values)):
        value, at = values[k], k
        while at > 0 and values[at - 1] > value:
            values[at] = values[at - 1]
            at -= 1
        values[at] = value


@compiled
def _count(rows: npt.NDArray[np.int32], starts: npt.NDArray[np.int64]) -> None:
    for k in range(len(rows)):
        starts[rows[k, 0] + 1] += 1


@compiled
def _place(
    rows: npt.NDArray[np.int32], ends: npt.NDArray[np.int64], second: npt.NDArray[np.int32]
) -> None:
    for k in range(len(rows)):
        second[ends[rows[k, 0]]] = rows[k, 1]
        ends[rows[k, 0]] += 1


@compiled
def _settle(
    starts: npt.NDArray[np.int64], first: npt.NDArray[np.int32], second: npt.NDArray[np.int32]
) -> int:
    """Sort the second members of each first, drop repetitions in place, and return the number that
    is left."""
    count = 0
    for item in range(len(starts) - 1):
        start, stop = starts[item], starts[item + 1]
        _sort(second[start:stop])
        previous = -1
        for k in range(start, stop):
            if second[k] != previous:
                previous = second[k]
                first[count], second[count] = item, previous
                count += 1
    return count


def ordered(
    parts: Sequence[npt.NDArray[np.int32]], items: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """The rows (k, 2) of two items in all parts, sorted and without repetition, as two columns.

    O(rows + items) where no item has very many.
    """
    starts = np.zeros(items + 1, dtype=np.int64)
    for part in parts:
        _count(part, starts)
    np.cumsum(starts, out=starts)
    ends, rows = starts[:-1].copy(), int(starts[-1])
    first, second = np.empty(rows, dtype=np.int32), np.empty(rows, dtype=np.int32)
    for part in parts:
        _place(part, ends, second)
    count = _settle(starts, first, second)
    return first[:count], second[:count]
