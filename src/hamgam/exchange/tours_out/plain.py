"""Tours as one JSON object."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from hamgam.engine.tours.problem import Round
from hamgam.exchange.tours_out.report import TourReport, clock
from hamgam.exchange.tours_out.words import assumptions, tour_words, why

FORM = "hamgam-tour/1"


def plain(report: TourReport, language: str) -> dict[str, Any]:
    """The report as plain values: rials, ISO dates and times, minutes."""
    spoken, plan = tour_words(language), report.plan
    return {
        "form": FORM,
        "objective": plan.value_rials,
        "bound": plan.bound_rials,
        "gap": _gap(plan.value_rials, plan.bound_rials),
        "straight_ways": report.week.problem.travel.is_straight,
        "rounds": [_round(report, round_) for round_ in plan.rounds],
        "left": report.left,
        "explanations": {ref: why(report, ref, spoken) for ref in report.reasons},
        "reasons": {ref: reason.why.value for ref, reason in report.reasons.items()},
        "orders": {
            order.value: {"objective": value, "stops": stops}
            for order, (value, stops) in report.orders.items()
        },
        "assumed": assumptions(report, spoken),
        "misread": [str(fault) for fault in report.misread],
    }


def plain_json(report: TourReport, language: str) -> bytes:
    """The report as JSON bytes."""
    return orjson.dumps(plain(report, language), option=orjson.OPT_INDENT_2) + b"\n"


def refusal_json(reasons: Sequence[str]) -> bytes:
    """Why there is no plan, as JSON bytes."""
    return (
        orjson.dumps({"form": FORM, "reasons": list(reasons)}, option=orjson.OPT_INDENT_2) + b"\n"
    )


def _gap(value: float, bound: float) -> float:
    return max(0.0, bound - value) / max(abs(bound), 1.0)


def _round(report: TourReport, round_: Round) -> dict[str, Any]:
    shift = report.week.problem.shifts[round_.shift]
    return {
        "delegation": shift.delegation,
        "date": report.day_of(round_).isoformat(),
        "leaves": clock(shift.hours.begins).isoformat("minutes"),
        "back": clock(round_.home_at).isoformat("minutes"),
        "drive_minutes": round(round_.drive_minutes, 1),
        "visits": [
            {
                "site": visit.site,
                "arrives": clock(visit.arrives).isoformat("minutes"),
                "begins": clock(visit.begins).isoformat("minutes"),
                "ends": clock(visit.ends).isoformat("minutes"),
                "drive_minutes": round(visit.drive_minutes, 1),
            }
            for visit in round_.visits
        ],
    }
