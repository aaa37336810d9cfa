"""Why one project stands before another in a plan: read off the plan's own figures, not guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hamgam.kit.dates import long_day
from hamgam.kit.money import amount
from hamgam.kit.words import Language, say

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The answer: two titles, and the sentences that tell the earlier from the later."""

    first: str
    second: str
    sentences: tuple[str, ...]
    later: str
    """The public id of the one that comes later, for asking what if it were first."""


def pair_told(lines: Sequence[Line], a: str, b: str, language: Language) -> Pair | None:
    """Why the earlier of two projects comes before the other; None where the plan knows one of
    them not."""
    by_ref = {line["project"]: line for line in lines}
    if a not in by_ref or b not in by_ref:
        return None
    first, second = sorted((by_ref[a], by_ref[b]), key=_order)
    told = [_ends(first, second, language), *_worth(first, second, language)]
    told += [_told(first, "waits", language), _told(second, "waits", language)]
    told.append(_told(second, "sooner", language))
    return Pair(
        first=first["title"],
        second=second["title"],
        sentences=tuple(sentence for sentence in told if sentence),
        later=second["project"],
    )


def _told(line: Line, part: str, language: Language) -> str:
    """A sentence of a line; empty where this reader is not told it."""
    sentence: str = line.get(part, {}).get(language.value, "")
    return sentence


def _order(line: Line) -> tuple[bool, str, int]:
    return line["ends"] is None, line["ends"] or "", line["place"] or 0


def _day(line: Line, language: Language) -> str:
    if line["ends"] is None:
        return say("completion.not_finished", language)
    return long_day(date.fromisoformat(line["ends"]), language)


def _ends(first: Line, second: Line, language: Language) -> str:
    return say(
        "completion.why_ends",
        language,
        a=first["title"],
        b=second["title"],
        a_day=_day(first, language),
        b_day=_day(second, language),
    )


def _worth(first: Line, second: Line, language: Language) -> list[str]:
    """What a billion toman brings people at each, the yardstick of the plan."""
    rates = (first.get("per_billion_rials"), second.get("per_billion_rials"))
    if rates[0] is None or rates[1] is None:
        return []
    key = "why_dearer" if rates[0] >= rates[1] else "why_cheaper"
    return [
        say(
            f"completion.{key}",
            language,
            a=first["title"],
            b=second["title"],
            a_rate=amount(round(rates[0]), language),
            b_rate=amount(round(rates[1]), language),
        )
    ]
