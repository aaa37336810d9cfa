"""How far two places of the register lie apart, and what lies round one."""

from __future__ import annotations

import math

import shapely
from shapely.geometry.base import BaseGeometry

from hamgam.engine.geometry import WGS84, reproject, utm_epsg


def distance_m(one: BaseGeometry, other: BaseGeometry) -> float:
    """The shortest way between two places given in degrees."""
    point = one.representative_point()
    target = utm_epsg(point.x, point.y)
    a, b = reproject([one, other], WGS84, target)
    return float(shapely.distance(a, b))


def widened(shape: BaseGeometry, metres: float) -> tuple[float, float, float, float]:
    """A place's box in degrees, wider by some metres on every side."""
    west, south, east, north = shape.bounds
    up = metres / 111_000
    side = up / max(math.cos(math.radians(max(abs(south), abs(north)))), 0.01)
    return west - side, south - up, east + side, north + up
