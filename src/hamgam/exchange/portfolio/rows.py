"""One project as its row in the portfolio tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """What is told of one task of a project; None is not told, and takes its part of the project's
    rest by its weight.

    Money is in the prices of the project's `price_year`. `fast_months` and `fast_rials` are what it
    takes with two crews, both or neither. `agreed` are the days that were settled with others.
    `is_work` is a work of the register that has nothing but its agreed days.
    """

    ref: str
    title: str
    remaining_rials: int | None = None
    remaining_months: int | None = None
    ready: date | None = None
    waits_for: str = ""
    after: tuple[str, ...] = ()
    """References of tasks of the same project."""
    ignores_seasons: bool = False
    fast_months: int | None = None
    fast_rials: int | None = None
    agreed: tuple[date, date] | None = None
    weight: float | None = None
    is_work: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioRow:
    """What the sheet tells of one half-finished project; None where it tells nothing.

    Money is integer rials in the prices of `price_year` (Jalali; None: prices of the planning
    year). `credits_rials` is the approved credit by Jalali year. `row` is the data row, counted
    from 1.
    """

    ref: str
    title: str
    agency: str
    physical_percent: float
    paid_percent: float
    remaining_rials: int
    price_year: int | None = None
    credits_rials: Mapping[int, int] = field(default_factory=dict)
    promised: date | None = None
    zone: str = ""
    benefit_rials_per_month: int | None = None
    remaining_months: int | None = None
    ready: date | None = None
    """The day from which work can go on: land handed over, utilities moved."""
    waits_for: str = ""
    after: tuple[str, ...] = ()
    """References or titles of projects that must be finished before."""
    is_new_start: bool = False
    began: date | None = None
    total_rials: int | None = None
    """What the whole project costs, in the same prices as the rest of it."""
    years: float | None = None
    land_cleared_percent: float | None = None
    undated_relocations: int | None = None
    study_complete: bool | None = None
    drawings_complete: bool | None = None
    staged_for_seasons: bool | None = None
    """Whether its site is closed and paved before each closed season."""
    cost_p80_rials: int | None = None
    ceiling_rials: int | None = None
    decision_number: str = ""
    decided_on: date | None = None
    decided_by: str = ""
    decision_reason: str = ""
    tasks: tuple[TaskRow, ...] = ()
    """Empty: one task is assumed, the rest of the work."""
    row: int = 0
