"""A finding, a work and a misread row as flat rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import shapely

from hamgam.engine.calendars.jalali import FIRST_DAY, LAST_DAY, jalali_numbers
from hamgam.engine.findings import Finding
from hamgam.engine.works import Work
from hamgam.exchange.findings_out.report import Report
from hamgam.exchange.findings_out.telling import rule_sentence, rule_source_marked, statement
from hamgam.exchange.findings_out.words import Words
from hamgam.exchange.misread import Misread

Cell = str | int | float | bool | date | None

_SIDE = ("ref", "agency", "title", "begins", "begins_jalali", "ends", "ends_jalali")
FINDING_COLUMNS = (
    *("id", "kind", "severity", "consequence", "rule", "statement", "sentence", "rule_source"),
    *(f"a_{name}" for name in _SIDE),
    *(f"b_{name}" for name in _SIDE),
    *("distance_m", "overlap_days", "gap_days", "certainty", "longitude", "latitude"),
)
WORK_COLUMNS = (
    *("ref", "agency", "title", "street", "begins", "begins_jalali", "ends", "ends_jalali"),
    *("certainty", "placed", "dated", "findings", "source"),
)
MISREAD_COLUMNS = ("where", "row", "field", "value", "reason", "hint", "kept")


def slashed(day: date | None) -> str | None:
    """A Jalali day in Latin numbers and slashes, as people type it: `1405/09/03`."""
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        return None
    return jalali_numbers(day).replace("-", "/")


def _side_cells(ref: str | None, work: Work | None) -> list[Cell]:
    if work is None:
        return [ref, None, None, None, None, None, None]
    begins, ends = work.begins, work.ends
    return [ref, work.agency, work.title, begins, slashed(begins), ends, slashed(ends)]


def _middle(finding: Finding) -> tuple[float | None, float | None]:
    if not finding.places:
        return None, None
    point = shapely.point_on_surface(finding.places[0].geometry)
    if point.is_empty:
        return None, None
    return round(point.x, 7), round(point.y, 7)


def finding_rows(report: Report, words: Words) -> Iterator[list[Cell]]:
    """One row per finding, gravest first, in the order of FINDING_COLUMNS."""
    for finding in report.findings:
        a, b = report.sides(finding)
        yield [
            finding.id,
            words("kinds", finding.kind),
            words("severities", finding.severity) if finding.severity else None,
            words("consequences", finding.consequence) if finding.consequence else None,
            finding.rule,
            statement(report, finding, words),
            rule_sentence(report, finding, words) or None,
            rule_source_marked(report.rules.get(finding.rule or ""), words) or None,
            *_side_cells(finding.a, a),
            *_side_cells(finding.b, b),
            None if finding.distance_m is None else round(finding.distance_m, 2),
            finding.overlap_days,
            finding.gap_days,
            words("certainties", finding.certainty) if finding.certainty else None,
            *_middle(finding),
        ]


def work_rows(report: Report, words: Words) -> Iterator[list[Cell]]:
    """One row per work in the order of the files, in the order of WORK_COLUMNS."""
    counts: dict[str, int] = {}
    for finding in report.findings:
        for ref in {finding.a, finding.b} - {None}:
            counts[str(ref)] = counts.get(str(ref), 0) + 1
    for work in report.works:
        yield [
            *(work.ref, work.agency, work.title, work.street),
            *(work.begins, slashed(work.begins), work.ends, slashed(work.ends)),
            words("certainties", work.certainty) if work.is_placed else None,
            *(work.is_placed, work.is_dated, counts.get(work.ref, 0), work.source),
        ]


def misread_row(misread: Misread) -> list[Cell]:
    """One misread row, in the order of MISREAD_COLUMNS."""
    return [getattr(misread, name) for name in MISREAD_COLUMNS]
