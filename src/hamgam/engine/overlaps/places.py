"""The part of the ground that matters for a finding, and not the whole street.

For a pair: the part of each footprint within reach of the other, united; parts that lie further
apart than the reach are several places of one finding. For a single work: what lies in the
season's zone, else all of it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely

from hamgam.engine.findings import Place
from hamgam.engine.geometry import WGS84, reproject
from hamgam.engine.overlaps.verdicts import Verdicts
from hamgam.engine.works import CERTAINTY_RANK, Certainty, Work, Zone

LEAST_REACH_M = 1.0
"""Around an exact crossing, so that the part shown is longer than nothing."""
CLUSTER_SHARE = 0.51
"""Of the reach: how far the parts of one place grow towards each other; a little over half, since
arcs are drawn with corners."""
Shapes = npt.NDArray[np.object_]


def places_of(
    works: Sequence[Work], verdicts: Verdicts, epsg: int, zones: Sequence[Sequence[Zone]]
) -> list[tuple[Place, ...]]:
    """For each verdict its places in degrees; none where a work tells no place.

    `epsg` is the metric system of the reaches; `zones` gives for each verdict the zones of its
    season.
    """
    used = np.unique(np.concatenate([verdicts.a, verdicts.b[verdicts.b >= 0]]))
    shapes = _metric([works[index] for index in used], epsg)
    a = shapes[np.searchsorted(used, verdicts.a)] if len(used) else shapes
    paired = verdicts.b >= 0
    ground = a.copy()
    limits = np.maximum(verdicts.reach_m, LEAST_REACH_M)
    b = shapes[np.searchsorted(used, verdicts.b[paired])] if paired.any() else shapes[:0]
    ground[paired] = _shared(a[paired], b, limits[paired])
    for row in np.flatnonzero(~paired):
        ground[row] = _inside(ground[row], zones[int(row)], epsg)
    return _places(works, verdicts, _split(ground, np.where(paired, limits, np.inf)), epsg)


def _metric(works: Sequence[Work], epsg: int) -> Shapes:
    """(n,) valid shapes in metres, None where no place is told."""
    degrees = np.asarray(
        [work.geometry if work.is_placed else None for work in works], dtype=object
    )
    metric = reproject(degrees, WGS84, epsg)
    broken = ~shapely.is_valid(metric) & ~shapely.is_missing(metric)
    if broken.any():
        metric = metric.copy()
        metric[broken] = shapely.make_valid(metric[broken])
    return metric


def _shared(a: Shapes, b: Shapes, limits: npt.NDArray[np.float64]) -> Shapes:
    """(m,) what of each of two shapes lies within the limit of the other, in one shape.

    Where a buffer's corners miss what lies at the very limit, the shortest line between the two.
    """
    part_a = shapely.intersection(a, shapely.buffer(b, limits))
    part_b = shapely.intersection(b, shapely.buffer(a, limits))
    shared: Shapes = shapely.union(part_a, part_b)
    missed = shapely.is_empty(shared)
    shared[missed] = shapely.shortest_line(a[missed], b[missed])
    return shared


def _inside(shape: shapely.Geometry | None, zones: Sequence[Zone], epsg: int) -> object:
    """The part of a shape inside the zones, all of it where no zone is given or none is met."""
    if shape is None or not zones:
        return shape
    outlines = reproject([zone.geometry for zone in zones], WGS84, epsg)
    part = shapely.intersection(shape, shapely.union_all(shapely.make_valid(outlines)))
    return shape if part.is_empty else part


def _split(ground: Shapes, limits: npt.NDArray[np.float64]) -> list[list[shapely.Geometry]]:
    """Each shape's clusters: parts further apart than the limit are two."""
    several = (shapely.get_num_geometries(ground) > 1) & np.isfinite(limits)
    found: list[list[shapely.Geometry]] = [
        [] if shape is None or shape.is_empty else [shape] for shape in ground
    ]
    wide = shapely.buffer(ground[several], CLUSTER_SHARE * limits[several])
    for row, clusters in zip(np.flatnonzero(several), wide, strict=True):
        parts = shapely.get_parts(clusters)
        if len(parts) > 1:
            found[row] = list(shapely.intersection(ground[row], parts))
    return found


def _places(
    works: Sequence[Work], verdicts: Verdicts, split: list[list[shapely.Geometry]], epsg: int
) -> list[tuple[Place, ...]]:
    flat = np.asarray([shape for shapes in split for shape in shapes], dtype=object)
    degrees = iter(reproject(flat, epsg, WGS84))
    found = []
    for a, b, shapes in zip(verdicts.a, verdicts.b, split, strict=True):
        certainty = _less_sure(works[a], works[b] if b >= 0 else works[a])
        found.append(tuple(Place(geometry=next(degrees), certainty=certainty) for _ in shapes))
    return found


def _less_sure(a: Work, b: Work) -> Certainty:
    return max(a.certainty, b.certainty, key=lambda certainty: CERTAINTY_RANK[certainty])
