"""The orders in which sites are visited without a plan; a plan is never worse than any of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from hamgam.engine.tours.polish import Insertion, Rounds
from hamgam.engine.tours.problem import Round, Site, TourProblem


class Order(StrEnum):
    """How sites are chosen without a plan."""

    VALUE_PER_MINUTE = "value_per_minute"
    PERCENT_COMPLETE = "percent_complete"
    LOUDEST_COMPLAINT = "loudest_complaint"


def baselines(problem: TourProblem) -> dict[Order, tuple[Round, ...]]:
    """The rounds of every order, by the order."""
    return {order: by_order(problem, order) for order in Order}


def by_order(problem: TourProblem, order: Order) -> tuple[Round, ...]:
    """The rounds when each next site of an order takes the place that costs the least driving.

    A site that fits nowhere any more is passed over. Promised visits come first in every order.
    """
    if order is Order.VALUE_PER_MINUTE:
        return _greedy(problem)
    rounds = Rounds.of(problem, [[] for _ in problem.shifts])
    for site in sorted(problem.sites, key=_ranks(order)):
        found = rounds.best_insertion(site)
        if found is not None:
            rounds.rounds[found.round_.shift] = found.round_
    return tuple(rounds.rounds)


def _ranks(order: Order) -> Callable[[Site], tuple[bool, float, str]]:
    counts: Mapping[Order, Callable[[Site], float]] = {
        Order.PERCENT_COMPLETE: lambda site: site.complete,
        Order.LOUDEST_COMPLAINT: lambda site: site.complaints,
    }
    count = counts[order]
    return lambda site: (not site.is_promised, -count(site), site.ref)


def _greedy(problem: TourProblem) -> tuple[Round, ...]:
    """Always the insertion that gains most for each minute it takes."""
    rounds = Rounds.of(problem, [[] for _ in problem.shifts])
    while True:
        offers = [o for site in rounds.unvisited if (o := rounds.best_insertion(site)) is not None]
        worthy = [offer for offer in offers if offer.gain_rials > 0]
        if not worthy:
            return tuple(rounds.rounds)
        best = max(worthy, key=lambda offer: _pace(rounds, offer))
        rounds.rounds[best.round_.shift] = best.round_


def _pace(rounds: Rounds, offer: Insertion) -> float:
    before = rounds.rounds[offer.round_.shift]
    return offer.gain_rials / max(1.0, offer.round_.home_at - before.home_at)
