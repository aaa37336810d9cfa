"""A week's tours as one page that opens from a file and prints: no network, no script."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
import numpy as np
import shapely
from markupsafe import Markup

from hamgam import __version__
from hamgam.engine.geometry import WGS84, metric_epsg, reproject
from hamgam.engine.tours.problem import Round
from hamgam.exchange.documents.ground_map import Sheet, path
from hamgam.exchange.findings_out.words import Words
from hamgam.exchange.plans_out.words import money
from hamgam.exchange.tours_out.report import TourReport
from hamgam.exchange.tours_out.words import (
    COMMA,
    assumptions,
    headline,
    time_text,
    value_sentence,
    why,
)

FOLDER = Path(__file__).with_name("tour")
SHARED = Path(__file__).with_name("overlaps")
"""Where the style tokens and the shapes of all pages are."""
MARGIN = 0.12
LEAST_SPAN_M = 800.0
TRACKS = 6
"""Different lines for delegations; a seventh begins anew."""


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([FOLDER, SHARED]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


def tour_page(report: TourReport, spoken: Words) -> bytes:
    """The page's bytes: map, timetable of each round, reasons, and the orders of today beside."""
    style = (SHARED / "tokens.css").read_text("utf-8") + (FOLDER / "page.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = _templates().get_template("page.html.j2")
    return page.render(
        w=spoken,
        headline=headline(report, spoken),
        value=value_sentence(report, spoken),
        report=report,
        rounds=[_round(report, round_, spoken) for round_ in report.plan.rounds],
        left=[{"site": ref, "why": why(report, ref, spoken)} for ref in report.left],
        orders=_orders(report, spoken),
        assumed=assumptions(report, spoken),
        map=_map(report, spoken),
        style=Markup(style),  # noqa: S704 - our own file
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'none'",
        version=__version__,
    ).encode()


def _round(report: TourReport, round_: Round, spoken: Words) -> dict[str, Any]:
    shift = report.week.problem.shifts[round_.shift]
    return {
        "day": spoken.jalali(report.day_of(round_)),
        "delegation": shift.delegation,
        "track": _track(report, round_),
        "back": spoken(
            "head",
            "back",
            time=time_text(round_.home_at, spoken),
            minutes=spoken.number(round_.drive_minutes),
        ),
        "visits": [
            {
                "number": spoken.number(number),
                "site": visit.site,
                "place": report.week.rows[visit.site].place,
                "needs": COMMA[spoken.language].join(report.week.rows[visit.site].needs),
                "arrives": time_text(visit.arrives, spoken),
                "begins": time_text(visit.begins, spoken),
                "ends": time_text(visit.ends, spoken),
                "why": why(report, visit.site, spoken),
            }
            for number, visit in enumerate(round_.visits, start=1)
        ],
    }


def _track(report: TourReport, round_: Round) -> int:
    """The number of the line in which a delegation is drawn."""
    shifts = report.week.problem.shifts
    names = list(dict.fromkeys(shift.delegation for shift in shifts))
    return names.index(shifts[round_.shift].delegation) % TRACKS + 1


def _orders(report: TourReport, spoken: Words) -> list[dict[str, str]]:
    ours = report.plan.value_rials
    return [
        {
            "name": spoken("orders", order.value),
            "worth": money(spoken, value),
            "stops": spoken.number(stops),
            "less": money(spoken, max(0.0, ours - value)),
        }
        for order, (value, stops) in report.orders.items()
    ]


def _map(report: TourReport, spoken: Words) -> dict[str, Any]:
    """The sites, the rounds as straight lines in their order, and the city's streets under them."""
    places = [shapely.Point(x, y) for x, y in report.week.places]
    epsg = report.city.epsg if report.city else metric_epsg(places)
    sheet = _sheet(places, epsg)
    spots = shapely.get_coordinates(sheet.to_sheet(places)) if places else np.empty((0, 2))
    streets = report.city.streets if report.city else ()
    return {
        "frame": " ".join(f"{side:.1f}" for side in sheet.frame),
        "size": sheet.frame[2],
        "streets": [path(line) for line in sheet.to_sheet([s.line for s in streets])],
        "routes": [_route(report, round_, spots) for round_ in report.plan.rounds if round_.visits],
        "stops": [
            {"x": x, "y": y, "track": track, "number": spoken.number(number)}
            for x, y, track, number in _stops(report, spots)
        ],
        "left": [
            {"x": spots[site.place][0], "y": spots[site.place][1]}
            for site in report.week.problem.sites
            if site.ref not in report.plan.visited
        ],
    }


def _sheet(places: list[shapely.Point], epsg: int) -> Sheet:
    """The sheet on which all places lie with a margin."""
    if not places:
        return Sheet(epsg, 0.0, 0.0, (0.0, 0.0, LEAST_SPAN_M, LEAST_SPAN_M))
    xy = shapely.get_coordinates(reproject(places, WGS84, epsg))
    low, high = xy.min(axis=0), xy.max(axis=0)
    half = np.maximum(high - low, LEAST_SPAN_M) * (0.5 + MARGIN)
    left, top = (low + high) / 2 + half * (-1, 1)
    return Sheet(epsg, float(left), float(top), (0.0, 0.0, float(half[0] * 2), float(half[1] * 2)))


def _route(report: TourReport, round_: Round, spots: Any) -> dict[str, Any]:
    problem = report.week.problem
    shift = problem.shifts[round_.shift]
    at = [shift.start, *(problem.by_ref[ref].place for ref in round_.sites), shift.end]
    line = "M" + "L".join(f"{spots[place][0]:.1f} {spots[place][1]:.1f}" for place in at)
    return {"track": _track(report, round_), "line": line}


def _stops(report: TourReport, spots: Any) -> list[tuple[float, float, int, int]]:
    problem = report.week.problem
    return [
        (*spots[problem.by_ref[ref].place], _track(report, round_), number)
        for round_ in report.plan.rounds
        for number, ref in enumerate(round_.sites, start=1)
    ]
