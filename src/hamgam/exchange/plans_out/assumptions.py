"""What was assumed, and which assumed figures decide, said in words."""

from __future__ import annotations

from collections import Counter

from hamgam.engine.completion.sensitivity import Owner, Swing
from hamgam.exchange.findings_out.words import Words
from hamgam.exchange.plans_out.lines import name_in
from hamgam.exchange.plans_out.report import PlanReport
from hamgam.exchange.plans_out.words import percent
from hamgam.exchange.portfolio.assume import Assumptions

Defaults = list[tuple[str, str, str]]
"""Name, default, and how many projects it fills (empty where it holds for all)."""


def assumed_defaults(report: PlanReport, spoken: Words) -> Defaults:
    """Each assumed figure with its default; empty where no sheet was filled."""
    assume = report.assumptions
    if assume is None:
        return []
    counts = Counter(field for fields in report.assumed().values() for field in fields)
    told = [
        (spoken("fields", field), _default(assume, field, spoken), spoken.number(counts[field]))
        for field in _OF_PROJECT
        if counts[field]
    ]
    told += [(spoken("fields", field), _default(assume, field, spoken), "") for field in _OF_ALL]
    return told


_OF_PROJECT = (
    "benefit_rials_per_month",
    "duration",
    "chance",
    "delay_cost_rials_per_month",
    "stop_value_rials",
)
_OF_ALL = ("realisation", "capacity", "price_growth_per_month", "discount_per_month")


def _default(assume: Assumptions, field: str, spoken: Words) -> str:
    shares = {
        "benefit_rials_per_month": assume.benefit_share_per_month,
        "chance": assume.chance,
        "delay_cost_rials_per_month": assume.delay_share_per_month,
        "stop_value_rials": abs(assume.stop_share),
        "price_growth_per_month": assume.price_growth_per_month,
        "discount_per_month": assume.discount_per_month,
    }
    if field in shares:
        return spoken("assumed", field, share=percent(spoken, shares[field], 1))
    counts = {
        "months": spoken.number(assume.whole_months),
        "share": spoken.number(assume.realisation, 2),
        "count": spoken.number(assume.sites_per_agency),
    }
    return spoken("assumed", field, **counts)


def swing_cells(report: PlanReport, swing: Swing, spoken: Words) -> tuple[str, str, str, str, str]:
    """Figure, whose it is, share of pairs that change places at half and at one and a half, and
    what moves most."""
    return (
        spoken("fields", swing.figure.field),
        _owner(report, swing, spoken),
        spoken("figures", "percent", value=percent(spoken, swing.lower, 1)),
        spoken("figures", "percent", value=percent(spoken, swing.upper, 1)),
        _moves(report, swing, spoken),
    )


def _owner(report: PlanReport, swing: Swing, spoken: Words) -> str:
    figure = swing.figure
    if figure.owner is Owner.PROBLEM:
        return spoken("figures", "whole")
    ref = figure.ref.partition("/")[0] if figure.owner is Owner.TASK else figure.ref
    problem = report.problem
    named = {
        **{crew.ref: crew.names for crew in problem.crews},
        **{source.ref: source.names for source in problem.sources},
        **{project.ref: project.names for project in problem.projects},
    }
    return name_in(named.get(ref, {}), ref, spoken.language)


def _moves(report: PlanReport, swing: Swing, spoken: Words) -> str:
    name = name_in(report.problem.project(swing.moved).names, swing.moved, spoken.language)
    if swing.periods is None:
        return spoken("figures", "moves_out", name=name)
    months = spoken.number(abs(swing.periods) / report.problem.grid.periods_per_month, 0)
    key = "moves_earlier" if swing.periods < 0 else "moves_later"
    return spoken("figures", key, name=name, count=months)
