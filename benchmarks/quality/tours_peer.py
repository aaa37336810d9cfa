"""What OR-Tools routing does with the same plain day in the given time."""

from __future__ import annotations

import math

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from hamgam.engine.tours.problem import TourProblem


def routing_whole(problem: TourProblem, seconds: float) -> float:
    """Minutes on the road + prizes not collected: guided local search, whole minutes.

    For questions of one day, one house, at most one opening a site, no posts, pauses or peaks.
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
    clock = routing.GetDimensionOrDie("time")
    for site in problem.sites:
        node = manager.NodeToIndex(site.place)
        for opening in site.openings:
            late = min(length, opening.ends - first.begins - site.stay_minutes)
            clock.CumulVar(node).SetRange(opening.begins - first.begins, late)
        routing.AddDisjunction([node], int(site.prize_rials))
    told = pywrapcp.DefaultRoutingSearchParameters()
    told.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    told.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    told.time_limit.FromMilliseconds(int(seconds * 1000))
    answer = routing.SolveWithParameters(told)
    return float(answer.ObjectiveValue()) if answer else math.inf
