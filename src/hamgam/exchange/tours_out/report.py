"""A week's tours with everything that is told about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from hamgam.engine.tours.baseline import Order, baselines
from hamgam.engine.tours.explain import Reason, explain
from hamgam.engine.tours.problem import Round, TourPlan, value_of
from hamgam.exchange.city.touring import Touring
from hamgam.exchange.city.values import City
from hamgam.exchange.misread import Misread
from hamgam.exchange.touring.problem import Week


@dataclass(frozen=True, kw_only=True)
class TourReport:
    """A plan of tours, its reasons, and what the orders of today would have brought.

    `orders` holds by order the value in rials and the number of stops. `misread` are the rows that
    could not be read or placed.
    """

    week: Week
    touring: Touring
    plan: TourPlan
    reasons: Mapping[str, Reason]
    orders: Mapping[Order, tuple[float, int]]
    misread: tuple[Misread, ...]
    city: City | None = None
    is_invented: bool = False

    def day_of(self, round_: Round) -> date:
        """The date of a round."""
        return self.week.days[self.week.problem.shifts[round_.shift].hours.day]

    @property
    def left(self) -> list[str]:
        """The sites in no round, greatest prize first."""
        visited, sites = self.plan.visited, self.week.problem.sites
        rest = [site for site in sites if site.ref not in visited]
        return [site.ref for site in sorted(rest, key=lambda site: (-site.prize_rials, site.ref))]


def tour_report(
    week: Week,
    touring: Touring,
    plan: TourPlan,
    misread: tuple[Misread, ...] = (),
    city: City | None = None,
) -> TourReport:
    """The report of a plan for a week."""
    return TourReport(
        week=week,
        touring=touring,
        plan=plan,
        reasons=explain(week.problem, plan),
        orders={
            order: (value_of(week.problem, rounds), sum(len(r.visits) for r in rounds))
            for order, rounds in baselines(week.problem).items()
        },
        misread=(*misread, *week.misread),
        city=city,
    )


def clock(minute: float) -> time:
    """The time of day of a minute, rounded to the whole minute."""
    whole = min(round(minute), 24 * 60 - 1)
    return time(whole // 60, whole % 60)
