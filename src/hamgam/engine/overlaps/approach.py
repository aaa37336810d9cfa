"""How near two footprints come, and where, compiled: for millions of pairs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hamgam.engine.overlaps.nearness import Layout, Segment, inside
from hamgam.engine.solving.compiled import compiled

Floats = npt.NDArray[np.float64]


@compiled
def _segment(layout: Layout, path: int, k: int) -> Segment:
    """The segment of a path from its vertex k to the next one, or to itself on a point."""
    after = min(k + 1, int(layout.path_starts[path + 1]) - 1)
    return layout.x[k], layout.y[k], layout.x[after], layout.y[after]


@compiled
def _gap2(one: Segment, two: Segment) -> float:
    """The square of a distance that two segments keep at least: that of their boxes."""
    x = max(min(one[0], one[2]) - max(two[0], two[2]), min(two[0], two[2]) - max(one[0], one[2]))
    y = max(min(one[1], one[3]) - max(two[1], two[3]), min(two[1], two[3]) - max(one[1], one[3]))
    return max(x, 0.0) ** 2 + max(y, 0.0) ** 2


@compiled
def _keep_nearer(px: float, py: float, segment: Segment, turned: bool, best: Floats) -> None:
    """Note the way from a point to a segment if it is shorter than the best one; `turned` when the
    point is on b."""
    ax, ay, bx, by = segment
    dx, dy = bx - ax, by - ay
    along, length2 = (px - ax) * dx + (py - ay) * dy, dx * dx + dy * dy
    share = min(max(along / length2, 0.0), 1.0) if length2 > 0.0 else 0.0
    qx, qy = ax + share * dx, ay + share * dy
    far2 = (qx - px) ** 2 + (qy - py) ** 2
    if far2 < best[0]:
        best[0] = far2
        if turned:
            best[1], best[2], best[3], best[4] = qx, qy, px, py
        else:
            best[1], best[2], best[3], best[4] = px, py, qx, qy


@compiled
def _keep_meeting(x: float, y: float, best: Floats) -> None:
    """Note a point of both."""
    best[0] = 0.0
    best[1] = best[3] = x
    best[2] = best[4] = y


@compiled
def _keep_segments(one: Segment, two: Segment, best: Floats) -> None:
    """Note the nearest points of two segments if they are nearer than the best."""
    ax, ay, bx, by = one
    cx, cy, ex, ey = two
    c_side = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    e_side = (bx - ax) * (ey - ay) - (by - ay) * (ex - ax)
    a_side = (ex - cx) * (ay - cy) - (ey - cy) * (ax - cx)
    b_side = (ex - cx) * (by - cy) - (ey - cy) * (bx - cx)
    if c_side * e_side < 0.0 and a_side * b_side < 0.0:
        share = a_side / (a_side - b_side)
        _keep_meeting(ax + share * (bx - ax), ay + share * (by - ay), best)
        return
    _keep_nearer(ax, ay, two, False, best)
    _keep_nearer(bx, by, two, False, best)
    _keep_nearer(cx, cy, one, True, best)
    _keep_nearer(ex, ey, one, True, best)


@compiled
def _keep_paths(layout: Layout, one: int, two: int, best: Floats) -> None:
    """Note the nearest points of two paths if they are nearer than the best."""
    starts = layout.path_starts
    for i in range(starts[one], max(starts[one + 1] - 1, starts[one] + 1)):
        first = _segment(layout, one, i)
        for j in range(starts[two], max(starts[two + 1] - 1, starts[two] + 1)):
            second = _segment(layout, two, j)
            if _gap2(first, second) < best[0]:
                _keep_segments(first, second, best)


@compiled
def _keep_inside(layout: Layout, item: int, other: int, best: Floats) -> None:
    """Note a vertex of a footprint that lies inside another, if there is one."""
    for path in range(layout.item_starts[item], layout.item_starts[item + 1]):
        k = layout.path_starts[path]
        if best[0] > 0.0 and inside(layout.x[k], layout.y[k], layout, other):
            _keep_meeting(layout.x[k], layout.y[k], best)


@compiled
def approaches(
    layout: Layout, a: npt.NDArray[np.int32], b: npt.NDArray[np.int32], found: Floats
) -> None:
    """Write for each pair (a, b) its metres, the nearest point on a and that on b: rows of five."""
    starts = layout.item_starts
    for pair in range(len(a)):
        best = found[pair]
        best[0] = np.inf
        for one in range(starts[a[pair]], starts[a[pair] + 1]):
            for two in range(starts[b[pair]], starts[b[pair] + 1]):
                _keep_paths(layout, one, two, best)
        _keep_inside(layout, a[pair], b[pair], best)
        _keep_inside(layout, b[pair], a[pair], best)
        best[0] = np.sqrt(best[0])
