"""How many metres of the flat map one metre of the ground takes, where works lie too far apart for
one map to be true."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hamgam.engine.geometry import map_scales
from hamgam.engine.overlaps.footprints import Footprints
from hamgam.engine.overlaps.reach import Pairs, Reach, boxes

TRUE_ENOUGH = 0.0025
"""A map this true is taken as it is: every city's, within its UTM zone and half a zone beside."""
_MARGIN = 1e-4
"""How much farther a stretched search looks, since the two works of a pair differ in stretch."""


class Stretch:
    """The stretch of the map at each of n footprints: 1 everywhere when all lie where it is true.

    It is taken at the middle of each footprint's box: between the ends of a work of 10 km it
    changes by less than 1 in 1,000.
    """

    def __init__(self, footprints: Footprints) -> None:
        self.factors: npt.NDArray[np.float64] | None = None
        """(n,), None for 1 everywhere."""
        if not len(footprints):
            return
        west, south, east, north = boxes(footprints).T
        corners = map_scales(
            np.tile([west.min(), (west.min() + east.max()) / 2, east.max()], 2),
            np.repeat([south.min(), north.max()], 3),
            footprints.epsg,
        )
        if not (np.abs(corners - 1) <= TRUE_ENOUGH).all():
            middles = (west + east) / 2, (south + north) / 2
            self.factors = map_scales(*middles, footprints.epsg)

    def on_map(self, reach: Reach) -> Reach:
        """The reach in metres of the map, generously; what it finds is to be measured again."""
        if self.factors is None:
            return reach
        return Reach(reach.metres * self.factors * (1 + _MARGIN), reach.linger_days)

    def on_ground(self, metres: npt.NDArray[np.float64], pairs: Pairs) -> npt.NDArray[np.float64]:
        """(m,) distances of pairs on the ground, from those on the map."""
        if self.factors is None:
            return metres
        return metres / ((self.factors[pairs.a] + self.factors[pairs.b]) / 2)
