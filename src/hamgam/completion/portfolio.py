"""The portfolio as people read it: each project with its status by rule, its age, what finishing
it costs, and the whole backlog in one figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from hamgam.agencies.acting import Acting
from hamgam.agencies.rights import Right
from hamgam.completion import bridge
from hamgam.engine.calendars.jalali import jalali_of
from hamgam.exchange.portfolio.assume import Assumptions
from hamgam.register.models import Progress, Project
from hamgam.register.queries import arrears_of, standing_of
from hamgam.register.status import Definitions, has_begun, is_half_finished, status_of
from hamgam.register.vocabulary import Status

GAP_WARNS_PERMILLE = 100
ARREARS_WARN_DAYS = 90
OVER = frozenset(
    {
        Status.IN_SERVICE,
        Status.FINALLY_ACCEPTED,
        Status.CLOSED,
        Status.CANCELLED,
        Status.TRANSFERRED,
    }
)


def may_be_finished(project: Project, today: date) -> bool:
    """Whether a plan has anything to do with it: not over yet, and it has begun or asks to."""
    standing = standing_of(project)
    if status_of(standing, today) in OVER:
        return False
    estimate = bridge.estimate_of(project)
    return has_begun(standing, today) or (estimate is not None and estimate.is_new_start)


def cost_today(rials: int, price_year: int | None, today: date) -> int:
    """An amount in prices of today: grown month by month from its price year."""
    year = jalali_of(today)[0]
    if price_year is None or price_year >= year:
        return rials
    growth = Assumptions().price_growth_per_month
    return int(rials * (1 + growth) ** (12 * (year - price_year)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One project as the portfolio tells it. Money in rials of today; None is not known, or not
    for this reader."""

    project: Project
    status: Status
    is_half_finished: bool
    is_new_start: bool
    age_days: int | None
    remaining_rials: int | None
    is_remaining_estimated: bool
    benefit_rials_per_month: int | None
    arrears_rials: int | None
    arrears_days: int | None
    report: Progress | None
    gap_permille: int | None
    slip_days: int
    zone: str

    @property
    def may_stall(self) -> bool:
        """Whether the work has run ahead of the money, or the claims have waited too long."""
        return (self.gap_permille or 0) > GAP_WARNS_PERMILLE or (
            self.arrears_days or 0
        ) > ARREARS_WARN_DAYS


def standing_in(
    project: Project, acting: Acting, today: date, definitions: Definitions | None = None
) -> Standing:
    """A project with everything that the portfolio tells of it; no query when it was prefetched."""
    told = standing_of(project)
    report, estimate = bridge.last_report(project), bridge.estimate_of(project)
    may_read = acting.may(Right.READ_REGISTER)
    left = bridge.remaining_rials(project) if may_read else None
    year = (estimate.price_year if estimate else None) or project.price_year
    owed = _arrears(project, acting, today)
    first, now = project.first_promised_end, project.ends
    return Standing(
        project=project,
        status=status_of(told, today, definitions),
        is_half_finished=is_half_finished(told, today),
        is_new_start=bool(estimate and estimate.is_new_start),
        age_days=(today - project.begins).days if project.begins else None,
        remaining_rials=None if left is None else cost_today(left, year, today),
        is_remaining_estimated=estimate is None or estimate.remaining_rials is None,
        benefit_rials_per_month=estimate.benefit_rials_per_month if estimate and may_read else None,
        arrears_rials=owed[0],
        arrears_days=owed[1],
        report=report,
        gap_permille=_gap(report),
        slip_days=(now - first).days if now and first and now > first else 0,
        zone=estimate.zone if estimate else "",
    )


def _gap(report: Progress | None) -> int | None:
    if report is None or report.paid_permille is None:
        return None
    return int(report.physical_permille) - int(report.paid_permille)


def _arrears(project: Project, acting: Acting, today: date) -> tuple[int | None, int | None]:
    """What the claims wait for, for readers of the agency's confidential fields alone."""
    if not acting.may(Right.READ_CONFIDENTIAL, project.agency.path, subject=project.public_id):
        return None, None
    owed = [arrears_of(contract, today) for contract in project.contracts.all()]
    return sum(one.rials for one in owed), max((one.days for one in owed if one.rials), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """Everything begun and not in service, in one figure, and its parts."""

    count: int
    by_status: tuple[tuple[Status, int], ...]
    remaining_rials: int
    without_cost: int
    """Projects whose remaining cost nobody told; they are not in the sum."""
    benefit_rials_per_month: int
    """What people would have of all of them each month, were they in service."""
    without_benefit: int
    """Projects whose benefit nobody told; they are not in the sum."""
    arrears_rials: int
    arrears_days: int
    mean_age_years: float
    may_stall: int


def backlog(standings: Iterable[Standing]) -> Backlog:
    """The half-finished among the projects given."""
    half = [one for one in standings if one.is_half_finished]
    statuses = [one.status for one in half]
    ages = [one.age_days for one in half if one.age_days is not None]
    return Backlog(
        count=len(half),
        by_status=tuple((s, statuses.count(s)) for s in Status if s in statuses),
        remaining_rials=sum(one.remaining_rials or 0 for one in half),
        without_cost=sum(one.remaining_rials is None for one in half),
        benefit_rials_per_month=sum(one.benefit_rials_per_month or 0 for one in half),
        without_benefit=sum(one.benefit_rials_per_month is None for one in half),
        arrears_rials=sum(one.arrears_rials or 0 for one in half),
        arrears_days=max((one.arrears_days or 0 for one in half), default=0),
        mean_age_years=sum(ages) / len(ages) / 365.25 if ages else 0.0,
        may_stall=sum(one.may_stall for one in half),
    )


def in_order(
    standings: Sequence[Standing],
    order: str,
    keys: Mapping[str, Callable[[Standing], Any]],
) -> list[Standing]:
    """The standings by a column of the table, of its own name where `keys` tells no other; `-`
    turns it round, what is not known stands last."""
    name, down = order.removeprefix("-"), order.startswith("-")
    key = keys.get(name) or partial(_attribute, name)
    known = [one for one in standings if key(one) is not None]
    unknown = [one for one in standings if key(one) is None]
    return sorted(known, key=key, reverse=down) + unknown


def _attribute(name: str, one: Standing) -> Any:
    return getattr(one, name)
