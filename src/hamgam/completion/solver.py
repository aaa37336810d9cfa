"""The plan worked out in a child process: imports the engine and exchange, no model.

From a kept question to a kept answer: the order, when each project is worked, the money, why each
stands where it stands, what removing each obstacle brings, and the page's parts in three languages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from hamgam.completion.question import Question, assumptions_of, from_json, problem_in
from hamgam.engine.completion.problem import BlockKind, Problem
from hamgam.engine.outcomes import Infeasible
from hamgam.engine.solving import Limits
from hamgam.register.solves.solver import Contact, report_to

if TYPE_CHECKING:
    from hamgam.completion.question import Json
    from hamgam.engine.completion.explain import Change, Explanation
    from hamgam.engine.completion.schedule import Plan
    from hamgam.exchange.city import City
    from hamgam.exchange.plans_out.lines import Line
    from hamgam.exchange.plans_out.report import PlanReport

ASKED_WORK = 60
"""Schedules built for each question asked anew: repeatable, and a second or two for a city."""
MOST_OBSTACLES = 40
LESS_CREDIT = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    city: City
    windows: Sequence[Any]


def solve(question: Json, contact: Contact) -> dict[str, Any]:
    """The answer to a kept question; `infeasible` holds the reasons where there is no plan."""
    from hamgam.engine.completion.plan import plan
    from hamgam.exchange.portfolio.scenario import pressed

    asked = from_json(question)
    setting = _setting(asked)
    base = problem_in(asked, setting.city.zones, setting.windows)
    scenario, changed = _scenario(asked, base)
    limits = Limits(seconds=asked.seconds, threads=2)
    outcome = plan(
        pressed(scenario, changed) if scenario else changed,
        limits,
        bound_seconds=max(asked.seconds / 4, 1.0),
        progress=report_to(contact, limits),
        stop=contact.is_stopped,
    )
    if isinstance(outcome, Infeasible):
        return {"infeasible": list(outcome.reasons)}
    found = outcome.value
    if scenario and scenario.first:
        found = _counted(changed, found)
    return _answer(asked, setting, changed, found)


def _counted(problem: Problem, found: Plan) -> Plan:
    """A plan searched under pressure, worth what it is worth without."""
    from hamgam.engine.completion.check import objective

    return replace(found, objective=objective(problem, found), bound=None, proved=False)


def _setting(asked: Question) -> _Setting:
    from hamgam.engine.calendars.season_rules import season_windows
    from hamgam.exchange.city import load_city
    from hamgam.exchange.city.folders import city_folder
    from hamgam.exchange.portfolio.assume import month_grid
    from hamgam.exchange.season_rules import read_seasons

    city = load_city(asked.city)
    told, faults = read_seasons(city_folder(asked.city))
    if faults:
        raise ValueError("; ".join(map(str, faults)))
    first = asked.today
    last = month_grid(first, assumptions_of(asked.assumed).horizon_months).begins[-1]
    free = told.free_days(range(first.year - 1, last.year + 2))
    return _Setting(
        city=city, windows=season_windows(told.seasons, first, last, told.months(), free)
    )


def _scenario(asked: Question, base: Problem) -> tuple[Any, Problem]:
    """The scenario and the problem under it; nothing and the problem itself where none is told."""
    from hamgam.exchange.portfolio.scenario import applied, scenario_of

    if not asked.scenario:
        return None, base
    told = scenario_of(asked.scenario, "scenario")
    if isinstance(told, list):
        raise ValueError("; ".join(map(str, told)))
    return told, applied(told, base)


def _answer(asked: Question, setting: _Setting, problem: Problem, found: Plan) -> dict[str, Any]:
    from hamgam.exchange.plans_out.lines import lines

    report = _report(asked, setting, problem, found)
    removals = _removals(problem, found)
    told = lines(report)
    return {
        "summary": _summary(report),
        "lines": [_line(report, line) for line in told],
        "orders": {
            rule.value: {
                "objective": other.objective,
                "finished": len(other.finishes),
                "ends": {ref: _iso(report, ends) for ref, ends in other.finishes.items()},
            }
            for rule, other in report.others.items()
        },
        "removals": {
            ref: {"rials": max(change.gain, 0.0), "won": list(change.won)}
            for ref, change in removals.items()
        },
        "views": _views(replace(report, without_obstacle=removals)),
    }


def _report(asked: Question, setting: _Setting, problem: Problem, found: Plan) -> PlanReport:
    from hamgam.engine.completion.baseline import baselines
    from hamgam.engine.completion.explain import WhatIf, explain
    from hamgam.exchange.plans_out.report import PlanReport
    from hamgam.exchange.problem_files import Form

    less = WhatIf(problem, found, Limits(work=ASKED_WORK, threads=1)).credit_times(LESS_CREDIT)
    return PlanReport(
        name=str(asked.scenario.get("name", "")),
        today=asked.today,
        form=Form.PORTFOLIO,
        problem=problem,
        plan=found,
        rows=asked.rows,
        assumptions=assumptions_of(asked.assumed),
        city=setting.city,
        windows=setting.windows,
        explained=explain(problem, found),
        others=baselines(problem),
        less_credit=less,
    )


def _removals(problem: Problem, found: Plan) -> Mapping[str, Change]:
    """What removing each obstacle would bring, each planned anew."""
    from hamgam.engine.completion.explain import WhatIf

    count = sum(block.kind is BlockKind.OBSTACLE for block in problem.blocks)
    if not 0 < count <= MOST_OBSTACLES:
        return {}
    ask = WhatIf(problem, found, Limits(work=ASKED_WORK, threads=1))
    return ask.without_blocks(BlockKind.OBSTACLE)


def _summary(report: PlanReport) -> dict[str, Any]:
    plan = report.plan
    return {
        "finished": len(plan.finishes),
        "all": len(report.problem.projects),
        "objective": plan.objective,
        "first_objective": plan.first_objective,
        "bound": plan.bound,
        "proved": plan.proved,
        "gap": plan.gap,
        "schedules": plan.schedules,
        "last": _iso(report, max(plan.finishes.values(), default=None)),
        "paid_rials": sum(payment.rials for payment in plan.payments),
        "assumed": {ref: list(names) for ref, names in report.assumed().items()},
    }


def _iso(report: PlanReport, instant: int | None) -> str | None:
    from hamgam.exchange.plans_out.lines import last_day

    return None if instant is None else last_day(report.problem, instant).isoformat()


def _day(report: PlanReport, instant: int | None) -> date | None:
    return None if instant is None else report.problem.grid.day(instant)


def _line(report: PlanReport, line: Line) -> dict[str, Any]:
    begins, project = _day(report, line.begins), line.project
    return {
        "project": project.ref,
        "title": next(iter(project.names.values()), project.ref),
        "agency": project.agency,
        "place": line.place,
        "begins": begins.isoformat() if begins else None,
        "ends": _iso(report, line.ends),
        "promised": line.promised.isoformat() if line.promised else None,
        "today_ends": _iso(report, line.today_ends),
        "remaining_rials": line.remaining_rials,
        "benefit_rials_per_month": project.benefit_rials_per_month,
        "physical_permille": round(project.physical_share * 1000),
        "assumed": list(line.assumed),
        **_told(report.explained.get(project.ref)),
    }


def _told(told: Explanation | None) -> dict[str, Any]:
    if told is None:
        return {}
    return {
        "rank": told.rank,
        "per_billion_rials": told.per_billion_rials,
        "cause": told.wait.cause.value if told.wait else None,
        "holder": told.wait.holder if told.wait else "",
        "missing_rials": told.missing_rials,
        "why": dict(told.why),
        "waits": dict(told.waits),
        "sooner": dict(told.sooner),
    }


def _views(report: PlanReport) -> dict[str, Any]:
    from hamgam.exchange.documents.plan_page import LANGUAGES, page_view
    from hamgam.exchange.plans_out.words import plan_words

    return {code: page_view(report, plan_words(code)) for code in LANGUAGES}
