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

from hamgam.exchange.persian import normalise

_ALSO = "also"
_EXACT = 100.0
_TAIL = 92.0
"""A name that agrees in its last parts: `validity.from` for `from`."""
_CLOSE = 80.0
"""A name one letter away, two in long names."""
_SHORTEST_CLOSE = 6
_LONG = 9
_CUT_BYTES, _CUT_LETTERS = 10, 2
_RANK_COST = 0.2
_SUGGESTED = 60.0
MANY_COLUMNS = frozenset(("begins", "ends", "title", "street", "address"))
"""Fields that may be told in several columns: the first that is not empty counts."""
SHARED_COLUMNS = frozenset(("kind", "activity", "title", "street", "address"))
"""Fields that may read a column which another field reads too."""
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
def _vocabulary() -> dict[str, dict[str, list[str]]]:
    text = resources.files("hamgam.exchange").joinpath("columns.toml").read_text("utf-8")
    return {
        name: {language: [plain(word) for word in words] for language, words in entry.items()}
        for name, entry in tomllib.loads(text).items()
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
    return _close(name)


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

    allowed = 1 if len(name) < _LONG else 2
    found = process.extractOne(name, _names().keys(), scorer=OSA.distance, score_cutoff=allowed)
    if not found:
        return _cut(name)
    return [(worth - _EXACT + _CLOSE, own, language) for own, language, worth in _names()[found[0]]]


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
