"""The tours as a vehicle routing problem with prizes and time windows, given to PyVRP.

Wouda, Lan and Kool, "PyVRP: a high-performance VRP solver package", INFORMS Journal on Computing 36
(2024). Each shift is a vehicle, each opening of a site a client of the site's group; a site whose
posts a delegation lacks lies infinitely far from it. Pauses and peaks are only approximated here;
the exact timetable judges afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from hamgam.engine.solving.limits import Budget
from hamgam.engine.solving.progress import Progress, Report
from hamgam.engine.tours.problem import MINUTES_A_DAY, Hours, Shift, Site, TourProblem

if TYPE_CHECKING:
    from pyvrp import ProblemData, Solution

SECONDS = 60
FAR = 1 << 40
"""A way that no vehicle can drive, in cost and seconds; below the solver's own largest number."""
NEVER = 1 << 40
"""Later than any week, in seconds."""
LARGEST_COST = 1 << 30
"""The sum of all prizes in the solver's whole units: exact, and far from overflow."""


def routes(
    problem: TourProblem, budget: Budget, report: Report | None, share: float
) -> list[list[str]]:
    """The refs of the sites of each shift in order, as PyVRP leaves them in a share of the budget.

    One unit of work is one iteration. With seconds the answer may differ from run to run.
    """
    if not problem.sites or not problem.shifts:
        return [[] for _ in problem.shifts]
    import pyvrp

    model = _Model(problem)
    result = pyvrp.solve(
        model.data,
        stop=_Watch(model, budget, report, share),
        seed=budget.seed,
        collect_stats=False,
        display=False,
    )
    return model.read(result.best)


class _Watch:
    """Tells the solver when to stop, and the listener how good the best is."""

    def __init__(self, model: _Model, budget: Budget, report: Report | None, share: float) -> None:
        self._model, self._budget, self._report = model, budget, report
        self._share = share
        self._best = float("inf")

    def __call__(self, best_cost: float) -> bool:
        self._budget.spend(1)
        if best_cost < self._best:
            self._best = best_cost
            self._tell()
        return self._budget.is_over or self._budget.share_spent >= self._share

    def _tell(self) -> None:
        if self._report is None:
            return
        value = self._model.value_rials(self._best)
        spent = self._budget
        told = Progress(
            objective=value, bound=None, seconds=spent.seconds, work=spent.work, step="routes"
        )
        self._report(told)


@dataclass(frozen=True)
class _Model:
    """The problem in the solver's terms; a client stands for a site in one of its openings."""

    problem: TourProblem

    @cached_property
    def clients(self) -> list[tuple[Site, Hours | None]]:
        """Each site once for every opening, and once without hours when it is always open."""
        return [(s, o) for s in self.problem.sites for o in (s.openings or (None,))]

    @cached_property
    def unit_rials(self) -> float:
        """What one of the solver's units of cost is worth."""
        worth = sum(site.prize_rials for site in self.problem.sites)
        return max(worth / LARGEST_COST, 1.0)

    @cached_property
    def owed(self) -> int:
        """The prize, in units, that makes a promised visit worth more than all others."""
        return int(sum(s.prize_rials for s in self.problem.sites) / self.unit_rials) + 1

    def value_rials(self, cost: float) -> float:
        """The plan's value behind a cost of the solver."""
        promised = sum(1 for site in self.problem.sites if site.is_promised)
        worth = sum(site.prize_rials for site in self.problem.sites)
        return worth - (cost - promised * self.owed) * self.unit_rials

    @cached_property
    def postings(self) -> list[frozenset[str]]:
        """The different sets of posts that come; each is a profile of ways."""
        return list(dict.fromkeys(shift.posts for shift in self.problem.shifts))

    @cached_property
    def data(self) -> ProblemData:
        """The solver's problem."""
        import pyvrp

        places = len(self.problem.travel.minutes)
        groups, members = self._groups()
        ways = [self._ways(posts) for posts in self.postings]
        return pyvrp.ProblemData(
            locations=[pyvrp.Location(0, 0) for _ in range(places + len(self.clients))],
            clients=[self._client(number, members) for number in range(len(self.clients))],
            depots=[pyvrp.Depot(place) for place in range(places)],
            vehicle_types=[self._vehicle(shift) for shift in self.problem.shifts],
            distance_matrices=[way[0] for way in ways],
            duration_matrices=[way[1] for way in ways],
            groups=[pyvrp.ClientGroup(group, required=False) for group in groups],
        )

    def read(self, best: Solution) -> list[list[str]]:
        """The sites of each shift, by the route of its vehicle."""
        found: list[list[str]] = [[] for _ in self.problem.shifts]
        for route in best.routes():
            stops = [activity.idx for activity in route.schedule() if activity.is_client()]
            found[route.vehicle_type()] = [self.clients[stop][0].ref for stop in stops]
        return found

    def _groups(self) -> tuple[list[list[int]], dict[str, int]]:
        several: dict[str, list[int]] = {}
        for number, (site, _) in enumerate(self.clients):
            if len(site.openings) > 1:
                several.setdefault(site.ref, []).append(number)
        return list(several.values()), {ref: group for group, ref in enumerate(several)}

    def _client(self, number: int, groups: dict[str, int]) -> Any:
        import pyvrp

        site, opening = self.clients[number]
        early, late = (0, NEVER) if opening is None else _window(opening, site)
        return pyvrp.Client(
            len(self.problem.travel.minutes) + number,
            delivery=[1],
            service_duration=site.stay_minutes * SECONDS,
            tw_early=early,
            tw_late=late,
            prize=int(site.prize_rials / self.unit_rials) + (self.owed if site.is_promised else 0),
            required=False,
            group=groups.get(site.ref),
        )

    def _vehicle(self, shift: Shift) -> Any:
        import pyvrp

        begins, ends = _of_week(shift.hours)
        paused = sum(pause.ends - pause.begins for pause in shift.pauses)
        return pyvrp.VehicleType(
            capacity=[shift.most_stops or len(self.problem.sites)],
            start_depot=shift.start,
            end_depot=shift.end,
            tw_early=begins,
            tw_late=ends,
            shift_duration=max(0, ends - begins - paused * SECONDS),
            profile=self.postings.index(shift.posts),
        )

    def _ways(self, posts: frozenset[str]) -> tuple[Any, Any]:
        """Costs and seconds between all locations for those who come with these posts."""
        travel = self.problem.travel
        at = [*range(len(travel.minutes)), *(site.place for site, _ in self.clients)]
        minutes = travel.minutes[np.ix_(at, at)]
        seconds = np.ceil(minutes * SECONDS).astype(np.int64)
        costs = np.ceil(minutes * self.problem.minute_rials / self.unit_rials).astype(np.int64)
        closed = [
            len(travel.minutes) + number
            for number, (site, _) in enumerate(self.clients)
            if not site.needs <= posts
        ]
        seconds[:, closed] = costs[:, closed] = FAR
        np.fill_diagonal(seconds, 0)
        np.fill_diagonal(costs, 0)
        return costs, seconds


def _window(opening: Hours, site: Site) -> tuple[int, int]:
    """The earliest and the latest second at which the stay may begin."""
    begins, ends = _of_week(opening)
    return begins, max(begins, ends - site.stay_minutes * SECONDS)


def _of_week(hours: Hours) -> tuple[int, int]:
    """The hours in seconds since the midnight before the first day."""
    midnight = hours.day * MINUTES_A_DAY
    return (midnight + hours.begins) * SECONDS, (midnight + hours.ends) * SECONDS
