"""Dates as lists write them: ISO, day first, month first, Jalali, numbers of Excel, of Unix, and
periods.

A year from 1300 to 1499 is always Jalali, never Gregorian: `1405-09-10` is a day of 2026. After
conversion only 1900 to 2100 passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from hamgam.engine.calendars.jalali import gregorian_of
from hamgam.exchange.persian import normalise
from hamgam.exchange.table import Cell

FIRST_YEAR, LAST_YEAR = 1900, 2100
FIRST_JALALI_YEAR, LAST_JALALI_YEAR = 1300, 1499
DAY_MINUTES = 24 * 60
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_SERIALS = range(20_000, 80_000)
"""Excel's day numbers from 1954 to 2119."""
_UNIX_SECONDS = range(100_000_000, 5_000_000_000)
_CENTURY_TURN = 80

_CLOCK = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
_ZONE = r"(?P<zone>z|utc|[+-]\d\d:?\d\d)?"
_TIME = rf"(?:[T ,]+{_CLOCK}\s*(?:uhr|h|hrs)?\s*{_ZONE})?$"
_YEAR_FIRST = re.compile(r"^(?P<a>\d{4})[-/. ](?P<b>\d{1,2})[-/. ](?P<c>\d{1,2})" + _TIME, re.I)
_YEAR_LAST = re.compile(
    r"^(?P<a>\d{1,2})[-/. ](?P<b>\d{1,2})[-/. ](?P<c>\d{4}|\d{2})" + _TIME, re.I
)
_NAMED = re.compile(
    r"^(?P<a>\d{1,4})(?:st|nd|rd|th|\.)? +(?:of )?(?P<name>[^\d\s,.]+)\.?(?: ماه)?,?"
    rf" +(?P<b>\d{{1,4}}){_TIME}",
    re.I,
)
_NAME_FIRST = re.compile(
    r"^(?P<name>[a-z]{3,9})\.? +(?P<a>\d{1,2})(?:st|nd|rd|th)?,? +(?P<b>\d{4})" + _TIME, re.I
)
_DIGITS = re.compile(r"^\d{8}$")
_NUMBER = re.compile(r"^-?\d+(?:\.\d+)?$")
_WEEKDAY = re.compile(
    r"^(?:(?:یک|دو|سه|چهار|پنج)? ?شنبه|جمعه|mon|tue|wed|thu|fri|sat|sun)[a-z]*,? +", re.I
)
_JALALI_MONTHS = {
    normalise(name): number
    for number, name in enumerate(
        [
            "فروردین",
            "اردیبهشت",
            "خرداد",
            "تیر",
            "مرداد",
            "شهریور",
            "مهر",
            "آبان",
            "آذر",
            "دی",
            "بهمن",
            "اسفند",
        ],
        start=1,
    )
} | {normalise("امرداد"): 5}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janv janvier januar tammikuu ژانویه",
            "feb february fevr fevrier februar فوریه",
            "mar march mars marz مارس",
            "apr april avr avril آوریل",
            "may mai maj مه",
            "jun june juin juni ژوین",
            "jul july juil juillet juli ژوییه",
            "aug august aout اوت",
            "sep sept september septembre سپتامبر",
            "oct october octobre oktober okt اکتبر",
            "nov november novembre نوامبر",
            "dec december decembre dezember dez دسامبر",
        ),
        start=1,
    )
    for name in map(normalise, names.split())
}
_BETWEEN = re.compile(
    r"\s+(?:-|–|—|bis|to|au|til|tot|تا|->|→)\s+|(?<=[\dZ])\s*[–—]\s*(?=\d)|\s*\.\.\s*"
)
_ISO_INTERVAL = re.compile(r"^(\d{4}-\d\d-\d\d[^/]*)/(|\.\.|\d{4}-\d\d-\d\d[^/]*)$")


class Order(StrEnum):
    """Which of two numbers before the year is the day."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    MIXED = "mixed"
    """The column holds days that fit only one reading and days that fit only the other."""
    UNTOLD = "untold"
    """No value of the column decides; read as day first."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, the minute of the day when it is told, and whether the clock was UTC's."""

    day: date
    minute: int | None = None
    utc: bool = False


def _within(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"the year {day.year} lies outside {FIRST_YEAR} to {LAST_YEAR}")
    return day


def _day(year: int, month: int, day: int) -> date:
    """The day in the calendar that the year tells."""
    try:
        if FIRST_JALALI_YEAR <= year <= LAST_JALALI_YEAR:
            return gregorian_of(year, month, day)
        found = date(year, month, day) if 1 <= year <= 9999 else None
    except ValueError as error:
        raise ValueError(f"there is no day {year}-{month:02}-{day:02}") from error
    if found is None:
        raise ValueError(f"the year {year} lies outside {FIRST_YEAR} to {LAST_YEAR}")
    return _within(found)


def _moment(day: date, match: re.Match[str]) -> Moment:
    if match["hour"] is None:
        return Moment(day)
    minute = int(match["hour"]) * 60 + int(match["minute"] or 0)
    if minute > DAY_MINUTES:
        raise ValueError(f"there is no hour {match['hour']}")
    zone = (match["zone"] or "").replace(":", "").lower()
    return Moment(day, minute, utc=zone in ("z", "utc", "+0000", "-0000"))


def _full_year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (2000 if int(text) < _CENTURY_TURN else 1900)


def _year_last(match: re.Match[str], order: Order, short_years: bool) -> Moment:
    if len(match["c"]) == 2 and not short_years:
        raise ValueError("a year of two digits may be Jalali or Gregorian")
    first, second = int(match["a"]), int(match["b"])
    if order is Order.MIXED and first <= 12 and second <= 12 and first != second:
        raise ValueError("the column writes the day first here and the month first there")
    month_first = second > 12 or (order is Order.MONTH_FIRST and first <= 12)
    day, month = (second, first) if month_first else (first, second)
    return _moment(_day(_full_year(match["c"]), month, day), match)


def _named(match: re.Match[str]) -> Moment | None:
    name = match["name"].strip()
    numbers = sorted((int(match["a"]), int(match["b"])))
    if name in _JALALI_MONTHS and FIRST_JALALI_YEAR <= numbers[1] <= LAST_JALALI_YEAR:
        return _moment(_day(numbers[1], _JALALI_MONTHS[name], numbers[0]), match)
    if name in _MONTHS and FIRST_YEAR <= numbers[1] <= LAST_YEAR:
        return _moment(_day(numbers[1], _MONTHS[name], numbers[0]), match)
    return None


def _numbered(number: float) -> Moment:
    """A date of eight digits, Excel's day number, or Unix's seconds or milliseconds."""
    whole = int(number)
    if whole == number and 13_000_000 <= whole < 22_000_000:
        return Moment(_day(whole // 10_000, whole // 100 % 100, whole % 100))
    if whole in _EXCEL_SERIALS:
        minute = round((number - whole) * DAY_MINUTES)
        return Moment(_EXCEL_EPOCH + timedelta(days=whole), minute or None)
    seconds = whole if whole in _UNIX_SECONDS else whole // 1000
    if seconds in _UNIX_SECONDS:
        at = datetime.fromtimestamp(seconds, tz=UTC)
        return Moment(_within(at.date()), at.hour * 60 + at.minute, utc=True)
    raise ValueError("the number is no date")


@lru_cache(maxsize=65_536)
def _of_text(text: str, order: Order, short_years: bool) -> Moment:
    plain = _WEEKDAY.sub("", normalise(text))
    if match := _YEAR_FIRST.match(plain):
        return _moment(_day(int(match["a"]), int(match["b"]), int(match["c"])), match)
    if match := _YEAR_LAST.match(plain):
        return _year_last(match, order, short_years)
    if _NUMBER.match(plain):
        return _numbered(float(plain))
    match = _NAMED.match(plain) or _NAME_FIRST.match(plain)
    found = _named(match) if match else None
    if found is None:
        raise ValueError("it is no date")
    return found


def moment(cell: Cell, order: Order = Order.UNTOLD, *, short_years: bool = True) -> Moment:
    """The moment that a cell tells; ValueError says why it tells none.

    `short_years` allows years of two digits, as 20xx (from 80 on 19xx).
    """
    if isinstance(cell, bool) or cell is None:
        raise ValueError("it is no date")
    if isinstance(cell, int | float):
        return _numbered(cell)
    return _of_text(cell, order, short_years)


def parts(cell: Cell) -> list[Cell]:
    """The dates that a cell lists (`a; b`), each by itself."""
    if isinstance(cell, str) and ";" in cell:
        return [part.strip() for part in cell.split(";") if part.strip()]
    return [cell]


def ends_of(text: str) -> tuple[str, str]:
    """The first and last day of a period's text (`a/b`, `a - b`, «a تا b»); either may be empty.

    A text without a second date is the first alone.
    """
    if match := _ISO_INTERVAL.match(text.strip()):
        return match[1], match[2].replace("..", "")
    first, *rest = _BETWEEN.split(text.strip(), maxsplit=1)
    return first, rest[0] if rest else ""


def order_of(cells: Iterable[Cell]) -> Order:
    """How a column writes day and month, as far as its values tell."""
    day_first = month_first = False
    for cell in dict.fromkeys(cells):
        for part in parts(cell):
            match = _YEAR_LAST.match(normalise(part)) if isinstance(part, str) else None
            if match:
                day_first |= int(match["a"]) > 12
                month_first |= int(match["b"]) > 12
    if day_first and month_first:
        return Order.MIXED
    if month_first:
        return Order.MONTH_FIRST
    return Order.DAY_FIRST if day_first else Order.UNTOLD
