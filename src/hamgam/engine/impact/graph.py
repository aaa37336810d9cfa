"""A city's streets as a graph: junctions and the stretches between them, with minutes to pass."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np
import shapely

SNAP_M = 20.0
"""Ends of streets nearer than this meet: lists draw a junction with a gap of a carriageway."""
_M_PER_MIN = 1000.0 / 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetLine:
    """A street's line in metres (a projected system), and how fast one passes along it."""

    line: shapely.Geometry
    speed_kmh: float = 25.0

    def __post_init__(self) -> None:
        if self.speed_kmh <= 0:
            raise ValueError(f"speed_kmh: {self.speed_kmh} is not positive")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a street between two junctions; passed both ways in as many minutes."""

    a: int
    b: int
    minutes: float


@dataclass(frozen=True)
class StreetGraph:
    """Junctions by number, and the stretches between them; `lines[i]` is the line of
    `stretches[i]` in metres."""

    stretches: tuple[Stretch, ...]
    lines: tuple[shapely.Geometry, ...] = ()

    @cached_property
    def ways(self) -> Mapping[int, tuple[tuple[int, int, float], ...]]:
        """By junction: what lies at the other end of each stretch, its number and minutes."""
        found: dict[int, list[tuple[int, int, float]]] = {}
        for number, one in enumerate(self.stretches):
            found.setdefault(one.a, []).append((one.b, number, one.minutes))
            found.setdefault(one.b, []).append((one.a, number, one.minutes))
        return {junction: tuple(ways) for junction, ways in found.items()}

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Finds the stretches near a place."""
        return shapely.STRtree(self.lines)

    def near(self, place: shapely.Geometry, within_m: float) -> list[int]:
        """The stretches that a place lies on: within so many metres of it, in order."""
        if not self.lines or place.is_empty:
            return []
        found = self.tree.query(place, predicate="dwithin", distance=within_m)
        return sorted(int(number) for number in found)

    def minutes(
        self, start: int, goals: Collection[int], shut: Collection[int] = ()
    ) -> dict[int, float]:
        """Minutes of the quickest way from a junction to each goal without the stretches that are
        shut; `inf` for a goal that is cut off. Dijkstra's search, O(m log n)."""
        left, known = set(goals), {start: 0.0}
        found: dict[int, float] = {}
        queue = [(0.0, start)]
        while queue and left:
            spent, here = heapq.heappop(queue)
            if spent > known[here]:
                continue
            if here in left:
                left.discard(here)
                found[here] = spent
            for there, number, minutes in self.ways.get(here, ()):
                if number not in shut and spent + minutes < known.get(there, inf):
                    known[there] = spent + minutes
                    heapq.heappush(queue, (known[there], there))
        return {goal: found.get(goal, inf) for goal in goals}


def street_graph(streets: Sequence[StreetLine]) -> StreetGraph:
    """The graph of some streets: each is cut where another crosses or ends at it.

    Ends nearer than SNAP_M are one junction. A stretch both of whose ends are one junction is left
    out. O(n log n) for n points.
    """
    lines = [street.line for street in streets if not street.line.is_empty]
    if not lines:
        return StreetGraph(())
    pieces = list(shapely.get_parts(shapely.node(shapely.union_all(_meeting(lines)))))
    speeds = _speeds(pieces, [street for street in streets if not street.line.is_empty])
    ends = np.array([piece.coords[at] for piece in pieces for at in (0, -1)])
    numbers = _junctions(ends)
    stretches, kept = [], []
    for i, (piece, speed) in enumerate(zip(pieces, speeds, strict=True)):
        a, b = numbers[2 * i], numbers[2 * i + 1]
        if a != b:
            stretches.append(Stretch(a, b, piece.length / (speed * _M_PER_MIN)))
            kept.append(piece)
    return StreetGraph(tuple(stretches), tuple(kept))


def _meeting(lines: Sequence[shapely.Geometry]) -> list[shapely.Geometry]:
    """The lines, each with its ends drawn on to a street that they nearly meet."""
    tree, found = shapely.STRtree(lines), list(lines)
    for number, line in enumerate(lines):
        for part in shapely.get_parts(line):
            for end in (shapely.Point(part.coords[0]), shapely.Point(part.coords[-1])):
                found += [
                    shapely.shortest_line(end, lines[int(other)])
                    for other in tree.query(end, predicate="dwithin", distance=SNAP_M)
                    if int(other) != number and shapely.distance(end, lines[int(other)]) > 0
                ]
    return found


def _speeds(pieces: Sequence[shapely.Geometry], streets: Sequence[StreetLine]) -> list[float]:
    """The speed of each piece: its street's, the faster where two run together."""
    tree = shapely.STRtree([street.line for street in streets])
    middles = [shapely.line_interpolate_point(piece, 0.5, normalized=True) for piece in pieces]
    found = [0.0] * len(pieces)
    for piece, street in tree.query(middles, predicate="dwithin", distance=0.5).T:
        found[piece] = max(found[piece], streets[street].speed_kmh)
    slowest = min(street.speed_kmh for street in streets)
    return [speed or slowest for speed in found]


def _junctions(ends: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[int]:
    """A number for each end; ends within a metre of each other share it."""
    points = shapely.points(ends)
    tree = shapely.STRtree(points)
    parent = list(range(len(points)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for one, other in _pairs(tree, points):
        parent[root(one)] = root(other)
    return [root(number) for number in range(len(points))]


def _pairs(
    tree: shapely.STRtree, points: np.ndarray[tuple[int, ...], np.dtype[np.object_]]
) -> Iterable[tuple[int, int]]:
    for one, other in tree.query(points, predicate="dwithin", distance=1.0).T:
        if one < other:
            yield int(one), int(other)
