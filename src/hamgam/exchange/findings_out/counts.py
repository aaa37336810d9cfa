"""How much was found, counted the ways that people ask for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hamgam.engine.findings import FindingKind, Severity
from hamgam.exchange.findings_out.report import Report
from hamgam.exchange.findings_out.words import Words

TOP = 10

Line = tuple[str, ...]


def by_kind(report: Report, words: Words) -> list[Line]:
    """One line per kind that was found: the count of each severity, and of all."""
    counts = Counter((finding.kind, finding.severity) for finding in report.findings)
    lines = []
    for kind in FindingKind:
        cells = [counts[kind, severity] for severity in (*Severity, None)]
        if any(cells):
            lines.append((words("kinds", kind), *map(words.number, (*cells, sum(cells)))))
    return lines


def by_agency(report: Report, words: Words) -> list[Line]:
    """One line per agency, most works first: its works, and the findings it stands in."""
    works = Counter(work.agency for work in report.works)
    findings = Counter(owner for found in report.findings for owner in set(report.owners(found)))
    return [
        (agency or words("language", "nobody"), words.number(count), words.number(findings[agency]))
        if agency
        else (words("language", "nobody"), words.number(count), "")
        for agency, count in works.most_common()
    ]


def by_pair(report: Report, words: Words, top: int = TOP) -> list[Line]:
    """The pairs of agencies that meet most often, each with its count."""
    pairs: Counter[tuple[str, ...]] = Counter()
    for finding in report.findings:
        owners = tuple(sorted(set(report.owners(finding))))
        if len(owners) == 2:
            pairs[owners] += 1
    return [
        (f"{first} {words('language', 'and')} {second}", words.number(count))
        for (first, second), count in pairs.most_common(top)
    ]


def by_rule(report: Report, top: int | None = TOP) -> list[tuple[str, int]]:
    """The rules that found most, with their counts."""
    return Counter(found.rule for found in report.findings if found.rule).most_common(top)


def totals(report: Report, words: Words) -> Sequence[Line]:
    """The figures of the whole search, each with its name."""
    figures = {
        "works": len(report.works),
        "findings": len(report.findings),
        "blocking": report.blocking,
        "chances": report.chances,
        "street_only": report.street_only,
        "unplaced": len(report.unplaced),
        "undated": len(report.undated),
        "misread": len(report.misread),
    }
    return [(words("summary", key), words.number(count)) for key, count in figures.items()]
