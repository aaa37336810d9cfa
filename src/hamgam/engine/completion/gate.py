"""The gate for new starts: finish, then begin. Six conditions, each with its figure and its
evidence.

Condition (a) is the law for state credits (by-law of the provincial planning council, art. 32;
secondary source) and policy for municipal money. What is not known does not pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

BACKLOG_LIMIT_YEARS = 3.0
LAND_CLEARED_LIMIT = 0.9


class Condition(StrEnum):
    """The six, in the order in which they are shown."""

    FIRST_YEAR_CREDIT = "a"
    BACKLOG = "b"
    LAND_AND_UTILITIES = "c"
    STUDIES = "d"
    SEASONS = "e"
    CEILING = "f"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStart:
    """A project that asks to begin; None means not known. Money in rials of one price base."""

    ref: str
    total_cost_rials: int
    years: float
    first_year_credit_rials: int | None = None
    land_cleared_share: float | None = None
    undated_relocations: int | None = None
    """Utility relocations that are needed and have no date."""
    study_complete: bool | None = None
    drawings_complete: bool | None = None
    closed_windows_met: tuple[str, ...] | None = None
    """Seasons that close the zone while the site would stand open, by name."""
    cost_p80_rials: int | None = None
    ceiling_rials: int | None = None

    def __post_init__(self) -> None:
        if self.total_cost_rials <= 0 or self.years <= 0:
            raise ValueError("total_cost_rials, years: must be positive")
        if self.land_cleared_share is not None and not 0 <= self.land_cleared_share <= 1:
            raise ValueError("land_cleared_share: must lie in 0 … 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What is half-finished already, against the money that is really paid."""

    remaining_cost_rials: int
    yearly_paid_rials: int
    limit_years: float = BACKLOG_LIMIT_YEARS

    @property
    def years(self) -> float:
        """Years that the backlog alone would take; infinite when nothing is paid."""
        if self.yearly_paid_rials <= 0:
            return float("inf") if self.remaining_cost_rials > 0 else 0.0
        return self.remaining_cost_rials / self.yearly_paid_rials


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDecision:
    """Who lets a project begin against the gate, by which letter, on which day, and why."""

    number: str
    day: date
    decided_by: str
    reason: str

    def __post_init__(self) -> None:
        for field in ("number", "decided_by", "reason"):
            if not getattr(self, field).strip():
                raise ValueError(f"{field}: a named decision must tell it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One condition: whether it is met, the figure beside its limit, and what is missing."""

    condition: Condition
    is_met: bool
    figure: float | None
    limit: float | None
    missing: tuple[str, ...] = ()
    """Names of the fields of NewStart that are not known."""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The gate's answer to one new start."""

    ref: str
    verdicts: tuple[Verdict, ...]
    decision: NamedDecision | None

    @property
    def refused_by(self) -> tuple[Condition, ...]:
        """The conditions that are not met."""
        return tuple(verdict.condition for verdict in self.verdicts if not verdict.is_met)

    @property
    def passes(self) -> bool:
        """Whether the project may begin: all six met, or a named decision."""
        return not self.refused_by or self.decision is not None

    @property
    def is_exception(self) -> bool:
        """Whether it begins only by a named decision: listed for the council."""
        return self.passes and bool(self.refused_by)


def gate(start: NewStart, backlog: Backlog, decision: NamedDecision | None = None) -> Answer:
    """Whether a new project may begin, with the six conditions, their figures and what is
    missing."""
    verdicts = (
        _first_year_credit(start),
        _backlog(backlog),
        _land_and_utilities(start),
        _studies(start),
        _seasons(start),
        _ceiling(start),
    )
    return Answer(ref=start.ref, verdicts=verdicts, decision=decision)


def _missing(start: NewStart, *fields: str) -> tuple[str, ...]:
    return tuple(field for field in fields if getattr(start, field) is None)


def _first_year_credit(start: NewStart) -> Verdict:
    wanted, credit = start.total_cost_rials / start.years, start.first_year_credit_rials
    return Verdict(
        condition=Condition.FIRST_YEAR_CREDIT,
        is_met=credit is not None and credit >= wanted,
        figure=credit,
        limit=wanted,
        missing=_missing(start, "first_year_credit_rials"),
    )


def _backlog(backlog: Backlog) -> Verdict:
    return Verdict(
        condition=Condition.BACKLOG,
        is_met=backlog.years <= backlog.limit_years,
        figure=backlog.years,
        limit=backlog.limit_years,
    )


def _land_and_utilities(start: NewStart) -> Verdict:
    share, undated = start.land_cleared_share, start.undated_relocations
    return Verdict(
        condition=Condition.LAND_AND_UTILITIES,
        is_met=share is not None and share >= LAND_CLEARED_LIMIT and undated == 0,
        figure=share,
        limit=LAND_CLEARED_LIMIT,
        missing=_missing(start, "land_cleared_share", "undated_relocations"),
        evidence=(f"undated_relocations={undated}",) if undated else (),
    )


def _studies(start: NewStart) -> Verdict:
    return Verdict(
        condition=Condition.STUDIES,
        is_met=bool(start.study_complete) and bool(start.drawings_complete),
        figure=None,
        limit=None,
        missing=_missing(start, "study_complete", "drawings_complete"),
    )


def _seasons(start: NewStart) -> Verdict:
    met = start.closed_windows_met
    return Verdict(
        condition=Condition.SEASONS,
        is_met=met == (),
        figure=None if met is None else len(met),
        limit=0,
        missing=_missing(start, "closed_windows_met"),
        evidence=met or (),
    )


def _ceiling(start: NewStart) -> Verdict:
    cost, ceiling = start.cost_p80_rials, start.ceiling_rials
    return Verdict(
        condition=Condition.CEILING,
        is_met=cost is not None and ceiling is not None and cost <= ceiling,
        figure=cost,
        limit=ceiling,
        missing=_missing(start, "cost_p80_rials", "ceiling_rials"),
    )
