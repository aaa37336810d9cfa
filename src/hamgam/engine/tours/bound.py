"""A value that no plan exceeds: the hours as one knapsack that may take parts of sites."""

from __future__ import annotations

import numpy as np

from hamgam.engine.tours.problem import Shift, Site, TourProblem


def bound_rials(problem: TourProblem) -> float:
    """An upper bound of `value_rials`, by Dantzig's relaxation of a knapsack (1957).

    Every visit takes its stay and at least the shortest way that leads to it; together the visits
    take no more than the shifts' hours without pauses. Promised visits count with their prize, not
    as a must, so the bound also holds where a promise cannot be kept. O(n²).
    """
    minutes = problem.travel.minutes
    offers = []
    for site in problem.sites:
        ways_in = minutes[_comes_from(problem, site), site.place]
        if not len(ways_in) or not _can_be(problem, site):
            continue
        way = float(ways_in.min())
        gain = site.prize_rials - problem.minute_rials * way
        if gain > 0:
            offers.append((gain, way + site.stay_minutes))
    return _filled(offers, sum(_open_minutes(shift) for shift in problem.shifts))


def _comes_from(problem: TourProblem, site: Site) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Every place from which somebody may come to a site."""
    places = [other.place for other in problem.sites if other.ref != site.ref]
    places += [shift.start for shift in problem.shifts]
    return np.asarray(places, dtype=np.intp)


def _can_be(problem: TourProblem, site: Site) -> bool:
    days = {opening.day for opening in site.openings}
    return any(
        site.needs <= shift.posts and (not days or shift.hours.day in days)
        for shift in problem.shifts
    )


def _open_minutes(shift: Shift) -> float:
    paused = sum(
        max(0, min(pause.ends, shift.hours.ends) - max(pause.begins, shift.hours.begins))
        for pause in shift.pauses
    )
    return max(0.0, shift.hours.ends - shift.hours.begins - paused)


def _filled(offers: list[tuple[float, float]], room: float) -> float:
    total = 0.0
    for gain, takes in sorted(offers, key=lambda offer: -offer[0] / offer[1]):
        share = min(1.0, room / takes)
        total += gain * share
        room -= takes * share
        if room <= 0:
            break
    return total
