"""A made-up city of street works, laid straight into arrays: any number of works in seconds.

Four of five works are lines of 20 to 180 m along a street of a 100 m grid, with two to four
vertices; the fifth is a rectangle. Districts differ in density, and so do the streets within them,
so works crowd as they do in a city. Works begin within five years and last from 1 to 400 days,
most of them some weeks; twelve agencies share them unequally.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hamgam.engine.overlaps.footprints import KIND_CODES, Footprints
from hamgam.engine.overlaps.reach import Reach
from hamgam.engine.works import Kind

BLOCK_M = 100.0
WEST_M, SOUTH_M, EPSG = 720_000.0, 4_010_000.0, 32640
WORKS_PER_STREET = 20
AGENCY_SHARES = np.asarray([6, 5, 4, 3, 3, 2, 2, 1, 1, 1, 1, 1]) / 30
FIRST_DAY, DAYS = 19_723, 1_826
"""From 2024-01-01 on, five years."""
REACH_M, JOINT_DAYS = 25.0, 90

Floats = npt.NDArray[np.floating]


def _streets(
    works: int, random: np.random.Generator
) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    """For each work the corner at which its street begins, and whether the street runs east."""
    side = max(5, int(np.sqrt(max(50, works / WORKS_PER_STREET) / 2)))
    corner = np.arange(side * side)
    column, row = corner % side, corner // side
    district = max(1, side // 10)
    density = random.lognormal(0, 0.6, (side // district + 1, side // district + 1))
    weight = np.tile(density[row // district, column // district], 2)
    weight *= random.lognormal(0, 0.7, 2 * side * side)
    street = random.choice(2 * side * side, works, p=weight / weight.sum())
    corner = street % (side * side)
    return corner % side * BLOCK_M, corner // side * BLOCK_M, street < side * side


def _outlines(
    works: int, random: np.random.Generator
) -> tuple[Floats, Floats, npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Vertices along and across the street, where each work's begin, and which are rectangles."""
    is_area = random.random(works) < 0.2
    counts = np.where(is_area, 5, random.integers(2, 5, works))
    starts = np.concatenate([[0], np.cumsum(counts)])
    work = np.repeat(np.arange(works), counts)
    step = np.arange(starts[-1]) - starts[work]
    length = np.clip(random.lognormal(3.9, 0.5, works), 20, 180)
    middle = random.normal(0, 4, works)
    half_width = random.uniform(2, 12, works)
    bend = np.where(step > 0, random.normal(0, 1.5, len(work)), 0.0)
    far, side = np.isin(step, (1, 2)), np.where(np.isin(step, (2, 3)), 1.0, -1.0)
    in_area = is_area[work]
    share = np.where(in_area, 0.6 * far, step / (counts[work] - 1))
    along = random.uniform(-20, 80, works)[work] + share * length[work]
    across = middle[work] + np.where(in_area, side * half_width[work], bend)
    return along, across, starts.astype(np.int64), is_area


def street_works(works: int, seed: int = 7) -> Footprints:
    """The footprints of a city with so many works; the same seed, the same city."""
    random = np.random.default_rng([seed, works])
    corner_x, corner_y, runs_east = _streets(works, random)
    along, across, starts, is_area = _outlines(works, random)
    work = np.repeat(np.arange(works), np.diff(starts))
    east = runs_east[work]
    begins = FIRST_DAY + random.integers(0, DAYS, works).astype(np.int32)
    lasts = np.clip(random.lognormal(3.6, 0.9, works), 1, 400).astype(np.int32)
    return Footprints(
        x=(WEST_M + corner_x[work] + np.where(east, along, across)).astype(np.float64),
        y=(SOUTH_M + corner_y[work] + np.where(east, across, along)).astype(np.float64),
        path_starts=starts,
        item_starts=np.arange(works + 1, dtype=np.int64),
        is_ring=is_area,
        begins=begins,
        ends=begins + lasts - 1,
        owner=random.choice(len(AGENCY_SHARES), works, p=AGENCY_SHARES).astype(np.int32),
        kind=np.full(works, KIND_CODES[Kind.WORK], dtype=np.uint8),
        certainty=np.zeros(works, dtype=np.uint8),
        epsg=EPSG,
    )


def joint_reach(works: int) -> Reach:
    """Half the question's metres on each side, so that pairs lie within REACH_M; all its days on
    each side, so that dates overlap or lie within JOINT_DAYS."""
    return Reach(
        metres=np.full(works, REACH_M / 2), linger_days=np.full(works, JOINT_DAYS, dtype=np.int32)
    )
