"""The days the time slider runs over: five weeks back, a year ahead, its months and seasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hamgam.engine.calendars.jalali import gregorian_of, jalali_of
from hamgam.engine.calendars.seasons import Closure
from hamgam.kit.dates import long_day
from hamgam.kit.digits import localise
from hamgam.kit.words import Language, say
from hamgam.register.ribbon import city_seasons

WEEKS, WEEKS_BACK = 57, 5
USUAL_DAYS = 90
"""How far ahead the map looks when nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Year:
    """The slider's days, numbered from 0."""

    today: date

    @property
    def first(self) -> date:
        """Day 0."""
        return self.today - timedelta(weeks=WEEKS_BACK)

    @property
    def last(self) -> date:
        """The day after the last."""
        return self.first + timedelta(weeks=WEEKS)

    def number(self, day: date) -> int:
        """A day's number; negative before day 0."""
        return (day - self.first).days

    def has(self, day: date) -> bool:
        """Whether the slider reaches the day."""
        return self.first <= day < self.last

    def days(self, language: Language) -> list[str]:
        """Each day in words."""
        return [long_day(self.first + timedelta(days=n), language) for n in range(WEEKS * 7)]

    def months(self, language: Language) -> list[dict[str, Any]]:
        """Where each month begins, and its name; Jalali in Persian, else Gregorian."""
        told, day = [], self.first
        while day < self.last:
            begins, follows, key, of = month_of(day, language)
            name = say(f"calendar.{key}", language)
            # Long English names would run into one another: «December», then «January 2027».
            name = name[:3] if language is Language.EN else name
            is_new = key.endswith("_1")
            told.append(
                {
                    "at": max(self.number(begins), 0),
                    "name": f"{name} {localise(of, language)}" if is_new else name,
                }
            )
            day = follows
        return told

    def seasons(self, language: Language) -> list[dict[str, Any]]:
        """The pilgrim seasons of the whole city that meet the year."""
        return [
            {
                "from": max(self.number(window.begins), 0),
                "to": min(self.number(window.ends) + 1, WEEKS * 7),
                "ban": window.closure is Closure.CLOSED,
                "name": window.names.get(language.value, window.season),
            }
            for window in city_seasons(self.first)
            if window.begins < self.last
        ]


def month_of(day: date, language: Language) -> tuple[date, date, str, int]:
    """The month a day lies in: its first day, the next month's, its key, its year."""
    if language is Language.FA:
        year, month, _ = jalali_of(day)
        after = (year + 1, 1) if month == 12 else (year, month + 1)
        return gregorian_of(year, month, 1), gregorian_of(*after, 1), f"jalali_{month}", year
    follows = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return day.replace(day=1), follows, f"gregorian_{day.month}", day.year
