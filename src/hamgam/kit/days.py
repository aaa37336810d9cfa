"""Days as people write them: «۱۴۰۵/۹/۳», «۳ آذر», «3 آذر ۱۴۰۵», «فردا», `2026-11-24`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from hamgam.engine.calendars.hijri import hijri_months, hijri_text
from hamgam.engine.calendars.jalali import gregorian_of, jalali_of, jalali_text
from hamgam.exchange.days import moment
from hamgam.exchange.persian import normalise
from hamgam.kit.dates import is_plausible, long_day
from hamgam.kit.digits import localise
from hamgam.kit.words import Language, say, sentences

_NAMED = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)? (?P<month>\D+?)(?:[ ,]+(?P<year>\d{4}))?")
_BARE = re.compile(r"(?P<month>\d{1,2})[/.-](?P<day>\d{1,2})")
_SHIFTS = {
    normalise(word): shift
    for word, shift in {
        "دیروز": -1,
        "امروز": 0,
        "فردا": 1,
        "پس فردا": 2,
        "yesterday": -1,
        "today": 0,
        "tomorrow": 1,
        "امس": -1,
        "اليوم": 0,
        "غدا": 1,
    }.items()
}
Month = tuple[bool, int]


@cache
def _months() -> dict[str, Month]:
    """Every name of a month in any of the languages: whether it is Jalali, and its number."""
    found: dict[str, Month] = {}
    for language in Language:
        told = sentences(language)
        for number in range(1, 13):
            found[normalise(told[f"calendar.jalali_{number}"])] = (True, number)
            found.setdefault(normalise(told[f"calendar.gregorian_{number}"]), (False, number))
    return found


def _nearest(make: Callable[[int], date], year: int, today: date) -> date:
    """The day of a year that was not told: the nearest one to today."""
    found = []
    for asked in (year - 1, year, year + 1):
        try:
            found.append(make(asked))
        except ValueError:
            continue
    if not found:
        raise ValueError("there is no such day")
    return min(found, key=lambda day: abs((day - today).days))


def _of(month: Month, day: int, year: str | None, today: date) -> date:
    is_jalali, number = month
    if year is not None:
        is_jalali = 1300 <= int(year) <= 1499

    def make(asked: int) -> date:
        return gregorian_of(asked, number, day) if is_jalali else date(asked, number, day)

    if year is not None:
        return make(int(year))
    return _nearest(make, jalali_of(today)[0] if is_jalali else today.year, today)


def read_day(text: str, today: date) -> date:
    """The day that a text means; without a year the nearest one to today. Raises ValueError for a
    text that means none."""
    told = normalise(text)
    if told in _SHIFTS:
        return today + timedelta(days=_SHIFTS[told])
    named = _NAMED.fullmatch(told.replace(" ماه", ""))
    if named and named["month"].strip() in _months():
        found = _of(_months()[named["month"].strip()], int(named["day"]), named["year"], today)
    elif bare := _BARE.fullmatch(told):
        found = _of((True, int(bare["month"])), int(bare["day"]), None, today)
    else:
        found = moment(text, short_years=False).day
    if not is_plausible(found):
        raise ValueError(f"{found} lies outside 1900 to 2100")
    return found


def day_in(text: str, today: date) -> date | None:
    """The day that a text means; None for one that means none."""
    try:
        return read_day(text, today) if text.strip() else None
    except ValueError:
        return None


def echoed(day: date, language: Language) -> str:
    """A day with its weekday, then in the other calendars: the reader's own first."""
    weekday = say(f"calendar.weekday_{day.weekday()}", language)
    gregorian, jalali = _gregorian(day, language), jalali_text(day, language.value)
    own, other = (jalali, gregorian) if language is Language.FA else (gregorian, jalali)
    return " · ".join([f"{weekday} {own}", other, *_lunar(day, language)])


def _lunar(day: date, language: Language) -> list[str]:
    try:
        return [localise(hijri_text(hijri_months(), day, language.value), language)]
    except ValueError:
        return []  # the lunar table ends before our days do


def _gregorian(day: date, language: Language) -> str:
    if language is not Language.FA:
        return long_day(day, language)
    month = say(f"calendar.gregorian_{day.month}", language)
    return localise(f"{day.day} {month} {day.year}", language)
