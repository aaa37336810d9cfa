"""How amounts, days and names are said in the three languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from hamgam.engine.calendars.jalali import MONTH_NAMES, in_digits, jalali_of, jalali_text
from hamgam.engine.completion.phrases import PHRASES
from hamgam.engine.completion.problem import Problem, Unit

LANGUAGES = tuple(PHRASES)

RIALS_PER_TOMAN = 10

UNITS: tuple[tuple[int, Mapping[str, str]], ...] = (
    (10**13, {"fa": "همت", "en": "thousand billion toman", "ar": "ألف مليار تومان"}),
    (10**10, {"fa": "میلیارد تومان", "en": "billion toman", "ar": "مليار تومان"}),
    (10**7, {"fa": "میلیون تومان", "en": "million toman", "ar": "مليون تومان"}),
)
TOMAN: Mapping[str, str] = {"fa": "تومان", "en": "toman", "ar": "تومان"}
PERIOD: Mapping[str, str] = {"fa": "دورهٔ", "en": "period", "ar": "الفترة"}
COMMA: Mapping[str, str] = {"fa": "، ", "en": ", ", "ar": "، "}

AND: Mapping[str, str] = {"fa": " و ", "en": " and ", "ar": " و"}


def say(language: str, key: str, **about: str) -> str:
    """One sentence of the phrases, filled."""
    return PHRASES[language][key].format(**about)


def amount(rials: float, language: str) -> str:
    """An amount in the largest unit of which there is at least one, with one decimal at most."""
    for size, names in UNITS:
        if abs(rials) >= size:
            number = f"{rials / size:.1f}".removesuffix(".0")
            return f"{number_in(number, language)} {names[language]}"
    number = f"{rials / RIALS_PER_TOMAN:.0f}"
    return f"{number_in(number, language)} {TOMAN[language]}"


def number_in(number: str | int, language: str) -> str:
    """A number with the digits and the decimal mark of the language."""
    text = str(number)
    return text if language == "en" else in_digits(text.replace(".", "٫"), language)


def months_in(months: int, language: str) -> str:
    """So many months, 1 or more, as people count them."""
    if language == "fa":
        return f"{number_in(months, language)} ماه"
    if language == "en":
        return "1 month" if months == 1 else f"{months} months"
    if months <= 2:
        return "شهر واحد" if months == 1 else "شهران"
    return f"{number_in(months, language)} {'أشهر' if months <= 10 else 'شهرًا'}"


def list_in(names: Sequence[str], language: str) -> str:
    """Two names or one, each between marks."""
    quote = "{}" if language == "en" else "«{}»"
    return AND[language].join(quote.format(name) for name in names)


def day_in(problem: Problem, instant: int, language: str) -> str:
    """The day of an instant as people say it; on a grid without days the number of the period."""
    grid = problem.grid
    if grid.first_day is None and not grid.begins:
        return f"{PERIOD[language]} {number_in(instant, language)}"
    return jalali_text(grid.day(min(instant, grid.horizon)), language)


def last_in(problem: Problem, instant: int, language: str) -> str:
    """The last day before an instant, as a promise names it; on a grid of months its month."""
    grid = problem.grid
    if instant < 1 or (grid.first_day is None and not grid.begins):
        return day_in(problem, instant, language)
    if grid.unit is not Unit.MONTH:
        return jalali_text(grid.day(min(instant, grid.horizon)) - timedelta(days=1), language)
    year, month, _ = jalali_of(grid.day(min(instant, grid.horizon) - 1))
    return in_digits(f"{MONTH_NAMES[language][month - 1]} {year}", language)


def name_of(names: Mapping[str, str], ref: str, language: str) -> str:
    """The name in the language, else in any, else the ref."""
    return names.get(language) or next(iter(names.values()), "") or ref
