"""The list of findings on the overlaps page, ready for its template."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hamgam.engine.findings import Consequence, Finding, FindingKind, Severity
from hamgam.engine.works import Certainty, Work
from hamgam.exchange.documents.agency_marks import SLOTS, AgencyMark
from hamgam.exchange.documents.time_axis import TimeAxis, pair_line, relevant_span
from hamgam.exchange.findings_out.report import Report
from hamgam.exchange.findings_out.telling import (
    agency_name,
    nearness,
    rule_sentence,
    rule_source,
    statement,
    street_name,
)
from hamgam.exchange.findings_out.words import Words

View = dict[str, Any]


class Items:
    """Builds one list item per finding, in one language."""

    def __init__(self, report: Report, agencies: Sequence[AgencyMark], words: Words) -> None:
        self.report = report
        self.words = words
        self.slots = {mark.name: mark.slot for mark in agencies}

    def slot(self, work: Work | None) -> int:
        """The colour slot of a work's agency."""
        return self.slots.get(work.agency or "", SLOTS) if work else SLOTS

    def item(self, index: int, finding: Finding) -> View:
        """One finding as plain values."""
        report, words = self.report, self.words
        sides = [(ref, self.side(ref)) for ref in (finding.a, finding.b) if ref is not None]
        rule = report.rules.get(finding.rule or "")
        return {
            "i": index,
            "number": words.number(index + 1),
            "kind": finding.kind,
            "severity": finding.severity,
            "blocks": finding.consequence is Consequence.BLOCK,
            "consequence": finding.consequence,
            "place": street_name(report, finding, words),
            "statement": statement(report, finding, words),
            "sides": [view for _, view in sides],
            "sentence": rule_sentence(report, finding, words),
            "source": rule_source(rule, words.language),
            "is_secondary": rule is not None and rule.source.secondary,
            "address": rule.source.link if rule else "",
            "rule": finding.rule,
            "days": words.days(finding.overlap_days) if finding.overlap_days else "",
            "gap": words.days(finding.gap_days) if finding.gap_days is not None else "",
            "near": nearness(finding, words),
            "certainty": words("certainty_notes", finding.certainty) if finding.certainty else "",
            "is_unsure": finding.certainty in {Certainty.STREET_ONLY, Certainty.BETWEEN_CROSSINGS},
            "line": pair_line(report, finding),
            "has_place": any(not place.geometry.is_empty for place in finding.places),
        }

    def side(self, ref: str) -> View:
        """One of the works of a finding."""
        work, words = self.report.by_ref.get(ref), self.words
        return {
            "ref": ref,
            "agency": agency_name(self.report, work, words),
            "title": work.title if work else "",
            "slot": self.slot(work),
            "jalali": words.jalali_span(work.begins, work.ends) if work else "",
            "gregorian": _iso_span(work.begins, work.ends) if work else "",
        }


def _iso_span(begins: date | None, ends: date | None) -> str:
    return " – ".join(day.isoformat() for day in (begins, ends) if day)


def facts(
    report: Report, shown: Sequence[Finding], axis: TimeAxis, agencies: Sequence[AgencyMark]
) -> list[list[Any]]:
    """What the script filters by: kind, severity, agencies, first and last week, street only."""
    kinds, severities = list(FindingKind), list(Severity)
    places = {mark.name: place for place, mark in enumerate(agencies)}
    rows = []
    for finding in shown:
        span = relevant_span(report, finding)
        weeks = [axis.week(day) for day in span] if span else [0, axis.weeks - 1]
        rows.append(
            [
                kinds.index(finding.kind),
                severities.index(finding.severity) if finding.severity else -1,
                sorted({places[owner] for owner in report.owners(finding)}),
                *weeks,
                int(finding.certainty is Certainty.STREET_ONLY),
                [ref for ref in (finding.a, finding.b) if ref is not None],
            ]
        )
    return rows


def searchable(report: Report, shown: Sequence[Finding], words: Words) -> list[str]:
    """The text that the page's search looks through, for each finding."""
    return [
        " ".join(
            [street_name(report, finding, words), finding.a, finding.b or "", finding.rule or ""]
            + [
                f"{work.title} {work.agency or ''} {work.street}"
                for work in report.sides(finding)
                if work is not None
            ]
        )
        for finding in shown
    ]


def kind_choices(report: Report, words: Words) -> list[View]:
    """The kinds that were found, each with its count and what it means."""
    counts = report.counted.by_kind
    return [
        {"key": kind, "index": index, "name": words("kinds", kind)}
        | {"count": words.number(counts.get(kind, 0)), "note": words("kind_notes", kind)}
        for index, kind in enumerate(FindingKind)
        if kind in counts
    ]


def severity_choices(report: Report, words: Words) -> list[View]:
    """The severities that were found, each with its count."""
    counts = report.counted.by_severity
    return [
        {"index": index, "name": words("severities", severity)}
        | {"count": words.number(counts.get(severity, 0))}
        for index, severity in enumerate(Severity)
        if severity in counts
    ]
