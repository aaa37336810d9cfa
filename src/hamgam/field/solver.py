"""The week's tours worked out in a child process: imports the engine and exchange, no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from hamgam.register.solves.solver import Contact, report_to

if TYPE_CHECKING:
    from hamgam.engine.tours.problem import Round, TourPlan
    from hamgam.exchange.findings_out.words import Words
    from hamgam.exchange.touring import Week
    from hamgam.exchange.tours_out.report import TourReport

Json = Mapping[str, Any]
LANGUAGES = ("fa", "en", "ar")


def site_json(row: Any) -> dict[str, Any]:
    """A row of a site or a delegation as the kept question holds it."""
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else [v.isoformat() if isinstance(v, date) else v for v in value]
        if isinstance(value, tuple)
        else value
        for name, value in asdict(row).items()
    }


def week_in(question: Json) -> Week:
    """The engine's question in a kept one: the same words, the same answer."""
    from hamgam.exchange.city import load_city
    from hamgam.exchange.city.touring import load_touring
    from hamgam.exchange.touring import DelegationRow, Sheets, SiteRow, week_of

    days = [date.fromisoformat(day) for day in question["days"]]
    sites = [SiteRow(**_dated(row, ("verified", "visited"))) for row in question["sites"]]
    delegations = [
        DelegationRow(**{**_listed(row), "days": tuple(map(date.fromisoformat, row["days"]))})
        for row in question["delegations"]
    ]
    return week_of(
        Sheets(sites=sites, delegations=delegations, misread=[]),
        load_touring(question["city"]),
        days,
        date.fromisoformat(question["today"]),
        load_city(question["city"]),
    )


def _listed(row: Json) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}


def _dated(row: Json, names: Sequence[str]) -> dict[str, Any]:
    told = _listed(row)
    for name in names:
        told[name] = date.fromisoformat(told[name]) if told[name] else None
    return told


def solve(question: Json, contact: Contact) -> dict[str, Any]:
    """The answer to a kept question: rounds, reasons and sentences in three languages; or, where
    the question names a tour on its way, the rest of it from a minute on."""
    from hamgam.engine.outcomes import Infeasible
    from hamgam.engine.solving import Limits
    from hamgam.engine.tours.plan import plan_tours

    week = week_in(question)
    if "rest" in question:
        return _rest(question, week)
    work = question.get("work")
    limits = Limits(seconds=None if work else question["seconds"], work=work)
    outcome = plan_tours(week.problem, limits, report_to(contact, limits), contact.is_stopped)
    if isinstance(outcome, Infeasible):
        return {"infeasible": list(outcome.reasons)}
    return _answer(question, week, outcome.value)


def _rest(question: Json, week: Week) -> dict[str, Any]:
    """What is left of a tour from a minute on: begun stays are facts, cancelled sites leave."""
    from dataclasses import replace

    from hamgam.engine.tours.replan import Now, replan

    rest = question["rest"]
    plan = _plan_in(week, rest["rounds"])
    now = Now(day=rest["day"], minute=rest["minute"])
    left = replan(week.problem, plan, now, frozenset(rest["cancelled"]))
    return _answer(question, replace(week, problem=left.problem), left.plan)


def _plan_in(week: Week, rounds: Sequence[Json]) -> TourPlan:
    from hamgam.engine.tours.problem import Round, TourPlan, Visit

    kept = tuple(
        Round(
            shift=told["shift"],
            visits=tuple(Visit(**visit) for visit in told["visits"]),
            home_at=told["home_at"],
            home_drive_minutes=told["home_drive_minutes"],
        )
        for told in rounds
    )
    return TourPlan(rounds=kept, value_rials=0.0, bound_rials=0.0)


def _answer(question: Json, week: Week, plan: TourPlan) -> dict[str, Any]:
    from hamgam.exchange.city.touring import load_touring
    from hamgam.exchange.tours_out.report import tour_report
    from hamgam.exchange.tours_out.words import tour_words

    report = tour_report(week, load_touring(question["city"]), plan)
    return {
        "rounds": [asdict(round_) for round_ in plan.rounds],
        "summary": {
            "stops": len(plan.visited),
            "all": len(week.problem.sites),
            "value": round(plan.value_rials),
            "bound": round(plan.bound_rials),
            "is_straight": week.problem.travel.is_straight,
        },
        "days": [
            week.days[week.problem.shifts[round_.shift].hours.day].isoformat()
            for round_ in plan.rounds
        ],
        "delegations": [week.problem.shifts[round_.shift].delegation for round_ in plan.rounds],
        "unplaced": [fault.where for fault in week.misread],
        "views": {code: _view(report, tour_words(code)) for code in LANGUAGES},
    }


def _view(report: TourReport, spoken: Words) -> dict[str, Any]:
    """What one language tells."""
    from hamgam.exchange.plans_out.words import money
    from hamgam.exchange.tours_out.words import assumptions, headline, value_sentence, why

    ours = report.plan.value_rials
    return {
        "headline": headline(report, spoken),
        "value": value_sentence(report, spoken),
        "assumed": assumptions(report, spoken),
        "back": [_back(round_, spoken) for round_ in report.plan.rounds],
        "why": {site.ref: why(report, site.ref, spoken) for site in report.week.problem.sites},
        "left": report.left,
        "orders": [
            [
                spoken("orders", order.value),
                money(spoken, value),
                spoken.number(stops),
                money(spoken, max(0.0, ours - value)),
            ]
            for order, (value, stops) in report.orders.items()
        ],
    }


def _back(round_: Round, spoken: Words) -> str:
    from hamgam.exchange.tours_out.words import time_text

    return spoken(
        "head",
        "back",
        time=time_text(round_.home_at, spoken),
        minutes=spoken.number(round_.drive_minutes),
    )
