"""Exact tests on flat coordinates, compiled: segment against segment, point against rings."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hamgam.engine.solving.compiled import compiled

Segment = tuple[float, float, float, float]
"""From x, y to x, y, in metres; both ends may be the same point."""


class Layout(NamedTuple):
    """The geometry of Footprints as compiled code takes it."""

    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    path_starts: npt.NDArray[np.int64]
    item_starts: npt.NDArray[np.int64]
    is_ring: npt.NDArray[np.bool_]


@compiled
def _end_near(px: float, py: float, segment: Segment, cross: float, limit2: float) -> bool:
    """Whether a point lies within the root of limit2 from a segment; `cross` is the cross product
    of the segment with the way from its start to the point."""
    ax, ay, bx, by = segment
    dx, dy = bx - ax, by - ay
    along = (px - ax) * dx + (py - ay) * dy
    if along <= 0.0:
        return (px - ax) * (px - ax) + (py - ay) * (py - ay) <= limit2
    length2 = dx * dx + dy * dy
    if along >= length2:
        return (px - bx) * (px - bx) + (py - by) * (py - by) <= limit2
    return cross * cross <= limit2 * length2


@compiled
def segments_near(one: Segment, two: Segment, limit2: float) -> bool:
    """Whether two segments cross or come within the root of limit2, without a division."""
    ax, ay, bx, by = one
    cx, cy, ex, ey = two
    c_side = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    e_side = (bx - ax) * (ey - ay) - (by - ay) * (ex - ax)
    a_side = (ex - cx) * (ay - cy) - (ey - cy) * (ax - cx)
    b_side = (ex - cx) * (by - cy) - (ey - cy) * (bx - cx)
    if c_side * e_side < 0.0 and a_side * b_side < 0.0:
        return True
    return (
        _end_near(cx, cy, one, c_side, limit2)
        or _end_near(ex, ey, one, e_side, limit2)
        or _end_near(ax, ay, two, a_side, limit2)
        or _end_near(bx, by, two, b_side, limit2)
    )


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
