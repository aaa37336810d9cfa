"""How long the ways between places take: on street lines, or straight where there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from hamgam.engine.tours.problem import Peak, Travel

DETOUR = 1.3
"""How much longer a way is than the straight line, where no streets are known."""
ACCESS_KMH = 15.0
"""Speed between a place and the nearest corner of the streets."""
JOINED_M = 0.5
"""Ends of streets nearer than this are one corner."""

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Streets:
    """Centre lines in metres, and the speed on each, km/h, on a quiet road."""

    lines: Sequence[BaseGeometry]
    speeds_kmh: Sequence[float]

    def __post_init__(self) -> None:
        if len(self.lines) != len(self.speeds_kmh):
            raise ValueError("speeds_kmh: not one speed for each line")
        if any(not speed > 0 for speed in self.speeds_kmh):
            raise ValueError("speeds_kmh: a speed is not positive")


@dataclass(frozen=True, slots=True)
class _Network:
    """Corners (n, 2) in metres, and the arcs that leave each, in rows."""

    corners: Points
    first: NDArray[np.int64]
    target: NDArray[np.int64]
    minutes: NDArray[np.float64]


def straight_travel(places: Points, speed_kmh: float, peaks: Sequence[Peak] = ()) -> Travel:
    """Ways as straight lines 1.3 times as long; `places` (n, 2) in metres. Labelled as straight."""
    if not speed_kmh > 0:
        raise ValueError(f"speed_kmh: {speed_kmh} is not positive")
    metres = np.hypot(*(places[:, None, :] - places[None, :, :]).transpose(2, 0, 1)) * DETOUR
    return Travel(
        minutes=metres / _metres_a_minute(speed_kmh), peaks=tuple(peaks), is_straight=True
    )


def street_travel(
    places: Points, streets: Streets, speed_kmh: float, peaks: Sequence[Peak] = ()
) -> Travel:
    """Ways by the shortest path on the street lines between the corners nearest to the places.

    Lines that cross have a corner there. From a place to its corner people drive slowly; a place
    that the network does not reach, and a city without streets, get straight lines at `speed_kmh`,
    and the whole is labelled straight if any way is. Both directions of a street are open. Compiles
    at its first call. O(places · streets · log streets).
    """
    straight = straight_travel(places, speed_kmh, peaks)
    if not len(places) or not streets.lines:
        return straight
    network = _network(streets)
    tree = shapely.STRtree(shapely.points(network.corners))
    nearest = tree.nearest(shapely.points(places))
    access = np.hypot(*(network.corners[nearest] - places).T) / _metres_a_minute(ACCESS_KMH)
    minutes = _between(network, nearest) + access[:, None] + access[None, :]
    np.fill_diagonal(minutes, 0.0)
    missing = ~np.isfinite(minutes)
    minutes[missing] = straight.minutes[missing]
    return Travel(minutes=minutes, peaks=tuple(peaks), is_straight=bool(missing.any()))


def _between(network: _Network, corners: NDArray[np.int64]) -> NDArray[np.float64]:
    from hamgam.engine.tours.kernel import shortest_ways

    different, back = np.unique(corners, return_inverse=True)
    rows = [
        shortest_ways(network.first, network.target, network.minutes, int(corner))[different]
        for corner in different
    ]
    matrix: NDArray[np.float64] = np.vstack(rows)[np.ix_(back, back)]
    return matrix


def _network(streets: Streets) -> _Network:
    """The street lines cut at every crossing, as corners and arcs in both directions."""
    starts, ends, minutes = _pieces(streets)
    corners, number = np.unique(
        np.round(np.vstack([starts, ends]) / JOINED_M), axis=0, return_inverse=True
    )
    number = number.reshape(-1)
    a, b = number[: len(starts)], number[len(starts) :]
    tails, heads, costs = np.r_[a, b], np.r_[b, a], np.r_[minutes, minutes]
    order = np.argsort(tails, kind="stable")
    first = np.searchsorted(tails[order], np.arange(len(corners) + 1))
    return _Network(
        corners * JOINED_M,
        first.astype(np.int64),
        heads[order].astype(np.int64),
        np.ascontiguousarray(costs[order]),
    )


def _pieces(streets: Streets) -> tuple[Points, Points, NDArray[np.float64]]:
    """The straight pieces between corners: their two ends (n, 2) and the minutes on each."""
    lines = np.asarray(streets.lines, dtype=object)
    cut = shapely.get_parts(shapely.node(shapely.multilinestrings(shapely.get_parts(lines))))
    owner = _owners(lines, cut)
    points, piece = shapely.get_coordinates(cut, return_index=True)
    same = piece[1:] == piece[:-1]
    starts, ends = points[:-1][same], points[1:][same]
    pace = _metres_a_minute(np.asarray(streets.speeds_kmh, dtype=float))[owner][piece[:-1][same]]
    return starts, ends, np.hypot(*(ends - starts).T) / pace


def _owners(lines: NDArray[np.object_], cut: NDArray[np.object_]) -> NDArray[np.int64]:
    """(pieces,) the line that each piece was cut from."""
    middles = shapely.line_interpolate_point(cut, 0.5, normalized=True)
    owners: NDArray[np.int64] = shapely.STRtree(lines).nearest(middles)
    return owners


def _metres_a_minute(speed_kmh: float | NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(speed_kmh, dtype=float) * 1000 / 60
