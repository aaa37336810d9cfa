"""Gathering and ordering of large arrays, compiled: each reads its source once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hamgam.engine.overlaps.pieces import Pieces
from hamgam.engine.solving.compiled import compiled

_FEW = 32
"""Rows that are sorted by insertion."""


class About(NamedTuple):
    """What a search knows of each footprint."""

    begins: npt.NDArray[np.int32]
    last: npt.NDArray[np.int32]
    owner: npt.NDArray[np.int32]
    kind: npt.NDArray[np.uint8]
    metres: npt.NDArray[np.float64]


@compiled
def gather_vertices(
    x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], pieces: Pieces
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """The vertices (v, 2) of the pieces one after another, and where each piece starts."""
    first, stop = pieces.first, pieces.stop
    starts = np.zeros(len(first) + 1, dtype=np.int64)
    for k in range(len(first)):
        starts[k + 1] = starts[k] + stop[k] - first[k]
    xy = np.empty((starts[-1], 2))
    for k in range(len(first)):
        source, target = first[k], starts[k]
        for step in range(starts[k + 1] - target):
            xy[target + step, 0] = x[source + step]
            xy[target + step, 1] = y[source + step]
    return xy, starts


@compiled
def gather_about(about: About, items: npt.NDArray[np.int32]) -> About:
    """What is known of the footprint of each piece."""
    begins, last, owner, kind, metres = about
    to_begins, to_last = np.empty_like(items), np.empty_like(items)
    to_owner, to_kind = np.empty_like(items), np.empty(len(items), dtype=np.uint8)
    to_metres = np.empty(len(items))
    for k in range(len(items)):
        item = items[k]
        to_begins[k], to_last[k] = begins[item], last[item]
        to_owner[k], to_kind[k], to_metres[k] = owner[item], kind[item], metres[item]
    return About(to_begins, to_last, to_owner, to_kind, to_metres)


@compiled
def gather_pieces(pieces: Pieces, order: npt.NDArray[np.int32]) -> Pieces:
    """The pieces in another order."""
    boxes, first, stop, item, role = pieces
    to_boxes = np.empty((len(order), 4))
    to_first, to_stop = np.empty(len(order), np.int64), np.empty(len(order), np.int64)
    to_item, to_role = np.empty(len(order), np.int32), np.empty(len(order), np.uint8)
    for k in range(len(order)):
        i = order[k]
        for side in range(4):
            to_boxes[k, side] = boxes[i, side]
        to_first[k], to_stop[k], to_item[k], to_role[k] = first[i], stop[i], item[i], role[i]
    return Pieces(to_boxes, to_first, to_stop, to_item, to_role)


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
def _by_first(
    rows: npt.NDArray[np.int32], items: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    """The second members of the rows by their first, and where those of each first begin."""
    starts = np.zeros(items + 1, dtype=np.int64)
    for k in range(len(rows)):
        starts[rows[k, 0] + 1] += 1
    for item in range(items):
        starts[item + 1] += starts[item]
    ends, second = starts[:-1].copy(), np.empty(len(rows), dtype=np.int32)
    for k in range(len(rows)):
        second[ends[rows[k, 0]]] = rows[k, 1]
        ends[rows[k, 0]] += 1
    return starts, second


@compiled
def ordered(
    rows: npt.NDArray[np.int32], items: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """The rows (k, 2) of two items sorted and without repetition, as two columns; O(k + items)
    where no item has very many."""
    starts, second = _by_first(rows, items)
    first, count = np.empty(len(rows), dtype=np.int32), 0
    for item in range(items):
        start, stop = starts[item], starts[item + 1]
        _sort(second[start:stop])
        for k in range(start, stop):
            if k == start or second[k] != second[k - 1]:
                first[count] = item
                count += 1
    return first[:count], _without_repetition(starts, second, count)


@compiled
def _without_repetition(
    starts: npt.NDArray[np.int64], second: npt.NDArray[np.int32], count: int
) -> npt.NDArray[np.int32]:
    """The sorted second members, each once for its first; `count` of them."""
    if count == len(second):
        return second
    kept, at = np.empty(count, dtype=np.int32), 0
    for item in range(len(starts) - 1):
        for k in range(starts[item], starts[item + 1]):
            if k == starts[item] or second[k] != second[k - 1]:
                kept[at] = second[k]
                at += 1
    return kept
