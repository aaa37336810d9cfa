"""Days as people read them: Jalali in Persian, Gregorian in English and Arabic.

Machines never read what is written here: every feed and every field of the API carries the
Gregorian day.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate

from hamgam.kit.digits import localise
from hamgam.kit.words import Language, say

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2100, 12, 31)
"""No day of the product lies outside: `1405-09-03` is a Jalali day that leaked."""


def _jalali(day: date) -> JalaliDate:
    return JalaliDate(day)  # type: ignore[no-untyped-call] # the library has no types here


def is_plausible(day: date) -> bool:
    """Whether the day lies in the years the product speaks of, 1900 to 2100."""
    return FIRST_DAY <= day <= LAST_DAY


def long_day(day: date, language: Language) -> str:
    """The day with its month by name: «۳ آذر ۱۴۰۵», `24 November 2026`."""
    if language is Language.FA:
        jalali = _jalali(day)
        month = say(f"calendar.jalali_{jalali.month}", language)
        return localise(f"{jalali.day} {month} {jalali.year}", language)
    month = say(f"calendar.gregorian_{day.month}", language)
    return localise(f"{day.day} {month} {day.year}", language)


def short_day(day: date, language: Language) -> str:
    """The day in figures, year first: «۱۴۰۵/۰۹/۰۳», `2026-11-24`."""
    if language is Language.FA:
        jalali = _jalali(day)
        return localise(f"{jalali.year}/{jalali.month:02}/{jalali.day:02}", language)
    return localise(day.isoformat(), language)


def local_day(instant: datetime, zone: str) -> date:
    """The day on the city's wall when the instant happens."""
    return instant.astimezone(ZoneInfo(zone)).date()


def moment(instant: datetime, language: Language, zone: str) -> str:
    """Day and hour on the city's clock: «۳ آذر ۱۴۰۵، ۱۴:۳۰»."""
    local = instant.astimezone(ZoneInfo(zone))
    clock = localise(f"{local:%H:%M}", language)
    comma = ", " if language is Language.EN else "، "
    return f"{long_day(local.date(), language)}{comma}{clock}"


def age(elapsed: timedelta, language: Language) -> str:
    """How long ago, in the largest unit that says something: «۳ روز پیش»."""
    minutes = max(int(elapsed.total_seconds() // 60), 0)
    for unit, size in (("days", 1440), ("hours", 60), ("minutes", 1)):
        if minutes >= size:
            count = minutes // size
            return say(f"calendar.{unit}_ago", language, count=localise(count, language))
    return say("calendar.just_now", language)
