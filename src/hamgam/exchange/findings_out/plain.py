"""Findings as the one JSON object that programs read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

import orjson

from hamgam.exchange.findings_out.places import place_fragments
from hamgam.exchange.findings_out.report import Report
from hamgam.exchange.findings_out.words import Words

FINDING_KEYS = (
    *("id", "kind", "rule", "severity", "a", "b"),
    *("distance_m", "overlap_days", "gap_days", "place"),
)
"""The keys of one finding, in order; programs may rely on them."""


def _metres(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def plain_findings(report: Report) -> list[Mapping[str, object]]:
    """Each finding under exactly FINDING_KEYS, gravest first."""
    findings = report.findings
    return [
        {
            "id": finding.id,
            "kind": finding.kind,
            "rule": finding.rule,
            "severity": finding.severity,
            "a": finding.a,
            "b": finding.b,
            "distance_m": _metres(finding.distance_m),
            "overlap_days": finding.overlap_days,
            "gap_days": finding.gap_days,
            "place": place,
        }
        for finding, place in zip(findings, place_fragments(findings), strict=True)
    ]


def plain_json(report: Report, _: Words | None = None) -> bytes:
    """One object: `works` (their count), `misread` (list), `findings` (list), and, where they were
    asked for, `options` (the ways to settle, by finding).

    It reads the same in every language.
    """
    told: dict[str, object] = {
        "works": len(report.works),
        "misread": [asdict(misread) for misread in report.misread],
        "findings": plain_findings(report),
    }
    if report.options is not None:
        told["options"] = report.options
    return orjson.dumps(
        told,
        option=orjson.OPT_APPEND_NEWLINE,
    )
