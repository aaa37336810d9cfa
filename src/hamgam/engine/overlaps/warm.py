"""Compile the kernels of the search into the cache, once."""

from __future__ import annotations

from datetime import date

import numpy as np
import shapely

from hamgam.engine.overlaps import kernel
from hamgam.engine.overlaps.footprints import gather
from hamgam.engine.overlaps.reach import Reach, terms
from hamgam.engine.works import Work

_AGENCIES = ("one", "two")
_SMALL = 60
"""Small works around a wide one: enough that the wide one is cut and searched on its own."""


def warm() -> None:
    """Search a tiny city with every shape, which compiles every kernel; later calls load them from
    disk."""
    corner = shapely.Point(59.6, 36.3)
    wide = corner.buffer(0.05).difference(corner.buffer(0.01))
    shapes = [shapely.LineString([(59.5, 36.2), (59.7, 36.4)]), wide, corner, corner.buffer(1e-4)]
    shapes += [shapely.Point(59.6 + step * 1e-4, 36.3) for step in range(_SMALL)]
    day = date(2024, 1, 1)
    works = [
        Work(ref=str(k), agency=_AGENCIES[k % 2], geometry=shape, begins=day, ends=day)
        for k, shape in enumerate(shapes)
    ]
    footprints, _ = gather(works)
    metres = np.full(len(works), 10.0)
    metres[-1] = 50_000.0
    reach = Reach(metres, np.zeros(len(works), dtype=np.int32))
    pairs = kernel.near_pairs(footprints, reach, terms(None, True), threads=1)
    kernel.distances(footprints, pairs)
    kernel.nearest_points(footprints, pairs)
