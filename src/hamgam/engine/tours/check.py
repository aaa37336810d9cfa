"""Whether a plan of tours keeps every rule of its problem: an independent judge.

It shares no code with the timetable or the search, and reads the plan's own hours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from hamgam.engine.tours.problem import Hours, Round, Shift, Site, TourPlan, TourProblem, Visit

TOLERANCE_MINUTES = 1e-6
TOLERANCE = 1e-9
"""Relative difference allowed between the value told and the one recomputed."""


def violations(problem: TourProblem, plan: TourPlan) -> list[str]:
    """What the plan breaks, each a sentence that names the thing; empty: it is sound."""
    found = [*_shape(problem, plan)]
    if found:
        return found
    for round_ in plan.rounds:
        found += _round(problem, round_)
    return [*found, *_worth(problem, plan)]


def _shape(problem: TourProblem, plan: TourPlan) -> Iterator[str]:
    if [round_.shift for round_ in plan.rounds] != list(range(len(problem.shifts))):
        yield "the plan has not one round for each shift"
    refs = {site.ref for site in problem.sites}
    times = Counter(visit.site for round_ in plan.rounds for visit in round_.visits)
    for ref, count in times.items():
        if ref not in refs:
            yield f"{ref} is no site"
        if count > 1:
            yield f"{ref} is visited {count} times"


def _round(problem: TourProblem, round_: Round) -> list[str]:
    shift = problem.shifts[round_.shift]
    name = f"{shift.delegation} on day {shift.hours.day}"
    stops = [(visit, problem.by_ref[visit.site]) for visit in round_.visits]
    found = [told for visit, site in stops for told in _stay(name, shift, visit, site)]
    if shift.most_stops is not None and len(stops) > shift.most_stops:
        found.append(f"{name} stops {len(stops)} times, {shift.most_stops} are allowed")
    return [*found, *_legs(problem, name, shift, round_)]


def _stay(name: str, shift: Shift, visit: Visit, site: Site) -> Iterator[str]:
    told = f"{name} at {site.ref}"
    if not site.needs <= shift.posts:
        yield f"{told}: {', '.join(sorted(site.needs - shift.posts))} does not come"
    if abs(visit.ends - visit.begins - site.stay_minutes) > TOLERANCE_MINUTES:
        yield f"{told}: the stay is not {site.stay_minutes} minutes"
    if visit.begins < visit.arrives - TOLERANCE_MINUTES:
        yield f"{told}: the visit begins before the arrival"
    if site.openings and not any(
        opening.day == shift.hours.day and _lies_in(visit, opening) for opening in site.openings
    ):
        yield f"{told}: the stay lies in no opening"
    if not _lies_in(visit, shift.hours):
        yield f"{told}: the stay lies outside the shift"
    if any(_shared(visit.begins, visit.ends, pause) > TOLERANCE_MINUTES for pause in shift.pauses):
        yield f"{told}: the stay lies in a pause"


def _legs(problem: TourProblem, name: str, shift: Shift, round_: Round) -> Iterator[str]:
    """Each way takes its minutes at the hour it is begun, pauses not counted."""
    places = [shift.start, *(problem.by_ref[v.site].place for v in round_.visits), shift.end]
    leaves = [float(shift.hours.begins), *(visit.ends for visit in round_.visits)]
    arrives = [*(visit.arrives for visit in round_.visits), round_.home_at]
    drives = [*(visit.drive_minutes for visit in round_.visits), round_.home_drive_minutes]
    for number, (start, end) in enumerate(pairwise(places)):
        factor = problem.travel.factor(leaves[number] % (24 * 60))
        needed = float(problem.travel.minutes[start, end]) * factor
        if abs(needed - drives[number]) > TOLERANCE_MINUTES:
            yield f"{name}, way {number + 1}: {drives[number]} minutes are told, {needed} needed"
        paused = _paused(shift.pauses, leaves[number], arrives[number]) if needed else 0.0
        if arrives[number] - leaves[number] - paused < needed - TOLERANCE_MINUTES:
            yield f"{name}, way {number + 1}: arrives before the way is driven"
    if round_.home_at > shift.hours.ends + TOLERANCE_MINUTES:
        yield f"{name} is back after the shift"


def _worth(problem: TourProblem, plan: TourPlan) -> Iterator[str]:
    prizes = sum(problem.by_ref[ref].prize_rials for ref in plan.visited)
    roads = sum(visit.drive_minutes for round_ in plan.rounds for visit in round_.visits) + sum(
        round_.home_drive_minutes for round_ in plan.rounds
    )
    value = prizes - roads * problem.minute_rials
    if abs(value - plan.value_rials) > TOLERANCE * max(1.0, abs(value), prizes):
        yield f"the value is {value}, {plan.value_rials} is told"


def _lies_in(visit: Visit, hours: Hours) -> bool:
    return (
        visit.begins >= hours.begins - TOLERANCE_MINUTES
        and visit.ends <= hours.ends + TOLERANCE_MINUTES
    )


def _paused(pauses: Sequence[Hours], begins: float, ends: float) -> float:
    return sum(_shared(begins, ends, pause) for pause in pauses)


def _shared(begins: float, ends: float, pause: Hours) -> float:
    return max(0.0, min(ends, pause.ends) - max(begins, pause.begins))
