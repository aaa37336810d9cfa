"""What a plan comes to, project by project, year by year, crew by crew: the figures of reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hamgam.engine.calendars.jalali import jalali_of
from hamgam.engine.completion.problem import Problem, Project, Span
from hamgam.engine.completion.rules import Rule
from hamgam.engine.completion.schedule import Plan
from hamgam.exchange.plans_out.report import PlanReport
from hamgam.exchange.portfolio.rows import PortfolioRow


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """One told task of a project in the plan; instants are None where it is not worked.

    `mode` is how it is done; `is_assumed` tells that its months or its cost were filled.
    """

    ref: str
    names: Mapping[str, str]
    begins: int | None
    ends: int | None
    spans: tuple[Span, ...]
    mode: str
    is_assumed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One project in the plan; instants are None where it is not finished.

    `place` counts the finished ones from 1. `promised` is the day of the sheet, or the last day
    before the due instant. `today_ends` is its finish by percent complete.
    """

    place: int | None
    project: Project
    begins: int | None
    ends: int | None
    spans: tuple[Span, ...]
    remaining_rials: int
    promised: date | None
    today_ends: int | None
    assumed: tuple[str, ...]
    tasks: tuple[TaskLine, ...] = ()
    """Those that are told, as given; none where one was assumed for all the rest."""

    @property
    def months_later(self) -> int | None:
        """Periods by which the plan finishes it after today's order (negative: sooner)."""
        if self.ends is None or self.today_ends is None:
            return None
        return self.ends - self.today_ends


def last_day(problem: Problem, instant: int) -> date:
    """The last day of work of what ends at an instant of a grid with days."""
    return max(problem.grid.day(instant) - timedelta(days=1), problem.grid.day(0))


def lines(report: PlanReport) -> list[Line]:
    """Every project: those finished in their order, then those that are not."""
    plan, problem = report.plan, report.problem
    by_ref = {project.ref: project for project in problem.projects}
    rows = {row.ref: row for row in report.rows}
    today = report.others.get(Rule.PERCENT_COMPLETE)
    spans, costs = _spans(problem, plan), _costs(problem)
    assumed = report.assumed()
    order = plan.order()
    found = []
    for place, ref in enumerate([*order, *plan.unfinished], start=1):
        project = by_ref[ref]
        own = spans.get(ref, ())
        row = rows.get(ref)
        found.append(
            Line(
                place=place if ref in plan.finishes else None,
                project=project,
                begins=own[0].begins if own else None,
                ends=plan.finishes.get(ref),
                spans=own,
                remaining_rials=costs[ref],
                promised=row.promised if row else _due_day(problem, project),
                today_ends=today.finishes.get(ref) if today else None,
                assumed=tuple(assumed.get(ref, ())),
                tasks=_task_lines(problem, plan, row) if row and row.tasks else (),
            )
        )
    return found


def _task_lines(problem: Problem, plan: Plan, row: PortfolioRow) -> tuple[TaskLine, ...]:
    told = {one.ref: one for one in row.tasks}
    found = []
    for task in problem.tasks_of(row.ref):
        planned = plan.tasks.get(task.key)
        spans = tuple(planned.worked) if planned else ()
        one = told.get(task.ref)
        costs = one is None or one.is_work or one.remaining_rials is not None
        found.append(
            TaskLine(
                ref=task.ref,
                names=task.names,
                begins=spans[0].begins if spans else None,
                ends=spans[-1].ends if spans else None,
                spans=spans,
                mode=planned.mode if planned else "",
                is_assumed=bool(task.assumed) or not costs,
            )
        )
    return tuple(found)


def _due_day(problem: Problem, project: Project) -> date | None:
    if project.due is None or problem.grid.first_day is None:
        return None
    return last_day(problem, min(project.due, problem.grid.horizon))


def _spans(problem: Problem, plan: Plan) -> dict[str, tuple[Span, ...]]:
    """The worked periods of each project, those that touch joined."""
    worked: dict[str, set[int]] = defaultdict(set)
    for task in problem.tasks:
        if task.key in plan.tasks:
            for span in plan.tasks[task.key].worked:
                worked[task.project].update(range(span.begins, span.ends))
    return {ref: _joined(sorted(periods)) for ref, periods in worked.items()}


def _joined(periods: Sequence[int]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for period in periods:
        if spans and spans[-1].ends == period:
            spans[-1] = Span(begins=spans[-1].begins, ends=period + 1)
        else:
            spans.append(Span(begins=period, ends=period + 1))
    return tuple(spans)


def _costs(problem: Problem) -> dict[str, int]:
    costs = {project.ref: 0 for project in problem.projects}
    for task in problem.tasks:
        costs[task.project] += min(mode.cost_rials for mode in task.modes)
    return costs


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceYear:
    """Rials approved, really coming, and paid by the plan in one year of one source."""

    approved: int = 0
    payable: int = 0
    paid: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One source: its years, and period by period what comes, is paid, and is there unspent."""

    ref: str
    names: Mapping[str, str]
    realisation: float | None
    years: Mapping[int, SourceYear]
    comes: tuple[int, ...]
    paid: tuple[int, ...]
    unspent: tuple[int, ...]


def year_of_period(problem: Problem, period: int) -> int:
    """The Jalali year of a period; counted from 1 in dozens where the grid knows no days."""
    if problem.grid.first_day is None:
        return period // 12 + 1
    return jalali_of(problem.grid.day(period))[0]


def source_lines(problem: Problem, plan: Plan) -> list[SourceLine]:
    """Every source of money, as told; the periods are those of the grid."""
    paid: dict[str, list[int]] = defaultdict(lambda: [0] * problem.grid.horizon)
    for payment in plan.payments:
        paid[payment.source][payment.period] += payment.rials
    found = []
    for source in problem.sources:
        comes = [0] * problem.grid.horizon
        approved: dict[int, int] = defaultdict(int)
        for credit in source.credits:
            if credit.period < problem.grid.horizon:
                comes[credit.period] += credit.payable_rials
                approved[year_of_period(problem, credit.period)] += credit.approved_rials
        shares = {credit.realisation for credit in source.credits}
        found.append(
            SourceLine(
                ref=source.ref,
                names=source.names,
                realisation=shares.pop() if len(shares) == 1 else None,
                years=_years(problem, approved, comes, paid[source.ref]),
                comes=tuple(comes),
                paid=tuple(paid[source.ref]),
                unspent=tuple(_unspent(comes, paid[source.ref], source.lapses)),
            )
        )
    return found


def _years(
    problem: Problem, approved: Mapping[int, int], comes: Sequence[int], paid: Sequence[int]
) -> dict[int, SourceYear]:
    payable: dict[int, int] = defaultdict(int)
    spent: dict[int, int] = defaultdict(int)
    for period in range(problem.grid.horizon):
        year = year_of_period(problem, period)
        payable[year] += comes[period]
        spent[year] += paid[period]
    return {
        year: SourceYear(approved=approved.get(year, 0), payable=payable[year], paid=spent[year])
        for year in sorted(payable)
    }


def _unspent(comes: Sequence[int], paid: Sequence[int], lapses: Sequence[int]) -> list[int]:
    there, found = 0, []
    for period, (come, spent) in enumerate(zip(comes, paid, strict=True)):
        there = come - spent + (0 if period in lapses else there)
        found.append(there)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class CrewLine:
    """One crew: units there are and units used in each period."""

    ref: str
    names: Mapping[str, str]
    there: tuple[int, ...]
    used: tuple[int, ...]

    @property
    def full_periods(self) -> int:
        """Periods in which nothing of it is left."""
        return sum(0 < there <= used for there, used in zip(self.there, self.used, strict=True))


def crew_lines(problem: Problem, plan: Plan) -> list[CrewLine]:
    """Every crew and its load."""
    used: dict[str, list[int]] = defaultdict(lambda: [0] * problem.grid.horizon)
    for task in problem.tasks:
        planned = plan.tasks.get(task.key)
        if planned is None:
            continue
        mode = next(mode for mode in task.modes if mode.name == planned.mode)
        for span in planned.worked:
            for period in range(span.begins, span.ends):
                for crew, units in mode.demands.items():
                    used[crew][period] += units
    return [
        CrewLine(
            ref=crew.ref,
            names=crew.names,
            there=tuple(crew.units(problem.grid.horizon)),
            used=tuple(used[crew.ref]),
        )
        for crew in problem.crews
    ]


def name_in(names: Mapping[str, str], ref: str, language: str) -> str:
    """The name in the language, else in any, else the reference."""
    return names.get(language) or next(iter(names.values()), "") or ref
