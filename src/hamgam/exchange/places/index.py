"""A city's streets and landmarks, laid out to be found by name and by where they cross."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import shapely
from rapidfuzz import process
from rapidfuzz.distance import OSA
from shapely.geometry import LineString, Point
from shapely.ops import nearest_points

from hamgam.engine.geometry import WGS84, reproject
from hamgam.exchange.city import City, Landmark, Street
from hamgam.exchange.places.names import KindWord, Name, taken_apart

T = TypeVar("T")
CUTOFF: Final = 0.8
"""A misspelt name must agree this far: 1 - edits / letters, a swap of neighbours counting one."""
PART: Final = 0.9
"""How well the first or last words of a longer name agree («طبرسی» of «طبرسی جنوبی»)."""
SHORTEST_PART: Final = 3
LEAD: Final = 0.05
"""And be this much nearer than the next name, else neither is guessed."""


@dataclass(frozen=True, slots=True)
class Named(Generic[T]):
    """What a name may mean: equally good candidates, and how well the name agrees (1 exactly)."""

    candidates: tuple[T, ...]
    agreement: float


class _Register(Generic[T]):
    """Things by their names."""

    def __init__(self) -> None:
        self._by_core: dict[str, list[tuple[KindWord | None, T]]] = {}
        self._words: dict[str, tuple[str, ...]] = {}

    def add(self, name: Name, thing: T) -> None:
        for way in (name, *name.by_names):
            self._by_core.setdefault(way.full, []).append((way.kind, thing))
            self._words[way.full] = (*way.words, *((way.number,) if way.number else ()))

    def knows(self, core: str) -> bool:
        return core in self._by_core

    def named(self, name: Name, *, sided: bool) -> Named[tuple[KindWord | None, T]]:
        """What goes by a name or by one of its by-names, whichever agrees best.

        `sided` says that a numbered side street, when it is not known itself, means its street.
        """
        ways = [self._agreeing(way, sided=sided) for way in (name, *name.by_names)]
        return max(ways, key=lambda way: way.agreement)

    def _agreeing(self, name: Name, *, sided: bool) -> Named[tuple[KindWord | None, T]]:
        """By the whole name, else by a part of it, else by a likeness."""
        core = name.core if sided and not self.knows(name.full) else name.full
        if core in self._by_core:
            return Named(tuple(self._by_core[core]), 1.0)
        parts = [key for key, words in self._words.items() if _is_part(name.words, words)]
        if parts and len(core) >= SHORTEST_PART:
            return Named(self._of(parts), PART)
        near = process.extract(
            core,
            list(self._by_core),
            scorer=OSA.normalized_similarity,
            score_cutoff=CUTOFF,
            limit=6,
        )
        best = near[0][1] if near else 0.0
        return Named(self._of([key for key, score, _ in near if score > best - LEAD]), best)

    def _of(self, cores: Sequence[str]) -> tuple[tuple[KindWord | None, T], ...]:
        return tuple(entry for core in cores for entry in self._by_core[core])


def _is_part(words: Sequence[str], of: Sequence[str]) -> bool:
    """Whether the words are the beginning or the end of a longer name."""
    count = len(words)
    return 0 < count < len(of) and tuple(words) in {tuple(of[:count]), tuple(of[-count:])}


def _chosen(entries: Sequence[tuple[KindWord | None, T]], kind: KindWord | None) -> tuple[T, ...]:
    """Those of the asked kind when there are any, else all; each once, in order."""
    same = [thing for own, thing in entries if own == kind]
    return tuple(dict.fromkeys(same or [thing for _, thing in entries]))


class StreetIndex:
    """The streets and landmarks of one city, by name; build once, ask often.

    `lines` are the streets' centre lines in metres of EPSG `epsg`.
    """

    def __init__(self, city: City) -> None:
        self.epsg = city.epsg
        self.streets: tuple[Street, ...] = city.streets
        self.landmarks: tuple[Landmark, ...] = city.landmarks
        self.lines: list[LineString] = list(
            reproject([street.line for street in city.streets], WGS84, city.epsg)
        )
        self.points: list[Point] = list(
            reproject([place.point for place in city.landmarks], WGS84, city.epsg)
        )
        self.node_tolerance_m = city.node_tolerance_m
        self.landmark_reach_m = city.landmark_reach_m
        self._street_names: _Register[int] = _Register()
        self._landmark_names: _Register[int] = _Register()
        for number, street in enumerate(city.streets):
            self._street_names.add(taken_apart(street.names["fa"]), number)
        for number, place in enumerate(city.landmarks):
            self._landmark_names.add(taken_apart(place.names["fa"]), number)
        self._crossings: dict[tuple[int, int], list[float]] = {}

    def streets_named(self, name: Name) -> Named[int]:
        """The streets that a name may mean, by number; the street itself for its side streets."""
        found = self._street_names.named(name, sided=True)
        return Named(_chosen(found.candidates, name.kind), found.agreement)

    def has_side_street(self, name: Name) -> bool:
        """Whether the numbered side street itself is known, not only its street."""
        return self._street_names.knows(name.full)

    def landmarks_named(self, name: Name) -> Named[int]:
        """The landmarks that a name may mean, by number; a told kind must be theirs."""
        found = self._landmark_names.named(name, sided=False)
        fitting = [(kind, thing) for kind, thing in found.candidates if name.kind in {None, kind}]
        return Named(_chosen(fitting, name.kind), found.agreement)

    def crossings(self, street: int, other: int) -> list[float]:
        """Where a street crosses another: metres along the street from its drawn beginning."""
        if (street, other) not in self._crossings:
            self._crossings[street, other] = self._crossed(self.lines[street], self.lines[other])
        return self._crossings[street, other]

    def _crossed(self, line: LineString, other: LineString) -> list[float]:
        """Where the lines meet; where they do not, the places at which they nearly do."""
        if line.distance(other) > self.node_tolerance_m:
            return []
        met = line.intersection(other)
        points = [part.centroid for part in getattr(met, "geoms", [met]) if not part.is_empty]
        if not points:
            points = [nearest_points(line, other)[0], *self._near_ends(line, other)]
        measures: list[float] = []
        for measure in (line.project(point) for point in points):
            if all(abs(measure - known) > 2 * self.node_tolerance_m for known in measures):
                measures.append(measure)
        return measures

    def _near_ends(self, line: LineString, other: LineString) -> list[Point]:
        ends = (shapely.get_point(other, 0), shapely.get_point(other, -1))
        return [end for end in ends if line.distance(end) <= self.node_tolerance_m]

    def standing_on(self, street: int, landmark: int) -> float | None:
        """Where along a street a landmark stands, in metres; None when it stands elsewhere."""
        line, point = self.lines[street], self.points[landmark]
        return line.project(point) if line.distance(point) <= self.landmark_reach_m else None

    def away_m(self, street: int, landmark: int) -> float:
        """How far from a street's centre line a landmark stands, in metres."""
        return float(self.lines[street].distance(self.points[landmark]))
