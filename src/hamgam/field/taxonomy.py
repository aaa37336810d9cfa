"""The obstacle taxonomy of the city's folder, and how long each kind takes to clear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hamgam.engine.measures.survival import kaplan_meier
from hamgam.kit.words import Language
from hamgam.register.marks import city
from hamgam.register.models import Window
from hamgam.register.vocabulary import WindowKind

FEWEST_CASES = 5
"""Closed cases of a kind from which the city's own times are told instead of its guess."""


UNKNOWN_DAYS = 60


def _named(names: Mapping[str, str], language: Language) -> str:
    return names.get(language.value) or names[Language.FA.value]


def cause_name(code: str, language: Language) -> str:
    """What a code (`L1`) or a letter (`L`) is called; the code itself where nobody knows it."""
    for one in city().obstacles:
        names = one.sub_codes.get(code) or (one.names if one.code == code else None)
        if names:
            return _named(names, language)
    return code


def cause_choices(language: Language) -> list[tuple[str, str]]:
    """Every sub-code with its name, in the city's order; its kind before it."""
    return [
        (code, f"{code} · {_named(one.names, language)}: {_named(names, language)}")
        for one in city().obstacles
        for code, names in one.sub_codes.items()
    ]


def usual_days(code: str) -> int:
    """For how long an obstacle of the kind stands by the city's first guess; two months where it
    has none."""
    guesses = {one.code: one.prior_days for one in city().obstacles}
    return guesses.get(code[:1]) or UNKNOWN_DAYS


def is_known(code: str) -> bool:
    """Whether the city knows the code."""
    return any(code == one.code or code in one.sub_codes for one in city().obstacles)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearingTime:
    """How long obstacles of a kind last: half of them are cleared by `half_days`, None while fewer
    are. `is_guess` tells that it is the city's first guess and not its own closed cases."""

    code: str
    half_days: float | None
    closed: int
    open: int
    is_guess: bool


def clearing_times(today: date) -> list[ClearingTime]:
    """For each kind of the city's taxonomy: Kaplan–Meier over its blocks, open ones censored at
    their age; the guess of the city's folder until five are closed. One query."""
    rows = Window.objects.filter(kind=WindowKind.BLOCKED, begins__lte=today)
    lasted: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for cause, begins, cleared in rows.values_list("cause", "begins", "cleared"):
        lasted[cause[:1]].append((((cleared or today) - begins).days, cleared is not None))
    return [_clearing(one.code, lasted[one.code], one.prior_days) for one in city().obstacles]


def _clearing(code: str, seen: list[tuple[int, bool]], prior: int | None) -> ClearingTime:
    closed = sum(1 for _, is_cleared in seen if is_cleared)
    half: float | None = prior
    if closed >= FEWEST_CASES:
        half = kaplan_meier([d for d, _ in seen], [c for _, c in seen]).quantile(0.5)
    return ClearingTime(
        code=code,
        half_days=half,
        closed=closed,
        open=len(seen) - closed,
        is_guess=closed < FEWEST_CASES,
    )
