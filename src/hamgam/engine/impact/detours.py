"""How much longer a way becomes while streets are shut, and what that costs whom.

Through traffic enters a shut place at one of its junctions and leaves it at another. Nobody counts
which goes where, so every pair of these junctions stands for as many; a passer loses the mean over
the pairs of the quickest way with the place shut less the quickest with it open
(docs/algorithms/detours.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import inf

import shapely

from hamgam.engine.impact.graph import StreetGraph

LIES_ON_M = 15.0
"""A work nearer to a stretch than this takes from it; about half a wide street."""
CUT_OFF_MIN = 60.0
"""What a passer loses who finds no way at all: he waits or comes another time (assumed)."""
MOST_JUNCTIONS = 12
"""Of a place with more junctions, so many evenly taken stand for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detour:
    """What a shut place does to those who pass it. `minutes` each loses on a passage; `cut_off` is
    the share of the pairs of junctions between which no way is left."""

    minutes: float
    cut_off: float
    stretches: int
    """How many stretches are shut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHours:
    """Hours lost on a day of closure, residents and pilgrims apart."""

    residents: float
    pilgrims: float


def shut_by(graph: StreetGraph, place: shapely.Geometry) -> list[int]:
    """The stretches that a work at a place (in metres) shuts: those it runs along for more than
    touching a corner, else the nearest one within LIES_ON_M; none where no street is near."""
    near = graph.near(place, LIES_ON_M)
    ground = shapely.buffer(place, LIES_ON_M)
    taken = {number: graph.lines[number].intersection(ground).length for number in near}
    along = [number for number in near if taken[number] > 3 * LIES_ON_M]
    return along or sorted(near, key=lambda number: -taken[number])[:1]


def detour(graph: StreetGraph, shut: Collection[int]) -> Detour | None:
    """What shutting some stretches costs a passer; None where nothing is shut, or through traffic
    has no two junctions to pass between."""
    closed = frozenset(shut)
    losses = [loss for part in _places(graph, closed) for loss in _losses(graph, part, closed)]
    if not losses:
        return None
    cut = sum(loss == inf for loss in losses)
    minutes = sum(min(loss, CUT_OFF_MIN) for loss in losses) / len(losses)
    return Detour(minutes=minutes, cut_off=cut / len(losses), stretches=len(closed))


def person_hours(found: Detour, *, residents_a_day: float, pilgrims_a_day: float) -> PersonHours:
    """What a day of the closure costs; one passage is counted for each passer."""
    each = found.minutes / 60.0
    return PersonHours(residents=residents_a_day * each, pilgrims=pilgrims_a_day * each)


def _places(graph: StreetGraph, shut: frozenset[int]) -> Iterator[list[int]]:
    """The junctions at the edge of each shut place: shut stretches that meet are one place."""
    left = set(shut)
    while left:
        part = _grow(graph, left)
        ends = {end for number in part for end in _ends(graph, number)}
        edge = [
            junction
            for junction in sorted(ends)
            if any(number not in shut for _, number, _ in graph.ways[junction])
        ]
        yield edge if len(edge) > 1 else sorted(_tips(graph, part))


def _grow(graph: StreetGraph, left: set[int]) -> set[int]:
    """One stretch of `left` with all that hang together with it; taken out of `left`."""
    queue = [min(left)]
    left.discard(queue[0])
    part = set(queue)
    while queue:
        for junction in _ends(graph, queue.pop()):
            for _, number, _ in graph.ways[junction]:
                if number in left:
                    left.discard(number)
                    part.add(number)
                    queue.append(number)
    return part


def _ends(graph: StreetGraph, number: int) -> tuple[int, int]:
    one = graph.stretches[number]
    return one.a, one.b


def _tips(graph: StreetGraph, part: set[int]) -> set[int]:
    """Of a dead end, the junctions that only one shut stretch reaches, and the way out."""
    met = [end for number in part for end in _ends(graph, number)]
    return {junction for junction in met if met.count(junction) == 1}


def _losses(graph: StreetGraph, edge: list[int], shut: frozenset[int]) -> Iterator[float]:
    """For each pair of junctions, the minutes lost; `inf` where no way is left."""
    chosen = edge if len(edge) <= MOST_JUNCTIONS else _spread(edge)
    for start in chosen[:-1]:
        goals = [other for one, other in combinations(chosen, 2) if one == start]
        before, after = graph.minutes(start, goals), graph.minutes(start, goals, shut)
        for goal in goals:
            if before[goal] < inf:
                yield after[goal] - before[goal]


def _spread(edge: list[int]) -> list[int]:
    step = (len(edge) - 1) / (MOST_JUNCTIONS - 1)
    return [edge[round(step * number)] for number in range(MOST_JUNCTIONS)]
