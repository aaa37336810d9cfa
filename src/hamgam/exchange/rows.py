"""Rows of a table as works: every column read as what it was taken for, every doubt listed.

No row is dropped: what cannot be read is left out of its work and told as a fault.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from hamgam.engine.works import (
    Activity,
    Certainty,
    Impact,
    Kind,
    RoadPart,
    Stage,
    Surface,
    Work,
)
from hamgam.exchange import dating
from hamgam.exchange.columns import Guess
from hamgam.exchange.spots import number_of
from hamgam.exchange.table import Cell, Fault, Table
from hamgam.exchange.words import meaning_of

MAX_TOLD_COLUMNS = 80
MAX_TOLD_LETTERS = 500
_STRONG, _WEAK = re.compile(r"\s*[;؛|\n]\s*"), re.compile(r"\s*[,،]\s*")

Value = TypeVar("Value", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """By row position: shape in degrees, how sure it is, and the street that an address named."""

    shapes: Sequence[BaseGeometry | None]
    certainty: Sequence[Certainty]
    streets: Sequence[str]


class Rows:
    """The columns of one table, read field by field."""

    def __init__(self, table: Table, guess: Guess) -> None:
        self.table = table
        self.guess = guess
        self.faults: list[Fault] = []
        self._at = {name: position for position, name in enumerate(table.columns)}

    def cells(self, name: str) -> list[Cell]:
        """The cells of a field, the first told of its columns."""
        positions = [self._at[c] for c in self.guess.columns.get(name, ()) if c in self._at]
        if not positions:
            return [None] * len(self.table.rows)
        if len(positions) == 1:
            return [row[positions[0]] for row in self.table.rows]
        return [
            next((row[p] for p in positions if not dating.is_blank(row[p])), None)
            for row in self.table.rows
        ]

    def texts(self, name: str) -> list[str]:
        """A field as text, as written; empty where nothing is told."""
        if name not in self.guess.columns:
            return [""] * len(self.table.rows)
        return ["" if dating.is_blank(cell) else written(cell) for cell in self.cells(name)]

    def meanings(self, vocabulary: str, kind: type[Value], default: Value) -> list[Value]:
        """A field's words as one of our values; `default` where they mean none."""
        return [value or default for value in self.told_meanings(vocabulary, kind)]

    def told_meanings(self, vocabulary: str, kind: type[Value]) -> list[Value | None]:
        """A field's words as one of our values; None where they mean none."""
        if vocabulary not in self.guess.columns:
            return [None] * len(self.table.rows)
        own = {value.value: value for value in kind}
        found = []
        for text in self.texts(vocabulary):
            meaning = text if text in own else meaning_of(vocabulary, text)
            found.append(own[meaning] if meaning else None)
        return found

    def flags(self, name: str) -> list[bool | None]:
        """A field's yes or no; None where it says neither."""
        answers = {"yes": True, "no": False, None: None}
        return [answers[meaning_of("yes", text)] for text in self.texts(name)]

    def sizes(self, name: str) -> list[float | None]:
        """A field's positive numbers; None where none is told."""
        if name not in self.guess.columns:
            return [None] * len(self.table.rows)
        found: list[float | None] = []
        for position, cell in enumerate(self.cells(name)):
            number = number_of(cell, thousands=True)
            if number is None and not dating.is_blank(cell):
                match = re.match(r"[\d.]+", written(cell))
                number = number_of(match[0]) if match else None
            good = number is not None and 0 < number < float("inf")
            if not good and not dating.is_blank(cell) and number != 0:
                self.faults.append(
                    Fault(
                        row=self.table.numbers[position],
                        field=name,
                        value=written(cell)[:80],
                        reason="it is no positive number",
                        hint="for example 12.5",
                    )
                )
            found.append(number if good else None)
        return found

    def days(self, name: str) -> list[date | None]:
        """A field's days; None where none can be read."""
        column = self.guess.first(name)
        if column is None:
            return [None] * len(self.table.rows)
        found = dating.find_dates(
            self.table, Guess(columns={"begins": (column,)}, languages=self.guess.languages), None
        )
        self.faults += found.faults
        return found.begins

    def lists(self, name: str) -> list[tuple[str, ...]]:
        """A field's names, cut at semicolons, and at commas only where there are none: names may
        have commas of their own."""
        return [
            tuple(part for part in (_STRONG if _STRONG.search(text) else _WEAK).split(text) if part)
            for text in map(str.strip, self.texts(name))
        ]

    def told(self) -> list[Mapping[str, str]]:
        """Each row's own columns as text, bounded in number and length."""
        names = self.table.columns[:MAX_TOLD_COLUMNS]
        return [
            {
                name: written(cell)[:MAX_TOLD_LETTERS]
                for name, cell in zip(names, row, strict=False)
                if cell is not None and cell != ""
            }
            for row in self.table.rows
        ]


def written(cell: Cell) -> str:
    """A cell as text: as written, whole numbers without a point."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return "" if cell is None else str(cell)


def certainties(
    shapes: Sequence[BaseGeometry | None],
    lengths_m: Sequence[float | None],
    sites: Sequence[str],
    between: Collection[int] = (),
) -> list[Certainty]:
    """How sure each shape is; `sites` names the site of each row, its project or reference.

    Shapes are drawn, as are the lines of the rows `between` a start and an end, except lines of
    whole streets. A list whose sites share exact lines draws the
    streets' own lines: when at least five rows and a tenth of the list's lines are shared, all its
    lines are `street_only`, otherwise the shared ones. A line over three times and over 100 m
    longer than the length that its row tells is `street_only` too.
    """
    array = np.asarray(shapes, dtype=object)
    is_line = np.isin(
        shapely.get_type_id(array),
        (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING),
    )
    is_line[list(between)] = False
    shared = _shared(array, is_line, sites)
    if shared.sum() >= 5 and shared.sum() >= 0.1 * is_line.sum():
        shared = is_line
    return [
        Certainty.STREET_ONLY
        if shared[i] or (is_line[i] and _is_longer(array[i], lengths_m[i]))
        else Certainty.DRAWN
        for i in range(len(array))
    ]


def _shared(
    shapes: npt.NDArray[np.object_], is_line: npt.NDArray[np.bool_], sites: Sequence[str]
) -> npt.NDArray[np.bool_]:
    """Which lines are drawn for two sites or more."""
    users: dict[bytes, set[str]] = {}
    lines = {int(i): shapely.to_wkb(shapes[i]) for i in np.flatnonzero(is_line)}
    for i, line in lines.items():
        users.setdefault(line, set()).add(sites[i])
    shared = np.zeros(len(shapes), dtype=bool)
    shared[[i for i, line in lines.items() if len(users[line]) > 1]] = True
    return shared


def _is_longer(line: BaseGeometry, told_m: float | None) -> bool:
    """Whether a line in degrees is over three times, and over 100 m, longer than told."""
    if told_m is None:
        return False
    length_m = _length_m(line)
    return length_m > 3 * told_m and length_m - told_m > 100


def _length_m(line: BaseGeometry) -> float:
    points = shapely.get_coordinates(line)
    steps = np.diff(points, axis=0) * (111_320 * np.cos(np.radians(points[:, 1].mean())), 110_950)
    return float(np.hypot(*steps.T).sum())


def works_of(
    rows: Rows, placed: Placed, dates: dating.Dating, *, where: str, stem: str, agency: str | None
) -> list[Work]:
    """One work per row, in order; `agency` for rows that name none, when the list names nobody."""
    numbers = rows.table.numbers
    texts = [text.strip() for text in rows.texts("ref")]
    columns: dict[str, Sequence[Any]] = {
        "ref": [text or f"{stem}:{n}" for text, n in zip(texts, numbers, strict=True)],
        "agency": _agencies(rows, agency),
        "geometry": placed.shapes,
        "certainty": placed.certainty,
        "begins": dates.begins,
        "ends": dates.ends,
        "street": [
            told.strip() or found
            for told, found in zip(rows.texts("street"), placed.streets, strict=True)
        ],
        "source": [f"{where}, row {number}" for number in numbers],
        "told": rows.told(),
        **_values(rows),
        **_sides(rows),
    }
    names = list(columns)
    return [
        Work(**dict(zip(names, values, strict=True)))
        for values in zip(*columns.values(), strict=True)
    ]


def _agencies(rows: Rows, fallback: str | None) -> list[str | None]:
    """The rows' agencies as written; the fallback for all where the list has no such column."""
    if rows.guess.first("agency") is None:
        return [fallback] * len(rows.table.rows)
    return [text if text.strip() else None for text in rows.texts("agency")]


def _values(rows: Rows) -> dict[str, Sequence[Any]]:
    """What each work is, by field."""
    return {
        "title": [text.strip() for text in rows.texts("title")],
        "kind": rows.meanings("kind", Kind, Kind.WORK),
        "activity": _activities(rows),
        "stage": rows.meanings("stage", Stage, Stage.UNKNOWN),
        "impact": rows.meanings("impact", Impact, Impact.UNKNOWN),
        "emergency": [bool(flag) for flag in rows.flags("emergency")],
        "area_m2": rows.sizes("area_m2"),
        "length_m": rows.sizes("length_m"),
        "depth_m": rows.sizes("depth_m"),
        "surface": rows.told_meanings("surface", Surface),
        "road_part": rows.told_meanings("road_part", RoadPart),
        "project": [text.strip() or None for text in rows.texts("project")],
    }


def _activities(rows: Rows) -> list[Activity]:
    """What each work does to the street: by its own column, else by the words of its title."""
    titles = [meaning_of("activity", text) for text in rows.texts("title")]
    return [
        told or (Activity(title) if title else Activity.OTHER)
        for told, title in zip(rows.told_meanings("activity", Activity), titles, strict=True)
    ]


def _sides(rows: Rows) -> dict[str, Sequence[Any]]:
    """Who else has to do with each work, by field."""
    return {
        "submitted": rows.days("submitted"),
        "asked": rows.lists("asked"),
        "answered": rows.lists("answered"),
        "handover_to": [text.strip() or None for text in rows.texts("handover_to")],
        "taken_over": rows.flags("taken_over"),
    }
