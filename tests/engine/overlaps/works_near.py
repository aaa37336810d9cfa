"""Works and rules for the tests of the rules: lines in metres around one place of Mashhad."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import shapely
from hypothesis import strategies as st

from hamgam.engine.findings import Consequence, Finding, FindingKind, Severity
from hamgam.engine.geometry import reproject
from hamgam.engine.overlaps.find import find
from hamgam.engine.overlaps.rules import (
    ANYTHING,
    Period,
    PeriodStep,
    ReachStep,
    Rule,
    RulePack,
    Source,
    Space,
    Test,
    TestOp,
    Time,
    TimeOp,
)
from hamgam.engine.works import Activity, Certainty, Impact, Kind, Stage, Work

EPSG = 32640
ORIGIN = (732_000.0, 4_020_000.0)
DAY_0 = date(2027, 1, 1)


def placed(shape: Any) -> Any:
    """A shape in metres from the origin, in degrees."""
    moved = shapely.transform(shape, lambda metres: metres + ORIGIN)
    return reproject([moved], EPSG, 4326)[0]


def street(x: float = 0, y: float = 0, length: float = 40) -> Any:
    return placed(shapely.LineString([(x, y), (x + length, y)]))


def work(ref: str, *, begins: int = 0, days: int = 10, **told: Any) -> Work:
    """A work of its own agency, beginning so many days after DAY_0."""
    first = DAY_0 + timedelta(days=begins)
    base: dict[str, Any] = {
        "ref": ref,
        "agency": f"agency of {ref}",
        "activity": Activity.EXCAVATION,
        "geometry": street(),
        "begins": first,
        "ends": first + timedelta(days=days - 1),
    }
    return Work(**base | told)


def within(metres: float) -> Space:
    half = (ReachStep(who=ANYTHING, metres=metres / 2),)
    return Space(a=half, b=half)


def rule(rule_id: str = "r", kind: FindingKind = FindingKind.COLLISION, **told: Any) -> Rule:
    base: dict[str, Any] = {
        "id": rule_id,
        "kind": kind,
        "jurisdiction": "test",
        "consequence": Consequence.WARN,
        "severity": Severity.MEDIUM,
        "source": Source(publisher="test"),
        "sentence": {"fa": "{a} و {b}", "en": "{a} and {b}", "ar": "{a} و{b}"},
    }
    if "test" not in told:
        base |= {"space": within(10), "time": Time(op=TimeOp.OVERLAP)}
    return Rule(**base | told)


def single(op: TestOp, rule_id: str = "s", **told: Any) -> Rule:
    keys = {"seasons", "closures", "lead_days", "reinstatement_days", "whole_day"}
    keys |= {"at_least", "at_most", "band"}
    asked = {key: told.pop(key) for key in list(told) if key in keys}
    kind = told.pop("kind", FindingKind.NOTICE)
    return rule(rule_id, kind, test=Test(op=op, **asked), **told)


def after(**lasts: Any) -> Time:
    step = PeriodStep(who=ANYTHING, lasts=Period(**lasts))
    return Time(op=TimeOp.AFTER, periods=(step,))


def pack(*rules: Rule) -> RulePack:
    return RulePack(key="test", version="1", jurisdiction="test", titles={}, rules=rules)


def judged(works: list[Work], *rules: Rule, **ground: Any) -> list[Finding]:
    """What these rules find among these works, on no particular day."""
    return list(find(works, pack(*rules), today=None, epsg=EPSG, **ground))


def is_found(works: list[Work], *rules: Rule, **ground: Any) -> bool:
    return bool(judged(works, *rules, **ground))


def some_shapes() -> st.SearchStrategy[Any]:
    """Points, lines, rings of area and several parts, some degenerate."""
    number = st.integers(0, 80).map(float)
    point = st.tuples(number, number)
    lines = st.lists(point, min_size=2, max_size=4).map(shapely.LineString)
    boxes = st.tuples(number, number, st.integers(1, 30), st.integers(1, 30)).map(
        lambda b: shapely.box(b[0], b[1], b[0] + b[2], b[1] + b[3])
    )
    points = point.map(shapely.Point)
    several = st.lists(lines, min_size=2, max_size=3).map(shapely.MultiLineString)
    return st.one_of(points, lines, boxes, several)


@st.composite
def some_works(draw: st.DrawFn, most: int = 8) -> list[Work]:
    """Works that crowd one corner of the city within two hundred days."""
    number = draw(st.integers(2, most))
    return [
        work(
            f"w{position:02}",
            agency=draw(st.sampled_from([None, "", "water", "gas", "power"])),
            geometry=placed(draw(some_shapes())),
            begins=draw(st.integers(0, 200)),
            days=draw(st.integers(1, 40)),
            kind=draw(st.sampled_from([Kind.WORK, Kind.WORK, Kind.EVENT, Kind.SURFACE])),
            activity=draw(st.sampled_from(list(Activity))),
            impact=draw(st.sampled_from(list(Impact))),
            certainty=draw(st.sampled_from(list(Certainty))),
            stage=draw(st.sampled_from([Stage.UNKNOWN, Stage.PLANNED, Stage.WITHDRAWN])),
            emergency=draw(st.booleans()),
        )
        for position in range(number)
    ]
