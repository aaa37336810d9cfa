"""Each cell swept by the first day of what stands in it, compiled.

Inside a cell the entries are sorted by first day; from each one the sweep runs forward and ends at
the first entry that begins after the last day of this one: time needs no cells of its own. Boxes
are tested four sides at once, in one subtraction of packed fields. A pair is reported only by the
cell that holds the south-west corner of the common part of both boxes, so nothing is seen twice.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hamgam.engine.overlaps.cells import Filling, Grid, column_of, place_of, row_of
from hamgam.engine.overlaps.nearness import Layout, Segment, crossings, inside, segments_near
from hamgam.engine.overlaps.pieces import COVER_EDGE, COVER_FULL, LINE, RING
from hamgam.engine.overlaps.reach import SLACK_M
from hamgam.engine.solving.compiled import compiled

_SIDE = (1 << 12) - 1
"""The largest code of a box's side within a cell."""
_GUARDS = (1 << 12) | (1 << 25) | (1 << 38) | (1 << 51) | (1 << 53) | (1 << 55)
"""One bit above each packed field: a subtraction that borrows from it has found a side apart."""


class Ground(NamedTuple):
    """What the sweep reads of the pieces, in the order of their homes."""

    xy: npt.NDArray[np.float64]
    """(v, 2) the vertices of one piece after another."""
    starts: npt.NDArray[np.int64]
    """(k + 1,) the first vertex of each piece."""
    boxes: npt.NDArray[np.float64]
    """(k, 4) grown by the reach."""
    begins: npt.NDArray[np.int32]
    last: npt.NDArray[np.int32]
    """(k,) the last day on which the piece is felt."""
    owner: npt.NDArray[np.int32]
    """(k,) pieces of one owner never pair."""
    kind: npt.NDArray[np.uint8]
    metres: npt.NDArray[np.float64]
    item: npt.NDArray[np.int32]
    role: npt.NDArray[np.uint8]
    layout: Layout
    """The whole footprints."""
    pairable: npt.NDArray[np.bool_]


class Bench(NamedTuple):
    """Room for the entries of one cell, sorted by first day."""

    piece: npt.NDArray[np.int32]
    begins: npt.NDArray[np.int32]
    last: npt.NDArray[np.int32]
    owner: npt.NDArray[np.int32]
    apart: npt.NDArray[np.int64]
    """The sides of the box as later entries show them."""
    reach: npt.NDArray[np.int64]
    """The sides of the box as the sweeping entry measures with them."""


@compiled
def _bench(size: int) -> Bench:
    return Bench(
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.int64),
        np.empty(size, dtype=np.int64),
    )


@compiled
def _code(offset: float) -> int:
    """A side's place in its cell (0 to 1 inside it), in whole steps, cut off at the cell's ends."""
    return int(min(max(offset, 0.0), 1.0) * _SIDE)


@compiled
def _pack(grid: Grid, box: npt.NDArray[np.float64], column: int, row: int) -> tuple[int, int]:
    """The box as a later entry shows it and as a sweeping entry measures with it."""
    west = _code((box[0] - grid.west) * grid.per_m - column)
    south = _code((box[1] - grid.south) * grid.per_m - row)
    east = _code((box[2] - grid.west) * grid.per_m - column)
    north = _code((box[3] - grid.south) * grid.per_m - row)
    from_west = 1 if column_of(grid, box[0]) < column else 0
    from_south = 1 if row_of(grid, box[1]) < row else 0
    apart = west | (south << 13) | ((_SIDE - east) << 26) | ((_SIDE - north) << 39)
    reach = east | (north << 13) | ((_SIDE - west) << 26) | ((_SIDE - south) << 39)
    apart |= (from_west << 52) | (from_south << 54)
    reach |= ((1 - from_west) << 52) | ((1 - from_south) << 54) | _GUARDS
    return apart, reach


@compiled
def _spread(ground: Ground, grid: Grid, filling: Filling, cell: int, bench: Bench) -> int:
    """Lay the entries of a cell on the bench by first day, and return their number."""
    first, stop = filling.starts[cell], filling.starts[cell + 1]
    order = np.empty(stop - first, dtype=np.int64)
    for k in range(stop - first):
        piece = filling.entries[first + k]
        order[k] = (np.int64(ground.begins[piece]) << 32) | piece
    order.sort()
    column, row = place_of(grid, cell)
    for k in range(len(order)):
        piece = order[k] & 0xFFFFFFFF
        bench.piece[k] = piece
        bench.begins[k] = ground.begins[piece]
        bench.last[k] = ground.last[piece]
        bench.owner[k] = ground.owner[piece]
        bench.apart[k], bench.reach[k] = _pack(grid, ground.boxes[piece], column, row)
    return len(order)


@compiled
def _segment(xy: npt.NDArray[np.float64], first: int, stop: int) -> Segment:
    """The segment from a vertex to the next one, or to itself at the end of its piece."""
    after = min(first + 1, stop - 1)
    return xy[first, 0], xy[first, 1], xy[after, 0], xy[after, 1]


@compiled
def lines_near(
    xy: npt.NDArray[np.float64], p: tuple[int, int], q: tuple[int, int], limit2: float
) -> bool:
    """Whether two runs of vertices, each from its first to before its stop, come within the root
    of limit2."""
    for i in range(p[0], max(p[1] - 1, p[0] + 1)):
        one = _segment(xy, i, p[1])
        for j in range(q[0], max(q[1] - 1, q[0] + 1)):
            if segments_near(one, _segment(xy, j, q[1]), limit2):
                return True
    return False


@compiled
def _holds(ground: Ground, p: int, q: int) -> bool:
    """Whether the first vertex of q lies inside the area of p."""
    vertex = ground.xy[ground.starts[q]]
    if ground.role[p] != RING:
        return inside(vertex[0], vertex[1], ground.layout, ground.item[p])
    ring = ground.xy[ground.starts[p] : ground.starts[p + 1]]
    return crossings(vertex[0], vertex[1], ring[:, 0], ring[:, 1]) % 2 == 1


@compiled
def _covers(ground: Ground, p: int, q: int) -> bool:
    """Whether the first vertex of q lies in the rectangle p and inside its area."""
    x, y = ground.xy[ground.starts[q]]
    west, south = ground.xy[ground.starts[p]]
    east, north = ground.xy[ground.starts[p] + 1]
    if x < west - SLACK_M or x > east + SLACK_M or y < south - SLACK_M or y > north + SLACK_M:
        return False
    return ground.role[p] == COVER_FULL or inside(x, y, ground.layout, ground.item[p])


@compiled
def areas_near(ground: Ground, p: int, q: int) -> bool:
    """Whether one of two pieces whose lines are not near lies inside the other's area."""
    p_role, q_role = ground.role[p], ground.role[q]
    if p_role >= COVER_EDGE or q_role >= COVER_EDGE:
        if p_role >= COVER_EDGE and q_role >= COVER_EDGE:
            return False
        return _covers(ground, p, q) if p_role >= COVER_EDGE else _covers(ground, q, p)
    return (p_role != LINE and _holds(ground, p, q)) or (q_role != LINE and _holds(ground, q, p))


@compiled
def _with_room(pairs: npt.NDArray[np.int32], size: int) -> npt.NDArray[np.int32]:
    """The same pairs with room for `size` of them."""
    if size <= len(pairs):
        return pairs
    larger = np.empty((max(size, 2 * len(pairs)), 2), dtype=np.int32)
    larger[: len(pairs)] = pairs
    return larger


@compiled
def _candidates(
    bench: Bench, entries: int, found: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.int32], int]:
    """The pairs of a cell's entries whose days and boxes meet and whose owners differ, with their
    number; each is written before it is known whether it counts, which spares a branch."""
    piece, begins, last, owner, apart, reach = bench
    count = 0
    for i in range(entries - 1):
        found = _with_room(found, count + entries - i)
        for j in range(i + 1, entries):
            if begins[j] > last[i]:
                break
            found[count, 0], found[count, 1] = piece[i], piece[j]
            meet = (reach[i] - apart[j]) & _GUARDS == _GUARDS
            count += int(meet) & int(owner[i] != owner[j])
    return found, count


@compiled
def _keep_pairable(ground: Ground, pairs: npt.NDArray[np.int32]) -> int:
    """Move the pairs whose kinds may pair to the front, and return their number."""
    kind, pairable, count = ground.kind, ground.pairable, 0
    for k in range(len(pairs)):
        p, q = pairs[k, 0], pairs[k, 1]
        pairs[count, 0], pairs[count, 1] = p, q
        count += int(pairable[kind[p], kind[q]])
    return count


@compiled
def keep_near(ground: Ground, pairs: npt.NDArray[np.int32]) -> int:
    """Move the pairs that are near to the front, and return their number.

    Arrays are taken out of their tuple once: inside the loop that costs more than the test.
    """
    xy, starts, metres, role = ground.xy, ground.starts, ground.metres, ground.role
    near = np.zeros(len(pairs), dtype=np.bool_)
    for k in range(len(pairs)):
        p, q = pairs[k, 0], pairs[k, 1]
        limit = metres[p] + metres[q] + SLACK_M
        p_run, q_run = (starts[p], starts[p + 1]), (starts[q], starts[q + 1])
        if role[p] | role[q] < COVER_EDGE:
            near[k] = lines_near(xy, p_run, q_run, limit * limit)
    count = 0
    for k in range(len(pairs)):
        p, q = pairs[k, 0], pairs[k, 1]
        pairs[count, 0], pairs[count, 1] = p, q
        if near[k] or (role[p] | role[q] != LINE and areas_near(ground, p, q)):
            count += 1
    return count


@compiled
def _keep_items(ground: Ground, pairs: npt.NDArray[np.int32]) -> None:
    """Write the footprints of the pieces in their place, the lower one first."""
    item = ground.item
    for k in range(len(pairs)):
        p, q = item[pairs[k, 0]], item[pairs[k, 1]]
        pairs[k, 0], pairs[k, 1] = min(p, q), max(p, q)


@compiled
def _judged(ground: Ground, pairs: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """The pairs of footprints that are left of pairs of pieces, in the same memory."""
    count = _keep_pairable(ground, pairs)
    count = keep_near(ground, pairs[:count])
    _keep_items(ground, pairs[:count])
    return pairs[:count]


@compiled
def sweep_cells(
    ground: Ground, grid: Grid, filling: Filling, first: int, stop: int
) -> npt.NDArray[np.int32]:
    """The pairs (k, 2) that the cells from `first` to before `stop` report."""
    fullest = 0
    for cell in range(first, stop):
        fullest = max(fullest, filling.starts[cell + 1] - filling.starts[cell])
    bench, candidates = _bench(fullest), np.empty((1024, 2), dtype=np.int32)
    found, count = np.empty((1024, 2), dtype=np.int32), 0
    for cell in range(first, stop):
        if filling.starts[cell + 1] - filling.starts[cell] > 1:
            entries = _spread(ground, grid, filling, cell, bench)
            candidates, number = _candidates(bench, entries, candidates)
            pairs = _judged(ground, candidates[:number])
            found = _with_room(found, count + len(pairs))
            found[count : count + len(pairs)] = pairs
            count += len(pairs)
    return found[:count].copy()


@compiled
def sweep_alone(ground: Ground, alone: int, others: int) -> npt.NDArray[np.int32]:
    """The pairs (k, 2) of one piece with each of the first `others`."""
    boxes, begins, last, owner = ground.boxes, ground.begins, ground.last, ground.owner
    west, south, east, north = boxes[alone]
    found, count = np.empty((others, 2), dtype=np.int32), 0
    for q in range(others):
        found[count, 0], found[count, 1] = alone, q
        in_width = boxes[q, 0] <= east and boxes[q, 2] >= west
        in_place = in_width and boxes[q, 1] <= north and boxes[q, 3] >= south
        in_time = begins[q] <= last[alone] and begins[alone] <= last[q]
        count += int(in_place and in_time and owner[q] != owner[alone])
    return _judged(ground, found[:count]).copy()
