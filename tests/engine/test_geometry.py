from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import Point

from hamgam.engine.geometry import metric_epsg, middle


def test_the_middle_of_points_on_both_sides_of_the_date_line_is_there() -> None:
    found = middle(np.asarray([(179.0, -17.0), (-179.0, -17.0), (-178.0, -16.0), (178.0, -18.0)]))
    assert found == pytest.approx((-180.0, -17.0))
    assert middle(np.empty((0, 2))) is None


@pytest.mark.parametrize(
    ("points", "epsg"),
    [
        ([(59.6, 36.3)], 32640),
        ([(18.4, -33.9), (18.5, -34.0)], 32734),
        ([(179.9, -17.0), (-179.9, -17.0), (-179.8, -17.0)], 32701),
        ([], 32640),
    ],
)
def test_works_are_measured_in_the_zone_around_them(
    points: list[tuple[float, float]], epsg: int
) -> None:
    assert metric_epsg([Point(*point) for point in points]) == epsg
