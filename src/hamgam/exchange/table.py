"""What a parser hands over: a table of plain values with its shapes, and its form on the wire.

Only plain values travel from the child process to us: JSON for the cells, WKB for the shapes.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

import orjson

Cell = str | int | float | bool | None

OWN_SHAPE = ""
"""The name of the shape that a row carries beside its columns (a feature's geometry)."""

_HEAD = struct.Struct("<Q")
_LENGTH = struct.Struct("<I")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One row's trouble as the parser saw it; `row` is the row's number, 0 the whole file.

    `kept` tells whether what was read stands in the table all the same.
    """

    row: int
    field: str
    value: str
    reason: str
    hint: str = ""
    kept: bool = True


@dataclass(slots=True, kw_only=True)
class Table:
    """One list of rows; `shapes` holds, by column name, one WKB or None per row.

    `numbers` are the rows' numbers in the file, from 1. `instants` tells that an end is the moment
    when the work is over, so that an end at midnight belongs to the day before.
    """

    columns: list[str]
    rows: list[list[Cell]]
    numbers: list[int]
    shapes: dict[str, list[bytes | None]] = field(default_factory=dict)
    crs: str | None = None
    instants: bool = False
    notes: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class UnreadableError(Exception):
    """The file as a whole cannot be read, and why, in one sentence; `hint` says what would be
    right."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.hint = hint


def to_bytes(tables: Sequence[Table]) -> bytes:
    """The tables as one block of bytes."""
    head, shapes = [], []
    for table in tables:
        head.append(
            {
                "columns": table.columns,
                "rows": table.rows,
                "numbers": table.numbers,
                "shapes": list(table.shapes),
                "crs": table.crs,
                "instants": table.instants,
                "notes": table.notes,
                "faults": [
                    [f.row, f.field, f.value, f.reason, f.hint, f.kept] for f in table.faults
                ],
            }
        )
        for column in table.shapes.values():
            shapes += [_LENGTH.pack(len(wkb or b"")) for wkb in column]
            shapes += [wkb for wkb in column if wkb]
    text = orjson.dumps(head)
    return b"".join([_HEAD.pack(len(text)), text, *shapes])


def _shape_column(block: memoryview, at: int, count: int) -> tuple[list[bytes | None], int]:
    lengths = [length for (length,) in _LENGTH.iter_unpack(block[at : at + count * _LENGTH.size])]
    at += count * _LENGTH.size
    column: list[bytes | None] = []
    for length in lengths:
        column.append(bytes(block[at : at + length]) if length else None)
        at += length
    return column, at


def from_bytes(block: bytes) -> list[Table]:
    """The tables of a block made by `to_bytes`; ValueError when it is none."""
    view = memoryview(block)
    if len(view) < _HEAD.size:
        raise ValueError("block: too short")
    (length,) = _HEAD.unpack(view[: _HEAD.size])
    at = _HEAD.size + length
    tables = []
    for part in orjson.loads(view[_HEAD.size : at]):
        shapes = {}
        for name in part["shapes"]:
            shapes[name], at = _shape_column(view, at, len(part["rows"]))
        faults = [
            Fault(row=row, field=name, value=value, reason=reason, hint=hint, kept=kept)
            for row, name, value, reason, hint, kept in part["faults"]
        ]
        tables.append(Table(**{**part, "shapes": shapes, "faults": faults}))
    return tables
