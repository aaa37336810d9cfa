"""The sentence that a rule says about one finding, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isnan
from string import Formatter

from hamgam.engine.calendars.seasons import SeasonWindow
from hamgam.engine.overlaps.rules import Period, Rule
from hamgam.engine.works import Work

LANGUAGES = ("fa", "en", "ar")
PLACEHOLDERS = frozenset(
    {
        "a",
        "b",
        "agency_a",
        "agency_b",
        "street",
        "days",
        "gap",
        "distance",
        "season",
        "begins",
        "ends",
        "needed",
        "missing",
    }
)
"""What a rule's sentence may name; dates are ISO text, for whoever shows them to render."""
DASH = "—"
_ONE_OF_MANY = re.compile(r"\b1 ((?:working )?day|month|year)s\b")
"""English alone of the three changes the noun after one."""


def unknown_placeholders(sentence: str) -> list[str]:
    """The names in braces that no finding can fill; raises ValueError on a brace left open."""
    named = [name for _, name, _, _ in Formatter().parse(sentence) if name is not None]
    return sorted(set(named) - PLACEHOLDERS)


def _period(period: Period | None, language: str) -> str:
    words = {
        "fa": ("روز", "روز کاری", "ماه ۲۸روزه", "ماه", "سال"),
        "en": ("days", "working days", "months of 28 days", "months", "years"),
        "ar": ("يوماً", "يوم عمل", "شهراً من ٢٨ يوماً", "شهراً", "سنة"),
    }[language]
    if period is None:
        return DASH
    amounts = (
        period.days,
        period.working_days,
        period.months_of_28_days,
        period.months,
        period.years,
    )
    return " + ".join(
        f"{abs(amount)} {word}" for amount, word in zip(amounts, words, strict=True) if amount
    )


def _needed(rule: Rule, language: str) -> str:
    if rule.test is not None:
        return _period(rule.test.at_least or rule.test.at_most, language)
    if rule.time is not None and rule.time.periods:
        return _period(rule.time.periods[0].lasts, language)
    return DASH


def sentence_of(
    rule: Rule,
    sides: tuple[Work, Work | None],
    measures: Mapping[str, float],
    window: SeasonWindow | None,
    language: str,
) -> str:
    """The rule's sentence filled for the two works; `measures` holds days, gap and distance."""
    a, b = sides
    distance = measures["distance"]
    season = DASH if window is None else window.names.get(language, window.season)
    text = rule.sentence[language].format(
        a=a.ref,
        b=DASH if b is None else b.ref,
        agency_a=a.agency or DASH,
        agency_b=(b.agency if b is not None else None) or DASH,
        street=a.street or (b.street if b is not None else "") or DASH,
        days=int(measures["days"]),
        gap=int(measures["gap"]),
        distance=DASH if isnan(distance) else f"{distance:.0f}",
        season=season,
        begins=DASH if window is None else window.begins.isoformat(),
        ends=DASH if window is None else window.ends.isoformat(),
        needed=_needed(rule, language),
        missing=", ".join(sorted(set(a.asked) - set(a.answered))) or DASH,
    )
    return _ONE_OF_MANY.sub(r"1 \1", text) if language == "en" else text
