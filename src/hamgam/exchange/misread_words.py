"""What a reader says of a file, in the language of the person who gave it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from hamgam.exchange.misread import Misread


@lru_cache(maxsize=3)
def _book(language: str) -> Mapping[str, Any]:
    text = files("hamgam").joinpath("locale", language, "misread.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """The English sentences as patterns, the longest first, for some begin like others."""
    told = {key: text for key, text in _book("en").items() if isinstance(text, str)}
    return [
        (key, re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.*)", re.escape(text)), re.DOTALL))
        for key, text in sorted(told.items(), key=lambda item: -len(item[1]))
    ]


def in_words(sentence: str, language: str) -> str:
    """A reader's sentence in a language (fa, en or ar); as it stands where it is not known."""
    for key, pattern in _patterns():
        if found := pattern.fullmatch(sentence):
            about = {name: _marked(value, language) for name, value in found.groupdict().items()}
            return str(_book(language)[key]).format(**about)
    return sentence


def _marked(value: str, language: str) -> str:
    """A name that Python marked, between the marks of the language."""
    is_marked = len(value) > 1 and value[0] == value[-1] == "'"
    return f"«{value[1:-1]}»" if is_marked and language != "en" else value


def spoken(fault: Misread, language: str) -> Misread:
    """The fault with its sentences in a language."""
    return replace(
        fault, reason=in_words(fault.reason, language), hint=in_words(fault.hint, language)
    )


def told(fault: Misread, language: str) -> str:
    """All of a fault in one line: where, what, why, and what would be right."""
    if language == "en":
        return str(fault)
    shape = _book(language)["shape"]
    place = shape["place"].format(where=fault.where, row=fault.row) if fault.row else fault.where
    named = shape["cell"].format(field=fault.field, value=fault.value)
    cell = named if fault.value else fault.field
    advice = shape["advice"].format(hint=in_words(fault.hint, language)) if fault.hint else ""
    where = shape["comma"].join(part for part in (place, cell) if part)
    return f"{where}: {in_words(fault.reason, language)}{advice}"
