"""Values of a rule pack, from TOML to the engine's: one small reader for each kind of value.

A reader returns the value or raises `UnfitError` with the reason; whoever calls knows the line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from hamgam.engine.findings import Consequence, Severity
from hamgam.engine.overlaps.rules import (
    ANYTHING,
    Band,
    Exemption,
    Grade,
    Period,
    PeriodStep,
    ReachStep,
    Selector,
    Side,
    Source,
)
from hamgam.engine.overlaps.sentences import LANGUAGES, unknown_placeholders
from hamgam.engine.works import Activity, Certainty, Impact, Kind, RoadPart, Stage, Surface

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Reader = Callable[[object], object]


class UnfitError(ValueError):
    """A value that a rule cannot have, and why."""


def table(value: object, readers: Mapping[str, Reader]) -> dict[str, object]:
    """The table's values, each read by its key's reader; unknown keys are refused."""
    if not isinstance(value, dict):
        raise UnfitError(f"a table was expected, not {value!r}")
    unknown = sorted(set(value) - set(readers))
    if unknown:
        raise UnfitError(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(readers))}")
    found = {}
    for key, raw in value.items():
        try:
            found[key] = readers[key](raw)
        except UnfitError as unfit:
            raise UnfitError(f"{key}: {unfit}") from None
    return found


def made(build: Callable[..., T], found: Mapping[str, object]) -> T:
    """The value built of fields that their readers have made sure of."""
    return build(**found)


def text(value: object) -> str:
    """A text that is not blank."""
    if not isinstance(value, str) or not value.strip():
        raise UnfitError(f"a text was expected, not {value!r}")
    return value


def flag(value: object) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise UnfitError(f"true or false was expected, not {value!r}")
    return value


def whole(value: object) -> int:
    """A whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise UnfitError(f"a whole number was expected, not {value!r}")
    return value


def natural(value: object) -> int:
    """A whole number that is not negative."""
    if whole(value) < 0:
        raise UnfitError(f"{value} is negative")
    return whole(value)


def measure(value: object) -> float:
    """A finite number that is not negative."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnfitError(f"a number was expected, not {value!r}")
    if not 0 <= value < float("inf"):
        raise UnfitError(f"{value} is no measure: give 0 or more")
    return float(value)


def day(value: object) -> date:
    """A date without a time."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise UnfitError(f"a date (2026-03-21) was expected, not {value!r}")
    return value


def one_of(words: type[E]) -> Callable[[object], E]:
    """One word of a vocabulary."""

    def read(value: object) -> E:
        if not isinstance(value, str) or value not in {word.value for word in words}:
            known = ", ".join(word.value for word in words)
            raise UnfitError(f"{value!r} is none of {known}")
        return words(value)

    return read


def several(read: Callable[[object], T]) -> Callable[[object], frozenset[T]]:
    """One value, or a list of values none of which repeats."""

    def read_all(value: object) -> frozenset[T]:
        raw = value if isinstance(value, list) else [value]
        found = frozenset(read(item) for item in raw)
        if not found or len(found) < len(raw):
            raise UnfitError("the list is empty or names something twice")
        return found

    return read_all


def band(value: object) -> Band:
    """A range with a lower bound, an upper bound, or both."""
    bounds = table(value, dict.fromkeys(("over", "at_least", "under", "at_most"), measure))
    found = made(Band, bounds)
    _check_band(found)
    return found


def _check_band(found: Band) -> None:
    lower = [bound for bound in (found.over, found.at_least) if bound is not None]
    upper = [bound for bound in (found.under, found.at_most) if bound is not None]
    if not lower and not upper:
        raise UnfitError("the range has no bound")
    if len(lower) == 2 or len(upper) == 2:
        raise UnfitError("the range has two bounds on one side")
    if lower and upper:
        closed = found.at_least is not None and found.at_most is not None
        if lower[0] > upper[0] or (lower[0] == upper[0] and not closed):
            raise UnfitError(f"nothing lies between {lower[0]} and {upper[0]}")


PERIOD = dict.fromkeys(("days", "working_days", "months_of_28_days", "months", "years"), whole)


def period(value: object) -> Period:
    """A length of time that is not nothing."""
    parts = table(value, PERIOD)
    if not any(parts.values()):
        raise UnfitError("the period is empty")
    return made(Period, parts)


def _told(value: object) -> tuple[tuple[str, frozenset[str]], ...]:
    if not isinstance(value, dict) or not value:
        raise UnfitError('columns and their texts were expected, as in { road = ["trunk"] }')
    read = several(lambda item: text(item).strip().casefold())
    return tuple(sorted((column, read(wanted)) for column, wanted in value.items()))


_SELECTOR: Mapping[str, Reader] = {
    "kind": several(one_of(Kind)),
    "activity": several(one_of(Activity)),
    "agency": several(text),
    "stage": several(one_of(Stage)),
    "surface": several(one_of(Surface)),
    "road_part": several(one_of(RoadPart)),
    "impact_at_least": one_of(Impact),
    "certainty_at_least": one_of(Certainty),
    "emergency": flag,
    "ended": flag,
    "area_m2": band,
    "length_m": band,
    "width_m": band,
    "depth_m": band,
    "duration_days": band,
    "zone": several(text),
    "zone_reach_m": measure,
    "told": _told,
}


def selector(value: object) -> Selector:
    """Whom a side looks at."""
    found = table(value, _SELECTOR)
    if "zone_reach_m" in found and "zone" not in found:
        raise UnfitError("zone_reach_m: names no zone")
    return made(Selector, found)


def _split(value: object, readers: Mapping[str, Reader]) -> tuple[Selector, dict[str, object]]:
    """A table whose other keys are a selector's."""
    found = table(value, {**_SELECTOR, **readers})
    own = {key: found.pop(key) for key in readers if key in found}
    return made(Selector, found), own


def reach_steps(value: object) -> tuple[ReachStep, ...]:
    """A table of reaches: steps of a selector and metres."""
    if not isinstance(value, list) or not value:
        raise UnfitError("a list of steps was expected, each with metres")
    steps = []
    for raw in value:
        who, own = _split(raw, {"metres": measure})
        if "metres" not in own:
            raise UnfitError("a step has no metres")
        steps.append(made(ReachStep, {"who": who, **own}))
    return tuple(steps)


def period_steps(value: object) -> tuple[PeriodStep, ...]:
    """A table of periods: steps of a selector and a length of time."""
    if not isinstance(value, list) or not value:
        raise UnfitError("a list of steps was expected, each with a period")
    steps = []
    for raw in value:
        who, own = _split(raw, PERIOD)
        steps.append(PeriodStep(who=who, lasts=period(own)))
    return tuple(steps)


def exemptions(value: object) -> tuple[Exemption, ...]:
    """Whom the rule spares."""
    found = []
    for raw in value if isinstance(value, list) else [value]:
        who, own = _split(raw, {"on": one_of(Side), "after": period})
        if who == ANYTHING:
            raise UnfitError("an exemption for everything leaves no rule")
        found.append(made(Exemption, {"who": who, **own}))
    return tuple(found)


def grades(value: object) -> tuple[Grade, ...]:
    """Cases that weigh differently."""
    readers = {
        "a": selector,
        "b": selector,
        "severity": one_of(Severity),
        "consequence": one_of(Consequence),
    }
    found = []
    for raw in value if isinstance(value, list) else [value]:
        own = table(raw, readers)
        if "severity" not in own:
            raise UnfitError("a grade has no severity")
        found.append(made(Grade, own))
    return tuple(found)


def source(value: object) -> Source:
    """Where the rule is written."""
    readers: dict[str, Reader] = dict.fromkeys(("publisher", "document", "clause", "address"), text)
    found = table(value, {**readers, "secondary": flag, "said": _said})
    if "publisher" not in found:
        raise UnfitError("the source names no publisher")
    return made(Source, found)


def _said(value: object) -> Mapping[str, str]:
    return {key: str(words) for key, words in table(value, dict.fromkeys(LANGUAGES, text)).items()}


def texts(value: object) -> Mapping[str, str]:
    """A text in every language."""
    found = table(value, dict.fromkeys(LANGUAGES, text))
    missing = [language for language in LANGUAGES if language not in found]
    if missing:
        raise UnfitError(f"no text in {', '.join(missing)}")
    return {language: str(words) for language, words in found.items()}


def sentences(value: object) -> Mapping[str, str]:
    """A sentence in every language, with placeholders that a finding can fill."""
    found = texts(value)
    for language, words in found.items():
        try:
            unknown = unknown_placeholders(words)
        except ValueError:
            raise UnfitError(f"{language}: a brace is left open") from None
        if unknown:
            raise UnfitError(f"{language}: unknown placeholder {{{unknown[0]}}}")
    return found
