"""How amounts, days and explanations are said in Persian and in English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from hamgam.engine.calendars.jalali import MONTH_NAMES, in_digits, jalali_of, jalali_text
from hamgam.engine.completion.explain.templates import TEMPLATES
from hamgam.engine.completion.problem import Problem, Unit

LANGUAGES = ("fa", "en")

RIALS_PER_TOMAN = 10

UNITS = (
    (10**13, "همت", "thousand billion toman"),
    (10**10, "میلیارد تومان", "billion toman"),
    (10**7, "میلیون تومان", "million toman"),
)


def say(language: str, key: str, **about: str) -> str:
    """One sentence of the templates, filled."""
    return TEMPLATES[language][key].format(**about)


def amount(rials: float, language: str) -> str:
    """An amount in the largest unit of which there is at least one, with one decimal at most."""
    for size, persian, english in UNITS:
        if abs(rials) >= size:
            number = f"{rials / size:.1f}".removesuffix(".0")
            return number_in(number, language) + " " + (persian if language == "fa" else english)
    number = f"{rials / RIALS_PER_TOMAN:.0f}"
    return number_in(number, language) + " " + ("تومان" if language == "fa" else "toman")


def number_in(number: str | int, language: str) -> str:
    """A number with the digits and the decimal mark of the language."""
    text = str(number)
    return in_digits(text.replace(".", "٫"), "fa") if language == "fa" else text


def day_in(problem: Problem, instant: int, language: str) -> str:
    """The day of an instant as people say it; on a grid without days the number of the period."""
    grid = problem.grid
    if grid.first_day is None and not grid.begins:
        word = "دورهٔ" if language == "fa" else "period"
        return f"{word} {number_in(instant, language)}"
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
