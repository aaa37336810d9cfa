"""Rounds made better by the exact timetable: what is worth more goes in, what is not goes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hamgam.engine.tours.problem import Round, Site, TourProblem, standing, value_of
from hamgam.engine.tours.timetable import timetable

SMALL_RIALS = 1e-6
EXCHANGED_SITES = 40
"""How many unvisited sites, the most prize a minute first, are tried in the place of others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Insertion:
    """Where a site would go: the round with it, and what the plan would gain, rials."""

    round_: Round
    gain_rials: float


@dataclass(slots=True)
class Rounds:
    """One round per shift while it is worked on."""

    problem: TourProblem
    rounds: list[Round]

    @classmethod
    def of(cls, problem: TourProblem, stops: Sequence[Sequence[str]]) -> Rounds:
        """The rounds over these stops; a stop that does not fit the exact timetable is left out,
        the least worth first."""
        return cls(problem, [fitting(problem, n, list(row)) for n, row in enumerate(stops)])

    @property
    def value_rials(self) -> float:
        """What the rounds are worth."""
        return value_of(self.problem, self.rounds)

    @property
    def standing(self) -> tuple[int, float]:
        """How good the rounds are: promised visits kept, then their value; greater is better."""
        return standing(self.problem, self.rounds)

    @property
    def unvisited(self) -> list[Site]:
        """The sites in no round, promised first, then by prize, greatest first."""
        visited = {ref for round_ in self.rounds for ref in round_.sites}
        left = [site for site in self.problem.sites if site.ref not in visited]
        return sorted(left, key=lambda site: (not site.is_promised, -site.prize_rials, site.ref))

    def polish(self) -> None:
        """Insert, move and exchange until nothing makes the rounds worth more."""
        self._insert_promised()
        while self._insert() or self._move() or self._exchange() or self._drop():
            pass

    def best_insertion(self, site: Site) -> Insertion | None:
        """The most gainful place for a site in any round, or None when it fits nowhere."""
        offers = (self.insertion_into(site, shift) for shift in range(len(self.rounds)))
        return _richest(offer for offer in offers if offer is not None)

    def insertion_into(self, site: Site, shift: int) -> Insertion | None:
        """The most gainful place for a site in one round, or None when it fits nowhere there."""
        if not site.needs <= self.problem.shifts[shift].posts:
            return None
        return _richest(self._insertions(self.rounds[shift], site))

    def _insertions(self, round_: Round, site: Site) -> list[Insertion]:
        stops = round_.sites
        tried = (
            timetable(self.problem, round_.shift, [*stops[:at], site.ref, *stops[at:]])
            for at in self._hopeful(round_, site)
        )
        return [
            Insertion(round_=made, gain_rials=self.gain(round_, made))
            for made in tried
            if made is not None
        ]

    def _hopeful(self, round_: Round, site: Site) -> list[int]:
        """The positions at which the round's spare minutes would do for the site, on quiet
        roads."""
        shift, minutes = self.problem.shifts[round_.shift], self.problem.travel.minutes
        spare = shift.hours.ends - round_.home_at + sum(v.begins - v.arrives for v in round_.visits)
        by_ref, new = self.problem.by_ref, site.place
        path = [shift.start, *(by_ref[ref].place for ref in round_.sites), shift.end]
        return [
            at
            for at in range(len(path) - 1)
            if minutes[path[at], new] + minutes[new, path[at + 1]] - minutes[path[at], path[at + 1]]
            <= spare - site.stay_minutes
        ]

    def gain(self, before: Round, after: Round) -> float:
        """What a round is worth more than another, rials."""
        return value_of(self.problem, [after]) - value_of(self.problem, [before])

    def _insert_promised(self) -> None:
        for site in self.unvisited:
            if site.is_promised and (found := self.best_insertion(site)) is not None:
                self.rounds[found.round_.shift] = found.round_

    def _insert(self) -> bool:
        for site in self.unvisited:
            found = self.best_insertion(site)
            if found is not None and (found.gain_rials > SMALL_RIALS or site.is_promised):
                self.rounds[found.round_.shift] = found.round_
                return True
        return False

    def _drop(self) -> bool:
        """Leave out a stop whose way costs more than its prize."""
        for round_ in self.rounds:
            for at in self._loose(round_):
                shorter = self._without(round_, at)
                if shorter is not None and self.gain(round_, shorter) > SMALL_RIALS:
                    self.rounds[round_.shift] = shorter
                    return True
        return False

    def _loose(self, round_: Round) -> list[int]:
        """The stops that may leave the round."""
        by_ref = self.problem.by_ref
        return [at for at, ref in enumerate(round_.sites) if not by_ref[ref].is_promised]

    def _without(self, round_: Round, at: int) -> Round | None:
        stops = round_.sites
        return timetable(self.problem, round_.shift, [*stops[:at], *stops[at + 1 :]])

    def _move(self) -> bool:
        """Put a stop elsewhere, in its round or another."""
        for shift in range(len(self.rounds)):
            for at in range(len(self.rounds[shift].visits)):
                if self._moved(shift, at):
                    return True
        return False

    def _moved(self, shift: int, at: int) -> bool:
        before = self.rounds[shift]
        shorter = self._without(before, at)
        if shorter is None:
            return False
        loss = self.gain(before, shorter)
        self.rounds[shift] = shorter
        found = self.best_insertion(self.problem.by_ref[before.sites[at]])
        if found is not None and loss + found.gain_rials > SMALL_RIALS:
            self.rounds[found.round_.shift] = found.round_
            return True
        self.rounds[shift] = before
        return False

    def _exchange(self) -> bool:
        """Give a stop's place in a round to a site that is worth more."""
        richest = sorted(self.unvisited, key=lambda s: -s.prize_rials / s.stay_minutes)
        for site in richest[:EXCHANGED_SITES]:
            for round_ in self.rounds:
                if site.needs <= self.problem.shifts[round_.shift].posts and self._exchanged(
                    round_, site
                ):
                    return True
        return False

    def _exchanged(self, round_: Round, site: Site) -> bool:
        for at in self._loose(round_):
            shorter = self._without(round_, at)
            if shorter is None:
                continue
            for insertion in self._insertions(shorter, site):
                if self.gain(round_, insertion.round_) > SMALL_RIALS:
                    self.rounds[round_.shift] = insertion.round_
                    return True
        return False


def _richest(offers: Iterable[Insertion]) -> Insertion | None:
    return max(offers, key=lambda offer: offer.gain_rials, default=None)


def fitting(problem: TourProblem, shift: int, stops: list[str]) -> Round:
    """The round over as many of the stops, in their order, as the exact timetable allows.

    Leaves out the least worth first, promised visits last. Raises ValueError when the shift cannot
    even go from its start to its end.
    """
    stops = [ref for ref in stops if problem.by_ref[ref].needs <= problem.shifts[shift].posts]
    while (found := timetable(problem, shift, stops)) is None:
        if not stops:
            raise ValueError(f"shifts: {problem.shifts[shift].delegation} cannot reach its end")
        stops.remove(min(stops, key=lambda ref: _standing(problem.by_ref[ref])))
    return found


def _standing(site: Site) -> tuple[bool, float, str]:
    return (site.is_promised, site.prize_rials, site.ref)
