"""A month as a calendar lays it out: the reader's own calendar, weeks as the city counts them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from hamgam.engine.calendars.jalali import gregorian_of, jalali_of, jalali_text, month_days
from hamgam.kit.dates import is_plausible, short_day
from hamgam.kit.days import echoed
from hamgam.kit.digits import localise
from hamgam.kit.words import Language, say

MONDAY, FRIDAY, SATURDAY = 0, 4, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One day: as machines keep it, its number, as a field takes it, as it is said in every
    calendar, whether the city rests on it."""

    iso: str
    number: str
    written: str
    said: str
    is_rest: bool
    is_today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month: its name, the same days in the other calendar, its weekdays from the first of the
    week, the cells before its first day, its days, and the days at which its neighbours stand."""

    name: str
    other: str
    weekdays: tuple[str, ...]
    blanks: int
    cells: tuple[Cell, ...]
    before: str
    after: str

    def told(self) -> dict[str, Any]:
        """The month as JSON carries it."""
        return asdict(self)


def bounds_of(day: date, language: Language) -> tuple[date, date]:
    """The first and the last day of the month in which a day lies, in the reader's calendar."""
    if language is Language.FA:
        year, month, _ = jalali_of(day)
        first = gregorian_of(year, month, 1)
        return first, first + timedelta(days=month_days(year, month) - 1)
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _name(first: date, language: Language) -> str:
    if language is Language.FA:
        year, month, _ = jalali_of(first)
        return localise(f"{say(f'calendar.jalali_{month}', language)} {year}", language)
    name = say(f"calendar.gregorian_{first.month}", language)
    return localise(f"{name} {first.year}", language)


def _other(first: date, last: date, language: Language) -> str:
    if language is not Language.FA:
        told = (jalali_text(day, language.value) for day in (first, last))
    else:
        told = (
            localise(f"{day.day} {say(f'calendar.gregorian_{day.month}', language)}", language)
            for day in (first, last)
        )
    return " – ".join(localise(text, language) for text in told)


def _cell(day: date, number: int, language: Language, today: date) -> Cell:
    return Cell(
        iso=day.isoformat(),
        number=localise(number, language),
        written=short_day(day, language),
        said=echoed(day, language),
        is_rest=day.weekday() == FRIDAY,
        is_today=day == today,
    )


def month_of(day: date, language: Language, today: date) -> Month:
    """The month in which a day lies. Weeks begin on Saturday, in English on Monday; the city rests
    on Friday in every language. Neighbours outside of the plausible years are empty."""
    first, last = bounds_of(day, language)
    opens = MONDAY if language is Language.EN else SATURDAY
    beside = (first - timedelta(days=1), last + timedelta(days=1))
    before, after = (at.isoformat() if is_plausible(at) else "" for at in beside)
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    return Month(
        name=_name(first, language),
        other=_other(first, last, language),
        weekdays=tuple(say(f"calendar.weekday_{(opens + at) % 7}", language) for at in range(7)),
        blanks=(first.weekday() - opens) % 7,
        cells=tuple(_cell(at, number, language, today) for number, at in enumerate(days, 1)),
        before=before,
        after=after,
    )
