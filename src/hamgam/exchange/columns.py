"""Which of a list's columns is which of our fields: guessed from the names, or given.

The names are data (`columns.toml`), by language; a close spelling counts for less than the name
itself. What the cells hold decides in the end: a column of names is no column of dates.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

from hamgam.exchange.persian import normalise

_ALSO = "also"
_EXACT = 100.0
_TAIL = 92.0
"""A name that agrees in its last parts: `validity.from` for `from`."""
_QUALIFIED = 86.0
"""A day's name with words beside it that change nothing: `planned start date`."""
_CLOSE = 80.0
"""A name one letter away, two in long names."""
_SHORTEST_CLOSE, _SHORTEST_WORD = 6, 4
_LONG = 9
_CUT_BYTES, _CUT_LETTERS = 10, 2
_RANK_COST = 0.2
_SUGGESTED = 60.0
MANY_COLUMNS = frozenset(("begins", "ends", "title", "street", "address"))
"""Fields that may be told in several columns: the first that is not empty counts."""
SHARED_COLUMNS = frozenset(("kind", "activity", "title", "street", "address"))
"""Fields that may read a column which another field reads too."""
DAY_FIELDS = frozenset(("begins", "ends"))
"""Fields whose names may have more words beside them."""
LENT_COLUMNS = SHARED_COLUMNS | {"project"}
"""Fields whose column others may read too."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SIGNS = re.compile(r"[^\w]+|_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """Which columns tell which field, in order of preference; `languages` counts whose names
    were found."""

    columns: Mapping[str, tuple[str, ...]]
    languages: Mapping[str, int] = field(default_factory=dict)

    def first(self, name: str) -> str | None:
        """The preferred column of a field."""
        found = self.columns.get(name)
        return found[0] if found else None


def plain(name: str) -> str:
    """A column's name as it is compared: words in small letters, one space between."""
    return " ".join(_SIGNS.sub(" ", normalise(_CAMEL.sub(" ", name))).split())


@lru_cache(maxsize=1)
def _tables() -> dict[str, Any]:
    text = resources.files("hamgam.exchange").joinpath("columns.toml").read_text("utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=1)
def _date_words() -> frozenset[str]:
    return frozenset(word for told in _tables()["date_words"] for word in plain(told).split())


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, dict[str, list[str]]]:
    return {
        name: {language: [plain(word) for word in words] for language, words in entry.items()}
        for name, entry in _tables().items()
        if isinstance(entry, dict)
    }


def field_names() -> list[str]:
    """Our fields, as `--map` takes them."""
    return list(_vocabulary())


def field_of(name: str) -> str | None:
    """The field that a name in `--map` means: the field's own name or one of its short names."""
    if name in _vocabulary():
        return name
    wanted = plain(name)
    for own, entry in _vocabulary().items():
        if wanted == plain(own) or wanted in entry.get(_ALSO, []):
            return own
    return None


@lru_cache(maxsize=1)
def _names() -> dict[str, list[tuple[str, str, float]]]:
    """By known name: the fields it stands for, the language, and what it is worth."""
    known: dict[str, list[tuple[str, str, float]]] = {}
    for own, entry in _vocabulary().items():
        known.setdefault(plain(own), []).append((own, "", _EXACT))
        for language, words in entry.items():
            for rank, word in enumerate(words):
                if language != _ALSO:
                    known.setdefault(word, []).append((own, language, _EXACT - _RANK_COST * rank))
    return known


def _tails(name: str) -> list[str]:
    parts = [plain(part) for part in name.split(".")]
    return [" ".join(parts[i:]) for i in range(1, len(parts))]


def _scores(column: str) -> list[tuple[float, str, str]]:
    """What a column's name is worth for which field, and in which language."""
    name, known = plain(column), _names()
    if name in known:
        return [(worth, own, language) for own, language, worth in known[name]]
    for tail in _tails(column):
        if tail in known:
            return [(worth - _EXACT + _TAIL, own, language) for own, language, worth in known[tail]]
    return _qualified(name) or _close(name)


def _qualified(name: str) -> list[tuple[float, str, str]]:
    """A first or last day's name with words beside it that change nothing."""
    core = " ".join(word for word in name.split() if word not in _date_words())
    return [
        (worth - _EXACT + _QUALIFIED, own, language)
        for own, language, worth in _names().get(core, [])
        if own in DAY_FIELDS
    ]


def _cut(name: str) -> list[tuple[float, str, str]]:
    """A name that a Shapefile cut to ten bytes, when hardly more than a letter is gone."""
    if not _CUT_BYTES - 1 <= len(name.encode()) <= _CUT_BYTES:
        return []
    whole = [w for w in _names() if w.startswith(name) and len(w) - len(name) <= _CUT_LETTERS]
    return [
        (worth - _EXACT + _CLOSE, own, language)
        for word in sorted(whole, key=len)[:1]
        for own, language, worth in _names()[word]
    ]


def _close(name: str) -> list[tuple[float, str, str]]:
    if len(name) < _SHORTEST_CLOSE:
        return _cut(name)
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(name, _names().keys(), scorer=OSA.distance, score_cutoff=2, limit=8)
    for word, _, _ in found:
        if _is_misspelt(name, word):
            return [
                (worth - _EXACT + _CLOSE, own, language) for own, language, worth in _names()[word]
            ]
    return _cut(name)


def _is_misspelt(name: str, word: str) -> bool:
    """Whether every word of a name is another's with a letter wrong, two in a long one; short words
    must be right, for `to date` is no misspelt `from date`."""
    from rapidfuzz.distance import OSA

    ours, theirs = name.split(), word.split()
    if len(ours) != len(theirs):
        ours, theirs = ["".join(ours)], ["".join(theirs)]
    return all(
        OSA.distance(a, b) <= (max(len(a), len(b)) >= _SHORTEST_WORD) + (len(a) >= _LONG)
        for a, b in zip(ours, theirs, strict=True)
    )


def guess(
    columns: Sequence[str], fits: Callable[[str, str], bool], given: Mapping[str, str]
) -> Guess:
    """The columns of each field.

    `fits(field, column)` tells whether the column's cells can be that field; `given` are columns
    that are settled, by field.
    """
    offers = sorted(
        (-score, position, own, column, language)
        for position, column in enumerate(columns)
        for score, own, language in _scores(column)
        if own not in given
    )
    taken: dict[str, list[str]] = {own: [column] for own, column in given.items()}
    users = {column: own for own, column in given.items()}
    languages: dict[str, int] = {}
    for cost, _, own, column, language in offers:
        free = column not in users or (own in SHARED_COLUMNS and users[column] in LENT_COLUMNS)
        room = own not in taken or (own in MANY_COLUMNS and -cost > _CLOSE)
        if free and room and column not in taken.get(own, []) and fits(own, column):
            taken.setdefault(own, []).append(column)
            users.setdefault(column, own)
            languages[language] = languages.get(language, 0) + bool(language)
    return Guess(columns={own: tuple(names) for own, names in taken.items()}, languages=languages)


def column_named(name: str, columns: Sequence[str]) -> str | None:
    """The column that a person means by a name: as written, or the same after normalising."""
    if name in columns:
        return name
    return next((column for column in columns if plain(column) == plain(name)), None)


def near(name: str, columns: Sequence[str]) -> list[str]:
    """Up to three columns whose names are most like the given one."""
    from rapidfuzz import fuzz, process

    found = process.extract(
        plain(name),
        {column: plain(column) for column in columns},
        scorer=fuzz.WRatio,
        limit=3,
        score_cutoff=_SUGGESTED,
    )
    return [column for _, _, column in found]
