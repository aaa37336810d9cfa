"""A plan as one JSON object; the schema stands in `docs/reference/plan.md`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import orjson

from hamgam.engine.completion.explain import Change
from hamgam.engine.completion.problem import Problem
from hamgam.exchange.misread_words import in_words, spoken
from hamgam.exchange.plans_out.lines import last_day
from hamgam.exchange.plans_out.report import PlanReport
from hamgam.exchange.problem_files import Form


def plain_json(report: PlanReport, language: str = "fa") -> bytes:
    """The object of a plan, with a line end."""
    return _bytes(plain(report, language))


def refusal_json(reasons: Sequence[str]) -> bytes:
    """The object that answers when there is no plan: why."""
    return _bytes({"reasons": list(reasons)})


def plain(report: PlanReport, language: str) -> dict[str, Any]:
    """The object of a plan as plain values."""
    plan = report.plan
    return {
        "objective": whole(plan.objective),
        "objective_kind": report.problem.objective.value,
        "bound": whole(plan.bound),
        "gap": plan.gap,
        "makespan": plan.makespan,
        "starts": starts(report),
        "finishes": {ref: finish(report.problem, end) for ref, end in plan.finishes.items()},
        "unfinished": list(plan.unfinished),
        "explanations": report.sentences(language),
        "assumed": report.assumed(),
        "deciding_figures": _figures(report),
        "other_orders": {
            rule.value: {"objective": whole(other.objective), "finished": len(other.finishes)}
            for rule, other in report.others.items()
        },
        "what_if": _what_if(report),
        "without_scenario": _without(report),
        "misread": [asdict(spoken(fault, language)) for fault in report.misread],
        "notes": [in_words(note, language) for note in report.notes],
    }


def _figures(report: PlanReport) -> dict[str, Any] | None:
    return None if report.sensitivity is None else asdict(report.sensitivity)


def _what_if(report: PlanReport) -> dict[str, Any] | None:
    if not report.more_money:
        return None
    less = report.less_credit
    return {
        "billion_toman_more": [
            {"source": source, "year": year, **_change(change)}
            for (source, year), change in report.more_money.items()
        ],
        "fifth_less_credit": None if less is None else _change(less),
        "obstacle_removed": [
            {"block": ref, **_change(change)} for ref, change in report.without_obstacle.items()
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "gain_rials": None if change.plan is None else round(change.gain),
        "finished_besides": list(change.won),
        "finished_no_more": list(change.lost),
        "later_by_periods": dict(change.moved),
        "reasons": list(change.reasons),
    }


def _without(report: PlanReport) -> dict[str, Any] | None:
    other = report.without
    if other is None:
        return None
    return {
        "objective": whole(other.plan.objective),
        "finishes": {r: finish(other.problem, e) for r, e in other.plan.finishes.items()},
        "unfinished": list(other.plan.unfinished),
    }


def starts(report: PlanReport) -> dict[str, int | str]:
    """When each task starts: by job number in benchmark files of one project, else by
    `project/task`; as a day where the problem knows days, else as a period."""
    is_numbered = report.form is Form.BENCHMARK and len(report.problem.projects) == 1
    return {
        key.partition("/")[2] if is_numbered else key: _when(report.problem, begins)
        for key, begins in report.plan.starts.items()
    }


def _when(problem: Problem, instant: int) -> int | str:
    if problem.grid.first_day is None:
        return instant
    return problem.grid.day(instant).isoformat()


def finish(problem: Problem, instant: int) -> int | str:
    """The last day of work before an instant; the instant itself where there are no days."""
    if problem.grid.first_day is None:
        return instant
    return last_day(problem, instant).isoformat()


def whole(value: float | None) -> int | float | None:
    """The value as a whole number where it is one."""
    return int(value) if value is not None and float(value).is_integer() else value


def _bytes(value: dict[str, Any]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
