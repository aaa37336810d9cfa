"""The time a plan counts in: whole periods from the day of planning to the horizon."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAYS_PER_MONTH = 365.25 / 12


class Unit(StrEnum):
    """How long one period is."""

    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeGrid:
    """Periods 0 … horizon − 1; an instant `t` is the beginning of period `t`.

    `first_day` is the first day of period 0 (None in benchmark files, which know no dates). Months
    of a calendar are not equally long: `begins` then holds the first day of every period and, last,
    the day after the horizon (`horizon + 1` dates).
    """

    horizon: int
    unit: Unit = Unit.DAY
    first_day: date | None = None
    begins: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if self.horizon < 1:
            raise ValueError(f"grid.horizon: {self.horizon} is less than 1")
        if self.begins and len(self.begins) != self.horizon + 1:
            raise ValueError(
                f"grid.begins: {self.horizon + 1} dates wanted, {len(self.begins)} given"
            )
        if any(a >= b for a, b in zip(self.begins, self.begins[1:], strict=False)):
            raise ValueError("grid.begins: the dates do not rise")
        if self.unit is Unit.MONTH and self.first_day is not None and not self.begins:
            raise ValueError("grid.begins: months need the first day of each")

    @property
    def periods_per_month(self) -> float:
        """How many periods make one month of money and benefit."""
        return 1.0 if self.unit is Unit.MONTH else DAYS_PER_MONTH

    def day(self, instant: int) -> date:
        """The day on which the instant falls; ValueError on a grid without dates."""
        if self.begins:
            return self.begins[instant]
        if self.first_day is None:
            raise ValueError("grid.first_day: this grid has no dates")
        return self.first_day + timedelta(days=instant)

    def period(self, day: date) -> int:
        """The period that holds `day`; below 0 before the grid, at least `horizon` after it."""
        if self.begins:
            return bisect_right(self.begins, day) - 1
        if self.first_day is None:
            raise ValueError("grid.first_day: this grid has no dates")
        return (day - self.first_day).days
