"""Findings as a layer of RFC 7946 GeoJSON, one feature per finding."""

from __future__ import annotations

from datetime import date

import orjson

from hamgam.engine.findings import Finding
from hamgam.engine.works import Work
from hamgam.exchange.findings_out.places import place_fragments
from hamgam.exchange.findings_out.report import Report
from hamgam.exchange.findings_out.telling import rule_sentence, rule_source_marked, statement
from hamgam.exchange.findings_out.words import Words


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _side(letter: str, ref: str | None, work: Work | None, words: Words) -> dict[str, object]:
    if work is None:
        return {f"{letter}_ref": ref}
    return {
        f"{letter}_ref": ref,
        f"{letter}_agency": work.agency,
        f"{letter}_title": work.title,
        f"{letter}_begins": _day(work.begins),
        # by the month's name: readers take 1405-09-03 for a day of the Gregorian year 1405
        f"{letter}_begins_jalali": words.jalali(work.begins) or None,
        f"{letter}_ends": _day(work.ends),
        f"{letter}_ends_jalali": words.jalali(work.ends) or None,
    }


def _properties(report: Report, finding: Finding, words: Words) -> dict[str, object]:
    a, b = report.sides(finding)
    told: dict[str, object] = {
        "id": finding.id,
        "kind": finding.kind,
        "severity": finding.severity,
        "consequence": finding.consequence,
        "rule": finding.rule,
        "statement": statement(report, finding, words),
        "sentence": rule_sentence(report, finding, words) or None,
        "rule_source": rule_source_marked(report.rules.get(finding.rule or ""), words) or None,
        "distance_m": None if finding.distance_m is None else round(finding.distance_m, 3),
        "overlap_days": finding.overlap_days,
        "gap_days": finding.gap_days,
        "certainty": finding.certainty,
    }
    told |= _side("a", finding.a, a, words) | _side("b", finding.b, b, words)
    if report.is_demo:
        told["mark"] = words("summary", "demo")
    return {key: value for key, value in told.items() if value is not None}


def geojson(report: Report, words: Words) -> bytes:
    """A FeatureCollection, gravest finding first; what is not told is left out."""
    findings = report.findings
    features = [
        {
            "type": "Feature",
            "id": finding.id,
            "geometry": place,
            "properties": _properties(report, finding, words),
        }
        for finding, place in zip(findings, place_fragments(findings), strict=True)
    ]
    return orjson.dumps(
        {"type": "FeatureCollection", "features": features}, option=orjson.OPT_APPEND_NEWLINE
    )
