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
QUARTER_CORNERS = 4
"""Corners in a quarter of an arc: a reach is drawn at least 98 % as far as it goes."""
Shapes = npt.NDArray[np.object_]
Indices = npt.NDArray[np.int64]


def places_of(
    works: Sequence[Work], verdicts: Verdicts, epsg: int, zones: Sequence[Sequence[Zone]]
) -> list[tuple[Place, ...]]:
    """For each verdict its places in degrees; none where a work tells no place.

    `epsg` is the metric system of the reaches; `zones` gives for each verdict the zones of its
    season.
    """
    used = np.unique(np.concatenate([verdicts.a, verdicts.b[verdicts.b >= 0]]))
    shapes = _metric([works[index] for index in used], epsg)
    a = np.searchsorted(used, verdicts.a)
    b = np.searchsorted(used, verdicts.b)
    paired = verdicts.b >= 0
    ground = shapes[a] if len(used) else shapes
    limits = np.maximum(verdicts.reach_m, LEAST_REACH_M)
    ground[paired] = _shared(shapes, a[paired], b[paired], limits[paired])
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


def _shared(shapes: Shapes, a: Indices, b: Indices, limits: npt.NDArray[np.float64]) -> Shapes:
    """(m,) what of each of two shapes lies within the limit of the other, in one shape.

    Where a band's corners miss what lies at the very limit, the shortest line between the two.
    """
    part_a = shapely.intersection(shapes[a], _bands(shapes, b, limits))
    part_b = shapely.intersection(shapes[b], _bands(shapes, a, limits))
    shared: Shapes = shapely.union(part_a, part_b)
    missed = shapely.is_empty(shared)
    shared[missed] = shapely.shortest_line(shapes[a[missed]], shapes[b[missed]])
    return shared


def _bands(shapes: Shapes, chosen: Indices, limits: npt.NDArray[np.float64]) -> Shapes:
    """(m,) the chosen shapes widened by the limits; a shape that meets many is widened once."""
    asked = np.rec.fromarrays([chosen, limits])
    different, row = np.unique(asked, return_inverse=True)
    wide: Shapes = shapely.buffer(
        shapes[different["f0"]], different["f1"], quad_segs=QUARTER_CORNERS
    )
    return wide[row]


def _inside(shape: shapely.Geometry | None, zones: Sequence[Zone], epsg: int) -> object:
    """The part of a shape inside the zones, all of it where no zone is given or none is met."""
    if shape is None or not zones:
        return shape
    outlines = reproject([zone.geometry for zone in zones], WGS84, epsg)
    part = shapely.intersection(shape, shapely.union_all(shapely.make_valid(outlines)))
    return shape if part.is_empty else part


def _split(ground: Shapes, limits: npt.NDArray[np.float64]) -> list[list[shapely.Geometry]]:
    """Each shape's clusters: parts further apart than the limit are two."""
    found: list[list[shapely.Geometry]] = [
        [] if empty else [shape] for shape, empty in zip(ground, _nothing(ground), strict=True)
    ]
    several = np.flatnonzero((shapely.get_num_geometries(ground) > 1) & np.isfinite(limits))
    parts, row = shapely.get_parts(ground[several], return_index=True)
    cluster = _clusters(parts, row, limits[several])
    starts = np.searchsorted(row, np.arange(len(several) + 1))
    for split in np.unique(row[cluster != starts[row]]):
        own = slice(starts[split], starts[split + 1])
        found[several[split]] = [
            shapely.union_all(parts[own][cluster[own] == one]) for one in np.unique(cluster[own])
        ]
    return found


def _nothing(ground: Shapes) -> npt.NDArray[np.bool_]:
    return np.asarray(shapely.is_missing(ground) | shapely.is_empty(ground), dtype=np.bool_)


def _clusters(parts: Shapes, row: Indices, limits: npt.NDArray[np.float64]) -> Indices:
    """(p,) the first part of each part's cluster: parts of one row tied by chains of near ones."""
    counts = np.bincount(row, minlength=len(limits))
    later = np.cumsum(counts)[row] - np.arange(len(row)) - 1
    first = np.repeat(np.arange(len(row)), later)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(later) - later, later)
    near = shapely.dwithin(parts[first], parts[second], limits[row[first]])
    first, second = first[near], second[near]
    label = np.arange(len(row))
    while True:
        lower = label.copy()
        np.minimum.at(lower, first, label[second])
        np.minimum.at(lower, second, label[first])
        if (lower == label).all():
            return label
        label = lower


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
