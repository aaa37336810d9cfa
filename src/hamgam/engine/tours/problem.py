"""The question of a week's tours: sites with a prize, delegations with posts, shifts with hours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Part of one day of the tour: `day` counts from 0, `begins` and `ends` are minutes of it."""

    day: int
    begins: int
    ends: int

    def __post_init__(self) -> None:
        if self.day < 0:
            raise ValueError(f"day: {self.day} is before the first day")
        if not 0 <= self.begins < self.ends <= MINUTES_A_DAY:
            raise ValueError(f"begins, ends: {self.begins} to {self.ends} is no part of a day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """Hours of every day in which driving takes `factor` times as long; minutes of the day."""

    begins: int
    ends: int
    factor: float

    def __post_init__(self) -> None:
        if not 0 <= self.begins < self.ends <= MINUTES_A_DAY:
            raise ValueError(f"begins, ends: {self.begins} to {self.ends} is no part of a day")
        if not self.factor >= 1:
            raise ValueError(f"factor: {self.factor} is less than 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place worth standing at.

    `prize_rials` is what presence there is worth (see `prize`); `needs` are the posts that must all
    be present for it; `openings` the hours in which the whole stay must lie (none given: any hour
    of any day). `is_promised` sites are visited whatever their prize, if they can be. `complete`
    (0 … 1) and `complaints` are known only to the orders that a plan is compared with.
    """

    ref: str
    title: str
    place: int
    prize_rials: float
    stay_minutes: int = 60
    needs: frozenset[str] = frozenset()
    openings: tuple[Hours, ...] = ()
    is_promised: bool = False
    complete: float = 0.0
    complaints: float = 0.0

    def __post_init__(self) -> None:
        if not 1 <= self.stay_minutes <= MINUTES_A_DAY:
            raise ValueError(f"stay_minutes of {self.ref}: {self.stay_minutes} is no stay")
        if not 0 <= self.prize_rials < float("inf"):
            raise ValueError(f"prize_rials of {self.ref}: {self.prize_rials} is no prize")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One delegation on one day: its hours, where it begins and ends, and when it pauses.

    No stay lies in a pause (prayer, a meal), and no way is driven in it. `most_stops` None: as many
    as fit.
    """

    delegation: str
    posts: frozenset[str]
    hours: Hours
    start: int
    end: int
    pauses: tuple[Hours, ...] = ()
    most_stops: int | None = None

    def __post_init__(self) -> None:
        for pause in self.pauses:
            if pause.day != self.hours.day:
                raise ValueError(f"pauses of {self.delegation}: day {pause.day} is another day")
        if self.most_stops is not None and self.most_stops < 1:
            raise ValueError(f"most_stops of {self.delegation}: {self.most_stops} is none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """How long the ways take: `minutes` (n, n) between places on a quiet road, and the peaks.

    `is_straight` tells that no street lines were known and the ways are straight lines with a
    detour factor; whoever shows the tour must say so.
    """

    minutes: NDArray[np.float64]
    peaks: tuple[Peak, ...] = ()
    is_straight: bool = False

    def __post_init__(self) -> None:
        minutes = self.minutes
        if minutes.ndim != 2 or minutes.shape[0] != minutes.shape[1]:
            raise ValueError(f"minutes: shape {minutes.shape} is no square")
        if not np.isfinite(minutes).all() or (minutes < 0).any():
            raise ValueError("minutes: a way is negative or not finite")

    def factor(self, minute: float) -> float:
        """How many times longer a way takes that is begun at this minute of a day."""
        return max((p.factor for p in self.peaks if p.begins <= minute < p.ends), default=1.0)


@dataclass(frozen=True, kw_only=True)
class TourProblem:
    """Sites, shifts and ways; `minute_rials` is what a delegation's minute on the road costs.

    Refs of sites are unique; every place is a row of `travel.minutes`. Raises ValueError otherwise.
    """

    sites: Sequence[Site]
    shifts: Sequence[Shift]
    travel: Travel
    minute_rials: float

    def __post_init__(self) -> None:
        places = len(self.travel.minutes)
        used = [s.place for s in self.sites] + [p for s in self.shifts for p in (s.start, s.end)]
        for place in used:
            if not 0 <= place < places:
                raise ValueError(f"place: {place} is not among the {places} places of travel")
        if len(self.by_ref) != len(self.sites):
            raise ValueError("sites: two sites have one ref")
        if not self.minute_rials >= 0:
            raise ValueError(f"minute_rials: {self.minute_rials} is negative")

    @cached_property
    def by_ref(self) -> Mapping[str, Site]:
        """The sites by their refs."""
        return {site.ref: site for site in self.sites}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A stop of a tour: minutes of the shift's day; `drive_minutes` is the way there, pauses not
    counted."""

    site: str
    arrives: float
    begins: float
    ends: float
    drive_minutes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one shift does: its visits in order, and when it is back at its end."""

    shift: int
    visits: tuple[Visit, ...]
    home_at: float
    home_drive_minutes: float

    @property
    def sites(self) -> list[str]:
        """The refs of the sites in the order of the visits."""
        return [visit.site for visit in self.visits]

    @property
    def drive_minutes(self) -> float:
        """Minutes on the road, the way home included."""
        return sum(visit.drive_minutes for visit in self.visits) + self.home_drive_minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class TourPlan:
    """One round per shift, in the shifts' order.

    `value_rials` = prizes of the visited sites − minutes on the road × their price; `bound_rials`
    is a value that no plan exceeds.
    """

    rounds: tuple[Round, ...]
    value_rials: float
    bound_rials: float

    @property
    def visited(self) -> set[str]:
        """The refs of all visited sites."""
        return {visit.site for round_ in self.rounds for visit in round_.visits}


def value_of(problem: TourProblem, rounds: Iterable[Round]) -> float:
    """Prizes of the visited sites minus the price of the minutes on the road, rials."""
    return sum(
        sum(problem.by_ref[visit.site].prize_rials for visit in round_.visits)
        - problem.minute_rials * round_.drive_minutes
        for round_ in rounds
    )


def standing(problem: TourProblem, rounds: Sequence[Round]) -> tuple[int, float]:
    """How good rounds are: promised visits kept, then their value; greater is better."""
    visited = {visit.site for round_ in rounds for visit in round_.visits}
    kept = sum(1 for site in problem.sites if site.is_promised and site.ref in visited)
    return kept, value_of(problem, rounds)
