from __future__ import annotations

from itertools import combinations
from math import inf, isclose

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString

from hamgam.engine.impact.detours import CUT_OFF_MIN, detour, person_hours, shut_by
from hamgam.engine.impact.graph import StreetGraph, StreetLine, Stretch, street_graph

NODES = 6
STRETCHES = st.lists(
    st.builds(
        Stretch,
        a=st.integers(0, NODES - 1),
        b=st.integers(0, NODES - 1),
        minutes=st.integers(1, 9).map(float),
    ).filter(lambda one: one.a != one.b),
    min_size=1,
    max_size=10,
)


def all_ways(graph: StreetGraph, shut: set[int]) -> list[list[float]]:
    """Floyd and Warshall's table, the slow and plain oracle."""
    far = [[0.0 if i == j else inf for j in range(NODES)] for i in range(NODES)]
    for number, one in enumerate(graph.stretches):
        if number not in shut:
            far[one.a][one.b] = min(far[one.a][one.b], one.minutes)
            far[one.b][one.a] = min(far[one.b][one.a], one.minutes)
    for k in range(NODES):
        for i in range(NODES):
            for j in range(NODES):
                far[i][j] = min(far[i][j], far[i][k] + far[k][j])
    return far


@settings(max_examples=60)
@given(STRETCHES, st.sets(st.integers(0, 9), max_size=4))
def test_the_quickest_ways_are_those_of_the_plain_oracle(
    stretches: list[Stretch], shut: set[int]
) -> None:
    graph, far = StreetGraph(tuple(stretches)), all_ways(StreetGraph(tuple(stretches)), shut)
    for start in range(NODES):
        found = graph.minutes(start, range(NODES), shut)
        assert [found[goal] for goal in range(NODES)] == far[start]


@settings(max_examples=60)
@given(STRETCHES, st.data())
def test_one_shut_stretch_costs_the_way_around_it(
    stretches: list[Stretch], data: st.DataObject
) -> None:
    graph = StreetGraph(tuple(stretches))
    number = data.draw(st.integers(0, len(stretches) - 1))
    one = stretches[number]
    found = detour(graph, [number])
    assert found is not None
    open_, closed = all_ways(graph, set()), all_ways(graph, {number})
    lost = closed[one.a][one.b] - open_[one.a][one.b]
    assert isclose(found.minutes, min(lost, CUT_OFF_MIN))
    assert found.cut_off == (1.0 if lost == inf else 0.0)


@settings(max_examples=40)
@given(STRETCHES, st.sets(st.integers(0, 9), min_size=1, max_size=3))
def test_shutting_never_helps_anybody(stretches: list[Stretch], shut: set[int]) -> None:
    graph = StreetGraph(tuple(stretches))
    found = detour(graph, {number for number in shut if number < len(stretches)})
    assert found is None or 0 <= found.minutes <= CUT_OFF_MIN


def test_a_shut_place_is_entered_and_left_at_its_edge() -> None:
    """A ladder: the middle rung's two neighbours are shut, so three junctions stand at its edge."""
    pairs = [(0, 1), (1, 2), (3, 4), (4, 5), (0, 3), (1, 4), (2, 5)]
    graph = StreetGraph(tuple(Stretch(a, b, 2.0) for a, b in pairs))
    shut = {0, 1}
    found = detour(graph, shut)
    assert found is not None
    open_, closed = all_ways(graph, set()), all_ways(graph, shut)
    losses = [closed[a][b] - open_[a][b] for a, b in combinations((0, 1, 2), 2)]
    assert isclose(found.minutes, sum(losses) / 3)


def test_the_cut_off_are_a_share_of_the_pairs_that_pass() -> None:
    """The ladder with a gap in its far rail: the last junction is reached by nobody from here."""
    pairs = [(0, 1), (1, 2), (3, 4), (0, 3), (1, 4), (2, 5)]
    found = detour(StreetGraph(tuple(Stretch(a, b, 2.0) for a, b in pairs)), {0, 1})
    assert found is not None
    assert isclose(found.cut_off, 2 / 3)
    assert isclose(found.minutes, (4.0 + 2 * CUT_OFF_MIN) / 3)


def test_streets_are_cut_where_they_cross_and_meet_over_a_gap() -> None:
    streets = [
        StreetLine(line=LineString([(0, 0), (1000, 0)]), speed_kmh=60),
        StreetLine(line=LineString([(500, -300), (500, 300)])),
        StreetLine(line=LineString([(1000, 12), (1000, 400)])),
    ]
    graph = street_graph(streets)
    main = graph.near(shapely.Point(250, 0), 1)
    assert len(main) == 1
    assert isclose(graph.stretches[main[0]].minutes, 0.5)
    start = graph.stretches[main[0]].a
    top = graph.stretches[graph.near(shapely.Point(1000, 390), 1)[0]]
    assert min(graph.minutes(start, [top.a, top.b]).values()) < inf
    assert street_graph([]).stretches == ()


def test_a_work_shuts_what_it_runs_along_and_not_what_it_touches() -> None:
    block = [
        LineString([(0, 0), (400, 0)]),
        LineString([(400, 0), (400, 400)]),
        LineString([(400, 400), (0, 400)]),
        LineString([(0, 400), (0, 0)]),
    ]
    graph = street_graph([StreetLine(line=line, speed_kmh=30) for line in block])
    shut = shut_by(graph, LineString([(100, 3), (300, 3)]))
    assert len(shut) == 1
    assert len(shut_by(graph, shapely.Point(200, 5))) == 1
    assert shut_by(graph, shapely.Point(200, 200)) == []
    found = detour(graph, shut)
    assert found is not None
    assert isclose(found.minutes, 1.6, rel_tol=0.01)  # 1200 m around instead of 400 m, at 30 km/h
    hours = person_hours(found, residents_a_day=6000, pilgrims_a_day=600)
    assert isclose(hours.residents, 6000 * 1.6 / 60, rel_tol=0.01)
    assert isclose(hours.residents, 10 * hours.pilgrims)


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="speed_kmh"):
        StreetLine(line=LineString([(0, 0), (1, 0)]), speed_kmh=0)
    assert detour(StreetGraph((Stretch(0, 1, 1.0),)), []) is None
