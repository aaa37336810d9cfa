"""What OR-Tools routing does with the same plain day in the given time."""

from __future__ import annotations

import math
from collections.abc import Callable

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from hamgam.engine.tours.problem import TourProblem

A_DAY_MS = 86_400_000
"""Its own limit, which counts the wall's time, where another clock ends the search."""


def routing_whole(
    problem: TourProblem, seconds: float, clock: Callable[[], float] | None = None
) -> float:
    """Minutes on the road + prizes not collected: guided local search, whole minutes.

    `clock` tells the seconds where they are not those of the wall. For questions of one day, one
    house, at most one opening a site, no posts, pauses or peaks.
    """
    first = problem.shifts[0].hours
    minutes = problem.travel.minutes.astype(int)
    manager = pywrapcp.RoutingIndexManager(len(minutes), len(problem.shifts), 0)
    routing = pywrapcp.RoutingModel(manager)
    stays = [0] * len(minutes)
    for site in problem.sites:
        stays[site.place] = site.stay_minutes
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(minutes.tolist()))
    busy = [
        [int(minutes[a, b]) + stays[a] for b in range(len(minutes))] for a in range(len(minutes))
    ]
    length = first.ends - first.begins
    routing.AddDimension(routing.RegisterTransitMatrix(busy), length, length, False, "time")
    arrival = routing.GetDimensionOrDie("time")
    for site in problem.sites:
        node = manager.NodeToIndex(site.place)
        for opening in site.openings:
            late = min(length, opening.ends - first.begins - site.stay_minutes)
            arrival.CumulVar(node).SetRange(opening.begins - first.begins, late)
        routing.AddDisjunction([node], int(site.prize_rials))
    told = pywrapcp.DefaultRoutingSearchParameters()
    told.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    told.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    told.time_limit.FromMilliseconds(int(seconds * 1000) if clock is None else A_DAY_MS)
    if clock is not None:
        ends = clock() + seconds
        routing.AddSearchMonitor(routing.solver().CustomLimit(lambda: clock() >= ends))
    answer = routing.SolveWithParameters(told)
    return float(answer.ObjectiveValue()) if answer else math.inf
