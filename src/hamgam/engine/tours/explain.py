"""Why this stop and why not that one: the causes, for whoever puts them into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hamgam.engine.tours.polish import Rounds
from hamgam.engine.tours.problem import Site, TourPlan, TourProblem, value_of
from hamgam.engine.tours.shake import forced
from hamgam.engine.tours.timetable import earliest, timetable


class Why(StrEnum):
    """Why a site is or is not in the plan."""

    PROMISED = "promised"
    WORTH = "worth"
    NO_POSTS = "no_posts"
    NO_OPENING = "no_opening"
    NO_TIME = "no_time"
    DISPLACES = "displaces"
    TOO_FAR = "too_far"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a site is visited or not.

    Visited: `minutes` it takes of the round, way and stay, and `rials` the plan would lose without
    it. Not visited: `posts` that no delegation brings together (NO_POSTS), the `instead` sites that
    would have to give way and the `rials` this would lose (DISPLACES), or the `rials` by which the
    way costs more than the site is worth (TOO_FAR).
    """

    why: Why
    minutes: float = 0.0
    rials: float = 0.0
    posts: frozenset[str] = frozenset()
    instead: tuple[str, ...] = ()


def explain(problem: TourProblem, plan: TourPlan) -> Mapping[str, Reason]:
    """One reason for each site of the problem."""
    rounds = Rounds(problem, list(plan.rounds))
    visited = plan.visited
    return {
        site.ref: _visited(problem, plan, site) if site.ref in visited else _left(rounds, site)
        for site in problem.sites
    }


def _visited(problem: TourProblem, plan: TourPlan, site: Site) -> Reason:
    round_ = next(r for r in plan.rounds if site.ref in r.sites)
    rest = timetable(problem, round_.shift, [ref for ref in round_.sites if ref != site.ref])
    loss, took = site.prize_rials, float(site.stay_minutes)
    if rest is not None:
        loss = value_of(problem, [round_]) - value_of(problem, [rest])
        took += round_.drive_minutes - rest.drive_minutes
    return Reason(why=Why.PROMISED if site.is_promised else Why.WORTH, minutes=took, rials=loss)


def _left(rounds: Rounds, site: Site) -> Reason:
    problem = rounds.problem
    able = [n for n, shift in enumerate(problem.shifts) if site.needs <= shift.posts]
    if not able:
        return Reason(why=Why.NO_POSTS, posts=_lacking(problem, site))
    if not any(_opens(problem, shift, site) for shift in able):
        return Reason(why=Why.NO_OPENING)
    free = rounds.best_insertion(site)
    if free is not None:
        return Reason(why=Why.TOO_FAR, rials=-free.gain_rials)
    return _displacing(rounds, site, able)


def _lacking(problem: TourProblem, site: Site) -> frozenset[str]:
    """The posts missing from the delegation that lacks the fewest."""
    return min((site.needs - shift.posts for shift in problem.shifts), key=len, default=site.needs)


def _opens(problem: TourProblem, shift: int, site: Site) -> bool:
    told = problem.shifts[shift]
    return earliest(site, told.hours, told.pauses, told.hours.begins) is not None


def _displacing(rounds: Rounds, site: Site, able: list[int]) -> Reason:
    """What would have to give way, in the round in which it would cost least."""
    offers = [offer for shift in able if (offer := forced(rounds, site, shift)) is not None]
    if not offers:
        return Reason(why=Why.NO_TIME)
    insertion, instead = max(offers, key=lambda offer: offer[0].gain_rials)
    return Reason(why=Why.DISPLACES, rials=-insertion.gain_rials, instead=instead)
