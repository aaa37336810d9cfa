"""Rials as people read them: billions of tomans or hemmat, always with the price year."""

from __future__ import annotations

from dataclasses import dataclass

from hamgam.kit.digits import grouped, localise
from hamgam.kit.words import Language, say

RIALS_PER_TOMAN = 10
RIALS_PER_BILLION_TOMANS = 10**10
RIALS_PER_HEMMAT = 10**13


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceBase:
    """The prices an amount is told in: a Jalali year and, where known, its quarter 1 to 4."""

    year: int
    quarter: int | None = None

    def __post_init__(self) -> None:
        if not 1300 <= self.year <= 1500:
            raise ValueError(f"year: {self.year} is no Jalali year between 1300 and 1500")
        if self.quarter is not None and not 1 <= self.quarter <= 4:
            raise ValueError(f"quarter: {self.quarter} is not between 1 and 4")


def _amount(rials: int, language: Language) -> tuple[str, str]:
    """The figure and the key of its unit."""
    size = abs(rials)
    if size >= RIALS_PER_HEMMAT:
        return grouped(rials / RIALS_PER_HEMMAT, language, places=2), "money.hemmat"
    if size >= RIALS_PER_BILLION_TOMANS:
        return grouped(rials / RIALS_PER_BILLION_TOMANS, language, places=1), "money.billion_tomans"
    return grouped(rials // RIALS_PER_TOMAN, language), "money.tomans"


def amount(rials: int, language: Language) -> str:
    """The amount in its natural unit, where the prices stand beside it already: «۲٫۵۰ همت»."""
    figure, unit = _amount(rials, language)
    return f"{figure} {say(unit, language)}"


def price(rials: int, base: PriceBase, language: Language) -> str:
    """The amount in its natural unit with its price year: «۲٫۵۰ همت (قیمت ۱۴۰۵)»."""
    year = localise(base.year, language)
    return say("money.with_base", language, amount=amount(rials, language), year=year)
