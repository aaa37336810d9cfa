"""Which Jalali (solar Hijri) day a Gregorian date is, and the reverse; plain year, month, day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from persiantools import jdatetime

# the package is untyped
JalaliDate: Any = jdatetime.JalaliDate

_DAY_TEXT = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
FIRST_YEAR, LAST_YEAR = 1, 9377
"""Every year between them lies whole inside Python's own dates."""

MONTH_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "fa": (
            *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
            *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
        ),
        "en": (
            *("Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar"),
            *("Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand"),
        ),
        "ar": (
            *("فروردين", "أرديبهشت", "خرداد", "تير", "مرداد", "شهريور"),
            *("مهر", "آبان", "آذر", "دي", "بهمن", "إسفند"),
        ),
    }
)
"""The twelve months by language code, Farvardin first."""

DIGITS: Mapping[str, str] = MappingProxyType(
    {"fa": "۰۱۲۳۴۵۶۷۸۹", "en": "0123456789", "ar": "٠١٢٣٤٥٦٧٨٩"}
)
"""The ten digits by language code."""


def is_leap(year: int) -> bool:
    """Whether Esfand of this Jalali year has 30 days."""
    _check_year(year)
    return bool(JalaliDate.is_leap(year))


def month_days(year: int, month: int) -> int:
    """How many days a Jalali month has: 31, 30, and 29 or 30 for Esfand."""
    _check_year(year)
    if not 1 <= month <= 12:
        raise ValueError(f"month: {month} is not in 1 to 12")
    if month <= 6:
        return 31
    return 30 if month < 12 or is_leap(year) else 29


def gregorian_of(year: int, month: int, day: int) -> date:
    """The Gregorian date of a Jalali day; ValueError names the part that cannot be."""
    length = month_days(year, month)
    if not 1 <= day <= length:
        name = MONTH_NAMES["en"][month - 1]
        raise ValueError(f"day: {day} is not in 1 to {length} ({name} {year})")
    gregorian: date = JalaliDate(year, month, day).to_gregorian()
    return gregorian


def jalali_of(day: date) -> tuple[int, int, int]:
    """Year, month and day of a Gregorian date in the Jalali calendar."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"day: {day} is not in {FIRST_DAY} to {LAST_DAY}")
    jalali = JalaliDate.to_jalali(day.year, day.month, day.day)
    return jalali.year, jalali.month, jalali.day


def day_of(text: str) -> date:
    """The date that a text of year, month and day means: `1405-09-03`, `۱۴۰۵/۹/۳`, `2026-11-24`.

    A year from 1200 to 1599 is Jalali, any other Gregorian; digits of any script, `-` or `/`
    between. ValueError says what would be right.
    """
    match = _DAY_TEXT.fullmatch(text.strip())
    if not match:
        raise ValueError(f"date: {text!r} is not written like 1405-09-03 or 2026-11-24")
    year, month, day = (int(part) for part in match.groups())
    if 1200 <= year < 1600:
        return gregorian_of(year, month, day)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"date: {text!r}: {error}") from error


def year_bounds(year: int) -> tuple[date, date]:
    """The first and the last day of a Jalali year (1 Farvardin, 29 or 30 Esfand)."""
    return gregorian_of(year, 1, 1), gregorian_of(year, 12, month_days(year, 12))


def jalali_text(day: date, language: str = "fa") -> str:
    """A date as people write it, month by name and digits of the language: «۳ آذر ۱۴۰۵»."""
    year, month, number = jalali_of(day)
    return in_digits(f"{number} {MONTH_NAMES[language][month - 1]} {year}", language)


def jalali_numbers(day: date) -> str:
    """A date in sortable Latin numbers: `1405-09-03`."""
    year, month, number = jalali_of(day)
    return f"{year:04}-{month:02}-{number:02}"


def in_digits(text: str, language: str) -> str:
    """The text with its Latin digits written as the language writes them."""
    return text.translate(str.maketrans(DIGITS["en"], DIGITS[language]))


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"year: {year} is not in {FIRST_YEAR} to {LAST_YEAR}")


FIRST_DAY, LAST_DAY = gregorian_of(FIRST_YEAR, 1, 1), year_bounds(LAST_YEAR)[1]
"""The first and last Gregorian dates that have a Jalali day here."""
