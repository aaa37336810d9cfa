"""Small questions of tours for the tests, drawn by hypothesis or by a number."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from hamgam.engine.tours.problem import Hours, Peak, Shift, Site, TourProblem, Travel

POSTS = ("mayor", "works", "finance", "water")


def problem(
    seed: int,
    *,
    sites: int = 5,
    shifts: int = 2,
    days: int = 1,
    promised: float = 0.0,
    plain: bool = False,
) -> TourProblem:
    """A question drawn from a seed; `plain`: no pauses, peaks, posts or openings."""
    draw = np.random.default_rng(seed)
    points = draw.uniform(0, 60, (sites + 1, 2))
    minutes = np.abs(points[:, None] - points[None, :]).sum(axis=-1).round(2)
    return TourProblem(
        sites=[_site(draw, n, days, promised, plain) for n in range(sites)],
        shifts=[_shift(draw, n, n % days, plain) for n in range(shifts)],
        travel=Travel(
            minutes=minutes, peaks=() if plain else (Peak(begins=480, ends=540, factor=1.5),)
        ),
        minute_rials=1.0,
    )


def _site(draw: np.random.Generator, n: int, days: int, promised: float, plain: bool) -> Site:
    openings: tuple[Hours, ...] = ()
    if not plain and draw.random() < 0.5:
        openings = tuple(
            Hours(day=int(draw.integers(days)), begins=int(begins), ends=int(begins) + 120)
            for begins in draw.integers(420, 720, int(draw.integers(1, 3)))
        )
    needs = frozenset(draw.choice(POSTS, 1)) if not plain and draw.random() < 0.4 else frozenset()
    return Site(
        ref=f"s{n}",
        title=f"site {n}",
        place=n + 1,
        prize_rials=float(draw.integers(20, 200)),
        stay_minutes=int(draw.integers(20, 70)),
        needs=needs,
        openings=openings,
        is_promised=bool(draw.random() < promised),
        complete=float(draw.random()),
        complaints=float(draw.integers(9)),
    )


def _shift(draw: np.random.Generator, n: int, day: int, plain: bool) -> Shift:
    posts = frozenset(POSTS) if plain else frozenset(draw.choice(POSTS, 3, replace=False))
    pauses = () if plain else (Hours(day=day, begins=600, ends=630),)
    return Shift(
        delegation=f"d{n}",
        posts=posts,
        hours=Hours(day=day, begins=480, ends=int(draw.integers(640, 800))),
        start=0,
        end=0,
        pauses=pauses,
        most_stops=None if plain or draw.random() < 0.7 else 2,
    )


problems = st.builds(
    problem,
    st.integers(0, 10**6),
    sites=st.integers(0, 6),
    shifts=st.integers(1, 3),
    days=st.integers(1, 2),
    plain=st.booleans(),
)
