"""A plan as one page that opens from a file and prints: no network, no foreign font, three
languages."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from hamgam import __version__
from hamgam.engine.completion.explain import Change
from hamgam.engine.completion.problem import Objective
from hamgam.engine.completion.rules import Rule
from hamgam.exchange.documents.plan_axis import (
    PlanAxis,
    months,
    plan_axis,
    season_bands,
    years,
)
from hamgam.exchange.documents.plan_items import (
    SLOTS,
    Rows,
    agency_slots,
    crews_view,
    money_view,
    orders_view,
    worth,
)
from hamgam.exchange.findings_out.words import LANGUAGES, Words
from hamgam.exchange.misread_words import spoken as in_language
from hamgam.exchange.plans_out.assumptions import assumed_defaults, swing_cells
from hamgam.exchange.plans_out.lines import Line, last_day, lines, name_in
from hamgam.exchange.plans_out.report import PlanReport
from hamgam.exchange.plans_out.words import money, percent, plan_words
from hamgam.exchange.plans_out.workbook import when

FOLDER = Path(__file__).with_name("plan")
SHARED = Path(__file__).with_name("overlaps")
"""Where the style tokens and the shapes of all pages are."""
MOST_ROWS = 400
MOST_MISREAD = 100
NARROWEST_YEAR = 70
"""A year that takes less of the axis has no room for its name."""
LEAST_PERCENT = 0.1
LOOSE = 0.25
"""From such a gap on the bound says little of the plan."""

View = dict[str, Any]


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([FOLDER, SHARED]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(maxsize=4)
def _source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def plan_page(report: PlanReport, spoken: Words) -> bytes:
    """The page, opening in the language of `spoken`; fa, en and ar are all inside.

    Shows at most MOST_ROWS projects, those finished first.
    """
    axis, told = plan_axis(report), lines(report)
    bodies = [_body(report, axis, told, plan_words(code)) for code in LANGUAGES]
    bodies.sort(key=lambda body: body["w"].language != spoken.language)
    style = (
        _source(SHARED / "tokens.css") + _source(FOLDER / "page.css") + _columns(axis, bodies[0])
    )
    script = _source(FOLDER / "page.js")
    text = (
        _templates()
        .get_template("page.html.j2")
        .render(
            bodies=bodies,
            report=report,
            years=years(axis),
            bands=season_bands(axis, report.windows, spoken.language),
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
            "base-uri 'none'; form-action 'none'",
            version=__version__,
        )
    )
    return text.encode()


def page_view(report: PlanReport, spoken: Words) -> View:
    """The page's parts in one language as plain values, for pages that draw themselves: JSON can
    hold them."""
    axis = plan_axis(report)
    body = _body(report, axis, lines(report), spoken)
    del body["w"]
    return body | {
        "years": years(axis),
        "bands": [
            {"names": band["names"], "x": band["x"], "width": band["width"]}
            for band in season_bands(axis, report.windows, spoken.language)
        ],
        "misread": [],
    }


def _columns(axis: PlanAxis, body: View) -> str:
    """The widths of the axis's years and months as a rule of style."""
    whole = " ".join(f"{year['width']}fr" for year in years(axis))
    parts = " ".join(f"{month['width']}fr" for month in body["months"]) or "1fr"
    return f"\n.years{{grid-template-columns:{whole}}}\n.mons{{grid-template-columns:{parts}}}\n"


def _body(report: PlanReport, axis: PlanAxis, told: Sequence[Line], spoken: Words) -> View:
    rows = Rows(report, axis, spoken)
    done = [rows.row(line) for line in told if line.ends is not None]
    left = [rows.row(line) for line in told if line.ends is None]
    return {
        "w": spoken,
        "headline": headline(report, spoken),
        "lead": _lead(report, spoken),
        "figures": _figures(report, spoken),
        "rows": done[:MOST_ROWS],
        "left": left[:MOST_ROWS],
        "left_note": spoken(
            "gantt",
            "unfinished_note",
            count=spoken.number(len(left)),
            day=when(report, report.problem.grid.horizon, spoken, ends=True),
        ),
        "months": months(axis, spoken.language),
        "year_names": [
            _year_name(report, year["year"], spoken) if year["width"] >= NARROWEST_YEAR else ""
            for year in years(axis)
        ],
        "agencies": [
            {"name": name, "slot": slot}
            for name, slot in agency_slots(report).items()
            if slot < SLOTS
        ],
        "money": money_view(report, spoken),
        "crews": crews_view(report, spoken),
        "orders": orders_view(report, told, spoken),
        "swings": _swings(report, spoken),
        "defaults": assumed_defaults(report, spoken),
        "scenario": _scenario(report, spoken),
        "less": _less_credit(report, spoken),
        "more": more_money_lines(report, spoken),
        "misread": [in_language(m, spoken.language) for m in report.misread[:MOST_MISREAD]],
    }


def _year_name(report: PlanReport, year: int, spoken: Words) -> str:
    return spoken.digits(str(year)) if report.has_dates else spoken.number(year)


def headline(report: PlanReport, spoken: Words) -> str:
    """How many projects are finished, and by when, in one sentence."""
    done, every = len(report.plan.finishes), len(report.problem.projects)
    if not done:
        return spoken("head", "none_finished", all=spoken.number(every))
    key = "all_finished" if done == every else "some_finished"
    day = when(report, report.plan.makespan, spoken, ends=True)
    return spoken("head", key, all=spoken.number(every), done=spoken.number(done), day=day)


def _lead(report: PlanReport, spoken: Words) -> list[str]:
    told = []
    if report.has_dates:
        horizon = last_day(report.problem, report.problem.grid.horizon)
        told.append(
            spoken(
                "head", "lead", today=spoken.jalali(report.today), horizon=spoken.jalali(horizon)
            )
        )
    return [*told, gap_sentence(report, spoken)]


def gap_sentence(report: PlanReport, spoken: Words) -> str:
    """How far the plan may be from the best possible, in one sentence."""
    gap = report.plan.gap
    if gap is None or gap > 1:
        return spoken("head", "no_bound")
    if report.plan.proved or gap == 0:
        return spoken("head", "best")
    told = percent(spoken, max(gap, LEAST_PERCENT / 100), 1)
    if report.problem.objective is not Objective.VALUE:
        return spoken("head", "gap_least", percent=told)
    return spoken("head", "gap" if gap <= LOOSE else "gap_loose", percent=told)


def _figures(report: PlanReport, spoken: Words) -> list[View]:
    plan = report.plan
    figures = [
        _figure(spoken, "finished", spoken.number(len(plan.finishes)), "agree"),
        _figure(spoken, "left", spoken.number(len(plan.unfinished)), "idle"),
    ]
    today = report.others.get(Rule.PERCENT_COMPLETE)
    if report.problem.objective is not Objective.VALUE:
        figures.append(_figure(spoken, "span", when(report, plan.makespan, spoken, ends=True), ""))
    elif today is not None and plan.objective > today.objective:
        gain = money(spoken, plan.objective - today.objective)
        figures.append(_figure(spoken, "gain", gain, "agree"))
    else:
        figures.append(_figure(spoken, "value", worth(report, plan, spoken), "agree"))
    return figures


def _figure(spoken: Words, key: str, value: str, tone: str) -> View:
    number, _, unit = value.partition(" ")
    return {
        "name": spoken("head", key),
        "note": spoken("head", f"{key}_note"),
        "number": number,
        "unit": unit,
        "tone": tone,
    }


def _swings(report: PlanReport, spoken: Words) -> View | None:
    found = report.sensitivity
    if found is None:
        return None
    return {
        "rows": [swing_cells(report, swing, spoken) for swing in found.swings],
        "survives": spoken(
            "figures",
            "survives",
            share=percent(spoken, found.survives),
            least=percent(spoken, found.survives_least),
            draws=spoken.number(found.draws),
        ),
    }


def _less_credit(report: PlanReport, spoken: Words) -> str:
    """What a fifth less credit does, in one sentence; empty where it was not asked."""
    change = report.less_credit
    if change is None:
        return ""
    if change.plan is None:
        return spoken("whatif", "impossible")
    lost = money(spoken, max(-change.gain, 0))
    if change.lost:
        names = [
            name_in(report.problem.project(ref).names, ref, spoken.language) for ref in change.lost
        ]
        count = spoken.number(len(names))
        told = spoken("language", "comma").join(names)
        return spoken("whatif", "lost", sum=lost, count=count, names=told)
    later = sum(periods > 0 for periods in change.moved.values())
    if not later and change.gain >= 0:
        return spoken("whatif", "none")
    return spoken("whatif", "slips", sum=lost, count=spoken.number(later))


def more_money_lines(report: PlanReport, spoken: Words) -> list[str]:
    """What a billion toman more and each removed obstacle would bring, the most first."""
    sources = {source.ref: source for source in report.problem.sources}
    asked = [
        (change, "more", name_in(sources[ref].names, ref, spoken.language), year)
        for (ref, year), change in report.more_money.items()
    ]
    asked += [(change, "removed", ref, "") for ref, change in report.without_obstacle.items()]
    told = sorted(asked, key=lambda one: -one[0].gain)
    return [
        spoken(
            "whatif",
            _what_it_brings(key, change),
            name=name,
            year=spoken.digits(year),
            sum=money(spoken, max(change.gain, 0)),
            count=spoken.number(len(change.won)),
        )
        for change, key, name, year in told
    ]


def _what_it_brings(key: str, change: Change) -> str:
    if change.gain <= 0:
        return f"{key}_nothing"
    return f"{key}_finishes" if change.won else key


def _scenario(report: PlanReport, spoken: Words) -> list[View]:
    other = report.without
    if other is None:
        return []
    named = spoken("scenario", "with", name=report.scenario)
    pairs = ((named, report.plan), (spoken("scenario", "without"), other.plan))
    return [
        {
            "name": name,
            "finished": spoken.number(len(plan.finishes)),
            "value": worth(report, plan, spoken),
            "last": when(report, max(plan.finishes.values(), default=None), spoken, ends=True),
        }
        for name, plan in pairs
    ]
