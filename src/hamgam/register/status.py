"""Where a project stands: derived from its days, its contracts and its verified progress.

Pure: values in, one status out. Definitions after `docs/algorithms/status.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hamgam.register.vocabulary import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report of progress, in thousandths; `verified_permille` is None until verified."""

    on: date
    physical_permille: int
    verified_permille: int | None = None
    planned_permille: int | None = None
    spi_time_permille: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Everything a status is derived from. A None day has not come."""

    begins: date | None = None
    approved_on: date | None = None
    ready_on: date | None = None
    handed_over_on: date | None = None
    suspended_on: date | None = None
    """The notice of a formal suspension that has not ended."""
    provisionally_accepted_on: date | None = None
    in_service_on: date | None = None
    finally_accepted_on: date | None = None
    closed_on: date | None = None
    cancelled_on: date | None = None
    transferred_on: date | None = None
    reports: Sequence[Report] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """What slow and stalled mean; a city's setting; sets by name stand in
    `rulepacks/definitions/status.toml`.

    Slow is a low SPI(t) in the last reports; where `slow_behind_permille` or `slow_behind_days` is
    told, it is being so far behind plan in the last report instead.
    """

    slow_below_spi_permille: int = 800
    slow_reports: int = 2
    slow_behind_permille: int | None = None
    slow_behind_days: int | None = None
    stalled_days: int = 183
    stalled_below_permille: int = 5


def status_of(standing: Standing, today: date, definitions: Definitions | None = None) -> Status:
    """The status on a day; days after it have not come yet."""
    ends = (
        (standing.cancelled_on, Status.CANCELLED),
        (standing.transferred_on, Status.TRANSFERRED),
        (standing.closed_on, Status.CLOSED),
        (standing.finally_accepted_on, Status.FINALLY_ACCEPTED),
        (standing.in_service_on, Status.IN_SERVICE),
        (standing.provisionally_accepted_on, Status.PROVISIONALLY_ACCEPTED),
    )
    for day, status in ends:
        if _has_come(day, today):
            return status
    if has_begun(standing, today):
        return _pace(standing, today, definitions or Definitions())
    if _has_come(standing.ready_on, today):
        return Status.READY
    return Status.APPROVED if _has_come(standing.approved_on, today) else Status.PROPOSED


def has_begun(standing: Standing, today: date) -> bool:
    """Whether the site was handed over or anything was built."""
    built = any(r.physical_permille > 0 for r in standing.reports if r.on <= today)
    return built or _has_come(standing.handed_over_on, today)


def is_half_finished(standing: Standing, today: date) -> bool:
    """Begun and not in service («نیمه‌تمام»), and neither cancelled nor given away."""
    gone = (
        standing.in_service_on,
        standing.finally_accepted_on,
        standing.closed_on,
        standing.cancelled_on,
        standing.transferred_on,
    )
    return has_begun(standing, today) and not any(_has_come(day, today) for day in gone)


def _has_come(day: date | None, today: date) -> bool:
    return day is not None and day <= today


def _pace(standing: Standing, today: date, definitions: Definitions) -> Status:
    if _has_come(standing.suspended_on, today):
        return Status.SUSPENDED
    reports = sorted((r for r in standing.reports if r.on <= today), key=lambda r: r.on)
    if _is_stalled(standing, reports, today, definitions):
        return Status.STALLED
    if _is_slow(standing, reports, definitions):
        return Status.SLOW
    return Status.UNDER_WAY


def _is_stalled(
    standing: Standing, reports: Sequence[Report], today: date, definitions: Definitions
) -> bool:
    """No verified progress worth the name for the whole span; a project younger than the span
    has not had the time to stall."""
    since = today - timedelta(days=definitions.stalled_days)
    starts = [r.on for r in reports if r.physical_permille > 0]
    starts += [standing.handed_over_on] if standing.handed_over_on else []
    if min(starts) > since:
        return False
    verified = [(r.on, r.verified_permille) for r in reports if r.verified_permille is not None]
    before = max((value for on, value in verified if on <= since), default=0)
    now = max((value for _, value in verified), default=0)
    return now - before < definitions.stalled_below_permille


def _is_slow(standing: Standing, reports: Sequence[Report], definitions: Definitions) -> bool:
    if definitions.slow_behind_permille is not None:
        behind = [r.planned_permille - r.physical_permille for r in reports if r.planned_permille]
        return bool(behind) and behind[-1] > definitions.slow_behind_permille
    if definitions.slow_behind_days is not None:
        late = _days_behind(standing, reports)
        return late is not None and late > definitions.slow_behind_days
    told = [r.spi_time_permille for r in reports if r.spi_time_permille is not None]
    last = told[-definitions.slow_reports :]
    enough = len(last) == definitions.slow_reports
    return enough and all(spi < definitions.slow_below_spi_permille for spi in last)


def _days_behind(standing: Standing, reports: Sequence[Report]) -> float | None:
    """Time passed less the earned schedule, by the last report that tells SPI(t)."""
    told = [(r.on, r.spi_time_permille) for r in reports if r.spi_time_permille is not None]
    if not told or standing.begins is None:
        return None
    on, spi = told[-1]
    return (on - standing.begins).days * (1 - spi / 1000)
