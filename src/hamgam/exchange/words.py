"""What the words in a cell mean: the kind, activity, impact, stage of a work (`words.toml`).

Conservative: a word that is not known means nothing, and the row's own text stays in `told`.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources

from hamgam.exchange.columns import plain

_WHOLE = "="


def _pattern(word: str) -> str:
    text = re.escape(plain(word.removeprefix(_WHOLE)))
    return text + r"\b" if word.startswith(_WHOLE) else text


@lru_cache(maxsize=1)
def _meanings() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    text = resources.files("hamgam.exchange").joinpath("words.toml").read_text("utf-8")
    return {
        name: [
            (meaning, re.compile(r"\b(?:" + "|".join(map(_pattern, words)) + ")"))
            for meaning, words in entry.items()
        ]
        for name, entry in tomllib.loads(text).items()
    }


@lru_cache(maxsize=65_536)
def meaning_of(vocabulary: str, text: str) -> str | None:
    """The meaning of a cell's text in one vocabulary; our own values mean themselves."""
    told = plain(text)
    if not told:
        return None
    meanings = _meanings()[vocabulary]
    for meaning, _ in meanings:
        if told == plain(meaning):
            return meaning
    return next((meaning for meaning, pattern in meanings if pattern.search(told)), None)
