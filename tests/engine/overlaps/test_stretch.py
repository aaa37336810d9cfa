"""Distances over a whole country equal those on the ellipsoid, whatever the map."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pyproj
import pytest
from shapely.geometry import Point

from hamgam.engine.overlaps.find import find, find_near
from hamgam.engine.works import Work
from tests.engine.overlaps.works_near import pack, rule, within, work

GLOBE = pyproj.Geod(ellps="WGS84")
IRAN, ONE_CITY = (44.5, 26.0, 62.5, 39.0), (59.4, 36.2, 59.8, 36.4)


def neighbours(
    box: tuple[float, float, float, float], count: int
) -> tuple[list[Work], list[float]]:
    """Works two by two near one another, and the true metres between each two."""
    random = np.random.default_rng(7)
    works, metres = [], []
    for n in range(count):
        x, y = random.uniform(box[:2], box[2:])
        apart = float(random.uniform(20, 30))
        far_x, far_y, _ = GLOBE.fwd(x, y, random.uniform(0, 360), apart)
        works.append(work(f"{n}a", agency="A", geometry=Point(x, y)))
        works.append(work(f"{n}b", agency="B", geometry=Point(far_x, far_y)))
        metres.append(apart)
    return works, metres


@pytest.mark.parametrize(("box", "truth"), [(IRAN, 1e-4), (ONE_CITY, 1e-3)])
def test_distances_are_those_of_the_ground(
    box: tuple[float, float, float, float], truth: float
) -> None:
    works, metres = neighbours(box, 200)
    found = {finding.a: finding.distance_m for finding in find_near(works, within_m=31, gap_days=0)}
    assert [found[f"{n}a"] for n in range(200)] == pytest.approx(metres, rel=truth)
    near = {finding.a for finding in find_near(works, within_m=25, gap_days=0)}
    clear = [n for n in range(200) if abs(metres[n] - 25) > 25 * truth]
    assert all((f"{n}a" in near) == (metres[n] < 25) for n in clear)


def test_rules_measure_on_the_ground_too() -> None:
    works, metres = neighbours(IRAN, 100)
    near = {finding.a for finding in find(works, pack(rule(space=within(25))), today=None)}
    assert near == {f"{n}a" for n in range(100) if metres[n] <= 25}


def test_a_gap_longer_than_all_time_asks_for_no_more() -> None:
    (early, late), _ = neighbours(ONE_CITY, 1)
    day = date(2099, 1, 1)
    later = replace(late, begins=day, ends=day)
    assert len(find_near([early, later], within_m=31, gap_days=10**12)) == 1
