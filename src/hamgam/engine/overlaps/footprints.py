"""Footprints as arrays: everything that holds the ground, laid out for a search over millions.

Geometry is flat: vertices belong to paths (a point, a line, a ring), paths to footprints. What
lies inside a footprint is decided by the even-odd rule over all its rings, so holes and several
parts need nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import shapely

from hamgam.engine.geometry import WGS84, metric_epsg, reproject
from hamgam.engine.works import CERTAINTY_RANK, Kind, Work

KIND_CODES: Mapping[Kind, int] = MappingProxyType({kind: code for code, kind in enumerate(Kind)})
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
NOBODY = -1
"""The owner code of a footprint without an agency."""


@dataclass(frozen=True, slots=True)
class Footprints:
    """n footprints in metres and days.

    Days are counted from 1970-01-01 as `datetime64[D]` counts them; both ends belong to the span.
    `owner` holds codes of equal agency text, NOBODY where none is told.
    """

    x: npt.NDArray[np.float64]
    """(v,) metres east."""
    y: npt.NDArray[np.float64]
    """(v,) metres north."""
    path_starts: npt.NDArray[np.int64]
    """(p + 1,) first vertex of each path, and v."""
    item_starts: npt.NDArray[np.int64]
    """(n + 1,) first path of each footprint, and p."""
    is_ring: npt.NDArray[np.bool_]
    """(p,) whether the path is a ring of an area."""
    begins: npt.NDArray[np.int32]
    """(n,) first day."""
    ends: npt.NDArray[np.int32]
    """(n,) last day."""
    owner: npt.NDArray[np.int32]
    """(n,) agency code, NOBODY for none."""
    kind: npt.NDArray[np.uint8]
    """(n,) code by KIND_CODES."""
    certainty: npt.NDArray[np.uint8]
    """(n,) rank, 0 the surest."""
    epsg: int
    """The metric reference system of x and y."""

    def __len__(self) -> int:
        return len(self.begins)


def day_numbers(days: Sequence[date]) -> npt.NDArray[np.int32]:
    """Dates as days since 1970-01-01."""
    ordinals = (day.toordinal() - _EPOCH_ORDINAL for day in days)
    return np.fromiter(ordinals, dtype=np.int32, count=len(days))


@dataclass(frozen=True, slots=True)
class Paths:
    """Geometries laid flat; the fields are those of Footprints."""

    vertices: npt.NDArray[np.float64]
    """(v, 2)"""
    path_starts: npt.NDArray[np.int64]
    item_starts: npt.NDArray[np.int64]
    is_ring: npt.NDArray[np.bool_]


def _parts(
    geometries: npt.NDArray[np.object_],
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.int64]]:
    """Points, lines and polygons, and the index of the geometry each comes from.

    Areas of a mixed collection may lie over one another; they are united first, for the even-odd
    rule's sake.
    """
    mixed = shapely.get_type_id(geometries) == shapely.GeometryType.GEOMETRYCOLLECTION
    if mixed.any():
        geometries = geometries.copy()
        geometries[mixed] = shapely.unary_union(geometries[mixed].reshape(-1, 1), axis=1)
    parts, owner = shapely.get_parts(geometries, return_index=True)
    while (shapely.get_type_id(parts) >= shapely.GeometryType.MULTIPOINT).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = owner[inner]
    return parts, owner


def flatten(geometries: npt.NDArray[np.object_]) -> Paths:
    """The geometries' points, lines and rings as flat arrays, in the geometries' order."""
    parts, owner = _parts(geometries)
    polygonal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, ring_of = shapely.get_rings(parts[polygonal], return_index=True)
    paths = np.concatenate([parts[~polygonal], rings])
    path_owner = np.concatenate([owner[~polygonal], owner[polygonal][ring_of]])
    is_ring = np.arange(len(paths)) >= len(paths) - len(rings)
    order = np.argsort(path_owner, kind="stable")
    path_starts = np.zeros(len(paths) + 1, dtype=np.int64)
    np.cumsum(shapely.get_num_coordinates(paths[order]), out=path_starts[1:])
    return Paths(
        vertices=shapely.get_coordinates(paths[order]),
        path_starts=path_starts,
        item_starts=np.searchsorted(path_owner[order], np.arange(len(geometries) + 1)).astype(
            np.int64
        ),
        is_ring=is_ring[order],
    )


def _owner_codes(agencies: Sequence[str | None]) -> npt.NDArray[np.int32]:
    codes: dict[str, int] = {}
    return np.asarray(
        [codes.setdefault(agency, len(codes)) if agency else NOBODY for agency in agencies],
        dtype=np.int32,
    )


def gather(
    works: Sequence[Work], *, epsg: int | None = None
) -> tuple[Footprints, npt.NDArray[np.int64]]:
    """The footprints of the works that have a place and dates, and the index of each one's work.

    `epsg` is the metric system to measure in; None takes the UTM zone around the works.
    """
    index = np.asarray(
        [i for i, work in enumerate(works) if work.is_placed and work.is_dated], dtype=np.int64
    )
    chosen = [works[i] for i in index]
    degrees = np.asarray([work.geometry for work in chosen], dtype=object)
    target = metric_epsg(degrees) if epsg is None else epsg
    paths = flatten(reproject(degrees, WGS84, target))
    footprints = Footprints(
        x=np.ascontiguousarray(paths.vertices[:, 0]),
        y=np.ascontiguousarray(paths.vertices[:, 1]),
        path_starts=paths.path_starts,
        item_starts=paths.item_starts,
        is_ring=paths.is_ring,
        begins=day_numbers([work.begins for work in chosen if work.begins]),
        ends=day_numbers([work.ends for work in chosen if work.ends]),
        owner=_owner_codes([work.agency for work in chosen]),
        kind=np.asarray([KIND_CODES[work.kind] for work in chosen], dtype=np.uint8),
        certainty=np.asarray([CERTAINTY_RANK[work.certainty] for work in chosen], dtype=np.uint8),
        epsg=target,
    )
    return footprints, index
