"""How near two footprints come, and where, compiled: for millions of pairs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hamgam.engine.overlaps.nearness import Layout, Segment, gap2, inside, segments_apart2
from hamgam.engine.solving.compiled import compiled

Floats = npt.NDArray[np.float64]


Run = tuple[int, int]
"""A path's first vertex and one past its last."""
Best = tuple[float, float, float, float, float]
"""The square of the shortest way so far, its point on a and its point on b. A value, not an array:
so it stays in registers."""


@compiled
def _segment(x: Floats, y: Floats, first: int, stop: int) -> Segment:
    """The segment from a vertex to the next one, or to itself at the end of its path."""
    after = min(first + 1, stop - 1)
    return x[first], y[first], x[after], y[after]


@compiled
def _from_a(px: float, py: float, segment: Segment, best: Best) -> Best:
    """The shorter of the best way and that from a point of a to a segment of b."""
    ax, ay, bx, by = segment
    dx, dy = bx - ax, by - ay
    along, length2 = (px - ax) * dx + (py - ay) * dy, dx * dx + dy * dy
    share = min(max(along / length2, 0.0), 1.0) if length2 > 0.0 else 0.0
    qx, qy = ax + share * dx, ay + share * dy
    far2 = (qx - px) * (qx - px) + (qy - py) * (qy - py)
    return (far2, px, py, qx, qy) if far2 < best[0] else best


@compiled
def _from_b(px: float, py: float, segment: Segment, best: Best) -> Best:
    """The shorter of the best way and that from a segment of a to a point of b."""
    far2, bx, by, ax, ay = _from_a(px, py, segment, (best[0], best[3], best[4], best[1], best[2]))
    return far2, ax, ay, bx, by


@compiled
def _of_segments(one: Segment, two: Segment, best: Best) -> Best:
    """The shorter of the best way and that between two segments."""
    ax, ay, bx, by = one
    cx, cy, ex, ey = two
    c_side = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    e_side = (bx - ax) * (ey - ay) - (by - ay) * (ex - ax)
    a_side = (ex - cx) * (ay - cy) - (ey - cy) * (ax - cx)
    b_side = (ex - cx) * (by - cy) - (ey - cy) * (bx - cx)
    if c_side * e_side < 0.0 and a_side * b_side < 0.0:
        share = a_side / (a_side - b_side)
        px, py = ax + share * (bx - ax), ay + share * (by - ay)
        return 0.0, px, py, px, py
    best = _from_a(bx, by, two, _from_a(ax, ay, two, best))
    return _from_b(ex, ey, one, _from_b(cx, cy, one, best))


@compiled
def _of_runs(x: Floats, y: Floats, one: Run, two: Run, best: Best) -> Best:
    """The shorter of the best way and that between two paths."""
    for i in range(one[0], max(one[1] - 1, one[0] + 1)):
        first = _segment(x, y, i, one[1])
        for j in range(two[0], max(two[1] - 1, two[0] + 1)):
            second = _segment(x, y, j, two[1])
            if gap2(first, second) < best[0]:
                best = _of_segments(first, second, best)
    return best


@compiled
def _of_areas(layout: Layout, item: int, other: int, best: Best) -> Best:
    """The best way, or none at all where the footprint has a path inside the other."""
    for path in range(layout.item_starts[item], layout.item_starts[item + 1]):
        k = layout.path_starts[path]
        px, py = layout.x[k], layout.y[k]
        if best[0] > 0.0 and inside(px, py, layout, other):
            best = (0.0, px, py, px, py)
    return best


class Partners(NamedTuple):
    """Pairs by their first footprint: those of item k are the pairs from starts[k] to before
    starts[k + 1]."""

    starts: npt.NDArray[np.int64]
    """(n + 1,)"""
    other: npt.NDArray[np.int32]
    """(m,) the second footprint of each pair."""


@compiled
def _approach(layout: Layout, a: int, b: int) -> Best:
    """The nearest points of two footprints."""
    best, some_area = (np.inf, 0.0, 0.0, 0.0, 0.0), False
    path_starts, item_starts, is_ring = layout.path_starts, layout.item_starts, layout.is_ring
    for one in range(item_starts[a], item_starts[a + 1]):
        first = (path_starts[one], path_starts[one + 1])
        for two in range(item_starts[b], item_starts[b + 1]):
            second = (path_starts[two], path_starts[two + 1])
            best = _of_runs(layout.x, layout.y, first, second, best)
            some_area |= is_ring[one] | is_ring[two]
    if some_area and best[0] > 0.0:
        best = _of_areas(layout, b, a, _of_areas(layout, a, b, best))
    return best


@compiled
def approaches(
    layout: Layout, partners: Partners, items: npt.NDArray[np.int64], found: Floats
) -> None:
    """Write for each pair of these items the nearest point on a and that on b: rows of (m, 4)."""
    starts, other = partners
    for a in items:
        for pair in range(starts[a], starts[a + 1]):
            best = _approach(layout, a, other[pair])
            for k in range(4):
                found[pair, k] = best[k + 1]


@compiled
def _runs_apart2(x: Floats, y: Floats, one: Run, two: Run, best2: float) -> float:
    """The square of the distance between two paths, or the best so far if that is smaller."""
    for i in range(one[0], max(one[1] - 1, one[0] + 1)):
        first = _segment(x, y, i, one[1])
        for j in range(two[0], max(two[1] - 1, two[0] + 1)):
            second = _segment(x, y, j, two[1])
            if gap2(first, second) < best2:
                best2 = min(best2, segments_apart2(first, second))
    return best2


@compiled
def _areas_meet(layout: Layout, item: int, other: int) -> bool:
    """Whether a path of one of two footprints, whose lines do not meet, lies inside the other."""
    none = (1.0, 0.0, 0.0, 0.0, 0.0)
    inner = _of_areas(layout, item, other, none)[0] == 0.0
    return inner or _of_areas(layout, other, item, none)[0] == 0.0


@compiled
def measure(
    layout: Layout, partners: Partners, items: npt.NDArray[np.int64], found: Floats
) -> None:
    """Write the metres of each pair of these items: some of (m,).

    Arrays are taken out of their tuple once: inside the loop that costs more than the test.
    """
    x, y, path_starts, item_starts, is_ring = layout
    starts, other = partners
    for a in items:
        for pair in range(starts[a], starts[a + 1]):
            b, best2, some_area = other[pair], np.inf, False
            for one in range(item_starts[a], item_starts[a + 1]):
                first = (path_starts[one], path_starts[one + 1])
                for two in range(item_starts[b], item_starts[b + 1]):
                    second = (path_starts[two], path_starts[two + 1])
                    best2 = _runs_apart2(x, y, first, second, best2)
                    some_area |= is_ring[one] | is_ring[two]
            if some_area and best2 > 0.0 and _areas_meet(layout, a, b):
                best2 = 0.0
            found[pair] = np.sqrt(best2)
