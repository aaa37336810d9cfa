"""Rounds made better by force: a site goes in at a loss, and polishing may more than repay it."""

from __future__ import annotations

import numpy as np

from hamgam.engine.solving.limits import Budget
from hamgam.engine.tours.polish import Insertion, Rounds
from hamgam.engine.tours.problem import Round, Site
from hamgam.engine.tours.timetable import timetable

WORK_A_SHAKE = 10
"""What one shake counts beside one iteration of the router; about the time it takes."""
IDLE_SHAKES = 60
"""After so many shakes in a row without a gain, nothing more is expected."""


def shake(rounds: Rounds, budget: Budget) -> None:
    """Force one unvisited site after the other into a round, polish, and keep what is worth more.

    What the router cannot see, pauses and peaks, is judged here. Ends with the budget, or when
    nothing was gained for long.
    """
    draw, idle = np.random.default_rng(budget.seed), 0
    while idle < IDLE_SHAKES and rounds.unvisited and not budget.is_over:
        before, value = list(rounds.rounds), rounds.standing
        site = rounds.unvisited[int(draw.integers(len(rounds.unvisited)))]
        shift = int(draw.integers(len(rounds.rounds)))
        budget.spend(WORK_A_SHAKE)
        idle += 1
        if _force(rounds, site, shift):
            rounds.polish()
        if rounds.standing > value:
            idle = 0
        else:
            rounds.rounds = before


def _force(rounds: Rounds, site: Site, shift: int) -> bool:
    made = forced(rounds, site, shift)
    if made is None:
        return False
    rounds.rounds[shift] = made[0].round_
    return True


def forced(rounds: Rounds, site: Site, shift: int) -> tuple[Insertion, tuple[str, ...]] | None:
    """The site in one shift's round, and the sites that left it to make room, the least worth
    first; None when it does not fit there even alone. The gain is against the present round."""
    problem, before = rounds.problem, rounds.rounds[shift]
    trial = Rounds(problem, list(rounds.rounds))
    leaving: list[str] = []
    while (found := trial.insertion_into(site, shift)) is None:
        shorter = _poorer(trial, shift, leaving)
        if shorter is None:
            return None
        trial.rounds[shift] = shorter
    return Insertion(round_=found.round_, gain_rials=rounds.gain(before, found.round_)), tuple(
        leaving
    )


def _poorer(rounds: Rounds, shift: int, leaving: list[str]) -> Round | None:
    """The round without its least worthy stop that was not promised; None when there is none."""
    stops, by_ref = rounds.rounds[shift].sites, rounds.problem.by_ref
    loose = [ref for ref in stops if not by_ref[ref].is_promised]
    if not loose:
        return None
    leaving.append(min(loose, key=lambda ref: by_ref[ref].prize_rials))
    return timetable(rounds.problem, shift, [ref for ref in stops if ref != leaving[-1]])
