"""Exact tests on flat coordinates, compiled: segment against segment, point against rings."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hamgam.engine.solving.compiled import compiled

Segment = tuple[float, float, float, float]
"""From x, y to x, y, in metres; both ends may be the same point."""

_NO_LENGTH2 = 1e-300
"""Stands for the squared length of a segment that has none."""


class Layout(NamedTuple):
    """The geometry of Footprints as compiled code takes it."""

    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    path_starts: npt.NDArray[np.int64]
    item_starts: npt.NDArray[np.int64]
    is_ring: npt.NDArray[np.bool_]


@compiled
def gap2(one: Segment, two: Segment) -> float:
    """The square of a distance that two segments keep at least: that of their boxes."""
    x = max(min(one[0], one[2]) - max(two[0], two[2]), min(two[0], two[2]) - max(one[0], one[2]))
    y = max(min(one[1], one[3]) - max(two[1], two[3]), min(two[1], two[3]) - max(one[1], one[3]))
    x, y = max(x, 0.0), max(y, 0.0)
    return x * x + y * y


@compiled
def _end2(px: float, py: float, segment: Segment) -> float:
    """The square of the distance from a point to a segment, without a branch."""
    ax, ay, bx, by = segment
    dx, dy = bx - ax, by - ay
    length2 = max(dx * dx + dy * dy, _NO_LENGTH2)
    share = min(max(((px - ax) * dx + (py - ay) * dy) / length2, 0.0), 1.0)
    x, y = ax + share * dx - px, ay + share * dy - py
    return x * x + y * y


@compiled
def _ends2(one: Segment, two: Segment) -> float:
    """The square of the shortest way between two segments that begins at an end of either."""
    ax, ay, bx, by = one
    cx, cy, ex, ey = two
    return min(_end2(ax, ay, two), _end2(bx, by, two), _end2(cx, cy, one), _end2(ex, ey, one))


@compiled
def _cross(one: Segment, two: Segment) -> bool:
    """Whether each of two segments has its ends on both sides of the other."""
    ax, ay, bx, by = one
    cx, cy, ex, ey = two
    c_side = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    e_side = (bx - ax) * (ey - ay) - (by - ay) * (ex - ax)
    a_side = (ex - cx) * (ay - cy) - (ey - cy) * (ax - cx)
    b_side = (ex - cx) * (by - cy) - (ey - cy) * (bx - cx)
    return c_side * e_side < 0.0 and a_side * b_side < 0.0


@compiled
def segments_near(one: Segment, two: Segment, limit2: float) -> bool:
    """Whether two segments cross or come within the root of limit2."""
    if gap2(one, two) > limit2:
        return False
    return _ends2(one, two) <= limit2 or _cross(one, two)


@compiled
def segments_apart2(one: Segment, two: Segment) -> float:
    """The square of the distance between two segments."""
    return 0.0 if _cross(one, two) else _ends2(one, two)


@compiled
def crossings(px: float, py: float, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> int:
    """How often the ray from a point to the east crosses a closed ring."""
    count = 0
    for k in range(len(x) - 1):
        if (y[k] > py) == (y[k + 1] > py):
            continue
        if px < (x[k + 1] - x[k]) * (py - y[k]) / (y[k + 1] - y[k]) + x[k]:
            count += 1
    return count


@compiled
def inside(px: float, py: float, layout: Layout, item: int) -> bool:
    """Whether a point lies in an odd number of the footprint's rings."""
    count = 0
    for path in range(layout.item_starts[item], layout.item_starts[item + 1]):
        if layout.is_ring[path]:
            first, last = layout.path_starts[path], layout.path_starts[path + 1]
            count += crossings(px, py, layout.x[first:last], layout.y[first:last])
    return count % 2 == 1
