from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.engine.overlaps import kernel, search, tree
from hamgam.engine.overlaps.footprints import KIND_CODES, NOBODY
from hamgam.engine.overlaps.reach import Pairs, Reach, terms
from tests.engine.overlaps.throngs import (
    SOUTH_M,
    WEST_M,
    Throng,
    as_set,
    brute_force,
    random_throng,
    throng,
)

throngs = st.builds(
    random_throng,
    seed=st.integers(0, 10**6),
    count=st.integers(1, 60),
    extent_m=st.sampled_from([60.0, 400.0, 5000.0]),
)
CORNER = np.asarray([WEST_M, SOUTH_M])
WAYS = ["tree", "kernel"]


def found(way: str, crowd: Throng, *, across: bool = True) -> set[tuple[int, int]]:
    """The pairs of a throng by one of the two ways."""
    asked = terms(None, across)
    if way == "tree":
        return as_set(tree.near_pairs(crowd.footprints, crowd.reach, asked))
    pairs = kernel.near_pairs(crowd.footprints, crowd.reach, asked, threads=1)
    order = np.lexsort([pairs.b, pairs.a])
    assert (order == np.arange(len(pairs))).all()
    assert len(as_set(pairs)) == len(pairs)
    assert (pairs.a < pairs.b).all()
    return as_set(pairs)


def two(
    first: shapely.Geometry, second: shapely.Geometry, reach_m: float = 0.0, apart_days: int = 0
) -> Throng:
    """Two works of two agencies, the second beginning some days after the first has ended."""
    shapes = np.asarray([first, second], dtype=object)
    moved = np.asarray([shapely.transform(s, lambda c: c + CORNER) for s in shapes])
    about = np.asarray([[0, 10 + apart_days], [10, 20 + apart_days], [0, 1], [0, 0]])
    return throng(moved, about, Reach(np.full(2, reach_m / 2), np.zeros(2, dtype=np.int32)))


@pytest.mark.parametrize("way", WAYS)
@given(throngs, st.booleans())
@settings(max_examples=60, deadline=None)
def test_equals_brute_force(way: str, crowd: Throng, across: bool) -> None:
    assert found(way, crowd, across=across) == brute_force(crowd, None, across)


@pytest.mark.parametrize("way", WAYS)
@given(throngs, st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_only_kinds_that_may_pair(way: str, crowd: Throng, seed: int) -> None:
    kinds = len(KIND_CODES)
    half = np.random.default_rng(seed).random((kinds, kinds)) < 0.3
    pairable = half | half.T
    asked = terms(pairable, True)
    if way == "tree":
        pairs = tree.near_pairs(crowd.footprints, crowd.reach, asked)
    else:
        pairs = kernel.near_pairs(crowd.footprints, crowd.reach, asked, threads=2)
    assert as_set(pairs) == brute_force(crowd, pairable)


@pytest.mark.parametrize("way", WAYS)
@given(throngs, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_order_of_input_changes_nothing(
    way: str, crowd: Throng, random: np.random.Generator
) -> None:
    order = list(range(len(crowd)))
    random.shuffle(order)
    renamed = {
        (min(order[a], order[b]), max(order[a], order[b]))
        for a, b in found(way, crowd.chosen(order))
    }
    assert renamed == found(way, crowd)


@pytest.mark.parametrize("way", WAYS)
@given(throngs)
@settings(max_examples=25, deadline=None)
def test_another_work_changes_no_other_pair(way: str, crowd: Throng) -> None:
    last = len(crowd) - 1
    without = found(way, crowd.chosen(range(last)))
    assert {pair for pair in found(way, crowd) if last not in pair} == without


@pytest.mark.parametrize("way", WAYS)
@given(throngs, st.integers(0, 10**6), st.booleans())
@settings(max_examples=25, deadline=None)
def test_moved_out_of_reach_pairs_with_none(
    way: str, crowd: Throng, which: int, in_time: bool
) -> None:
    gone = which % len(crowd)
    held = crowd.footprints
    if in_time:
        days = np.where(np.arange(len(crowd)) == gone, 100_000, 0).astype(np.int32)
        moved = replace(held, begins=held.begins + days, ends=held.ends + days)
        crowd = Throng(crowd.shapes, moved, replace(crowd.reach))
    else:
        shapes = crowd.shapes.copy()
        shapes[gone] = shapely.transform(shapes[gone], lambda c: c + 1e6)
        about = np.stack([held.begins, held.ends, held.owner, held.kind])
        crowd = throng(shapes, about, crowd.reach)
    pairs = found(way, crowd)
    assert not any(gone in pair for pair in pairs)
    assert pairs == brute_force(crowd)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("first", "second", "reach_m", "near"),
    [
        (shapely.Point(0, 0), shapely.Point(15, 20), 25.0, True),
        (shapely.Point(0, 0), shapely.Point(25.0000005, 0), 25.0, True),
        (shapely.Point(0, 0), shapely.Point(15, 20.00001), 25.0, False),
        (shapely.Point(0.1, 0.1), shapely.Point(0.4, 0.5), 0.5, True),
        (shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10), 0.0, True),
        (shapely.box(0, 0, 10, 10), shapely.box(10, 10, 20, 20), 0.0, True),
        (shapely.box(0, 0, 10, 10), shapely.box(10.001, 0, 20, 10), 0.0, False),
        (shapely.box(0, 0, 900, 900), shapely.Point(450, 450), 0.0, True),
        (shapely.box(0, 0, 9, 9).exterior, shapely.Point(4, 4), 1.0, False),
        (
            shapely.box(0, 0, 90, 90).difference(shapely.box(30, 30, 60, 60)),
            shapely.Point(45, 45),
            10.0,
            False,
        ),
        (
            shapely.box(0, 0, 90, 90).difference(shapely.box(30, 30, 60, 60)),
            shapely.box(40, 40, 50, 50),
            10.0,
            True,
        ),
        (
            shapely.LineString([(0, 0), (4000, 4000)]),
            shapely.LineString([(2000, 0), (0, 2000)]),
            0.0,
            True,
        ),
        (shapely.LineString([(0, 0), (4000, 4000)]), shapely.Point(3000, 2000), 700.0, False),
        (shapely.LineString([(5, 5), (5, 5)]), shapely.Point(5, 5), 0.0, True),
        (
            shapely.LineString([(0, 0), (0, 0), (9, 0)]),
            shapely.LineString([(5, -1), (5, -1), (5, 1)]),
            0.0,
            True,
        ),
        (
            shapely.MultiPoint([(0, 0), (1000, 0)]),
            shapely.MultiPolygon([shapely.box(900, -9, 990, 9), shapely.box(0, 500, 9, 509)]),
            10.0,
            True,
        ),
    ],
)
def test_two_shapes(
    way: str, first: shapely.Geometry, second: shapely.Geometry, reach_m: float, near: bool
) -> None:
    assert bool(found(way, two(first, second, reach_m))) is near
    assert bool(found(way, two(second, first, reach_m))) is near


@pytest.mark.parametrize("way", WAYS)
def test_both_days_belong_to_the_span(way: str) -> None:
    here = shapely.Point(0, 0)
    touching = two(here, here, apart_days=0)
    apart = two(here, here, apart_days=1)
    lingering = Reach(apart.reach.metres, np.asarray([1, 0], dtype=np.int32))
    assert found(way, touching)
    assert not found(way, apart)
    assert found(way, replace(apart, reach=lingering))


@pytest.mark.parametrize("way", WAYS)
def test_nobody_pairs_with_nobody(way: str) -> None:
    crowd = two(shapely.Point(0, 0), shapely.Point(0, 0))
    for owner in ([NOBODY, 0], [NOBODY, NOBODY], [3, 3]):
        held = replace(crowd.footprints, owner=np.asarray(owner, dtype=np.int32))
        same = Throng(crowd.shapes, held, crowd.reach)
        assert not found(way, same)
        assert found(way, same, across=False) == {(0, 1)}


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_to_pair(count: int) -> None:
    crowd = random_throng(1, 3).chosen(range(count))
    asked = terms(None, True)
    assert len(tree.near_pairs(crowd.footprints, crowd.reach, asked)) == 0
    assert len(kernel.near_pairs(crowd.footprints, crowd.reach, asked, threads=1)) == 0
    assert len(search.distances(crowd.footprints, Pairs(*np.empty((2, 0), np.int32)))) == 0


def test_one_far_mistake_and_one_huge_reach_cost_nothing() -> None:
    crowd = random_throng(5, 300)
    shapes = np.concatenate([crowd.shapes, [shapely.Point(0, 0), shapely.Point(2e7, -3e7)]])
    held, extra = crowd.footprints, np.asarray([[0, 0], [300, 300], [7, 8], [0, 0]])
    about = np.hstack([np.stack([held.begins, held.ends, held.owner, held.kind]), extra])
    reach = Reach(
        np.concatenate([crowd.reach.metres, [0.0, 4.4e7]]),
        np.concatenate([crowd.reach.linger_days, [0, 2**31 - 1]]).astype(np.int32),
    )
    crowd = throng(shapes, about, reach)
    assert found("kernel", crowd) == found("tree", crowd) == brute_force(crowd)
    assert (300, 301) in found("kernel", crowd)


def test_many_wide_footprints_among_small_ones() -> None:
    random = np.random.default_rng(3)
    crowd = random_throng(8, 250, extent_m=3000.0)
    ends = random.uniform(0, 3000, (60, 2, 2)) + CORNER
    around = shapely.buffer(shapely.points(ends[:12, 0]), 700.0)
    shapes = np.concatenate([crowd.shapes, shapely.linestrings(ends), around])
    held, extra = crowd.footprints, len(shapes) - len(crowd)
    more = [np.zeros(extra), np.full(extra, 90), np.arange(extra) % 9, np.zeros(extra)]
    about = np.hstack([np.stack([held.begins, held.ends, held.owner, held.kind]), np.stack(more)])
    reach = Reach(
        np.concatenate([crowd.reach.metres, np.full(extra, 5.0)]),
        np.concatenate([crowd.reach.linger_days, np.zeros(extra)]).astype(np.int32),
    )
    crowd = throng(shapes, about, reach)
    assert found("kernel", crowd) == found("tree", crowd) == brute_force(crowd)


@pytest.mark.parametrize("way", [tree, kernel])
@given(throngs)
@settings(max_examples=25, deadline=None)
def test_distances_and_nearest_points_agree(way: ModuleType, crowd: Throng) -> None:
    pairs = search.near_pairs(crowd.footprints, crowd.reach)
    metres = way.distances(crowd.footprints, pairs)
    points = way.nearest_points(crowd.footprints, pairs)
    expected = shapely.distance(crowd.shapes[pairs.a], crowd.shapes[pairs.b])
    np.testing.assert_allclose(metres, expected, atol=1e-6)
    between = np.hypot(points[:, 0] - points[:, 2], points[:, 1] - points[:, 3])
    np.testing.assert_allclose(between, metres, atol=1e-6)
    for side, item in ((0, pairs.a), (2, pairs.b)):
        at = shapely.points(points[:, side : side + 2])
        np.testing.assert_allclose(shapely.distance(at, crowd.shapes[item]), 0, atol=1e-6)


def test_refuses_a_reach_that_is_none() -> None:
    with pytest.raises(ValueError, match="metres"):
        Reach(np.asarray([-1.0]), np.asarray([0], dtype=np.int32))
    with pytest.raises(ValueError, match="metres"):
        Reach(np.asarray([np.nan]), np.asarray([0], dtype=np.int32))
    with pytest.raises(ValueError, match="linger_days"):
        Reach(np.asarray([1.0]), np.asarray([-1], dtype=np.int32))


def test_refuses_what_does_not_fit() -> None:
    crowd = random_throng(1, 3)
    with pytest.raises(ValueError, match="reach"):
        search.near_pairs(crowd.footprints, crowd.chosen([0]).reach)
    lopsided = np.zeros((len(KIND_CODES), len(KIND_CODES)), dtype=np.bool_)
    lopsided[0, 1] = True
    with pytest.raises(ValueError, match="pairable"):
        search.near_pairs(crowd.footprints, crowd.reach, pairable=lopsided)
    with pytest.raises(ValueError, match="pairable"):
        search.near_pairs(crowd.footprints, crowd.reach, pairable=lopsided[:2, :2])


def test_many_take_the_kernel_and_few_never_load_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = random_throng(2, 50)
    few = search.near_pairs(crowd.footprints, crowd.reach)
    monkeypatch.setattr(search, "_FEWEST_VERTICES", 10)
    monkeypatch.setattr(search, "_FEWEST_PAIRS", 10)
    many = search.near_pairs(crowd.footprints, crowd.reach, threads=2)
    assert as_set(few) == as_set(many)
    many_metres = search.distances(crowd.footprints, many)
    many_points = search.nearest_points(crowd.footprints, many)
    monkeypatch.undo()
    np.testing.assert_allclose(many_metres, search.distances(crowd.footprints, few), atol=1e-9)
    assert many_points.shape == (len(few), 4)
    script = "import sys; import hamgam.engine.overlaps.search; print('numba' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert told.stdout.strip() == "False"
