"""What an address says, before any map is asked: street, relation, side and length."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from hamgam.exchange.persian import normalise


class Relation(StrEnum):
    """How an address says where along the street."""

    WHOLE = "whole"
    BETWEEN = "between"
    """From one crossing or landmark to another."""
    CROSSING = "crossing"
    """At the crossing of two streets, or at the corner of one («نبش»)."""
    NEAR = "near"
    """Opposite, beside, before or after something."""


@dataclass(frozen=True, slots=True)
class Told:
    """An address taken apart, in normalised text.

    `streets` are the pieces that may name the street, likeliest first; `pieces` the same in the
    order written. `ends` are the possible readings of what the relation names, likeliest first:
    pairs for BETWEEN, singles else. `side` points to the side of the street, east and north;
    `length_m` is the stated length.
    """

    relation: Relation
    streets: tuple[str, ...]
    ends: tuple[tuple[str, ...], ...] = ()
    side: tuple[int, int] | None = None
    length_m: float | None = None
    pieces: tuple[str, ...] = ()
    is_begun: bool = False
    """Whether a piece is told to begin or end there («ابتدای بلوار حافظ»)."""


_EAST_NORTH: Final = {"شمال": (0, 1), "جنوب": (0, -1), "شرق": (1, 0), "غرب": (-1, 0)}
_SIDE = re.compile(
    r"(?<!\w)(?:در |از )?(?:ضلع|سمت|جبهه|حاشیه|باند|لاین|کندروی?|پیاده ?روی?|طرف)"
    r" (شمال|جنوب|شرق|غرب)ی?(?: (شرق|غرب)ی?)?(?!\w)"
)
_LENGTH = re.compile(
    r"(?<![\w/])(?:به )?(?P<what>طول|متراژ|عرض|عمق|قطر)?(?: تقریبی| حدود)?[ :]*"
    r"(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?) ?(?P<unit>کیلومتر|متر|km|m)(?: طول)?(?!\w)"
)
_NOISE = re.compile(
    r"(?<!\w)(?:پلاک|کد ?پستی|واحد|طبقه|منطقه|ناحیه)[ :]*[\d/]+(?!\w)"
    r"|(?<!\w)(?:اواسط|طول|کل|سراسر|دور|حاشیه)(?!\w)"
)
_BEGUN = re.compile(r"(?<!\w)(?:ابتدا|انتها)ی? (?=[^,])")
_BETWEEN = re.compile(
    r"(?<!\w)(?:در )?(?:(?:حد ?فاصل|فاصله|مابین|ما بین|بین)(?: از)?|از) (?P<both>[^,]+)"
)
_CROSSING = re.compile(
    r"(?<!\w)(?:(?:محل )?(?:تقاطع|تلاقی)|نبش|سر نبش)(?! ?(?:غیر|چهارسطحی))(?: با)? (?P<one>[^,]+)"
)
_NEAR = re.compile(
    r"(?<!\w)(?:رو ?به ?روی|روبرو|روبروی|مقابل|جنب|کنار|مجاور|پشت|نرسیده به|قبل از|بعد از|پس از"
    r"|بالاتر از|پایین ?تر از|نزدیک) (?P<one>[^,]+)"
)
_LEADING = (
    r"تا|الی|و|با|به|از|در|بین|مابین|فاصل|حدفاصل|فاصله|سمت|طرف|تقاطع|تلاقی|نبش|سر|روی|روبروی|مقابل"
    r"|جنب|کنار|مجاور|پشت|قبل|بعد|پس|نزدیک|محل|ابتدا|ابتدای|انتها|انتهای"
)
_STREET_BEGINS = re.compile(
    r"(?<=[\w)]) (?=(?:بلوار|بولوار|خیابان|خ|بزرگراه|اتوبان|ازادراه|جاده|کوچه) \w[^()]*(?:\(|$|,))"
)
# A hyphen parts pieces even without spaces, but not numbers; a dash may stand within a name.
_BREAK = re.compile(r"\s*[,;]\s*|\s+[-–—]+\s+|(?<!\d)\s*-\s*|\s*-\s*(?!\d)")


def take_apart(address: str) -> Told:
    """What an address says; the street may be missing («از میدان … تا …»)."""
    text = _BREAK.sub(", ", normalise(address))
    side, text = _side(text)
    length_m, text = _length(text)
    text = _with_commas(re.sub(r"\s+", " ", _NOISE.sub(" ", text)))
    begun = _BEGUN.search(text)
    said = _relation(_BEGUN.sub("", text))
    pieces = tuple(sorted(said.streets, key=said.text.find))
    return Told(
        relation=said.relation,
        streets=said.streets,
        ends=said.ends,
        side=side,
        length_m=length_m,
        pieces=pieces,
        is_begun=begun is not None,
    )


def _with_commas(text: str) -> str:
    """A comma before each street's kind word that follows a name, where the list left it out."""
    pieces = _STREET_BEGINS.split(text)
    joined = pieces[0]
    for piece in pieces[1:]:
        leads = re.search(rf"(?<!\w)(?:{_LEADING})$", joined)
        joined += f" {piece}" if leads else f", {piece}"
    return joined


def _side(text: str) -> tuple[tuple[int, int] | None, str]:
    found = _SIDE.search(text)
    if not found:
        return None, text
    first = _EAST_NORTH[found[1]]
    second = _EAST_NORTH[found[2]] if found[2] else (0, 0)
    return (first[0] + second[0], first[1] + second[1]), _SIDE.sub(", ", text)


def _length(text: str) -> tuple[float | None, str]:
    length_m: float | None = None
    for found in _LENGTH.finditer(text):
        if found["what"] in {None, "طول", "متراژ"} and length_m is None:
            metres = 1000.0 if found["unit"] in {"کیلومتر", "km"} else 1.0
            length_m = float(found["number"].replace(",", "")) * metres
    return length_m or None, _LENGTH.sub(", ", text)


class _Said(NamedTuple):
    """The relation of an address, with the text it was read from; the fields are those of Told."""

    text: str
    relation: Relation
    streets: tuple[str, ...]
    ends: tuple[tuple[str, ...], ...] = ()


def _relation(text: str) -> _Said:
    between = _BETWEEN.search(text)
    if between and (pairs := _pairs(between["both"], "تا|الی|و|به سمت|به طرف|به")):
        return _Said(text, Relation.BETWEEN, _pieces(text, between), pairs)
    crossing = _CROSSING.search(text)
    if crossing:
        return _crossing(text, crossing)
    near = _NEAR.search(text)
    if near:
        return _Said(text, Relation.NEAR, _pieces(text, near), ((near["one"].strip(),),))
    return _Said(text, Relation.WHOLE, _split(text))


def _crossing(text: str, found: re.Match[str]) -> _Said:
    """«تقاطع A و B» names both streets, «A نبش B» the second alone, «A، تقاطع B و C» two more."""
    streets = _pieces(text, found)
    pairs = _pairs(found["one"], "و|با")
    if pairs and not streets:
        return _Said(text, Relation.CROSSING, (), pairs)
    if not streets:
        return _Said(text, Relation.WHOLE, _split(text))
    each = ((part,) for pair in pairs for part in pair)
    return _Said(text, Relation.CROSSING, streets, ((found["one"].strip(),), *each))


def _pairs(text: str, words: str) -> tuple[tuple[str, ...], ...]:
    """Every way to split the text in two at one of the words; «تا» before «و»."""
    cuts = list(re.finditer(rf"(?<!\w)(?:{words})(?!\w)", text))
    cuts.sort(key=lambda cut: (cut[0] not in {"تا", "الی"}, cut.start()))
    pairs = [(text[: cut.start()].strip(), text[cut.end() :].strip()) for cut in cuts]
    return tuple(pair for pair in pairs if all(pair))


def _pieces(text: str, found: re.Match[str]) -> tuple[str, ...]:
    """The pieces around a relation: what stands before it is likelier the street."""
    return _split(text[: found.start()]) + _split(text[found.end() :])


def _split(text: str) -> tuple[str, ...]:
    """The pieces between commas, the last first: lists write from the large to the small."""
    return tuple(piece for part in reversed(text.split(",")) if (piece := part.strip()))
