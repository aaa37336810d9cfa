"""The words in which findings are told: a book of texts per language, its numbers and dates."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from hamgam.engine.calendars.jalali import FIRST_DAY, LAST_DAY, in_digits, jalali_text

LANGUAGES = ("fa", "en", "ar")

Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Words:
    """What is said in one language, and how numbers and days are written in it."""

    language: str
    texts: Texts

    @property
    def is_right_to_left(self) -> bool:
        """Whether the language runs from right to left."""
        return self.texts["language"]["direction"] == "rtl"

    def __call__(self, group: str, key: str, **about: object) -> str:
        """The text of a key, its placeholders filled in."""
        text = self.texts[group][key]
        return text.format(**about) if about else text

    def number(self, value: float, decimals: int = 0) -> str:
        """A number in the language's digits and marks: ۱٬۲۳۴٫۵."""
        text = f"{value:,.{decimals}f}"
        if decimals:
            text = text.rstrip("0").rstrip(".")
        if self.language == "en":
            return text
        return in_digits(text.replace(",", "٬").replace(".", "٫"), self.language)

    def digits(self, text: str) -> str:
        """The text with its Latin digits as the language writes them."""
        return text if self.language == "en" else in_digits(text, self.language)

    def metres(self, value: float) -> str:
        """Metres as people say them: one decimal below ten, whole from there."""
        return self.number(value, 1 if value < 10 else 0)

    def days(self, count: int) -> str:
        """A number of days with its word: «۳ روز», "1 day", "٣ أيام"."""
        few = "few" if 3 <= count % 100 <= 10 else "many"
        key = {1: "one", 2: "two"}.get(count, few)
        return self("days", key, count=self.number(count))

    def jalali(self, day: date | None) -> str:
        """A day in the Jalali calendar, as people write it; empty where none is told."""
        if day is None or not FIRST_DAY <= day <= LAST_DAY:
            return ""
        return _jalali(day, self.language)

    def jalali_span(self, begins: date | None, ends: date | None) -> str:
        """Both ends of a span in one line, what is not told as «نامعلوم»."""
        if begins is None and ends is None:
            return self("language", "unknown")
        first, last = (self.jalali(day) or self("language", "unknown") for day in (begins, ends))
        return first if first == last else f"{first} {self('page', 'to').lower()} {last}"


@lru_cache(maxsize=20_000)
def _jalali(day: date, language: str) -> str:
    return jalali_text(day, language)


@lru_cache(maxsize=len(LANGUAGES))
def words(language: str) -> Words:
    """The words of a language; ValueError names the languages there are."""
    if language not in LANGUAGES:
        raise ValueError(f"language: {language!r} is none of {', '.join(LANGUAGES)}")
    book = files("hamgam").joinpath("locale", language, "findings.toml")
    return Words(
        language=language, texts=MappingProxyType(tomllib.loads(book.read_text(encoding="utf-8")))
    )
