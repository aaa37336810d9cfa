"""The ground of the demo city: the city's streets, the side streets invented along them, and the
parts between crossings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely import STRtree

from hamgam.engine.calendars.jalali import in_digits
from hamgam.exchange.city import City, Street
from hamgam.exchange.places import StreetIndex
from hamgam.exchange.places.names import taken_apart

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Geometries = npt.NDArray[np.object_]

SIDE_STREET_WIDTH_M = 8.0
SPACING_M = 65.0
"""Between the numbered side streets on one side of a street."""
SHORTEST_PART_M = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of streets between neighbouring crossings: (p,) each, ends as metres along."""

    street: Whole
    begins: Floats
    ends: Floats
    first_name: list[str]
    """The street or landmark that crosses at the beginning, and at the end."""
    last_name: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """n streets in metres, the city's own first, numbered side streets after them."""

    epsg: int
    lines: Geometries
    lengths: Floats
    vertices: Floats
    """(n, k) metres along of each vertex, the last repeated."""
    widths: Floats
    names: list[str]
    classes: list[str]
    districts: list[str]
    """The key of one district of each, "" outside all."""
    own_count: int
    parent: Whole
    """(n,) the street a side street leaves, its own number for the city's own."""
    parts: Parts

    def cut(self, street: Whole, begins: Floats, ends: Floats, aside_m: Floats) -> Geometries:
        """The parts of streets between two measures, moved aside: positive to the left.

        Measures are clipped to the street; equal ones give a line of two equal points.
        """
        inner = np.clip(self.vertices[street], begins[:, None], ends[:, None])
        measures = np.column_stack([begins, inner, ends])
        points = shapely.line_interpolate_point(self.lines[street][:, None], np.sort(measures))
        xy = shapely.get_coordinates(points).reshape(len(street), -1, 2)
        run = self._direction(street, (begins + ends) / 2)
        normal = np.column_stack([-run[:, 1], run[:, 0]])
        moved = xy + (normal * aside_m[:, None])[:, None, :]
        lines: Geometries = shapely.remove_repeated_points(shapely.linestrings(moved), 0.01)
        return lines

    def points(self, street: Whole, at: Floats, aside_m: Floats) -> Geometries:
        """Points along streets, moved aside: positive to the left."""
        xy = shapely.get_coordinates(shapely.line_interpolate_point(self.lines[street], at))
        run = self._direction(street, at)
        moved: Geometries = shapely.points(
            xy + np.column_stack([-run[:, 1], run[:, 0]]) * aside_m[:, None]
        )
        return moved

    def northward(self, street: Whole, at: Floats) -> tuple[Floats, Floats]:
        """How far the left side of a street points east and north there: unit vectors' parts."""
        run = self._direction(street, at)
        return -run[:, 1], run[:, 0]

    def _direction(self, street: Whole, at: Floats) -> Floats:
        near = np.clip(at, 1.0, np.maximum(self.lengths[street] - 1.0, 1.0))
        ends = [
            shapely.get_coordinates(shapely.line_interpolate_point(self.lines[street], near + step))
            for step in (-1.0, 1.0)
        ]
        run: Floats = ends[1] - ends[0]
        return run / np.maximum(np.hypot(run[:, 0], run[:, 1]), 1e-9)[:, None]


def lay_ground(city: City, side_streets: int, dice: np.random.Generator) -> Ground:
    """The city's streets with at most so many numbered side streets along them."""
    index = StreetIndex(city)
    own = np.asarray(index.lines, dtype=object)
    parent, lines, names = _side_streets(city.streets, own, side_streets, dice)
    every = np.concatenate([own, lines])
    parents = np.concatenate([np.arange(len(own)), parent])
    return Ground(
        epsg=city.epsg,
        lines=every,
        lengths=shapely.length(every),
        vertices=_vertex_measures(every),
        widths=np.concatenate(
            [[street.width_m for street in city.streets], np.full(len(lines), SIDE_STREET_WIDTH_M)]
        ),
        names=[street.names["fa"] for street in city.streets] + names,
        classes=[city.streets[number].street_class for number in parents],
        districts=[next(iter(city.streets[number].districts), "") for number in parents],
        own_count=len(own),
        parent=parents,
        parts=_parts(index),
    )


def _vertex_measures(lines: Geometries) -> Floats:
    coordinates, owner = shapely.get_coordinates(lines, return_index=True)
    steps = np.hypot(*np.diff(coordinates, axis=0, prepend=coordinates[:1]).T)
    first = np.searchsorted(owner, np.arange(len(lines)))
    steps[first] = 0.0
    along = np.cumsum(steps)
    along -= along[first][owner]
    counts = np.bincount(owner, minlength=len(lines))
    column = np.arange(len(owner)) - first[owner]
    measures = np.repeat(shapely.length(lines)[:, None], counts.max(), axis=1)
    measures[owner, column] = along
    return measures


def _side_streets(
    streets: Sequence[Street], lines: Geometries, count: int, dice: np.random.Generator
) -> tuple[Whole, Geometries, list[str]]:
    """Numbered side streets: odd numbers leave to the left, even ones to the right."""
    open_to = [s.street_class != "freeway" and bool(s.districts) for s in streets]
    slots = np.where(open_to, (shapely.length(lines) - SPACING_M) // SPACING_M, 0).astype(int)
    slots = np.maximum(slots, 0)
    street = np.repeat(np.arange(len(streets)), slots * 2)
    place = np.concatenate([np.arange(number * 2) for number in slots])
    chosen = np.sort(dice.choice(len(street), min(count, len(street)), replace=False))
    street, place = street[chosen], place[chosen]
    is_left = place % 2 == 0
    at = (place // 2 + 1) * SPACING_M
    foot = shapely.get_coordinates(shapely.line_interpolate_point(lines[street], at))
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(lines[street], at + 1.0))
    run = (ahead - foot) / np.maximum(np.hypot(*(ahead - foot).T), 1e-9)[:, None]
    outward = np.column_stack([-run[:, 1], run[:, 0]]) * np.where(is_left, 1, -1)[:, None]
    reach = dice.uniform(120, 300, len(street))[:, None]
    made: Geometries = shapely.linestrings(np.stack([foot, foot + outward * reach], axis=1))
    bare = [_bare_name(one.names["fa"]) for one in streets]
    names = [
        f"{bare[s]} {in_digits(str(number + 1), 'fa')}"
        for s, number in zip(street, place, strict=True)
    ]
    return street, made, names


def plain_name(name: str) -> str:
    """The name without what stands in brackets behind it."""
    return name.partition("(")[0].strip()


def _bare_name(name: str) -> str:
    """The name that numbered side streets bear: without kind word and brackets."""
    plain = plain_name(name)
    first, _, rest = plain.partition(" ")
    return rest if rest and taken_apart(f"{first} نام").kind is not None else plain


def _parts(index: StreetIndex) -> Parts:
    """The parts between neighbouring crossings of the city's own streets."""
    tree = STRtree(index.lines)
    one, other = tree.query(index.lines, "dwithin", index.node_tolerance_m)
    met: dict[int, list[tuple[float, str]]] = {}
    for street, crossing in zip(one.tolist(), other.tolist(), strict=True):
        if street != crossing:
            name = plain_name(index.streets[crossing].names["fa"])
            at = index.crossings(street, crossing)
            met.setdefault(street, []).extend((measure, name) for measure in at[:1])
    found = [
        (street, begin, end, first, last)
        for street, marks in sorted(met.items())
        for (begin, first), (end, last) in zip(sorted(marks), sorted(marks)[1:], strict=False)
        if end - begin >= SHORTEST_PART_M
    ]
    return Parts(
        street=np.asarray([row[0] for row in found], dtype=np.int64),
        begins=np.asarray([row[1] for row in found]),
        ends=np.asarray([row[2] for row in found]),
        first_name=[row[3] for row in found],
        last_name=[row[4] for row in found],
    )
