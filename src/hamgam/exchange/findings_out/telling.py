"""A finding in a sentence, and the sentence of its rule."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from hamgam.engine.findings import Finding, FindingKind
from hamgam.engine.overlaps.rules import Rule
from hamgam.engine.works import Certainty, Work
from hamgam.exchange.findings_out.report import Report
from hamgam.exchange.findings_out.words import Words

_ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_ONE_OR_TWO: Mapping[FindingKind, tuple[str, str]] = {
    FindingKind.COLLISION: ("collision", "collision"),
    FindingKind.CHANCE: ("chance", "chance"),
    FindingKind.GAP: ("gap", "gap_pair"),
    FindingKind.PROTECTION: ("protection_one", "protection"),
    FindingKind.BLACKOUT: ("blackout", "blackout_pair"),
    FindingKind.NOTICE: ("notice", "notice"),
}


def agency_name(report: Report, work: Work | None, words: Words) -> str:
    """Whose work it is, or that nobody is told."""
    if work is None or not work.agency:
        return words("language", "nobody")
    return report.agency_in(work.agency, words.language)


def street_name(report: Report, finding: Finding, words: Words) -> str:
    """The street where it is: as the lists write it, else the city's nearest within reach."""
    for work in report.sides(finding):
        if work is not None and work.street.strip():
            return work.street.strip()
    names = report.street_near(finding)
    return names[words.language] if names else words("statements", "somewhere")


def nearness(finding: Finding, words: Words) -> str:
    """How near the two sides are, in words; empty where one work alone is meant."""
    if finding.distance_m is None or finding.b is None:
        return ""
    if finding.distance_m < 0.05:
        return words("statements", "on_top")
    return words("statements", "apart", metres=words.metres(finding.distance_m))


def _facts(report: Report, finding: Finding, words: Words) -> dict[str, object]:
    a, b = report.sides(finding)
    if finding.kind is FindingKind.PROTECTION and b is not None:
        # side a is the surface, side b is who opens it
        a, b = b, a
    return {
        "a": agency_name(report, a, words),
        "b": agency_name(report, b, words),
        "place": street_name(report, finding, words),
        "days": words.days(finding.overlap_days),
        "gap": words.days(finding.gap_days or 0),
    }


def statement(report: Report, finding: Finding, words: Words) -> str:
    """What was found, in one sentence without a full stop."""
    key = _ONE_OR_TWO[finding.kind][finding.b is not None]
    told = words("statements", key, **_facts(report, finding, words))
    parts = [nearness(finding, words)]
    if finding.certainty is Certainty.STREET_ONLY:
        parts.append(words("statements", "certain_not"))
    beside = words("language", "comma").join(part for part in parts if part)
    return f"{told} ({beside})" if beside else told


def rule_sentence(report: Report, finding: Finding, words: Words) -> str:
    """What the finding's rule says, its dates and digits as people write them; empty without.

    References stay as their lists write them.
    """
    refs = [ref for ref in (finding.a, finding.b) if ref]
    return _spoken(report.said(finding, words.language), refs, words)


def _spoken(text: str, refs: Sequence[str], words: Words) -> str:
    if refs:
        return refs[0].join(_spoken(part, refs[1:], words) for part in text.split(refs[0]))
    return words.digits(_ISO_DAY.sub(lambda day: _in_words(day.group(), words), text))


def _in_words(day: str, words: Words) -> str:
    try:
        return words.jalali(date.fromisoformat(day))
    except ValueError:
        return day


def rule_source(rule: Rule | None, language: str) -> str:
    """Where the rule is written: publisher, document and clause; empty without a rule."""
    return "" if rule is None else rule.source.cited(language)


def rule_source_marked(rule: Rule | None, words: Words) -> str:
    """The rule's source, marked where it was not read at the publisher."""
    told = rule_source(rule, words.language)
    if rule is None or not rule.source.secondary:
        return told
    return f"{told} ({words('summary', 'secondary')})"
