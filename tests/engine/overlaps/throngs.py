"""Random crowds of footprints of every shape, and the pairs among them by brute force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from hamgam.engine.overlaps.footprints import KIND_CODES, NOBODY, Footprints, flatten
from hamgam.engine.overlaps.reach import SLACK_M, Pairs, Reach

WEST_M, SOUTH_M = 720_000.0, 4_010_000.0


@dataclass(frozen=True)
class Throng:
    """Footprints, the shapes that they were made of, and how far each is felt."""

    shapes: npt.NDArray[np.object_]
    footprints: Footprints
    reach: Reach

    def __len__(self) -> int:
        return len(self.shapes)

    def chosen(self, index: Sequence[int] | npt.NDArray[np.int64]) -> Throng:
        """The same throng with only these footprints, in this order."""
        held, kept = self.footprints, np.asarray(index, dtype=np.int64)
        return throng(
            self.shapes[kept],
            np.stack([held.begins[kept], held.ends[kept], held.owner[kept], held.kind[kept]]),
            Reach(self.reach.metres[kept], self.reach.linger_days[kept]),
        )


def throng(shapes: npt.NDArray[np.object_], about: npt.NDArray[np.integer], reach: Reach) -> Throng:
    """A throng of shapes in metres; `about` holds rows of first days, last days, owners, kinds."""
    paths = flatten(shapes)
    footprints = Footprints(
        x=np.ascontiguousarray(paths.vertices[:, 0]),
        y=np.ascontiguousarray(paths.vertices[:, 1]),
        path_starts=paths.path_starts,
        item_starts=paths.item_starts,
        is_ring=paths.is_ring,
        begins=about[0].astype(np.int32),
        ends=about[1].astype(np.int32),
        owner=about[2].astype(np.int32),
        kind=about[3].astype(np.uint8),
        certainty=np.zeros(len(shapes), dtype=np.uint8),
        epsg=32640,
    )
    return Throng(shapes, footprints, reach)


def _star(random: np.random.Generator, corners: int, size: float) -> BaseGeometry:
    angles = np.sort(random.uniform(0, 2 * np.pi, corners))
    far = random.uniform(0.3, 1.0, corners) * size
    star = shapely.Polygon(np.column_stack([far * np.cos(angles), far * np.sin(angles)]))
    return star if star.is_valid else star.convex_hull


def _walk(random: np.random.Generator, steps: int, size: float) -> BaseGeometry:
    return shapely.LineString(np.cumsum(random.normal(0, size, (steps, 2)), axis=0))


def _ring_with_holes(random: np.random.Generator, size: float) -> BaseGeometry:
    block = shapely.box(0, 0, size, size)
    for _ in range(random.integers(1, 4)):
        x, y = random.uniform(0.1, 0.8, 2) * size
        block = block.difference(shapely.box(x, y, x + 0.1 * size, y + 0.15 * size))
    return block


def shape(random: np.random.Generator, size: float) -> BaseGeometry:
    """One shape around the origin, of any type, whole numbers and degenerate ones among them."""
    whole = float(random.integers(1, 9))
    makers = (
        lambda: shapely.Point(0, 0),
        lambda: _walk(random, int(random.integers(2, 6)), size / 3),
        lambda: shapely.box(0, 0, size, size * random.random() + 0.1),
        lambda: _star(random, int(random.integers(3, 12)), size),
        lambda: _ring_with_holes(random, size),
        lambda: shapely.MultiPoint(random.normal(0, size, (3, 2))),
        lambda: shapely.MultiLineString(
            [_walk(random, 3, size / 3), affinity.translate(_walk(random, 2, size), size)]
        ),
        lambda: shapely.union_all(
            [_ring_with_holes(random, size), affinity.translate(_star(random, 5, size), 3 * size)]
        ),
        lambda: shapely.GeometryCollection(
            [shapely.Point(size, size), _walk(random, 2, size), shapely.box(0, 0, size, 2)]
        ),
        lambda: shapely.LineString([(0, 0), (0, 0)]),
        lambda: shapely.LineString([(0, 0), (0, 0), (whole, 0), (whole, 0), (whole, 5)]),
        lambda: shapely.box(0, 0, whole, whole),
        lambda: shapely.LineString([(0, 0), (whole, 0)]),
        lambda: shapely.Polygon([(0, 0), (whole, 0), (2 * whole, 0), (0, 0)]),
    )
    made: BaseGeometry = makers[random.integers(len(makers))]()
    return made


def random_throng(seed: int, count: int, extent_m: float = 400.0) -> Throng:
    """Footprints on a patch of ground: most of them small, some whole streets, some wide areas,
    some put on whole metres so that they touch and lie at their limit."""
    random = np.random.default_rng(seed)
    shapes = []
    for _ in range(count):
        size = random.choice([3.0, 15.0, 40.0, extent_m], p=[0.3, 0.4, 0.25, 0.05])
        x, y = random.uniform(0, extent_m, 2)
        if random.random() < 0.5:
            x, y = np.round(x), np.round(y)
        shapes.append(affinity.translate(shape(random, size), WEST_M + x, SOUTH_M + y))
    begins = random.integers(0, 200, count)
    about = np.stack(
        [
            begins,
            begins + random.integers(0, 60, count),
            random.integers(NOBODY, 5, count),
            random.integers(0, len(KIND_CODES), count),
        ]
    )
    reach = Reach(
        metres=random.choice([0.0, 2.0, 12.5, 200.0], count, p=[0.3, 0.3, 0.38, 0.02]),
        linger_days=random.choice([0, 30, 1000], count, p=[0.5, 0.4, 0.1]).astype(np.int32),
    )
    made = np.empty(count, dtype=object)
    made[:] = shapes
    return throng(made, about, reach)


def brute_force(
    crowd: Throng, pairable: npt.NDArray[np.bool_] | None = None, across_owners_only: bool = True
) -> set[tuple[int, int]]:
    """Every pair judged by Shapely on the shapes themselves."""
    held, reach = crowd.footprints, crowd.reach
    a, b = np.triu_indices(len(crowd), 1)
    limit = reach.metres[a] + reach.metres[b] + SLACK_M
    keep = shapely.distance(crowd.shapes[a], crowd.shapes[b]) <= limit
    last = held.ends.astype(np.int64) + reach.linger_days
    keep &= (held.begins[b] <= last[a]) & (held.begins[a] <= last[b])
    if pairable is not None:
        keep &= pairable[held.kind[a], held.kind[b]]
    if across_owners_only:
        keep &= (held.owner[a] != held.owner[b]) & (held.owner[a] >= 0) & (held.owner[b] >= 0)
    return set(zip(a[keep].tolist(), b[keep].tolist(), strict=True))


def as_set(pairs: Pairs) -> set[tuple[int, int]]:
    """The pairs as a set, for comparison."""
    return set(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True))
