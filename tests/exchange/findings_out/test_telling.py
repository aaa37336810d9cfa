from __future__ import annotations

from dataclasses import replace

from shapely.geometry import Point
from tests.toy_report import mashhad, ruled, unruled, works

from hamgam.engine.findings import Finding, FindingKind
from hamgam.exchange.findings_out.report import Report
from hamgam.exchange.findings_out.telling import rule_sentence, rule_source_marked, statement
from hamgam.exchange.findings_out.words import words

FA, EN = words("fa"), words("en")


def between(report: Report, one: str, other: str | None, kind: FindingKind) -> Finding:
    return next(
        finding
        for finding in report.findings
        if {finding.a, finding.b} == {one, other} and finding.kind is kind
    )


def test_a_collision_reads_like_a_sentence() -> None:
    report = ruled()
    finding = between(report, "W-1", "G-1", FindingKind.COLLISION)
    told = statement(report, finding, EN)
    assert "work at the same time in بلوار وحدت for 11 days (on top of each other)" in told
    assert "۱۱ روز هم‌زمان در بلوار وحدت" in statement(report, finding, FA)


def test_an_unsure_place_is_said_to_be_unsure() -> None:
    report = ruled()
    finding = between(report, "W-1", "M-1", FindingKind.COLLISION)
    assert "محل مطمئن نیست" in statement(report, finding, FA)


def test_who_opens_a_surface_is_named_first() -> None:
    report = ruled()
    finding = between(report, "S-1", "W-1", FindingKind.PROTECTION)
    assert statement(report, finding, EN).startswith("آبفا would cut the fresh surface of شهرداری")


def test_the_rules_sentence_keeps_references_and_turns_dates_and_digits() -> None:
    report = ruled()
    finding = between(report, "W-1", "G-1", FindingKind.COLLISION)
    told = rule_sentence(report, finding, FA)
    assert "W-1" in told
    assert "۱۱" in told
    assert rule_sentence(unruled(), unruled().findings[0], FA) == ""


def test_a_source_that_was_not_read_is_marked() -> None:
    rule = next(rule for rule in ruled().found.rules if rule.source.secondary)
    assert rule_source_marked(rule, FA).endswith("(مأخذ دست‌دوم)")
    assert rule_source_marked(None, FA) == ""


def test_a_place_without_a_street_is_named_by_the_citys_nearest() -> None:
    spot = mashhad().streets[0].line.interpolate(0.5, normalized=True)
    listed = [replace(work, street="", geometry=Point(spot.x, spot.y)) for work in works()[:2]]
    report = ruled(listed, city=mashhad())
    finding = between(report, "W-1", "G-1", FindingKind.COLLISION)
    assert mashhad().streets[0].names["fa"] in statement(report, finding, FA)
    assert "in one place" in statement(ruled(listed), finding, EN)


def test_an_agency_that_the_city_knows_is_named_in_the_readers_language() -> None:
    water = next(agency for agency in mashhad().agencies if agency.key == "water")
    listed = [replace(one, agency=water.names["fa"]) for one in works()[:1]] + works()[1:2]
    report = ruled(listed, city=mashhad())
    told = statement(report, report.findings[0], EN)
    assert water.names["en"] in told
    assert "گاز" in told
