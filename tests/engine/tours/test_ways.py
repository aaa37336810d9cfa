from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.engine.tours.kernel import shortest_ways
from hamgam.engine.tours.ways import ACCESS_KMH, Streets, straight_travel, street_travel


def all_pairs(size: int, arcs: list[tuple[int, int, float]]) -> np.ndarray:
    """Floyd and Warshall."""
    best = np.full((size, size), np.inf)
    np.fill_diagonal(best, 0)
    for tail, head, cost in arcs:
        best[tail, head] = min(best[tail, head], cost)
    for middle in range(size):
        best = np.minimum(best, best[:, middle, None] + best[None, middle, :])
    return best


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 12), st.integers(0, 40))
def test_shortest_ways_are_those_of_every_other_method(seed: int, size: int, count: int) -> None:
    draw = np.random.default_rng(seed)
    tails = np.sort(draw.integers(size, size=count))
    heads, costs = draw.integers(size, size=count), draw.integers(1, 9, count).astype(float)
    first = np.searchsorted(tails, np.arange(size + 1))
    expected = all_pairs(size, list(zip(tails, heads, costs, strict=True)))
    for source in range(size):
        assert shortest_ways(first, heads, costs, source) == pytest.approx(expected[source])


def test_ways_follow_the_streets_and_cross_where_lines_cross() -> None:
    east = shapely.LineString([(0, 0), (1000, 0)])
    north = shapely.LineString([(500, -500), (500, 500)])
    travel = street_travel(
        np.array([[0.0, 0.0], [500.0, 500.0]]),
        Streets(lines=[east, north], speeds_kmh=[60, 30]),
        30,
    )
    assert travel.minutes[0, 1] == pytest.approx(0.5 + 1.0)
    assert not travel.is_straight


def test_a_place_off_the_street_is_reached_slowly() -> None:
    line = shapely.LineString([(0, 0), (1000, 0)])
    travel = street_travel(
        np.array([[0.0, 250.0], [1000.0, 0.0]]), Streets(lines=[line], speeds_kmh=[60]), 30
    )
    assert travel.minutes[0, 1] == pytest.approx(1.0 + 0.25 / ACCESS_KMH * 60)


def test_what_the_network_does_not_join_goes_straight_and_is_labelled() -> None:
    lines = [shapely.LineString([(0, 0), (100, 0)]), shapely.LineString([(0, 900), (100, 900)])]
    places = np.array([[0.0, 0.0], [0.0, 900.0]])
    travel = street_travel(places, Streets(lines=lines, speeds_kmh=[30, 30]), 30)
    assert travel.is_straight
    assert travel.minutes == pytest.approx(straight_travel(places, 30).minutes)


def test_a_city_without_streets_goes_straight() -> None:
    travel = street_travel(np.array([[0.0, 0.0], [3.0, 4.0]]), Streets(lines=[], speeds_kmh=[]), 30)
    assert travel.is_straight
    assert travel.minutes[0, 1] == pytest.approx(5 * 1.3 / 500)
