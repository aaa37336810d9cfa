"""The plan worked out in a child process: imports the engine and exchange, no model.

From a kept question to a kept answer: the order, when each project is worked, the money, why each
stands where it stands, what removing each obstacle brings, and the page's parts in three languages.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from hamgam.completion.question import Question, assumptions_of, from_json, problem_in
from hamgam.engine.completion.problem import Block, BlockKind, Problem
from hamgam.engine.outcomes import Infeasible
from hamgam.engine.solving import Limits
from hamgam.register.solves.solver import Contact, Step, report_to

if TYPE_CHECKING:
    from hamgam.completion.question import Json
    from hamgam.engine.completion.explain import Explanation
    from hamgam.engine.completion.schedule import Plan
    from hamgam.exchange.city import City
    from hamgam.exchange.plans_out.lines import Line, TaskLine
    from hamgam.exchange.plans_out.report import PlanReport

ASKED_WORK = 20
"""Schedules built for each question asked anew: repeatable, and a second or two for a city."""
MOST_OBSTACLES, FEW_OBSTACLES = 25, 4
EXPLAINING_S = 20.0
"""Wall seconds for asking what removing obstacles brings; what is left then stays unasked."""
LESS_CREDIT = 0.8
SEARCHING = 70.0
"""Percent of the whole that the search is; the rest explains."""


@dataclass(frozen=True, slots=True)
class Removal:
    """What removing one obstacle brings people, in rials of today, and which projects are finished
    only then."""

    rials: float
    won: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    city: City
    windows: Sequence[Any]


class _Search:
    """The contact during the search, which is a part of the whole."""

    def __init__(self, contact: Contact) -> None:
        self._contact = contact

    def tell(self, step: Step) -> None:
        """Say how far the whole is."""
        percent = None if step.percent is None else step.percent * SEARCHING / 100
        self._contact.tell(replace(step, percent=percent))

    def is_stopped(self) -> bool:
        """Whether it should end soon."""
        return self._contact.is_stopped()


def solve(question: Json, contact: Contact) -> dict[str, Any]:
    """The answer to a kept question; `infeasible` holds the reasons where there is no plan."""
    from hamgam.engine.completion.plan import plan
    from hamgam.exchange.portfolio.scenario import pressed

    asked = from_json(question)
    setting = _setting(asked)
    base = problem_in(asked, setting.city.zones, setting.windows)
    scenario, changed = _scenario(asked, base)
    limits = Limits(seconds=None if asked.work else asked.seconds, work=asked.work, threads=2)
    outcome = plan(
        pressed(scenario, changed) if scenario else changed,
        limits,
        bound_seconds=0.5 if asked.work else max(asked.seconds / 4, 1.0),
        progress=report_to(_Search(contact), limits),
        stop=contact.is_stopped,
    )
    if isinstance(outcome, Infeasible):
        spoken = {code: list(outcome.told(code)) for code in ("fa", "en", "ar")}
        return {"infeasible": list(outcome.reasons), "spoken": spoken}
    found = outcome.value
    if scenario and scenario.first:
        found = _counted(changed, found)
    contact.tell(Step(percent=SEARCHING, note="explain"))
    most = FEW_OBSTACLES if asked.work else MOST_OBSTACLES
    report = _report(asked, setting, changed, found, contact)
    return _answer(report, _removals(report, contact, most))


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
    if not isinstance(told, list):
        return told, applied(told, base)
    faults = "; ".join(map(str, told))
    raise ValueError(faults)


def _answer(report: PlanReport, removals: Mapping[str, Removal]) -> dict[str, Any]:
    from hamgam.exchange.plans_out.lines import lines

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
            ref: {"rials": one.rials, "won": list(one.won)} for ref, one in removals.items()
        },
        "views": _views(report),
    }


def _report(
    asked: Question, setting: _Setting, problem: Problem, found: Plan, contact: Contact
) -> PlanReport:
    from hamgam.engine.completion.baseline import baselines
    from hamgam.engine.completion.explain import WhatIf, explain
    from hamgam.exchange.plans_out.report import PlanReport
    from hamgam.exchange.problem_files import Form

    less = None
    if not contact.is_stopped():  # who asked for an end waits for the plan alone
        ask = WhatIf(problem, found, Limits(work=ASKED_WORK, threads=1))
        less = ask.credit_times(LESS_CREDIT)
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


def _removals(report: PlanReport, contact: Contact, most: int) -> dict[str, Removal]:
    """What removing each obstacle would bring, each planned anew from the plan found: those that
    hold a project up, the dearest first, until the time is over; the others bring nothing now."""
    from hamgam.engine.completion.plan import plan

    problem, base = report.problem, report.plan
    limits, began = Limits(work=ASKED_WORK, threads=1), time.monotonic()
    told: dict[str, Removal] = {}
    if contact.is_stopped():
        return told
    again = plan(problem, limits, near=base, bound_seconds=0)
    if not isinstance(again, Infeasible):
        base = again.value  # so that a gain is due to the removal, not to the longer search
    for block in _binding(report)[:most]:
        if contact.is_stopped() or time.monotonic() - began > EXPLAINING_S:
            break
        freed = replace(problem, blocks=tuple(b for b in problem.blocks if b is not block))
        outcome = plan(freed, limits, near=base, bound_seconds=0, stop=contact.is_stopped)
        if not isinstance(outcome, Infeasible):
            won = tuple(ref for ref in outcome.value.order() if ref not in base.finishes)
            told[block.ref] = Removal(max(outcome.value.objective - base.objective, 0.0), won)
    return told


def _binding(report: PlanReport) -> list[Block]:
    """Obstacles that hold up a project of the plan, or one that the plan leaves unfinished; by what
    the project is worth a month."""
    from hamgam.engine.completion.explain import Cause

    waits = {
        told.wait.ref
        for told in report.explained.values()
        if told.wait is not None and told.wait.cause is Cause.OBSTACLE
    }
    left = set(report.plan.unfinished)
    worth = {p.ref: p.benefit_rials_per_month for p in report.problem.projects}
    chosen = [
        block
        for block in report.problem.blocks
        if block.kind is BlockKind.OBSTACLE and (block.ref in waits or _held_up(block) in left)
    ]
    return sorted(chosen, key=lambda block: -worth.get(_held_up(block), 0.0))


def _held_up(block: Block) -> str:
    """The project that an obstacle holds up, or of which it holds up a task."""
    return block.project or (block.task or "").partition("/")[0]


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
        "tasks": [_task(report, task) for task in line.tasks],
        **_told(report.explained.get(project.ref)),
    }


def _task(report: PlanReport, task: TaskLine) -> dict[str, Any]:
    begins = _day(report, task.begins)
    return {
        "task": task.ref,
        "title": next(iter(task.names.values()), task.ref),
        "begins": begins.isoformat() if begins else None,
        "ends": _iso(report, task.ends),
        "mode": task.mode,
        "is_assumed": task.is_assumed,
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
    from hamgam.exchange.documents.plan_page import page_view
    from hamgam.exchange.findings_out.words import LANGUAGES
    from hamgam.exchange.plans_out.words import plan_words

    return {code: page_view(report, plan_words(code)) for code in LANGUAGES}
