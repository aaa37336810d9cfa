"""When each project of a portfolio will be finished, as a range, with what was assumed for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import exp, log

from hamgam.engine.calendars.jalali import gregorian_of, jalali_of
from hamgam.engine.completion.forecast import (
    Assumptions as Draws,
)
from hamgam.engine.completion.forecast import (
    Forecast,
    Money,
    OpenTask,
    Outside,
    Record,
    Tie,
    forecast,
)
from hamgam.engine.completion.pace import Pace, Status, pace_of
from hamgam.engine.completion.problem import DAYS_PER_MONTH, Problem, Unit
from hamgam.engine.measures.uncertainty import ReferenceClass
from hamgam.exchange.persian import normalise
from hamgam.exchange.portfolio.assume import Assumptions, cost_today
from hamgam.exchange.portfolio.history import History
from hamgam.exchange.portfolio.rows import PortfolioRow

QUARTERS_AHEAD = 40
SPREAD_AT_P80 = 0.8416
"""Standard deviations from the median to the 80 % point."""
CASES = 19
SLOWEST = 0.1
"""A lower SPI(t) than this tells of a stop, not of a pace."""

FOREIGN = {
    "roads": (1.15, 1.32),
    "rail": (1.40, 1.57),
    "links": (1.23, 1.55),
}
"""P50 and P80 of actual ÷ planned by class: British cost tables of 2004, from memory; stand-ins
until the city has finished projects of its own."""
_WORDS = {
    "rail": ("قطار", "مترو", "rail", "metro"),
    "links": ("پل", "غیرهمسطح", "زیرگذر", "روگذر", "تونل", "bridge", "tunnel", "underpass"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectForecast:
    """The range of one finish. `p50` and `p80` are None where the money never suffices in that
    share of futures; `if_paid` is the range if money were no limit. `assumed` names what was not
    told."""

    ref: str
    title: str
    p50: date | None
    p80: date | None
    promised: date | None
    if_paid: tuple[date, date]
    unpaid_share: float
    pace: Pace
    reference: str
    forecast: Forecast
    assumed: tuple[str, ...]


def foreign_class(name: str) -> ReferenceClass:
    """A class of lognormal ratios through its P50 and P80, labelled foreign."""
    middle, high = FOREIGN[name]
    spread = (log(high) - log(middle)) / SPREAD_AT_P80
    steps = (_normal_point((case + 0.5) / CASES) for case in range(CASES))
    ratios = tuple(middle * exp(spread * step) for step in steps)
    return ReferenceClass(name=name, ratios=ratios, is_foreign=True)


def _normal_point(p: float) -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf(p)


def class_of(title: str) -> str:
    """The reference class that a project's title tells; roads where it tells none."""
    plain = normalise(title)
    for name, words in _WORDS.items():
        if any(normalise(word) in plain for word in words):
            return name
    return "roads"


def portfolio_forecasts(
    rows: Sequence[PortfolioRow],
    history: History,
    *,
    today: date,
    assumed: Assumptions | None = None,
    draws: Draws | None = None,
) -> list[ProjectForecast]:
    """One forecast per row, in the order of the sheet; projects are looked at one by one."""
    assume = assumed or Assumptions()
    return [_of_row(row, history, today, assume, draws or Draws()) for row in rows]


def _of_row(
    row: PortfolioRow, history: History, today: date, assume: Assumptions, draws: Draws
) -> ProjectForecast:
    pace = pace_of(history.of(row.ref, row.title), began=row.began, today=today)
    name = class_of(row.title)
    days = _remaining_days(row, assume)
    earliest = 0.0 if row.ready is None else float(max((row.ready - today).days, 0))
    tasks = [OpenTask(ref=row.ref, remaining_days=days, earliest_day=earliest)]
    outside, how = _outside(row, name, days, today), _with_record(draws, pace)
    free = forecast(tasks, outside=outside, assumptions=how)
    found = forecast(tasks, money=_money(row, today, assume), outside=outside, assumptions=how)
    return ProjectForecast(
        ref=row.ref,
        title=row.title,
        p50=_day(today, found.p50_days, found.cannot_pay_share > 0.5),
        p80=_day(today, found.p80_days, found.cannot_pay_share > 0.2),
        if_paid=_range(today, free),
        promised=row.promised,
        unpaid_share=found.cannot_pay_share,
        pace=pace,
        reference=name,
        forecast=found,
        assumed=tuple(_lacking(row)),
    )


def _lacking(row: PortfolioRow) -> Iterable[str]:
    if row.remaining_months is None:
        yield "duration"
    if row.credits_rials:
        yield "realisation"


def _day(today: date, days: float, is_unpaid: bool) -> date | None:
    return None if is_unpaid else today + timedelta(days=round(days))


def _range(today: date, found: Forecast) -> tuple[date, date]:
    p50, p80 = (today + timedelta(days=round(d)) for d in (found.p50_days, found.p80_days))
    return p50, p80


def _with_record(draws: Draws, pace: Pace) -> Draws:
    if pace.spi is None:
        return draws
    record = Record(pace=1 / max(pace.spi, SLOWEST))
    return replace(draws, record=record)


def _remaining_days(row: PortfolioRow, assume: Assumptions) -> float:
    months = row.remaining_months
    if months is None:
        months = max(2, round(assume.whole_months * (1 - row.physical_percent / 100)))
    return months * DAYS_PER_MONTH


def _outside(row: PortfolioRow, name: str, days: float, today: date) -> Outside:
    """The outside view of the whole project where its beginning and promise are told, else of the
    rest."""
    reference = foreign_class(name)
    if row.began is None or row.promised is None or row.promised <= row.began:
        return Outside(reference=reference, planned_days=days)
    return Outside(
        reference=reference,
        planned_days=float((row.promised - row.began).days),
        elapsed_days=float(max((today - row.began).days, 0)),
    )


def _money(row: PortfolioRow, today: date, assume: Assumptions) -> Money | None:
    """What is approved for the project itself, quarter by quarter in prices of today; None where
    nothing is told. Years beyond the last told go on as it."""
    if not row.credits_rials:
        return None
    year, month, _ = jalali_of(today)
    approved = []
    for ahead in range(QUARTERS_AHEAD):
        years, quarter = divmod((month - 1) // 3 + ahead, 4)
        told = _credit(row, year + years, assume)
        months = max((gregorian_of(year + years, quarter * 3 + 1, 1) - today).days / 30.4, 0)
        approved.append(round(told / 4 / (1 + assume.price_growth_per_month) ** months))
    return Money(
        remaining_cost_rials=cost_today(row, assume, today),
        approved_rials=tuple(approved),
        days_per_period=DAYS_PER_MONTH * 3,
        realisation=(10 * assume.realisation, 10 * (1 - assume.realisation)),
    )


def _credit(row: PortfolioRow, year: int, assume: Assumptions) -> float:
    last = max(row.credits_rials)
    if year <= last:
        return row.credits_rials.get(year, 0)
    grown = (1 + assume.price_growth_per_month) ** (12 * (year - last))
    return row.credits_rials[last] * float(grown)


def problem_forecasts(
    problem: Problem, *, today: date, draws: Draws | None = None
) -> list[ProjectForecast]:
    """One forecast per project of a whole problem, by its tasks and the ties between them."""
    length = DAYS_PER_MONTH if problem.grid.unit is Unit.MONTH else 1.0
    start = problem.grid.day(0) if problem.grid.first_day else today
    found = []
    for project in problem.projects:
        title = next(iter(project.names.values()), project.ref)
        tasks = _open_tasks(problem, project.ref, length)
        told = forecast(tasks, assumptions=draws)
        due = None if project.due is None or not problem.grid.first_day else project.due
        found.append(
            ProjectForecast(
                ref=project.ref,
                title=title,
                p50=_day(start, told.p50_days, is_unpaid=False),
                p80=_day(start, told.p80_days, is_unpaid=False),
                if_paid=_range(start, told),
                promised=None if due is None else problem.grid.day(min(due, problem.grid.horizon)),
                unpaid_share=0.0,
                pace=Pace(status=Status.UNKNOWN, spi=None),
                reference="",
                forecast=told,
                assumed=tuple(sorted(project.assumed)),
            )
        )
    return found


def _open_tasks(problem: Problem, ref: str, length: float) -> list[OpenTask]:
    ties: dict[str, list[Tie]] = {}
    for tie in problem.dependencies:
        told = Tie(before=tie.before, relation=tie.relation, lag_days=tie.lag * length)
        ties.setdefault(tie.after, []).append(told)
    return [
        OpenTask(
            ref=task.key,
            remaining_days=min(mode.duration for mode in task.modes) * length,
            ties=tuple(ties.get(task.key, ())),
            earliest_day=task.ready * length,
        )
        for task in problem.tasks_of(ref)
    ]
