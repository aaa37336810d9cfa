"""Compile the kernels of the ways into the cache, once."""

from __future__ import annotations

import numpy as np
import shapely

from hamgam.engine.tours.ways import Streets, street_travel


def warm() -> None:
    """Find one way on one street, which compiles every kernel."""
    street = Streets(lines=[shapely.LineString([(0, 0), (100, 0)])], speeds_kmh=[30])
    street_travel(np.array([[0.0, 0.0], [100.0, 0.0]]), street, 30)
