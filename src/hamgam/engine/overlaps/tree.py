"""The search by Shapely's tree: plain, never compiled, and the oracle of the compiled one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

import numpy as np
import numpy.typing as npt
import shapely

from hamgam.engine.overlaps.footprints import Footprints
from hamgam.engine.overlaps.reach import (
    SLACK_M,
    Pairs,
    Reach,
    Terms,
    boxes,
    last_felt,
    parties,
    sorted_pairs,
)
from hamgam.engine.overlaps.selection import select

_AT_ONCE = 2048
"""Footprints asked of the tree at once: bounds the memory of candidates."""


def _path_shapes(footprints: Footprints) -> npt.NDArray[np.object_]:
    """Each path as a point, a line or the polygon that its ring encloses."""
    starts = footprints.path_starts
    lengths = np.diff(starts)
    vertices = np.column_stack([footprints.x, footprints.y])
    shapes = np.empty(len(lengths), dtype=object)
    single = lengths == 1
    shapes[single] = shapely.points(vertices[starts[:-1][single]])
    for chosen, build in (
        (~single & ~footprints.is_ring, shapely.linestrings),
        (~single & footprints.is_ring, shapely.linearrings),
    ):
        index = np.repeat(np.arange(np.count_nonzero(chosen)), lengths[chosen])
        shapes[chosen] = build(vertices[np.repeat(chosen, lengths)], indices=index)
    areas = ~single & footprints.is_ring
    shapes[areas] = shapely.polygons(shapes[areas])
    return shapes


def _union_by_even_odd(paths: npt.NDArray[np.object_]) -> shapely.Geometry:
    """One shape of several paths; its areas are what lies in an odd number of rings.

    The rings stand beside their area as lines, for the sake of rings that enclose nothing.
    """
    is_area = shapely.get_type_id(paths) == shapely.GeometryType.POLYGON
    areas = paths[is_area]
    if len(areas) < 2:
        return shapely.geometrycollections(paths)
    area = reduce(shapely.symmetric_difference, shapely.make_valid(areas))
    return shapely.geometrycollections([area, *shapely.boundary(areas), *paths[~is_area]])


def shapes(footprints: Footprints) -> npt.NDArray[np.object_]:
    """(n,) each footprint as one Shapely geometry in metres."""
    paths = _path_shapes(footprints)
    starts = footprints.item_starts
    found = np.empty(len(footprints), dtype=object)
    single = np.diff(starts) == 1
    found[single] = paths[starts[:-1][single]]
    for item in np.flatnonzero(~single):
        found[item] = _union_by_even_odd(paths[starts[item] : starts[item + 1]])
    return found


def _candidates(
    footprints: Footprints, reach: Reach
) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """Pairs (a < b) whose boxes, grown by their reaches, meet: a few footprints at a time."""
    grown = boxes(footprints) + (reach.metres + SLACK_M)[:, None] * np.asarray([-1, -1, 1, 1])
    felt = shapely.box(*grown.T)
    index = shapely.STRtree(felt)
    for first in range(0, len(felt), _AT_ONCE):
        a, b = index.query(felt[first : first + _AT_ONCE])
        later = a + first < b
        yield a[later] + first, b[later]


def near_pairs(footprints: Footprints, reach: Reach, terms: Terms) -> Pairs:
    """The pairs that are near, meet in time and are allowed by the terms.

    Dates and owners are as selective as place and cost less, so they are judged before distance.
    """
    geometries = shapes(footprints)
    begins, last = footprints.begins, last_felt(footprints, reach)
    found = []
    for a, b in _candidates(footprints, reach):
        meet = (begins[b] <= last[a]) & (begins[a] <= last[b])
        meet &= terms.allow(parties(footprints, a), parties(footprints, b))
        low, high = a[meet], b[meet]
        limit = reach.metres[low] + reach.metres[high] + SLACK_M
        near = shapely.dwithin(geometries[low], geometries[high], limit)
        found.append(np.stack([low[near], high[near]]))
    both = np.concatenate(found, axis=1) if found else np.empty((2, 0), dtype=np.int64)
    return sorted_pairs(both[0], both[1])


def _sides(
    footprints: Footprints, pairs: Pairs
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
    """The shapes of both sides; only the footprints that are in pairs are built."""
    items, place = np.unique(np.concatenate([pairs.a, pairs.b]), return_inverse=True)
    built = shapes(select(footprints, items))[place]
    return built[: len(pairs)], built[len(pairs) :]


def distances(footprints: Footprints, pairs: Pairs) -> npt.NDArray[np.float64]:
    """(m,) metres between the two footprints of each pair."""
    found: npt.NDArray[np.float64] = shapely.distance(*_sides(footprints, pairs))
    return found


def nearest_points(footprints: Footprints, pairs: Pairs) -> npt.NDArray[np.float64]:
    """(m, 4) the nearest points of each pair, as x, y on a and x, y on b."""
    lines = shapely.shortest_line(*_sides(footprints, pairs))
    found: npt.NDArray[np.float64] = shapely.get_coordinates(lines).reshape(-1, 4)
    return found
