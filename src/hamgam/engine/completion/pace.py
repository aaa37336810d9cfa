"""Is a project under way, slow or stalled? Derived from its verified reports, never typed.

Slow is SPI(t) below 0.8 in the last two reports; stalled is less than half a point of verified
progress in six months. Both limits are settings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np


class Status(StrEnum):
    """How the work goes on."""

    UNKNOWN = "unknown"
    UNDER_WAY = "running"
    SLOW = "slow"
    STALLED = "stalled"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressReport:
    """One report: shares of the whole work (0 to 1); `planned` is None where the plan is not
    told."""

    on: date
    verified: float
    planned: float | None = None

    def __post_init__(self) -> None:
        for name in ("verified", "planned"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= 1:
                raise ValueError(f"{name}: {value} does not lie between 0 and 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What slow and stalled mean; a city's setting."""

    slow_below: float = 0.8
    slow_reports: int = 2
    stalled_days: int = 183
    stalled_below: float = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The status, and SPI(t) of the last report (None where the plan or the beginning is not
    told)."""

    status: Status
    spi: float | None


def pace_of(
    reports: Sequence[ProgressReport],
    *,
    began: date | None,
    today: date,
    limits: Limits | None = None,
) -> Pace:
    """The pace on a day, by the reports up to it."""
    told = sorted((report for report in reports if report.on <= today), key=lambda r: r.on)
    if not told:
        return Pace(status=Status.UNKNOWN, spi=None)
    rule = limits or Limits()
    indices = [_spi(told, report, began) for report in told]
    last = indices[-rule.slow_reports :]
    is_slow = len(last) == rule.slow_reports and all(
        index is not None and index < rule.slow_below for index in last
    )
    if _is_stalled(told, began, today, rule):
        return Pace(status=Status.STALLED, spi=indices[-1])
    return Pace(status=Status.SLOW if is_slow else Status.UNDER_WAY, spi=indices[-1])


def _spi(reports: Sequence[ProgressReport], at: ProgressReport, began: date | None) -> float | None:
    """Earned schedule ÷ time passed: on which day the plan stood where the work stands now."""
    curve = [(report.on, report.planned) for report in reports if report.planned is not None]
    if began is None or at.on <= began or not curve:
        return None
    days = [0.0, *((on - began).days for on, _ in curve)]
    planned = [0.0, *(share for _, share in curve)]
    rising = np.maximum.accumulate(planned)
    earned = float(np.interp(at.verified, rising, days))
    return earned / (at.on - began).days


def _is_stalled(
    reports: Sequence[ProgressReport], began: date | None, today: date, rule: Limits
) -> bool:
    """A project younger than the span has not had the time to stall."""
    since = today - timedelta(days=rule.stalled_days)
    first = began or reports[0].on
    if first > since:
        return False
    before = max((report.verified for report in reports if report.on <= since), default=0.0)
    now = max(report.verified for report in reports)
    return now < 1 and now - before < rule.stalled_below
