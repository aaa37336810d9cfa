"""How much was found, counted the ways that people ask for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from hamgam.engine.overlaps.found import KINDS, SEVERITIES
from hamgam.engine.overlaps.verdicts import NONE
from hamgam.exchange.findings_out.report import Report
from hamgam.exchange.findings_out.words import Words

TOP = 10

Line = tuple[str, ...]


def by_kind(report: Report, words: Words) -> list[Line]:
    """One line per kind that was found: the count of each severity, and of all."""
    verdicts = report.found.verdicts
    pairs = np.column_stack([verdicts.kind, verdicts.severity])
    keys, counts = np.unique(pairs, axis=0, return_counts=True)
    found = {(int(k), int(s)): int(n) for (k, s), n in zip(keys, counts, strict=True)}
    lines = []
    for code, kind in enumerate(KINDS):
        cells = [found.get((code, severity), 0) for severity in (*range(len(SEVERITIES)), NONE)]
        if any(cells):
            lines.append((words("kinds", kind), *map(words.number, (*cells, sum(cells)))))
    return lines


def by_agency(report: Report, words: Words, top: int | None = None) -> list[Line]:
    """One line per agency, most works first: its works, and the findings it stands in."""
    works = Counter(work.agency for work in report.works)
    names = list(works)
    place = {agency: code for code, agency in enumerate(names)}
    owner = np.asarray([place[work.agency] for work in report.works], dtype=np.int64)
    verdicts = report.found.verdicts
    a = owner[verdicts.a]
    b = np.where(verdicts.b < 0, a, owner[verdicts.b]) if len(owner) else a
    found = np.bincount(a, minlength=len(names)) + np.bincount(b[a != b], minlength=len(names))
    return [
        (
            report.agency_in(agency, words.language) if agency else words("language", "nobody"),
            words.number(count),
            words.number(int(found[place[agency]])),
        )
        for agency, count in works.most_common(top)
    ]


def by_pair(report: Report, words: Words, top: int = TOP) -> list[Line]:
    """The pairs of different agencies that meet most often, each with its count."""
    pairs = Counter(
        {pair: count for pair, count in report.counted.by_agencies.items() if pair[0] != pair[1]}
    )
    both = f" {words('language', 'and')} "
    return [
        (both.join(report.agency_in(agency, words.language) for agency in pair), words.number(n))
        for pair, n in pairs.most_common(top)
    ]


def by_rule(report: Report, top: int | None = TOP) -> list[tuple[str, int]]:
    """The rules that found most, with their counts."""
    return Counter(dict(report.counted.by_rule)).most_common(top)


def totals(report: Report, words: Words) -> Sequence[Line]:
    """The figures of the whole search, each with its name."""
    figures = {
        "works": len(report.works),
        "findings": len(report.found),
        "blocking": report.blocking,
        "chances": report.chances,
        "street_only": report.street_only,
        "past": report.past,
        "unplaced": len(report.unplaced),
        "undated": len(report.undated),
        "misread": len(report.misread),
    }
    return [(words("summary", key), words.number(count)) for key, count in figures.items()]
