"""The findings as one page that opens from a file: no network, no foreign font, three languages."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
import orjson
from markupsafe import Markup

from hamgam import __version__
from hamgam.engine.findings import Finding
from hamgam.exchange.documents.agency_marks import SLOTS, AgencyMark, agency_marks
from hamgam.exchange.documents.page_items import (
    Items,
    facts,
    kind_choices,
    searchable,
    severity_choices,
)
from hamgam.exchange.documents.page_map import MapView, map_view
from hamgam.exchange.documents.time_axis import (
    TimeAxis,
    bands,
    bars,
    months,
    season_names,
    time_axis,
    week_names,
)
from hamgam.exchange.findings_out.counts import by_agency, by_kind, by_pair, by_rule
from hamgam.exchange.findings_out.report import Report
from hamgam.exchange.findings_out.telling import rule_sentence, rule_source
from hamgam.exchange.findings_out.words import LANGUAGES, Words, words

FOLDER = Path(__file__).with_name("overlaps")
MOST_FINDINGS = 1_000
MOST_ROWS = 100

View = Mapping[str, Any]


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _for_script(value: object) -> Markup:
    """JSON that no text inside can leave: every sign that HTML reads is written by its number."""
    text = orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - the signs that HTML reads were just taken out


def overlaps_page(report: Report, spoken: Words) -> bytes:
    """The page, opening in the language of `spoken`; fa, en and ar are all inside.

    Shows at most MOST_FINDINGS findings and says how many it leaves out.
    """
    shown = report.gravest(MOST_FINDINGS)
    agencies = agency_marks(report.works)
    axis = time_axis(report.works, report.today)
    drawing = map_view(report, shown, agencies)
    style = f":root{{--k:{drawing.unit}}}\n" + _source("tokens.css") + _source("page.css")
    script = _source("page.js")
    bodies = [_body(report, shown, agencies, axis, words(code)) for code in LANGUAGES]
    bodies.sort(key=lambda body: body["w"] is not spoken)
    page = _templates().get_template("page.html.j2")
    text = page.render(
        bodies=bodies,
        map=drawing,
        report=report,
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'",
        values=_for_script(_values(report, shown, agencies, axis, drawing)),
        version=__version__,
    )
    return text.encode()


@lru_cache(maxsize=8)
def _source(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _values(
    report: Report,
    shown: Sequence[Finding],
    agencies: Sequence[AgencyMark],
    axis: TimeAxis,
    drawing: MapView,
) -> View:
    """What the script needs beside the page itself."""
    return {
        "findings": facts(report, shown, axis, agencies),
        "boxes": {mark["i"]: [mark["x"], mark["y"], *mark["box"]] for mark in drawing.marks},
        "texts": searchable(report, shown, words("fa")),
        "works": {work["ref"]: index for index, work in enumerate(drawing.works)},
        "weeks": {code: week_names(axis, words(code)) for code in LANGUAGES},
        "counts": {code: words(code)("page", "count") for code in LANGUAGES},
        "km": {code: words(code)("page", "km") for code in LANGUAGES},
        "metres": {code: words(code)("page", "metres") for code in LANGUAGES},
        "names": [street["names"] for street in drawing.street_names],
        "zones": [zone["names"] for zone in drawing.zones if zone["is_named"]],
    }


def _body(
    report: Report,
    shown: Sequence[Finding],
    agencies: Sequence[AgencyMark],
    axis: TimeAxis,
    spoken: Words,
) -> View:
    items = Items(report, agencies, spoken)
    number = spoken.number
    named = [replace(mark, name=report.agency_in(mark.name, spoken.language)) for mark in agencies]
    return {
        "w": spoken,
        "headline": _headline(report, spoken),
        "lead": spoken(
            "page",
            "lead",
            works=number(len(report.works)),
            agencies=number(len(agencies)),
            today=spoken.jalali(report.today),
        ),
        "unseen": _unseen(report, spoken),
        "items": [items.item(index, finding) for index, finding in enumerate(shown)],
        "count": spoken("page", "count", shown=number(len(shown)), all=number(len(shown))),
        "left_out": len(report.found) - len(shown),
        "kinds": kind_choices(report, spoken),
        "severities": severity_choices(report, spoken),
        "agencies": named,
        "legend": [mark for mark in named if mark.slot < SLOTS or len(named) == SLOTS],
        "time": _time(axis, report, spoken),
        "tables": _tables(report, spoken),
        "misread": report.misread[:MOST_ROWS],
        "lost": _lost(report),
    }


def _headline(report: Report, spoken: Words) -> str:
    if not len(report.found):
        return spoken("page", "headline_none")
    if not report.blocking:
        return spoken("page", "headline_clear")
    return spoken("page", "headline_block", count=spoken.number(report.blocking))


def _unseen(report: Report, spoken: Words) -> View:
    lost = sum(not (work.is_placed and work.is_dated) for work in report.works)
    parts = {
        "lost_place": len(report.unplaced),
        "lost_dates": len(report.undated),
        "lost_rows": len(report.misread),
    }
    told = [spoken("page", key, count=spoken.number(n)) for key, n in parts.items() if n]
    return {
        "count": spoken.number(lost),
        "note": spoken("language", "comma").join(told) or spoken("page", "lost_nothing"),
    }


def _lost(report: Report) -> Sequence[Any]:
    lost = [work for work in report.works if not (work.is_placed and work.is_dated)]
    return lost[:MOST_ROWS]


def _time(axis: TimeAxis, report: Report, spoken: Words) -> View:
    painted = bands(axis, report.windows, spoken.language)
    return {
        "bars": bars(axis),
        "bands": painted,
        "names": season_names(axis, painted, report.today, spoken),
        "months": months(axis, spoken.language),
        "last": axis.weeks,
        "today": axis.x(report.today),
    }


def _tables(report: Report, spoken: Words) -> View:
    rules = [
        {
            "id": rule,
            "example": rule_sentence(report, report.gravest_of_rule(rule), spoken),
            "source": rule_source(report.rules.get(rule), spoken.language),
            "is_secondary": report.rules[rule].source.secondary,
            "count": spoken.number(count),
        }
        for rule, count in by_rule(report)
    ]
    return {
        "kinds": by_kind(report, spoken),
        "agencies": by_agency(report, spoken),
        "pairs": by_pair(report, spoken),
        "rules": rules,
    }
