"""Where an address lies, on the streets of a city."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from hamgam.engine.geometry import WGS84, reproject
from hamgam.engine.works import Certainty
from hamgam.exchange.places.grammar import Relation, Told, take_apart
from hamgam.exchange.places.index import StreetIndex
from hamgam.exchange.places.names import STREET_KINDS, KindWord, Name, taken_apart

_SQUARE_TO_SIDE: Final = 0.5
"""A side is told by the compass; below this cosine it does not say which side of the street."""
_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@dataclass(frozen=True, slots=True)
class Located:
    """Where an address was found to lie.

    `geometry` is in degrees (EPSG:4326). `street` is the street's Persian name as the city writes
    it, "" for a landmark away from streets. `reading` says in Persian how the address was
    understood, for a person to check.
    """

    geometry: BaseGeometry
    certainty: Certainty
    street: str
    reading: str


@dataclass(frozen=True, slots=True)
class _End:
    """A point along a street, and the name of what stands there."""

    measure_m: float
    name: str


def locate(address: str, streets: StreetIndex) -> Located | str:
    """Where an address lies, or why that cannot be told.

    Reads addresses as Iranian lists write them: street, crossings or landmarks that bound the part,
    side, length in metres. Misspelt names count when they agree to `index.CUTOFF` and no other
    street is as near. Names that two streets share are told apart by the crossings, or refused.
    """
    told = take_apart(address)
    if not told.streets and not told.ends:
        return "the address is empty"
    candidates = _candidates(told, streets)
    if isinstance(candidates, str):
        return _unnamed(told, streets) or candidates
    return _located(told, candidates, streets)


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The streets an address may mean, and the side street it names, if it does."""

    streets: tuple[int, ...]
    piece: str
    side_street: bool


def _candidates(told: Told, index: StreetIndex) -> _Candidates | str:
    """The likeliest piece's streets: the best agreement wins, then the earlier piece.

    Another piece that agrees as well narrows them down: «بلوار ملک‌آباد، ملک‌آباد ۵».
    """
    best: _Candidates | None = None
    agreement = 0.0
    for piece in told.streets:
        name = taken_apart(piece)
        if not name.core or name.kind not in {None, *STREET_KINDS}:
            continue
        found = index.streets_named(name)
        if found.candidates and found.agreement > agreement:
            agreement = found.agreement
            best = _Candidates(found.candidates, piece, name.number is not None)
        elif best is not None and found.agreement == agreement:
            best = _narrowed(best, found.candidates)
    if best is not None:
        return best
    if told.streets:
        return f"no street or place of the name {told.streets[0]!r} is known"
    return "the address names no street or place that is known"


def _narrowed(best: _Candidates, others: Sequence[int]) -> _Candidates:
    shared = tuple(street for street in best.streets if street in others)
    return replace(best, streets=shared) if shared else best


def _located(told: Told, candidates: _Candidates, index: StreetIndex) -> Located | str:
    if candidates.side_street:
        return _whole(candidates, told, index)
    placed = _placed(candidates, told, index)
    if not placed:
        placed = _placed(candidates, _narrowing(told, candidates), index)
    if len(placed) == 1:
        return placed[0][1]
    if placed:
        return _undecided([street for street, _ in placed], index)
    return _whole(candidates, told, index)


def _placed(candidates: _Candidates, told: Told, index: StreetIndex) -> list[tuple[int, Located]]:
    return [
        (street, part)
        for street in candidates.streets
        if (part := _part(street, told, index)) is not None
    ]


def _narrowing(told: Told, candidates: _Candidates) -> Told:
    """The address as if it said "near" the pieces that may narrow the street down.

    Lists write from the large to the small: a landmark behind the street is on it, one before it
    only leads there. What a street begins at may stand on either side.
    """
    at = told.pieces.index(candidates.piece)
    before, behind = told.pieces[:at], told.pieces[at + 1 :]
    landmarks = [piece for piece in behind if taken_apart(piece).kind not in {None, *STREET_KINDS}]
    beside = (*behind, *before) if told.is_begun else ()
    ends = tuple((piece,) for piece in (*landmarks, *beside))
    return replace(told, relation=Relation.NEAR, ends=ends)


def _undecided(streets: Sequence[int], index: StreetIndex) -> str:
    names = "، ".join(f"«{index.streets[street].names['fa']}»" for street in streets)
    return f"the address fits several streets equally well: {names}"


def _whole(candidates: _Candidates, told: Told, index: StreetIndex) -> Located | str:
    """The whole street: the address says no more, or nothing more that is known."""
    if len(candidates.streets) > 1:
        return _undecided(candidates.streets, index)
    street = candidates.streets[0]
    name = index.streets[street].names["fa"]
    known = told.relation is Relation.WHOLE and not candidates.side_street
    reading = name if known else f"{name}؛ جای آن در طول معبر شناخته نشد"
    geometry, side = _sided(index.lines[street], street, told, index)
    return Located(_degrees(geometry, index), Certainty.STREET_ONLY, name, reading + side)


def _part(street: int, told: Told, index: StreetIndex) -> Located | None:
    """The part of a street that the address bounds; None when the street does not fit it."""
    if told.relation is Relation.BETWEEN:
        return _between(street, told, index)
    for (text,) in told.ends:
        ends = _ends(street, text, index)
        if ends:
            return _at(street, ends[0], told, index)
    return None


def _between(street: int, told: Told, index: StreetIndex) -> Located | None:
    for first, second in told.ends:
        spans = [
            (one, other)
            for one, other in product(_ends(street, first, index), _ends(street, second, index))
            if abs(one.measure_m - other.measure_m) >= 1
        ]
        if spans:
            one, other = min(spans, key=lambda span: abs(span[0].measure_m - span[1].measure_m))
            return _span(street, one, other, told, index)
    return None


def _span(street: int, one: _End, other: _End, told: Told, index: StreetIndex) -> Located:
    begins, ends = one.measure_m, other.measure_m
    if told.length_m is not None and told.length_m < abs(ends - begins):
        ends = begins + math.copysign(told.length_m, ends - begins)
    cut = substring(index.lines[street], begins, ends)
    where = f"حدفاصل {one.name} تا {other.name}"
    return _finished(cut, street, where, told, index)


def _at(street: int, end: _End, told: Told, index: StreetIndex) -> Located:
    """At a crossing or landmark: a point, or the stated length to either side of it."""
    line, reach_m = index.lines[street], told.length_m or 0.0
    cut = substring(
        line, max(end.measure_m - reach_m, 0), min(end.measure_m + reach_m, line.length)
    )
    word = "تقاطع" if told.relation is Relation.CROSSING else "نزدیک"
    return _finished(cut, street, f"{word} {end.name}", told, index)


def _finished(
    cut: BaseGeometry, street: int, where: str, told: Told, index: StreetIndex
) -> Located:
    name = index.streets[street].names["fa"]
    length = f"، {told.length_m:g} متر".translate(_PERSIAN) if told.length_m else ""
    geometry, side = _sided(cut, street, told, index)
    return Located(
        geometry=_degrees(geometry, index),
        certainty=Certainty.BETWEEN_CROSSINGS,
        street=name,
        reading=f"{name}، {where}{side}{length}",
    )


def _sided(
    cut: BaseGeometry, street: int, told: Told, index: StreetIndex
) -> tuple[BaseGeometry, str]:
    """The part moved by half the street's width to the side told, and the words for it.

    As it is when no side is told, or the compass does not tell one side of the street from the
    other.
    """
    if told.side is None or not isinstance(cut, LineString):
        return cut, ""
    (x, y), (to_x, to_y) = cut.coords[0], cut.coords[-1]
    east, north = to_x - x, to_y - y
    leftward = told.side[1] * east - told.side[0] * north
    if abs(leftward) < _SQUARE_TO_SIDE * math.hypot(east, north) * math.hypot(*told.side):
        return cut, "، ضلع گفته‌شده با راستای معبر نمی‌خواند"
    half_m = index.streets[street].width_m / 2
    moved = cut.offset_curve(math.copysign(half_m, leftward), join_style="mitre")
    return moved, f"، ضلع {_side_name(told.side)}"


def _side_name(side: tuple[int, int]) -> str:
    east, north = side
    words = [{1: "شمال", -1: "جنوب"}.get(north, ""), {1: "شرق", -1: "غرب"}.get(east, "")]
    return " ".join(f"{word}ی" for word in words if word)


def _degrees(geometry: BaseGeometry, index: StreetIndex) -> BaseGeometry:
    degrees: BaseGeometry = reproject([geometry], index.epsg, WGS84)[0]
    return degrees


def _ends(street: int, text: str, index: StreetIndex) -> list[_End]:
    """Where along a street stands what the text names: crossing or landmark, as its kind says."""
    name = taken_apart(text)
    if not name.core:
        return []
    crossings, landmarks = _crossing_ends(street, name, index), _landmark_ends(street, name, index)
    if name.kind in STREET_KINDS:
        return crossings or landmarks
    if name.kind is KindWord.OTHER_PLACE:
        return landmarks
    return landmarks or crossings


def _crossing_ends(street: int, name: Name, index: StreetIndex) -> list[_End]:
    # A numbered side street of an unknown number says nothing of where it leaves its street.
    if name.number is not None and not index.has_side_street(name):
        return []
    return [
        _End(measure_m, index.streets[other].names["fa"])
        for other in index.streets_named(name).candidates
        if other != street
        for measure_m in index.crossings(street, other)
    ]


def _landmark_ends(street: int, name: Name, index: StreetIndex) -> list[_End]:
    found = index.landmarks_named(name).candidates
    return [
        _End(measure_m, index.landmarks[place].names["fa"])
        for place in found
        if (measure_m := index.standing_on(street, place)) is not None
    ]


def _unnamed(told: Told, index: StreetIndex) -> Located | str | None:
    """An address without a street: the street that joins both ends, a crossing, or a landmark."""
    if told.relation is Relation.BETWEEN and not told.streets:
        return _joined(told, index)
    if told.relation is Relation.CROSSING and not told.streets:
        return _crossed(told, index)
    names = [taken_apart(piece) for piece in told.streets]
    if any(name.kind in STREET_KINDS for name in names):
        return None
    for name in names:
        places = index.landmarks_named(name).candidates
        if len(places) == 1:
            place = index.landmarks[places[0]]
            return Located(place.point, Certainty.BETWEEN_CROSSINGS, "", place.names["fa"])
    return None


def _joined(told: Told, index: StreetIndex) -> Located | str | None:
    """«از میدان … تا …»: the street that passes both, when one is clearly nearest to them."""
    placed = sorted(
        (
            (_away_m(street, told, index), street, part)
            for street in range(len(index.streets))
            if (part := _part(street, told, index)) is not None
        ),
        key=lambda entry: entry[:2],
    )
    if not placed:
        return None
    near = [
        street for away_m, street, _ in placed if away_m <= placed[0][0] + index.node_tolerance_m
    ]
    return placed[0][2] if len(near) == 1 else _undecided(near, index)


def _away_m(street: int, told: Told, index: StreetIndex) -> float:
    """How far the landmarks that the ends may name stand from a street, the nearest of each."""
    return sum(
        min((index.away_m(street, place) for place in found), default=0.0)
        for end in told.ends[0]
        if (found := index.landmarks_named(taken_apart(end)).candidates)
    )


def _crossed(told: Told, index: StreetIndex) -> Located | str | None:
    """«تقاطع A و B»."""
    for first, second in told.ends:
        placed = [
            (street, _at(street, ends[0], told, index))
            for street in index.streets_named(taken_apart(first)).candidates
            if (ends := _ends(street, second, index))
        ]
        if len(placed) > 1:
            return _undecided([street for street, _ in placed], index)
        if placed:
            return placed[0][1]
    return None
