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
def _entries() -> dict[str, dict[str, list[str]]]:
    text = resources.files("hamgam.exchange").joinpath("words.toml").read_text("utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=1)
def _meanings() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """By vocabulary, the meanings and the words that have them, the longest word first."""
    return {
        name: [
            (meaning, re.compile(r"\b" + _pattern(word)))
            for word, meaning in sorted(
                ((word, meaning) for meaning, words in entry.items() for word in words),
                key=lambda pair: -len(plain(pair[0])),
            )
        ]
        for name, entry in _entries().items()
    }


@lru_cache(maxsize=65_536)
def meaning_of(vocabulary: str, text: str) -> str | None:
    """The meaning of a cell's text in one vocabulary; our own values mean themselves.

    The longest known word decides, of two as long the one listed first.
    """
    told = plain(text)
    if not told:
        return None
    own = next((m for m in _entries()[vocabulary] if told == plain(m)), None)
    if own is not None:
        return own
    return next((m for m, word in _meanings()[vocabulary] if word.search(told)), None)
