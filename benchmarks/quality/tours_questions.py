"""The questions that tours are measured on: on a grid, on a city's streets, or from a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hamgam.engine.geometry import WGS84, reproject
from hamgam.engine.tours.problem import Hours, Peak, Shift, Site, TourProblem, Travel
from hamgam.engine.tours.ways import Streets, street_travel
from hamgam.exchange.city import load_city
from hamgam.exchange.city.touring import load_touring

POSTS = ("works", "finance", "property", "water", "gas", "power")
DELEGATIONS = 5
CITY = "mashhad"
OFF_STREET_M = 150
"""How far a drawn site lies from its street, at most, along each axis."""
MINUTES_A_DAY = 1440

Minutes = NDArray[np.float64]


def plain_question(sites: int, seed: int) -> TourProblem:
    """One day of eight hours, five delegations from one house, prizes in minutes, on a grid."""
    draw = np.random.default_rng(seed)
    return _day(draw, grid_ways(draw, sites))


def street_question(sites: int, seed: int) -> TourProblem:
    """The same day with the ways along the streets of a city, in whole minutes."""
    draw = np.random.default_rng(seed)
    return _day(draw, street_ways(draw, sites))


def week_question(sites: int, seed: int) -> TourProblem:
    """Five days, two delegations with posts, noon pauses and morning peaks, sites open in parts,
    ways along the streets."""
    draw = np.random.default_rng(seed)
    plain = street_question(sites, seed)
    made = [
        replace(
            site,
            needs=frozenset(draw.choice(POSTS, int(draw.integers(0, 3)), replace=False).tolist()),
            openings=tuple(
                Hours(day=int(day), begins=420, ends=840)
                for day in sorted(draw.choice(5, int(draw.integers(1, 5)), replace=False))
            ),
        )
        for site in plain.sites
    ]
    shifts = [
        replace(
            _shift(n, day, frozenset(draw.choice(POSTS, 5, replace=False).tolist())),
            pauses=(Hours(day=day, begins=720, ends=765),),
            most_stops=8,
        )
        for day in range(5)
        for n in range(2)
    ]
    peaks = (Peak(begins=420, ends=540, factor=1.6), Peak(begins=780, ends=870, factor=1.4))
    return replace(plain, sites=made, shifts=shifts, travel=replace(plain.travel, peaks=peaks))


def solomon_question(path: Path, seed: int) -> TourProblem:
    """A Solomon file as one day of five delegations: its windows, stays and ways in whole minutes,
    shrunk where its horizon is longer than a day; prizes drawn, loads left out."""
    draw = np.random.default_rng(seed)
    rows = [
        [int(cell) for cell in line.split()]
        for line in path.read_text().splitlines()
        if line.strip()[:1].isdigit() and len(line.split()) == 7
    ]
    shrink = min(1.0, MINUTES_A_DAY / rows[0][5])
    rows = [[*row[:4], *(round(shrink * cell) for cell in row[4:])] for row in rows]
    spots = np.array([row[1:3] for row in rows], dtype=float) * shrink
    ways = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1)).round()
    sites = [
        replace(
            _site(draw, number, stay),
            openings=(Hours(day=0, begins=ready, ends=min(due + stay, rows[0][5])),),
        )
        for number, (*_, ready, due, stay) in enumerate(rows[1:])
    ]
    hours = Hours(day=0, begins=0, ends=rows[0][5])
    shifts = [replace(_shift(n, 0, frozenset()), hours=hours) for n in range(DELEGATIONS)]
    return TourProblem(sites=sites, shifts=shifts, travel=Travel(minutes=ways), minute_rials=1.0)


def grid_ways(draw: np.random.Generator, sites: int) -> Minutes:
    """Whole minutes along a grid of streets at 24 km/h between the house and the sites."""
    centres = draw.normal(0, 1, (8, 2)) * 6000
    around = centres[draw.integers(0, 8, sites)] + draw.normal(0, 2500, (sites, 2))
    points = np.vstack([[0, 0], around])
    minutes: Minutes = np.abs(points[:, None] - points[None]).sum(-1) / 400
    return minutes.round()


def street_ways(draw: np.random.Generator, sites: int) -> Minutes:
    """Whole minutes along the city's street lines, by class, between a house in the middle and
    sites beside the streets."""
    city, touring = load_city(CITY), load_touring(CITY)
    lines = list(reproject([street.line for street in city.streets], WGS84, city.epsg))
    chosen = [lines[n] for n in draw.integers(0, len(lines), sites)]
    at = [line.interpolate(float(draw.random()), normalized=True) for line in chosen]
    beside = np.array([(p.x, p.y) for p in at])
    beside += draw.uniform(-OFF_STREET_M, OFF_STREET_M, (sites, 2))
    points = np.vstack([np.median(beside, axis=0), beside])
    speeds = [touring.speed_kmh(street.street_class) for street in city.streets]
    streets = Streets(lines=lines, speeds_kmh=speeds)
    return street_travel(points, streets, touring.speed_kmh("")).minutes.round()


def _day(draw: np.random.Generator, ways: Minutes) -> TourProblem:
    stays = draw.choice([45, 60, 75, 90], len(ways) - 1)
    sites = [_site(draw, number, int(stay)) for number, stay in enumerate(stays)]
    made = [replace(site, openings=_window(draw, site.stay_minutes)) for site in sites]
    shifts = [_shift(n, 0, frozenset()) for n in range(DELEGATIONS)]
    return TourProblem(sites=made, shifts=shifts, travel=Travel(minutes=ways), minute_rials=1.0)


def _site(draw: np.random.Generator, number: int, stay: int) -> Site:
    return Site(
        ref=str(number),
        title=str(number),
        place=number + 1,
        prize_rials=float(int(draw.lognormal(4.2, 0.6))),
        stay_minutes=stay,
        complete=float(draw.random()),
        complaints=float(draw.poisson(3)),
    )


def _window(draw: np.random.Generator, stay: int) -> tuple[Hours, ...]:
    if draw.random() >= 0.5:
        return ()
    begins = int(draw.integers(0, 300))
    ends = min(480, begins + int(draw.choice([60, 120, 180]))) + stay
    return (Hours(day=0, begins=480 + begins, ends=480 + ends),)


def _shift(n: int, day: int, posts: frozenset[str]) -> Shift:
    hours = Hours(day=day, begins=480, ends=960)
    return Shift(delegation=f"d{n}", posts=posts, hours=hours, start=0, end=0)
