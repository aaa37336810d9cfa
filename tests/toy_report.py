"""A report small enough to know by heart: six works of three agencies on one street of Mashhad."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from shapely.geometry import LineString, Point, Polygon

from hamgam.engine.overlaps.find import find, find_near
from hamgam.engine.works import Activity, Certainty, Impact, Kind, Work
from hamgam.exchange.city import City, load_city
from hamgam.exchange.findings_out.report import Report
from hamgam.exchange.misread import Misread
from hamgam.exchange.rulepack import load_pack

TODAY = date(2026, 11, 24)
HOSTILE = "</script><img src=x onerror=\"document.title='owned'\">"
FORMULA = '=HYPERLINK("http://x.invalid","click")'


def work(ref: str, agency: str | None, begins: date | None, ends: date | None, **more: Any) -> Work:
    told: dict[str, Any] = {
        "title": f"کار {ref}",
        "geometry": LineString([(59.55, 36.30), (59.552, 36.30)]),
        "street": "بلوار وحدت",
        "activity": Activity.EXCAVATION,
        "impact": Impact.IMPORTANT,
        "source": f"list.xlsx, row {ref}",
    }
    return Work(ref=ref, agency=agency, begins=begins, ends=ends, **(told | more))


def works() -> list[Work]:
    return [
        work("W-1", "آبفا", date(2026, 12, 1), date(2026, 12, 20)),
        work("G-1", "گاز", date(2026, 12, 10), date(2026, 12, 30), title=HOSTILE),
        work("G-2", "گاز", date(2027, 1, 20), date(2027, 1, 30), title=FORMULA),
        work(
            "M-1",
            "شهرداری",
            date(2026, 12, 5),
            date(2026, 12, 15),
            geometry=Polygon([(59.551, 36.2999), (59.5515, 36.2999), (59.5515, 36.3001)]),
            certainty=Certainty.STREET_ONLY,
        ),
        work("S-1", "شهرداری", date(2026, 11, 1), date(2026, 11, 1), kind=Kind.SURFACE),
        work("E-1", "برق", date(2026, 12, 1), date(2026, 12, 3), geometry=Point(59.70, 36.40)),
        work("N-1", None, None, None, geometry=None),
    ]


MISREAD = (
    Misread(
        where="list.xlsx",
        row=7,
        field="begins",
        value="1405/13/40",
        reason=f"there is no such day {HOSTILE}",
        hint="for example 1405/07/03",
        kept=True,
    ),
)


@lru_cache(maxsize=1)
def mashhad() -> City:
    return load_city("mashhad")


def ruled(listed: Sequence[Work] | None = None, **more: Any) -> Report:
    """Searched by the default pack."""
    pack = load_pack("default")
    found = find(works() if listed is None else listed, pack, today=TODAY, epsg=32640)
    report = Report(found=found, today=TODAY, misread=MISREAD, pack=pack.key)
    return replace(report, **more)


def unruled(listed: Sequence[Work] | None = None) -> Report:
    """Searched for nearness alone."""
    found = find_near(works() if listed is None else listed, within_m=20, gap_days=60, epsg=32640)
    return Report(found=found, today=TODAY)
