"""The rest of a tour when something changed on the way: replan at noon."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace

from hamgam.engine.tours.bound import bound_rials
from hamgam.engine.tours.polish import Rounds
from hamgam.engine.tours.problem import Hours, Round, Shift, TourPlan, TourProblem, value_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """Where a tour stands: stays begun before this minute of this day are facts."""

    day: int
    minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """What is left to do: a problem that begins now where each delegation stands, and its plan.

    Its shifts are those of the old problem that still have time, cut to what is left of them.
    """

    problem: TourProblem
    plan: TourPlan


def replan(
    problem: TourProblem, plan: TourPlan, now: Now, cancelled: Set[str] = frozenset()
) -> Rest:
    """The rest of a plan after a change, at once: begun stays are facts, cancelled sites leave.

    `problem` is the changed problem: sites may have new prizes, openings or needs, be added or
    missing; its shifts are those of the plan, perhaps with other hours. The order stays where it
    can; what fits no more leaves, and what is worth it comes in by insertion, exchange and moves,
    without a new search. A shift that cannot reach its end in time any more has no further stops.
    """
    begun = {ref for round_ in plan.rounds for ref in _begun(problem, round_, now)}
    open_sites = [s for s in problem.sites if s.ref not in begun and s.ref not in cancelled]
    open_refs = {site.ref for site in open_sites}
    shifts, stops = [], []
    for round_ in plan.rounds:
        left = _left_of(problem, round_, now)
        if left is not None:
            shifts.append(left)
            stops.append([ref for ref in round_.sites if ref in open_refs])
    rest = replace(problem, sites=open_sites, shifts=shifts)
    rounds = Rounds.of(rest, stops)
    rounds.polish()
    return Rest(
        problem=rest,
        plan=TourPlan(
            rounds=tuple(rounds.rounds),
            value_rials=value_of(rest, rounds.rounds),
            bound_rials=bound_rials(rest),
        ),
    )


def _begun(problem: TourProblem, round_: Round, now: Now) -> list[str]:
    """The sites of a round whose stay has begun."""
    day = problem.shifts[round_.shift].hours.day
    return [v.site for v in round_.visits if (day, v.begins) < (now.day, now.minute)]


def _left_of(problem: TourProblem, round_: Round, now: Now) -> Shift | None:
    """A shift from now on, from where its delegation stands; None when it cannot stop any more."""
    shift, begun = problem.shifts[round_.shift], _begun(problem, round_, now)
    if shift.hours.day > now.day:
        return shift
    ended = max((v.ends for v in round_.visits if v.site in begun), default=0.0)
    begins = int(-(-max(shift.hours.begins, now.minute, ended) // 1))
    at = _place_of(problem, begun[-1], shift) if begun else shift.start
    way = float(problem.travel.minutes[at, shift.end]) * problem.travel.factor(begins)
    stops_left = None if shift.most_stops is None else shift.most_stops - len(begun)
    if shift.hours.day < now.day or begins + way >= shift.hours.ends or stops_left == 0:
        return None
    hours = Hours(day=shift.hours.day, begins=begins, ends=shift.hours.ends)
    return replace(shift, hours=hours, start=at, most_stops=stops_left)


def _place_of(problem: TourProblem, ref: str, shift: Shift) -> int:
    """Where a begun stay is; a site that has left the problem since counts as the start."""
    site = problem.by_ref.get(ref)
    return shift.start if site is None else site.place
