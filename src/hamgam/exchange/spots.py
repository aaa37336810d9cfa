"""Where each row is: its own shape, text shapes, coordinates in columns, start and end points; and
what is implausible about it.

Every row without a place keeps its other columns; nothing is moved to where it "must" be, unless
all rows of a file share the same fault.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely

from hamgam.engine.geometry import middle
from hamgam.exchange import systems
from hamgam.exchange.columns import Guess
from hamgam.exchange.persian import latin_digits
from hamgam.exchange.systems import Box, Evidence, Frame, Points
from hamgam.exchange.table import OWN_SHAPE, Cell, Fault, Table

Shapes = npt.NDArray[np.object_]

_PAIR = re.compile(r"^\D*?(-?\d+(?:\.\d+)?)\s*[,; /|]+\s*(-?\d+(?:\.\d+)?)\D*$")
_SIGNS = str.maketrans({"٫": ".", "٬": None, "−": "-", "،": ",", "؛": ";"})
_STRAY_DEGREES = 3.0
"""A row farther than this from the file's middle is asked whether a known slip explains it."""
_NEAR_DEGREES = 1.5
"""How near a slip, undone, must bring it."""
_MOST, _FEW = 0.8, 0.2
_NOUGHT = 1e-6
IRAN: Box = (44.0, 25.0, 63.4, 39.8)
"""Where the places of a Persian list are expected when no city is given."""
KEPT = "the row is kept without its place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where a file's places are expected: a city's box, a country's, or nowhere in particular."""

    box: Box | None
    is_country: bool = False

    @property
    def margin(self) -> float:
        """How many degrees beyond the box a place may lie and still be at home."""
        return 0.0 if self.is_country else _NEAR_DEGREES


def _home(city: Box | None, guess: Guess) -> Home:
    spoken = max(guess.languages, key=lambda code: guess.languages[code], default="")
    if city is None and spoken == "fa":
        return Home(box=IRAN, is_country=True)
    return Home(box=city)


@dataclass(slots=True, kw_only=True)
class Spots:
    """By row position: the shape in degrees (None for none); and what there is to say."""

    shapes: Shapes
    between: set[int] = field(default_factory=set)
    """The rows whose shape was drawn between a start and an end."""
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def number_of(cell: Cell, *, thousands: bool = False) -> float | None:
    """The number that a cell tells, with digits of any script; None when it tells none.

    A single comma is the decimal one, unless `thousands` and exactly three digits follow it.
    """
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return float(cell)
    text = cell.strip() if cell.isascii() else _folded(cell)
    if text.count(",") == 1 and "." not in text and not (thousands and text[-4:-3] == ","):
        text = text.replace(",", ".")
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


def _folded(text: str) -> str:
    """The text with Latin digits and signs."""
    plain = latin_digits(text).strip()
    return plain.translate(_SIGNS)


def _column(table: Table, name: str | None) -> list[Cell]:
    if name is None or name not in table.columns:
        return []
    at = table.columns.index(name)
    return [row[at] for row in table.rows]


def _numbers(table: Table, name: str | None) -> npt.NDArray[np.float64]:
    cells = _column(table, name) or [None] * len(table.rows)
    return np.asarray([np.nan if (n := number_of(cell)) is None else n for cell in cells])


def _pairs(table: Table, name: str | None) -> Points:
    """The two numbers of each cell, as written."""
    pairs = np.full((len(table.rows), 2), np.nan)
    for i, cell in enumerate(_column(table, name)):
        match = _PAIR.match(_folded(cell)) if isinstance(cell, str) else None
        if match:
            pairs[i] = float(match[1]), float(match[2])
    return pairs


def _points(xy: Points) -> Shapes:
    shapes: Shapes = np.full(len(xy), None, dtype=object)
    told = np.isfinite(xy).all(axis=1)
    shapes[told] = shapely.points(xy[told])
    return shapes


def _joined(start: Shapes, end: Shapes) -> Shapes:
    """A line from start to end where both are told and differ, else the one that is told."""
    both = ~shapely.is_missing(start) & ~shapely.is_missing(end)
    both &= ~shapely.equals_exact(start, end)
    shapes = np.where(shapely.is_missing(start), end, start)
    for i in np.flatnonzero(both):
        ends = [*shapely.get_coordinates(start[i])[:1], *shapely.get_coordinates(end[i])[-1:]]
        shapes[i] = shapely.linestrings(ends)
    return shapes


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One way in which the file tells places; `degrees` when its columns are called so."""

    shapes: Shapes
    name: str
    degrees: bool = False
    between: bool = False
    """Whether its shapes were drawn between a start and an end."""


def _wkb_column(table: Table, name: str | None) -> Shapes | None:
    column = table.shapes.get(name) if name is not None else None
    if column is None:
        return None
    shapes: Shapes = shapely.from_wkb(np.asarray(column, dtype=object))
    return shapes


def _sources(table: Table, guess: Guess) -> list[Source]:
    """The ways in which the file tells places, the best first."""
    found = [_own(table), _text_shapes(table, guess), _ends(table, guess)]
    found.append(_pair(table, guess, ("longitude", "latitude"), degrees=True))
    found.append(_pair(table, guess, ("x", "y"), degrees=False))
    if guess.first("point"):
        pairs_told = _pairs(table, guess.first("point"))
        name = str(guess.first("point"))
        found.append(Source(shapes=_points(pairs_told[:, ::-1]), name=name))
    return [source for source in found if source and not shapely.is_missing(source.shapes).all()]


def _pair(table: Table, guess: Guess, names: tuple[str, str], *, degrees: bool) -> Source | None:
    """Places told by two columns of numbers, or four: from there to there."""
    columns = [guess.first(name) for name in names]
    if None in columns:
        return None
    ends = [guess.first(f"end_{name}") for name in names]
    start, end = (
        np.column_stack([_numbers(table, column) for column in pair]) for pair in (columns, ends)
    )
    return Source(
        shapes=_joined(_points(start), _points(end)),
        name=", ".join(map(str, columns)),
        degrees=degrees,
        between=None not in ends,
    )


def _own(table: Table) -> Source | None:
    shapes = _wkb_column(table, OWN_SHAPE)
    return None if shapes is None else Source(shapes=shapes, name=OWN_SHAPE)


def _text_shapes(table: Table, guess: Guess) -> Source | None:
    ends = {guess.first("start_point"), guess.first("end_point")}
    name = guess.first("wkt") or next((n for n in table.shapes if n and n not in ends), None)
    shapes = _wkb_column(table, name)
    return None if shapes is None else Source(shapes=shapes, name=str(name))


def _point_column(table: Table, name: str | None) -> Shapes:
    shapes = _wkb_column(table, name)
    return _points(_pairs(table, name)[:, ::-1]) if shapes is None else shapes


def _ends(table: Table, guess: Guess) -> Source | None:
    start, end = guess.first("start_point"), guess.first("end_point")
    if not (start and end):
        return None
    shapes = _joined(_point_column(table, start), _point_column(table, end))
    return Source(shapes=shapes, name=f"{start}, {end}", between=True)


def find_spots(table: Table, guess: Guess, *, given_crs: str | None, city: Box | None) -> Spots:
    """The rows' places in degrees, from every way in which the file tells them: what one way leaves
    out the next may fill."""
    spots = Spots(shapes=np.full(len(table.rows), None, dtype=object))
    evidence = Evidence(city=city, languages=guess.languages, columns=table.columns)
    for source in _sources(table, guess):
        declared = (
            table.crs
            if source.name == OWN_SHAPE
            else ("EPSG:4326" if source.degrees and not given_crs else None)
        )
        empty = shapely.is_missing(spots.shapes)
        placed = _placed(source, declared, given_crs, evidence, spots)
        spots.shapes = np.where(empty, placed, spots.shapes)
        if source.between:
            spots.between |= set(map(int, np.flatnonzero(empty)))
    _judge(spots, table, _home(city, guess))
    return spots


def _placed(
    source: Source, declared: str | None, given: str | None, evidence: Evidence, spots: Spots
) -> Shapes:
    """One way's shapes in degrees; none, with a fault, when the system cannot be told."""
    coordinates = shapely.get_coordinates(source.shapes)
    try:
        frame = systems.frame_of(coordinates, declared, given, evidence)
    except ValueError as error:
        frame = Frame(crs=None, reason=str(error))
    spots.notes += [note for note in frame.notes if note not in spots.notes]
    if frame.crs is None:
        spots.faults.append(
            Fault(
                row=0,
                field=source.name or "geometry",
                value="",
                reason=frame.reason,
                hint="name the system, for example --crs EPSG:32640 (UTM 40N); "
                "the rows are kept without their places",
            )
        )
        return np.full(len(source.shapes), None, dtype=object)
    moved = systems.to_degrees(coordinates, frame)
    shapes: Shapes = shapely.set_coordinates(
        source.shapes.copy(), np.where(np.isfinite(moved), moved, 1e9)
    )
    return shapes


def _centres(shapes: Shapes) -> Points:
    west, south, east, north = shapely.bounds(shapes).T
    return np.column_stack([(west + east) / 2, (south + north) / 2])


def _judge(spots: Spots, table: Table, home: Home) -> None:
    """Take out what cannot be a place on earth, or what a known slip explains; turn round a file
    whose axes are all swapped."""
    placed = ~shapely.is_missing(spots.shapes)
    if not placed.any():
        return
    if _all_swapped(_centres(spots.shapes)[placed], home.box):
        spots.shapes = shapely.transform(spots.shapes, lambda points: points[:, ::-1])
        spots.notes.append("WARNING: the axes are swapped (latitude first); they were turned round")
    centres = _centres(spots.shapes)
    beyond = placed & _beyond(spots.shapes)
    inside = placed & ~beyond
    found = middle(centres[inside])
    goal = None if found is None else np.asarray(found)
    stray = inside & _is_stray(centres, inside, goal, home)
    for i in map(int, np.flatnonzero(beyond | stray)):
        reason = _slip(centres[i], goal, home) or (
            "the place lies outside the world" if beyond[i] else _outside(centres[i], home)
        )
        if reason:
            value = f"{centres[i][0]:.6g}, {centres[i][1]:.6g}"
            number = table.numbers[i]
            spots.faults.append(
                Fault(row=number, field="geometry", value=value, reason=reason, hint=KEPT)
            )
            spots.shapes[i] = None


def _beyond(shapes: Shapes) -> npt.NDArray[np.bool_]:
    """Which shapes reach beyond the world."""
    west, south, east, north = np.abs(shapely.bounds(shapes)).T
    found: npt.NDArray[np.bool_] = (np.fmax(west, east) > 180) | (np.fmax(south, north) > 90)
    return found


def _within(centres: Points, box: Box, margin: float) -> npt.NDArray[np.bool_]:
    x, y = centres.T
    across = (x >= box[0] - margin) & (x <= box[2] + margin)
    found: npt.NDArray[np.bool_] = across & (y >= box[1] - margin) & (y <= box[3] + margin)
    return found


def _apart(centres: Points, goal: npt.NDArray[np.float64]) -> Points:
    """How far places lie east and north of another, in degrees, the shorter way round the world."""
    east, north = (centres - goal).T
    return np.column_stack([(east + 180) % 360 - 180, north])


def _is_stray(
    centres: Points,
    inside: npt.NDArray[np.bool_],
    goal: npt.NDArray[np.float64] | None,
    home: Home,
) -> npt.NDArray[np.bool_]:
    """Which places lie outside the home; without one, far from most of the others, or at (0, 0).

    A file whose places lie far apart has no stray ones: a country's feed is no city's list.
    """
    if home.box is not None:
        return ~_within(centres, home.box, home.margin)
    nowhere: npt.NDArray[np.bool_] = np.abs(centres).max(axis=1) < _NOUGHT
    if goal is None:
        return nowhere
    far: npt.NDArray[np.bool_] = np.abs(_apart(centres, goal)).max(axis=1) > _STRAY_DEGREES
    return nowhere | far if far[inside].mean() <= _FEW else nowhere


def _all_swapped(centres: Points, box: Box | None) -> bool:
    """Whether the file writes latitude before longitude throughout."""
    if box is not None:
        turned = _within(centres[:, ::-1], box, 0).mean()
        return bool(turned >= _MOST and _within(centres, box, 0).mean() < 1 - _MOST)
    x, y = np.abs(centres.T)
    return bool(((y > 90) & (y <= 180) & (x <= 90)).mean() >= _MOST)


def _slip(centre: npt.NDArray[np.float64], goal: npt.NDArray[np.float64] | None, home: Home) -> str:
    """Which known slip explains a stray place, in words; empty when none does."""
    x, y = map(float, centre)
    if abs(x) < _NOUGHT and abs(y) < _NOUGHT:
        return "the place is (0, 0), which stands for none"
    if home.box is not None:
        goal = np.asarray(home.box).reshape(2, 2).mean(axis=0)
    if goal is None:
        return ""
    slips: Mapping[str, tuple[float, float]] = {
        "latitude and longitude are swapped": (y, x),
        "a digit of the latitude is missing": (x, _completed(y, goal[1])),
        "a digit of the longitude is missing": (_completed(x, goal[0]), y),
        "the numbers are a thousand times too small": (x * 1e3, y * 1e3),
        "the numbers are a thousand times too large": (x / 1e3, y / 1e3),
        "the numbers are a million times too large": (x / 1e6, y / 1e6),
    }
    for words, better in slips.items():
        if better != (x, y) and _is_home(np.asarray([better]), goal, home):
            told = f"{better[1]:.6g}, {better[0]:.6g} would be near the others"
            return f"the place is implausible: it seems that {words} ({told})"
    return ""


def _completed(told: float, goal: float) -> float:
    """A number of degrees with the leading digit that it lacks beside the goal, if it lacks one."""
    unit = 100.0 if abs(goal) >= 100 else 10.0
    return told + math.copysign(abs(goal) // unit * unit, goal) if abs(told) < unit else told


def _is_home(place: Points, goal: npt.NDArray[np.float64], home: Home) -> bool:
    """Whether a place lies where the file's places do."""
    if home.box is not None:
        return bool(_within(place, home.box, home.margin)[0])
    return bool((np.abs(_apart(place, goal)) < _NEAR_DEGREES).all())


def _outside(centre: npt.NDArray[np.float64], home: Home) -> str:
    """That a place lies far outside the city, where one is given."""
    if home.box is None or home.is_country:
        return ""
    inside = _within(centre.reshape(1, 2), home.box, home.margin)[0]
    return "" if inside else "the place lies far outside the city"
