"""The parts of the plan page, ready for its template: rows of the Gantt, money, crews, orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from hamgam.engine.completion.explain import months_late
from hamgam.engine.completion.problem import Objective
from hamgam.engine.completion.rules import Rule
from hamgam.engine.completion.schedule import Plan
from hamgam.engine.completion.words import months_in
from hamgam.exchange.documents.plan_axis import PlanAxis
from hamgam.exchange.findings_out.words import Words
from hamgam.exchange.plans_out.lines import (
    CrewLine,
    Line,
    SourceLine,
    SourceYear,
    TaskLine,
    crew_lines,
    name_in,
    source_lines,
)
from hamgam.exchange.plans_out.report import PlanReport
from hamgam.exchange.plans_out.words import billions, money
from hamgam.exchange.plans_out.workbook import when
from hamgam.exchange.portfolio.tasks import FAST

View = dict[str, Any]
SLOTS = 12
DECISIVE = frozenset({"benefit_rials_per_month", "duration"})
"""Assumed figures that are marked at each project; the rest are assumed for nearly all."""
TALL = 100
"""Height of small charts in their own units."""


def agency_slots(report: PlanReport) -> dict[str, int]:
    """Colour slots 1 to 12 by agency, most projects first; the last is shared by all others."""
    counts = Counter(p.agency for p in report.problem.projects if p.agency)
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    return {name: min(place, SLOTS) for place, name in enumerate(ordered, start=1)}


class Rows:
    """Builds one row per project, in one language."""

    def __init__(self, report: PlanReport, axis: PlanAxis, spoken: Words) -> None:
        self.report = report
        self.axis = axis
        self.spoken = spoken
        self.slots = agency_slots(report)

    def row(self, line: Line) -> View:
        """One project as plain values."""
        project, spoken = line.project, self.spoken
        told = self.report.explained.get(project.ref)
        language = spoken.language
        return {
            "ref": project.ref,
            "place": spoken.number(line.place) if line.place else "",
            "title": name_in(project.names, project.ref, spoken.language),
            "agency": project.agency,
            "slot": self.slots.get(project.agency, SLOTS),
            "percent": spoken(
                "gantt", "percent", percent=spoken.number(project.physical_share * 100)
            ),
            "remaining": self._remaining(line),
            "starts": when(self.report, line.begins, spoken, ends=False),
            "ends": when(self.report, line.ends, spoken, ends=True),
            "late": self._late(line),
            "assumed": [
                spoken("gantt", "assumed_field", field=spoken("fields", field))
                for field in line.assumed
                if field in DECISIVE
            ],
            "language": language,
            "why": told.why.get(language, "") if told else "",
            "waits": told.waits.get(language, "") if told else "",
            "sooner": told.sooner.get(language, "") if told else "",
            "draw": self._drawing(line),
            "tasks": [self._task(project.ref, task) for task in line.tasks],
        }

    def _task(self, project: str, task: TaskLine) -> View:
        """One told task of a project as plain values."""
        spoken, axis = self.spoken, self.axis
        closed = [
            axis.bar(block.begins, min(block.ends, axis.shown))
            for block in self.report.problem.blocks
            if block.task == f"{project}/{task.ref}" and block.begins < axis.shown
        ]
        is_planned = task.begins is not None and task.ends is not None
        return {
            "ref": task.ref,
            "title": name_in(task.names, task.ref, spoken.language),
            "starts": when(self.report, task.begins, spoken, ends=False),
            "ends": when(self.report, task.ends, spoken, ends=True),
            "is_fast": task.mode == FAST,
            "is_assumed": task.is_assumed,
            "draw": {
                "closed": closed,
                "bars": [axis.bar(span.begins, span.ends) for span in task.spans],
                "whole": axis.bar(task.begins or 0, task.ends or 0) if is_planned else None,
                "promised": None,
            },
        }

    def _remaining(self, line: Line) -> str:
        if not line.remaining_rials:
            return ""
        return self.spoken("gantt", "remaining", sum=money(self.spoken, line.remaining_rials))

    def _late(self, line: Line) -> View | None:
        """How its finish stands to the promise, in whole months, as its explanation tells it."""
        if line.promised is None or line.ends is None or not self.report.has_dates:
            return None
        problem, due = self.report.problem, line.project.due
        if due:
            months = months_late(problem, due, line.ends)
        else:  # promised for a day before the plan begins
            months = round((problem.grid.day(line.ends) - line.promised).days / 30.4)
        if months < 1:
            return {"is_late": False, "text": self.spoken("gantt", "kept")}
        late = months_in(months, self.spoken.language)
        return {"is_late": True, "text": self.spoken("gantt", "late", late=late)}

    def _drawing(self, line: Line) -> View:
        axis, project = self.axis, line.project
        closed = [
            axis.bar(block.begins, min(block.ends, axis.shown))
            for block in self.report.problem.blocks
            if block.begins < axis.shown
            and (block.project == project.ref or (block.zone and block.zone == project.zone))
        ]
        promised = None
        if line.promised is not None and self.report.has_dates:
            promised = axis.x_day(line.promised)
        is_planned = line.begins is not None and line.ends is not None
        return {
            "closed": closed,
            "bars": [axis.bar(span.begins, span.ends) for span in line.spans],
            "whole": axis.bar(line.begins or 0, line.ends or 0) if is_planned else None,
            "promised": promised,
        }


def money_view(report: PlanReport, spoken: Words) -> View | None:
    """The money of all sources by year, and each source; None where money is no limit."""
    sources = source_lines(report.problem, report.plan)
    if not sources:
        return None
    years = sorted({year for source in sources for year in source.years})
    totals = {
        year: _sum([source.years.get(year, SourceYear()) for source in sources]) for year in years
    }
    highest = max([max(t.approved, t.paid, 1) for t in totals.values()])
    lapses = any(source.lapses for source in report.problem.sources)
    return {
        "carries": spoken("money_part", "lapses" if lapses else "carries"),
        "years": [
            {
                "name": spoken.digits(str(year)) if report.has_dates else spoken.number(year),
                **_told(totals[year], spoken),
                "bars": [
                    round(rials / highest * TALL, 1)
                    for rials in (totals[year].approved, totals[year].payable, totals[year].paid)
                ],
            }
            for year in years
        ],
        "sources": [_source(source, years, spoken) for source in sources],
    }


def _sum(parts: Sequence[SourceYear]) -> SourceYear:
    return SourceYear(
        approved=sum(part.approved for part in parts),
        payable=sum(part.payable for part in parts),
        paid=sum(part.paid for part in parts),
    )


def _told(year: SourceYear, spoken: Words) -> View:
    return {
        "approved": billions(spoken, year.approved),
        "payable": billions(spoken, year.payable),
        "paid": billions(spoken, year.paid),
    }


def _source(source: SourceLine, years: Sequence[int], spoken: Words) -> View:
    share = source.realisation
    return {
        "name": name_in(source.names, source.ref, spoken.language),
        "realisation": ""
        if share is None
        else spoken("money_part", "realisation", share=spoken.number(share, 2)),
        "years": [_told(source.years.get(year, SourceYear()), spoken) for year in years],
        "chart": chart(source.paid, source.unspent),
    }


def crews_view(report: PlanReport, spoken: Words) -> list[View]:
    """Every crew with its load."""
    return [
        {
            "name": name_in(crew.names, crew.ref, spoken.language),
            "capacity": spoken.number(max(crew.there, default=0)),
            "most": spoken.number(max(crew.used, default=0)),
            "full": spoken.number(crew.full_periods),
            "chart": chart(crew.used, crew.there),
        }
        for crew in _busy(crew_lines(report.problem, report.plan))
    ]


def _busy(crews: Sequence[CrewLine]) -> list[CrewLine]:
    return [crew for crew in crews if any(crew.used)]


def chart(bars: Sequence[float], line: Sequence[float]) -> View:
    """Bars and a stepped line over the periods, in a frame one wide for each and TALL high."""
    highest = max([*bars, *line, 1])
    heights = [round(max(value, 0) / highest * TALL, 1) for value in bars]
    steps = [round(TALL - max(value, 0) / highest * TALL, 1) for value in line]
    return {
        "width": len(bars),
        "bars": [(place, TALL - tall, tall) for place, tall in enumerate(heights) if tall],
        "line": "M0 " + " ".join(f"{level}h1V" for level in steps).removesuffix("V"),
    }


def worth(report: PlanReport, plan: Plan, spoken: Words) -> str:
    """What a plan is worth: money for value, else the bare objective."""
    if report.problem.objective is Objective.VALUE:
        return money(spoken, plan.objective)
    return spoken.number(plan.objective)


def orders_view(report: PlanReport, told: Sequence[Line], spoken: Words) -> View:
    """The plan beside the usual orders, and how each project moves."""
    today = report.others.get(Rule.PERCENT_COMPLETE)
    plans = {"plan": report.plan, **{rule.value: other for rule, other in report.others.items()}}
    return {
        "plans": [
            {
                "name": spoken("orders", key),
                "finished": spoken.number(len(plan.finishes)),
                "value": worth(report, plan, spoken),
                "last": when(report, max(plan.finishes.values(), default=None), spoken, ends=True),
                "is_plan": key == "plan",
            }
            for key, plan in plans.items()
        ],
        "sentences": _given_up(report, today, told, spoken)
        if today
        else [spoken("orders", "no_today")],
        "moves": [_move(report, line, spoken) for line in told] if today else [],
    }


def _given_up(report: PlanReport, today: Plan, told: Sequence[Line], spoken: Words) -> list[str]:
    later_today = sum(
        line.ends is not None and (line.today_ends is None or line.today_ends > line.ends)
        for line in told
    )
    later_plan = sum(
        line.today_ends is not None and (line.ends is None or line.ends > line.today_ends)
        for line in told
    )
    sentences = []
    if report.problem.objective is Objective.VALUE:
        lost = money(spoken, max(report.plan.objective - today.objective, 0))
        count = spoken.number(later_today)
        sentences.append(spoken("orders", "gives_up_today", sum=lost, later=count))
    sentences.append(spoken("orders", "gives_up_plan", later=spoken.number(later_plan)))
    return sentences


def _move(report: PlanReport, line: Line, spoken: Words) -> View:
    unfinished = spoken("orders", "not_finished")
    return {
        "title": name_in(line.project.names, line.project.ref, spoken.language),
        "percent": spoken.number(line.project.physical_share * 100),
        "plan": when(report, line.ends, spoken, ends=True) or unfinished,
        "today": when(report, line.today_ends, spoken, ends=True) or unfinished,
        **_difference(report, line, spoken),
    }


def _difference(report: PlanReport, line: Line, spoken: Words) -> Mapping[str, str]:
    later = line.months_later
    if later is None:
        key = {
            (False, True): "only_plan",
            (True, False): "only_today",
        }.get((line.ends is None, line.today_ends is None), "neither")
        return {"difference": spoken("orders", key), "side": key}
    months = round(abs(later) / report.problem.grid.periods_per_month)
    if not months:
        return {"difference": spoken("orders", "same"), "side": "same"}
    key = "earlier" if later < 0 else "later"
    return {"difference": spoken("orders", key, count=spoken.number(months)), "side": key}
