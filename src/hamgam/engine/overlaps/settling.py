"""What a settlement is made of: works that may move, days given to each, prices and people.

The unit of time is the closed local day span; money is whole rials in the price book's base.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from hamgam.engine.calendars.seasons import SeasonWindow
from hamgam.engine.findings import Consequence, FindingKind, Severity
from hamgam.engine.overlaps.find import Ground
from hamgam.engine.overlaps.rules import RulePack
from hamgam.engine.works import Impact, Work


class OptionKind(StrEnum):
    """In which way an overlap is settled."""

    AS_IS = "as_is"
    """Nobody moves: what happens if nothing is done."""
    MOVE = "move"
    """One work moves, the others stay."""
    SEQUENCE = "sequence"
    """One after the other, digging before paving."""
    JOINT = "joint"
    """One trench, one closure, one leader."""
    CLOSURE = "closure"
    """Each its own trench, in one closure of the street."""
    STAGES = "stages"
    """A work is cut in stages that are closed before a season and go on after it."""
    CONDITIONS = "conditions"
    """Nobody moves; night work and reinstatement are promised instead."""
    HAND_MADE = "hand_made"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Closed local days."""

    begins: date
    ends: date

    def __post_init__(self) -> None:
        if self.ends < self.begins:
            raise ValueError(f"ends: {self.ends} lies before begins {self.begins}")

    @property
    def days(self) -> int:
        """How many days, both bounds counted."""
        return (self.ends - self.begins).days + 1

    def starting(self, begins: date, days: int | None = None) -> Span:
        """As long (or `days` long) from another day on."""
        return Span(begins, begins + timedelta(days=(days or self.days) - 1))

    def within(self, other: Span) -> bool:
        """Whether it lies inside another span."""
        return other.begins <= self.begins and self.ends <= other.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """The days one work is given: one span, or several stages in order."""

    ref: str
    spans: tuple[Span, ...]

    def __post_init__(self) -> None:
        pairs = zip(self.spans, self.spans[1:], strict=False)
        if not self.spans or any(later.begins <= one.ends for one, later in pairs):
            raise ValueError(f"spans: {self.ref} has none, or two that meet")

    @property
    def ends(self) -> date:
        """Its last day."""
        return self.spans[-1].ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to settle: days for each work, and what is promised besides.

    `leader` is the agency that digs for all in a joint trench. `by_night` promises work between
    evening and morning.
    """

    kind: OptionKind
    placements: tuple[Placement, ...]
    movers: tuple[str, ...] = ()
    """References of the works whose days change."""
    leader: str | None = None
    by_night: bool = False

    def of(self, ref: str) -> Placement:
        """The placement of a work; KeyError when the option gives it none."""
        for placement in self.placements:
            if placement.ref == ref:
                return placement
        raise KeyError(ref)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Whole rials for a unit, and what is assumed where a list tells no measure."""

    excavation_m3: int
    backfill_m3: int
    reinstatement_m2: int
    overlay_m2: int
    mobilisation: int
    traffic_day: int
    night: int
    person_hour: int
    trench_width_m: float = 0.8
    trench_depth_m: float = 1.5
    lane_width_m: float = 3.25
    joint_factor: float = 1.25
    """Volume of a shared trench against the bigger of the two it takes the place of."""


class HoursBy(StrEnum):
    """By what the hours lost on a day of closure were worked out."""

    TABLE = "table"
    """The city's table of hours by impact."""
    GRAPH = "graph"
    """The way around on the street graph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """Who passes the place on a day, and the hours each loses while it is shut."""

    residents_a_day: float
    pilgrims_a_day: float
    season_factor: float = 1.0
    """How many times as many pilgrims pass on a day of a season."""
    hours_lost: Mapping[Impact, float] = field(default_factory=dict)
    night_share: float = 1.0
    """Part of the loss that is left when the work is done by night."""
    hours_by: HoursBy = HoursBy.TABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything that decides an overlap: the works at issue, what stands around, the law, prices.

    `freedom` bounds where each work may lie; a work that is not named may not move. `share_m`
    gives for each pair of works at issue how many metres of their trenches run side by side.
    """

    works: tuple[Work, ...]
    around: Sequence[Work]
    freedom: Mapping[str, Span]
    pack: RulePack
    ground: Ground
    today: date
    prices: Prices
    exposure: Exposure
    seasons: Sequence[SeasonWindow] = ()
    """Windows that shut the place, for stages and for the days of pilgrims."""

    def __post_init__(self) -> None:
        if any(not work.is_dated for work in self.works):
            raise ValueError("works: an overlap is settled between dated works")
        if len({work.ref for work in self.works}) != len(self.works):
            raise ValueError("works: a reference stands twice")

    def span_of(self, ref: str) -> Span:
        """The days a work stands at now."""
        work = self.work(ref)
        if work.begins is None or work.ends is None:
            raise ValueError(f"works: {ref} has no days")
        return Span(work.begins, work.ends)

    def work(self, ref: str) -> Work:
        """The work of that reference; KeyError when it is not at issue."""
        for work in self.works:
            if work.ref == ref:
                return work
        raise KeyError(ref)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A rule that an option breaks, named as its finding would be."""

    id: str
    rule: str
    kind: FindingKind
    consequence: Consequence
    severity: Severity
    a: str
    b: str | None
    overlap_days: int
    gap_days: int
    is_new: bool
    """Whether it does not stand already today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """An option on the one scale.

    `rials` and `slips` (days that its last day comes later) go by agency and by work.
    `settled` are findings between the works themselves that the option makes meaningless.
    """

    closure_days: int
    dug_m: float
    paved_m2: float
    rials: Mapping[str, int]
    resident_hours: float
    pilgrim_hours: float
    breaches: tuple[Breach, ...]
    settled: tuple[Breach, ...]
    slips: Mapping[str, int]
    is_within_freedom: bool
    person_hour_rials: int
    hours_by: HoursBy = HoursBy.TABLE

    @property
    def total_rials(self) -> int:
        """What all parties pay together."""
        return sum(self.rials.values())

    @property
    def person_hours(self) -> float:
        """Hours lost by residents and pilgrims together."""
        return self.resident_hours + self.pilgrim_hours

    @property
    def slip_days(self) -> int:
        """Days of slip of all works together."""
        return sum(self.slips.values())

    @property
    def social_rials(self) -> int:
        """Money and the value of people's hours together."""
        return self.total_rials + round(self.person_hours * self.person_hour_rials)

    def count(self, consequence: Consequence) -> int:
        """How many rules of that consequence it breaks."""
        return sum(breach.consequence is consequence for breach in self.breaches)
