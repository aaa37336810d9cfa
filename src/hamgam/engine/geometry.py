"""From degrees to metres and back, and the shapes that streets need."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

WGS84 = 4326


@lru_cache(maxsize=32)
def _transformer(source: int, target: int) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def reproject(
    geometries: Sequence[BaseGeometry] | npt.NDArray[np.object_], source: int, target: int
) -> npt.NDArray[np.object_]:
    """The geometries in another reference system, x before y; `source` and `target` are EPSG codes.

    Raises ValueError when a point has no place in the target system.
    """
    array = np.asarray(geometries, dtype=object)
    if source == target or not len(array):
        return array
    coordinates = shapely.get_coordinates(array)
    x, y = _transformer(source, target).transform(coordinates[:, 0], coordinates[:, 1])
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError(f"geometries: a point of EPSG:{source} has no place in EPSG:{target}")
    moved: npt.NDArray[np.object_] = shapely.set_coordinates(array.copy(), np.column_stack([x, y]))
    return moved


def utm_epsg(longitude: float, latitude: float) -> int:
    """The EPSG code of the UTM zone of a point in degrees; distances in it are true to 1 in
    2,500."""
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValueError(f"longitude, latitude: ({longitude}, {latitude}) lies outside the world")
    zone = min(int((longitude + 180) // 6) + 1, 60)
    return (32600 if latitude >= 0 else 32700) + zone


def middle(points: npt.NDArray[np.float64]) -> tuple[float, float] | None:
    """The median longitude and latitude of points in degrees, (n, 2); None when there are none.

    Points on both sides of the date line have their middle there, not on the far side of the world.
    """
    if not len(points):
        return None
    longitudes, latitudes = points[:, 0], points[:, 1]
    if np.ptp(longitudes) > 180:
        longitudes = np.where(longitudes < 0, longitudes + 360, longitudes)
    longitude = (float(np.median(longitudes)) + 180) % 360 - 180
    return longitude, float(np.median(latitudes))


def metric_epsg(geometries: Sequence[BaseGeometry] | npt.NDArray[np.object_]) -> int:
    """The UTM zone around the median point of geometries in degrees; 32640 (Mashhad's) when there
    are none."""
    array = np.asarray(geometries, dtype=object)
    found = middle(shapely.get_coordinates(array))
    return 32640 if found is None else utm_epsg(*found)


def map_scales(
    x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], epsg: int
) -> npt.NDArray[np.float64]:
    """(n,) how long one metre of the ground is on the map of a metric system, at points of that
    map; 1 where it cannot be told."""
    longitude, latitude = _transformer(epsg, WGS84).transform(x, y)
    factors = pyproj.Proj(pyproj.CRS.from_epsg(epsg)).get_factors(longitude, latitude)
    scales = np.sqrt(np.asarray(factors.areal_scale, dtype=np.float64))
    return np.where(np.isfinite(scales) & (scales > 0), scales, 1.0)


def corridor(line: BaseGeometry, width_m: float) -> BaseGeometry:
    """The band of the given full width around a line in metres, with flat ends."""
    if width_m <= 0:
        raise ValueError(f"width_m: {width_m} is not positive")
    return line.buffer(width_m / 2, cap_style="flat")
