"""The words in which plans are told, and how money is written in them."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from hamgam.exchange.findings_out.words import LANGUAGES, Words, words

UNITS = ((10**13, "hemmat"), (10**10, "billion"), (10**7, "million"), (10, "toman"))
BILLION_TOMAN = 10**10


@lru_cache(maxsize=len(LANGUAGES))
def plan_words(language: str) -> Words:
    """The words of plans in a language, numbers and days as in findings; ValueError names the
    languages there are."""
    base = words(language)
    book = files("hamgam").joinpath("locale", language, "plan.toml")
    own = tomllib.loads(book.read_text(encoding="utf-8"))
    return Words(
        language=language,
        texts=MappingProxyType({"language": base.texts["language"], **own}),
    )


def money(spoken: Words, rials: float) -> str:
    """An amount in the largest unit of which there is at least one: «۱٫۲ همت»."""
    size, unit = next(((s, u) for s, u in UNITS if abs(rials) >= s), UNITS[-1])
    value = rials / size
    decimals = 1 if abs(value) < 100 and size >= BILLION_TOMAN else 0
    return f"{spoken.number(value, decimals)} {spoken('money', unit)}"


def billions(spoken: Words, rials: float) -> str:
    """Billions of toman as a bare number, with one decimal below a hundred."""
    value = rials / BILLION_TOMAN
    return spoken.number(value, 1 if abs(value) < 100 else 0)


def percent(spoken: Words, share: float, decimals: int = 0) -> str:
    """A share (0 to 1) as a bare number of percent."""
    return spoken.number(share * 100, decimals)
