"""Findings as columns, their places, sentences and counts."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from hamgam.engine.findings import Consequence, FindingKind, Severity, identity
from hamgam.engine.geometry import reproject
from hamgam.engine.overlaps.find import find, find_near
from hamgam.engine.overlaps.found import Findings
from hamgam.engine.overlaps.rules import Grade, Selector, TestOp
from hamgam.engine.overlaps.summary import summary
from hamgam.engine.works import Certainty, Impact, Stage, Work
from tests.engine.overlaps.works_near import EPSG, pack, placed, rule, single, street, within, work


def in_metres(shape: object) -> shapely.Geometry:
    return reproject([shape], 4326, EPSG)[0]


def found_of(*works: Work, metres: float = 10) -> Findings:
    return find(works, pack(rule(space=within(metres))), today=None, epsg=EPSG)


def test_the_place_is_the_part_that_matters_and_not_the_whole_street() -> None:
    crossing = placed(shapely.LineString([(500, -300), (500, 300)]))
    findings = found_of(work("a", geometry=street(length=1000)), work("b", geometry=crossing))
    (place,) = next(iter(findings)).places
    part = in_metres(place.geometry)
    assert part.length == pytest.approx(40, rel=0.03)  # 10 m to each side on both streets
    assert part.distance(in_metres(placed(shapely.Point(500, 0)))) < 0.01


def test_two_crossings_are_two_places_of_one_finding() -> None:
    twice = placed(shapely.LineString([(100, -50), (100, 50), (300, 50), (300, -50)]))
    findings = found_of(work("a", geometry=street(length=400)), work("b", geometry=twice))
    (finding,) = findings
    middles = sorted(round(in_metres(p.geometry).centroid.x) - 732_000 for p in finding.places)
    assert middles == [100, 300]


def test_facing_parts_are_one_place() -> None:
    (finding,) = found_of(work("a"), work("b", geometry=street(y=8)))
    assert len(finding.places) == 1
    assert finding.distance_m == pytest.approx(8, abs=1e-3)


@pytest.mark.parametrize(
    "shape",
    [
        shapely.Point(20, 10),
        shapely.Point(40 + 9.999 * 0.92388, 9.999 * 0.38268),  # on the arc around the end
        shapely.Point(40 + 9.999 * 0.99879, 9.999 * 0.04907),  # between two corners of the arc
        shapely.box(0, 10, 40, 30),
        shapely.Polygon([(0, 10), (40, 30), (0, 30), (40, 10)]),  # crosses itself
        shapely.LineString([(20, 10), (20, 10)]),
        shapely.MultiPoint([(20, 10), (20, 10)]),
    ],
)
def test_every_shape_has_a_place_even_at_the_very_limit(shape: shapely.Geometry) -> None:
    (finding,) = found_of(work("a"), work("b", geometry=placed(shape)))
    assert finding.places
    assert not any(place.geometry.is_empty for place in finding.places)


def test_a_crossing_without_reach_has_a_place() -> None:
    (finding,) = found_of(work("a"), work("b", geometry=street(x=40)), metres=0)
    assert in_metres(finding.places[0].geometry).length > 0


def weighed() -> Findings:
    grave = Grade(a=Selector(impact_at_least=Impact.CLOSURE), severity=Severity.HIGH)
    rules = pack(
        rule("pair", grades=(grave,)),
        single(TestOp.OWNERLESS, "alone", kind=FindingKind.GAP, severity=Severity.LOW),
    )
    works = [
        work("d", days=5, geometry=street(y=500)),
        work("c", days=9, geometry=street(y=500), certainty=Certainty.STREET_ONLY),
        work("b", impact=Impact.CLOSURE),
        work("a"),
        work("e", agency=None, geometry=street(y=900)),
        Work(ref="f", agency="nowhere"),
        work("g", stage=Stage.WITHDRAWN),
    ]
    return find(works, rules, today=None)


def test_the_gravest_comes_first_and_sides_stand_by_reference() -> None:
    listed = [(f.severity, f.a, f.b) for f in weighed()]
    assert listed == [
        (Severity.HIGH, "a", "b"),
        (Severity.MEDIUM, "c", "d"),
        (Severity.LOW, "e", None),
    ]


def test_more_days_and_less_distance_come_first_among_equals() -> None:
    works = [
        work("a", days=4, geometry=street(y=500)),
        work("b", days=4, geometry=street(y=500)),
        work("c", days=9),
        work("d", days=9, geometry=street(y=6)),
        work("e", days=9, geometry=street(y=1000)),
        work("f", days=9, geometry=street(y=1003)),
    ]
    assert [(f.a, f.b) for f in found_of(*works)] == [("e", "f"), ("c", "d"), ("a", "b")]


def test_a_finding_on_one_work_has_no_distance_and_the_identity_of_one() -> None:
    *_, alone = weighed()
    assert (alone.b, alone.distance_m, alone.overlap_days, alone.gap_days) == (None, None, 0, None)
    assert alone.id == identity("e", None, "alone")


def test_taking_rows_keeps_what_they_say() -> None:
    findings = weighed()
    high = findings.take(findings.verdicts.severity == 0)
    assert [finding.id for finding in high] == [next(iter(findings)).id]
    assert not findings.blocks
    assert find(
        [work("a"), work("b")], pack(rule(consequence=Consequence.BLOCK)), today=None
    ).blocks


def test_sentences_name_the_sides_in_every_language() -> None:
    findings = weighed()
    row = int(findings.order[0])
    assert findings.sentence(row, "en") == "a and b"
    assert findings.sentence(row, "fa") == "a و b"
    assert findings.said(findings.ids[row], "en") == "a and b"
    plain = find_near([work("a"), work("b")], within_m=1, gap_days=0)
    assert plain.sentence(0, "fa") == ""
    with pytest.raises(KeyError):
        findings.said("no such finding", "en")


def test_the_summary_counts_every_way() -> None:
    counts = summary(weighed())
    assert (counts.works, counts.unplaced, counts.undated, counts.withdrawn) == (7, 1, 1, 1)
    assert counts.findings == 3
    assert counts.by_kind == {FindingKind.COLLISION: 2, FindingKind.GAP: 1}
    assert counts.by_severity == {Severity.HIGH: 1, Severity.MEDIUM: 1, Severity.LOW: 1}
    assert counts.by_consequence == {Consequence.WARN: 3}
    assert counts.by_rule == {"pair": 2, "alone": 1}
    assert counts.by_agencies == {
        ("agency of a", "agency of b"): 1,
        ("agency of c", "agency of d"): 1,
    }
    assert counts.by_certainty == {Certainty.DRAWN: 2, Certainty.STREET_ONLY: 1}
    assert counts.street_only_share == pytest.approx(1 / 3)


def test_a_search_without_rules_counts_no_rule_and_nothing_counts_nothing() -> None:
    plain = summary(find_near([work("a"), work("b")], within_m=1, gap_days=0))
    assert (plain.findings, plain.by_rule, plain.by_severity) == (1, {}, {})
    empty = summary(find([], pack(rule()), today=None))
    assert (empty.findings, empty.by_certainty, empty.street_only_share) == (0, {}, 0.0)


def test_the_columns_of_many_findings_are_there_before_any_is_built() -> None:
    works = [work(f"w{n:03}") for n in range(60)]
    findings = find_near(works, within_m=1, gap_days=0)
    assert len(findings) == 60 * 59 // 2
    assert np.all(findings.verdicts.overlap_days == 10)
