"""Geometries as short lists of whole numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

STEPS = 1_000_000
"""Steps of a degree: a tenth of a metre, finer than anybody draws."""
Packed = list[int | list[int]]


def _path(corners: npt.NDArray[np.float64]) -> list[int]:
    """The first corner, then the steps from each corner to the next."""
    whole = np.rint(corners * STEPS).astype(np.int64)
    steps = np.vstack([whole[:1], np.diff(whole, axis=0)])
    return [int(step) for step in steps.ravel()]


def packed(shape: BaseGeometry) -> Packed:
    """`[dimension, path, …]` in millionths of a degree; of a mixed collection the parts of the
    highest dimension, of a polygon its outer ring."""
    dimension = int(shapely.get_dimensions(shape))
    parts = [p for p in shapely.get_parts(shape) if shapely.get_dimensions(p) == dimension]
    if dimension == 2:
        parts = [shapely.get_exterior_ring(part) for part in parts]
    return [dimension, *(_path(shapely.get_coordinates(part)) for part in parts)]


def packed_all(shapes: Sequence[BaseGeometry]) -> list[Packed]:
    """Many geometries packed; plain lines, the most of them, at once."""
    if not shapes:
        return []
    told = np.array(shapes, dtype=object)
    is_line = shapely.get_type_id(told) == shapely.GeometryType.LINESTRING
    lines = iter(_packed_lines(told[is_line]))
    return [
        next(lines) if plain else packed(shape) for plain, shape in zip(is_line, told, strict=True)
    ]


def _packed_lines(lines: npt.NDArray[np.object_]) -> list[Packed]:
    corners, owner = shapely.get_coordinates(lines, return_index=True)
    whole = np.rint(corners * STEPS).astype(np.int64)
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    steps = np.diff(whole, axis=0, prepend=whole[:1])
    steps[starts] = whole[starts]
    flat, ends = steps.ravel().tolist(), [*starts[1:].tolist(), len(whole)]
    return [[1, flat[a * 2 : b * 2]] for a, b in zip(starts.tolist(), ends, strict=True)]
