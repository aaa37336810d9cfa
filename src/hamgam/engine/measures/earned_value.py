"""Earned value and earned schedule: where a project stands against its first plan, in money and in
time.

Earned value uses *verified* physical progress; what was paid is never progress. Money-based SPI
returns to 1 at the end of a late project; the time-based SPI(t) does not (Lipke, earned schedule).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One project on one status date, in money of one price base and periods of one length."""

    planned: Sequence[float]
    """Planned value cumulated at the end of period 0, 1, …; non-decreasing; the last is the
    budget."""
    earned: float
    """Budget × verified physical share."""
    actual_cost: float
    elapsed: float
    """Periods since the planned start."""

    def __post_init__(self) -> None:
        if len(self.planned) < 2 or any(
            b < a for a, b in zip(self.planned, self.planned[1:], strict=False)
        ):
            raise ValueError("planned: needs two or more values that never fall")
        if not 0 <= self.earned <= self.budget:
            raise ValueError(f"earned: {self.earned} lies outside 0 … {self.budget}")
        if self.actual_cost < 0 or self.elapsed < 0:
            raise ValueError("actual_cost, elapsed: must not be negative")

    @property
    def budget(self) -> float:
        """Budget at completion (BAC)."""
        return self.planned[-1]

    @property
    def planned_duration(self) -> float:
        """Periods from the start to the first in which the whole budget is planned (PD)."""
        return next(period for period, value in enumerate(self.planned) if value >= self.budget)

    @property
    def planned_value(self) -> float:
        """What the plan had earned by now (PV), linear inside a period."""
        period = min(int(self.elapsed), len(self.planned) - 1)
        if period == len(self.planned) - 1:
            return self.budget
        step = self.planned[period + 1] - self.planned[period]
        return self.planned[period] + step * (self.elapsed - period)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedValue:
    """Indices of one standing; None where the divisor is zero."""

    cost_variance: float
    schedule_variance: float
    cpi: float | None
    spi: float | None
    to_complete_cpi: float | None


def earned_value(standing: Standing) -> EarnedValue:
    """Cost and schedule by money: CV, SV, CPI, SPI and the CPI that the rest would need."""
    planned = standing.planned_value
    return EarnedValue(
        cost_variance=standing.earned - standing.actual_cost,
        schedule_variance=standing.earned - planned,
        cpi=ratio(standing.earned, standing.actual_cost),
        spi=ratio(standing.earned, planned),
        to_complete_cpi=ratio(
            standing.budget - standing.earned, standing.budget - standing.actual_cost
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedSchedule:
    """The same in time, in periods; None where the divisor is zero."""

    earned_schedule: float
    """The period in which the plan had earned what is earned now (ES)."""
    schedule_variance: float
    spi: float | None
    """SPI(t)."""
    finish: float | None
    """Independent estimate of the duration, IEAC(t) = PD / SPI(t)."""
    to_complete_spi: float | None


def earned_schedule(standing: Standing) -> EarnedSchedule:
    """Where the project stands on its plan's own time axis (Lipke).

    A finished project's ES is its planned duration, so that SPI(t) keeps telling how late it was.
    """
    reached = _schedule_reached(standing)
    spi = ratio(reached, standing.elapsed)
    return EarnedSchedule(
        earned_schedule=reached,
        schedule_variance=reached - standing.elapsed,
        spi=spi,
        finish=ratio(standing.planned_duration, spi) if spi is not None else None,
        to_complete_spi=ratio(
            standing.planned_duration - reached, standing.planned_duration - standing.elapsed
        ),
    )


def _schedule_reached(standing: Standing) -> float:
    if standing.earned >= standing.budget:
        return standing.planned_duration
    period = bisect_right(standing.planned, standing.earned) - 1
    below, above = standing.planned[period], standing.planned[period + 1]
    return period + (standing.earned - below) / (above - below)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostAtCompletion:
    """Three estimates of the final cost (EAC); show the spread, not one. None where undefined."""

    at_present_efficiency: float | None
    """BAC / CPI."""
    rest_as_budgeted: float
    """AC + (BAC − EV)."""
    at_present_efficiency_and_pace: float | None
    """AC + (BAC − EV) / (CPI · SPI(t))."""


def cost_at_completion(standing: Standing) -> CostAtCompletion:
    """What the project will have cost, by three assumptions about the rest, in the same price
    base."""
    cpi, spi = earned_value(standing).cpi, earned_schedule(standing).spi
    rest = standing.budget - standing.earned
    pace = None if cpi is None or spi is None else ratio(rest, cpi * spi)
    return CostAtCompletion(
        at_present_efficiency=None if cpi is None else ratio(standing.budget, cpi),
        rest_as_budgeted=standing.actual_cost + rest,
        at_present_efficiency_and_pace=None if pace is None else standing.actual_cost + pace,
    )


def ratio(part: float, whole: float) -> float | None:
    """part / whole, None where the whole is zero."""
    return None if whole == 0 else part / whole


def price_adjustment(work_value: float, *, base_index: float, index: float) -> float:
    """The adjustment («تعدیل») due on work of one quarter: (index / base index − 1) × 0.95 × value.

    Source: circular 101/173073 of 15/9/1382 (secondary source). Same money as `work_value`.
    """
    if base_index <= 0 or index <= 0:
        raise ValueError("base_index, index: must be positive")
    return (index / base_index - 1) * 0.95 * work_value


PAID_GAP_POINTS = 10.0
ARREARS_DAYS = 90


def warns_of_stall(*, physical_percent: float, paid_percent: float, arrears_days: int) -> bool:
    """Whether work runs ahead of pay by more than 10 points, or claims are over 90 days unpaid.

    Both limits are proposals; unfinished projects measured abroad stood 9 points apart on average.
    """
    return physical_percent - paid_percent > PAID_GAP_POINTS or arrears_days > ARREARS_DAYS
