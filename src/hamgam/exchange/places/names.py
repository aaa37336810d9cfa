"""How Iranian lists name streets and landmarks: kind word, honours, the name itself, a number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from rapidfuzz.distance import OSA

from hamgam.exchange.persian import normalise


class KindWord(StrEnum):
    """What the word before a name says it is; words of one kind are used for one another."""

    BOULEVARD = "boulevard"
    STREET = "street"
    FREEWAY = "freeway"
    ROAD = "road"
    ALLEY = "alley"
    SQUARE = "square"
    JUNCTION = "junction"
    OTHER_PLACE = "other_place"


STREET_KINDS: Final = frozenset(
    {KindWord.BOULEVARD, KindWord.STREET, KindWord.FREEWAY, KindWord.ROAD, KindWord.ALLEY}
)

_WORDS: Final[Mapping[KindWord, str]] = {
    KindWord.BOULEVARD: "بلوار|بولوار|بلوارِ|بل|blvd|boulevard",
    KindWord.STREET: "خیابان|خیابانهای|خیابانهای|خ|بازار|street|st",
    KindWord.FREEWAY: "بزرگراه|بزرگ راه|بزرگرا|اتوبان|آزادراه|آزاد راه|کمربند|کمربندی",
    KindWord.ROAD: "جاده|محور|مسیر",
    KindWord.ALLEY: "کوچه|فرعی|بن بست|ک",
    KindWord.SQUARE: "میدان|میدون|فلکه|م",
    KindWord.JUNCTION: "چهارراه|چهار راه|4 راه|سه راه|سهراه|3 راه|سه راهی|پنج راه|پنجراه|دوراهی"
    "|تقاطع غیرهمسطح|تقاطع غیر همسطح|تقاطع چهارسطحی|تقاطع|زیرگذر|روگذر|پل",
    KindWord.OTHER_PLACE: "بیمارستان|پارک|بوستان|دانشگاه|ایستگاه|پایانه مسافربری|پایانه|ترمینال"
    "|فرودگاه بین المللی|فرودگاه|نمایشگاه بین المللی|ورودی|دروازه|کمپ|پارکینگ|آرامگاه|بست",
}
_KIND_OF: Final[Mapping[str, KindWord]] = {
    normalise(word): kind for kind, words in _WORDS.items() for word in words.split("|")
}
_GUESSED_LETTERS: Final = 5
_LONGEST_KIND_WORDS: Final = max(len(word.split()) for word in _KIND_OF)

_HONOURS: Final = re.compile(
    r"(?<!\w)(?:شهید|سردار شهید|سرلشکر|سپهبد|سردار|امیر شهید|ایت ?الله(?: العظمی)?|ایه ?الله"
    r"|حجت ?الاسلام|علامه|دکتر|استاد|مهندس|حاج|ع|عج|ره|س|ص)(?!\w)"
)
_BRACKETS: Final = re.compile(r"\(([^)]*)\)")
_METRES: Final = re.compile(r"(?<!\w)(\w{1,6})متری")
_UNITS: Final = (
    "یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده"
    "|یازده|دوازده|سیزده|چهارده|پانزده|شانزده|هفده|هجده|نوزده|بیست"
)
_NUMBERS: Final[Mapping[str, str]] = {
    **{word: str(number) for number, word in enumerate(_UNITS.split("|"), start=1)},
    "سی": "30",
    "چهل": "40",
    "پنجاه": "50",
    "شصت": "60",
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: `words` have no kind word, honours or signs left.

    `number` is the number of a side street («وکیل‌آباد ۲۳»), None without one; `by_names` stood
    beside it in brackets («خیابان شیرازی (بالاخیابان)») and have its kind unless they tell another.
    """

    kind: KindWord | None
    words: tuple[str, ...]
    number: str | None = None
    by_names: tuple[Name, ...] = ()

    @property
    def core(self) -> str:
        """The words without spaces, as half-spaces come and go in lists."""
        return "".join(self.words)

    @property
    def full(self) -> str:
        """The core with the side street's number."""
        return self.core + (self.number or "")


def taken_apart(text: str) -> Name:
    """The name in a piece of text; its core is empty when nothing but kind words stands there."""
    plain = _plain(_BRACKETS.sub(" ", text))
    inner = [_plain(found) for found in _BRACKETS.findall(text)]
    by_names = tuple(
        replace(name, kind=name.kind or plain.kind) for name in inner if len(name.core) > 2
    )
    return replace(plain, by_names=by_names)


def _plain(text: str) -> Name:
    tokens = re.sub(r"[()«»\"'.:]", " ", _METRES.sub(r"\1 متری", normalise(text))).split()
    kind, tokens = _without_kind(tokens)
    bare = _HONOURS.sub(" ", " ".join(_without_misspelt_honour(tokens)))
    words = [_NUMBERS.get(word, word) for word in bare.split()]
    core, number = _without_number(" ".join(words))
    return Name(kind, tuple(re.findall(r"[^\W_]+", core)), number)


def _without_misspelt_honour(tokens: list[str]) -> list[str]:
    """Without the one long honour that lists misspell; it is written in one word or in two."""
    for count in (1, 2):
        if OSA.distance("".join(tokens[:count]), "ایتالله", score_cutoff=1) <= 1 < len(tokens):
            return tokens[count:]
    return tokens


def _without_kind(tokens: list[str]) -> tuple[KindWord | None, list[str]]:
    """The last kind word in front and what follows it; a name is never kind words alone."""
    kind: KindWord | None = None
    while len(tokens) > 1:
        longest = min(_LONGEST_KIND_WORDS, len(tokens) - 1)
        length = next((n for n in range(longest, 0, -1) if " ".join(tokens[:n]) in _KIND_OF), 0)
        meant = _KIND_OF[" ".join(tokens[:length])] if length else _misspelt_kind(tokens[0])
        if meant is None or (kind is not None and not length):
            break
        kind, tokens = meant, tokens[max(length, 1) :]
    return kind, tokens


def _misspelt_kind(token: str) -> KindWord | None:
    """The kind word that a token misses by one edit; short words are not guessed."""
    return next(
        (
            kind
            for word, kind in _KIND_OF.items()
            if len(word) >= _GUESSED_LETTERS and OSA.distance(word, token, score_cutoff=1) <= 1
        ),
        None,
    )


def _without_number(text: str) -> tuple[str, str | None]:
    found = re.fullmatch(r"(?P<core>.*[^\W\d])\s*(?P<number>\d+(?:/\d+)*)", text)
    return (found["core"], found["number"]) if found else (text, None)
