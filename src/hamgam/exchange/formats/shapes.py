"""Shapes of foreign files: from GeoJSON and WKT to WKB, checked and repaired, with the reasons.

Runs in the child process: the parsers of shapes and the repair of hostile rings may take long or
break down.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import orjson
import shapely

from hamgam.exchange.table import OWN_SHAPE, Cell, Fault, Table

MAX_POINTS = 10_000
"""Points in one shape; more is refused."""
MAX_REPAIRED_POINTS = 1_500
"""An invalid shape with more points is refused instead of repaired, for the time it would take."""

WKT_START = re.compile(
    r"^\s*(SRID=\d+;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\s*(Z|M|ZM)?\s*[(E]",
    re.I,
)
HEX_WKB = re.compile(r"^0[01][0-9a-f]{16,}$", re.I)
GEOJSON_START = re.compile(r'^\s*\{\s*"(type|coordinates|geometries)"\s*:')
_STARTS = frozenset(" {0SMPLGsmplg\t\r\n")
"""What a text shape begins with; most cells are passed over by their first letter."""
_SHARE_OF_SHAPES = 0.5

Shapes = npt.NDArray[np.object_]


def from_geojson(shapes: Sequence[object]) -> tuple[Shapes, list[Fault]]:
    """The shapes of GeoJSON objects (None for none), and what was wrong, by row position from 0."""
    texts = np.asarray(
        [orjson.dumps(shape).decode() if isinstance(shape, dict) else None for shape in shapes],
        dtype=object,
    )
    read: Shapes = shapely.from_geojson(texts, on_invalid="ignore")
    faults = []
    for i in map(int, np.flatnonzero(shapely.is_missing(read))):
        shape = shapes[i]
        if shape is not None:
            read[i], fault = _second_try(shape, i)
            faults.append(fault)
    return read, faults


def _close(rings: object) -> object:
    """Rings whose last point is their first; whatever is no ring as it is."""
    if not isinstance(rings, list) or not rings:
        return rings
    if isinstance(rings[0], list) and rings[0] and isinstance(rings[0][0], list):
        if rings[0][0] and isinstance(rings[0][0][0], list):
            return [_close(part) for part in rings]
        return [
            ring if len(ring) > 2 and ring[0] == ring[-1] else [*ring, ring[0]] for ring in rings
        ]
    return rings


def _second_try(shape: object, row: int) -> tuple[object, Fault]:
    """The shape with its rings closed, or None; and what was wrong with it."""
    told = str(shape)[:80]
    if not isinstance(shape, dict):
        return None, Fault(
            row=row, field="geometry", value=told, reason="it is no GeoJSON geometry"
        )
    if shape.get("type") in ("Polygon", "MultiPolygon"):
        closed = {**shape, "coordinates": _close(shape.get("coordinates"))}
        read = shapely.from_geojson(orjson.dumps(closed).decode(), on_invalid="ignore")
        if read is not None and not read.is_empty:
            return read, Fault(
                row=row,
                field="geometry",
                value=str(shape["type"]),
                reason="a ring was not closed",
                hint="it was closed with its first point",
            )
    return None, Fault(
        row=row,
        field="geometry",
        value=told,
        reason="it is no geometry: its coordinates are not lists of numbers",
        hint='for example {"type": "Point", "coordinates": [59.61, 36.29]}',
    )


def from_texts(texts: Sequence[str | None]) -> tuple[Shapes, list[Fault]]:
    """The shapes of WKT, GeoJSON or hexadecimal WKB texts (None for none), and what was wrong."""
    read: Shapes = np.full(len(texts), None, dtype=object)
    faults = []
    for i, text in enumerate(texts):
        read[i] = _of_text(text) if text else None
        if text and read[i] is None:
            faults.append(
                Fault(
                    row=i,
                    field="geometry",
                    value=text[:80],
                    reason="it is no WKT and no GeoJSON",
                    hint="for example POINT (59.61 36.29)",
                )
            )
    return read, faults


def _of_text(text: str) -> shapely.Geometry | None:
    if GEOJSON_START.match(text):
        return shapely.from_geojson(text, on_invalid="ignore")
    if HEX_WKB.match(text):
        return shapely.from_wkb(text, on_invalid="ignore")
    wkt = text.split(";", 1)[-1] if text[:5].upper() == "SRID=" else text
    return shapely.from_wkt(wkt, on_invalid="ignore")


def _too_wild(shapes: Shapes) -> dict[int, str]:
    """By position, why a shape cannot be taken at all."""
    reasons = {
        int(i): f"it has more than {MAX_POINTS:,} points"
        for i in np.flatnonzero(shapely.get_num_coordinates(shapes) > MAX_POINTS)
    }
    coordinates, owner = shapely.get_coordinates(shapes, return_index=True)
    wild = ~np.isfinite(coordinates).all(axis=1)
    reasons.update({int(i): "a coordinate is not a finite number" for i in np.unique(owner[wild])})
    present = ~shapely.is_missing(shapes)
    reasons.update(
        {int(i): "it is empty" for i in np.flatnonzero(present & shapely.is_empty(shapes))}
    )
    return reasons


def _repaired(shape: shapely.Geometry) -> shapely.Geometry | None:
    """A valid shape for an invalid one: a line without length becomes its point, crossing rings
    are taken apart; None when it would take too long or nothing is left."""
    if shapely.get_dimensions(shape) < 2:
        parts = shapely.get_parts(shape)
        long = parts[shapely.length(parts) > 0]
        if len(long):
            return shapely.multilinestrings(long)
        return shapely.points(shapely.get_coordinates(shape)[0])
    if shapely.get_num_coordinates(shape) > MAX_REPAIRED_POINTS:
        return None
    valid = shapely.make_valid(shape, method="structure", keep_collapsed=True)
    return None if valid.is_empty else valid


def checked(shapes: Shapes) -> tuple[Shapes, list[Fault]]:
    """The shapes without height, finite, of bounded size and valid; and what was dropped or
    repaired."""
    faults = []
    shapes = shapely.force_2d(shapes)
    for i, reason in _too_wild(shapes).items():
        faults.append(
            Fault(
                row=i,
                field="geometry",
                value="",
                reason=reason,
                hint="the row is kept without its place",
            )
        )
        shapes[i] = None
    invalid = ~shapely.is_missing(shapes) & ~shapely.is_valid(shapes)
    for i in map(int, np.flatnonzero(invalid)):
        why = shapely.is_valid_reason(shapes[i])
        shapes[i] = _repaired(shapes[i])
        hint = "the row is kept without its place" if shapes[i] is None else "it was repaired"
        faults.append(
            Fault(
                row=int(i),
                field="geometry",
                value="",
                reason=f"the shape is invalid: {why}",
                hint=hint,
            )
        )
    return shapes, faults


def attach(table: Table, name: str, shapes: Shapes, faults: Sequence[Fault]) -> None:
    """Give the table a column of shapes, with the faults found so far (by position) and in the
    check."""
    good, more = checked(shapes)
    table.shapes[name] = list(shapely.to_wkb(good))
    table.faults += [
        Fault(
            row=table.numbers[f.row],
            field=name or f.field,
            value=f.value,
            reason=f.reason,
            hint=f.hint,
            kept=f.kept,
        )
        for f in [*faults, *more]
    ]


def _is_shape(text: str) -> bool:
    return bool(WKT_START.match(text) or GEOJSON_START.match(text) or HEX_WKB.match(text))


def _text_of(cell: Cell) -> str | None:
    return cell if isinstance(cell, str) and cell.strip() else None


def attach_text_shapes(table: Table) -> None:
    """Read every column whose cells are mostly WKT or GeoJSON as shapes; the texts go."""
    for position, name in enumerate(table.columns):
        told = [text for row in table.rows if (text := _text_of(row[position]))]
        like = sum(1 for text in told if text[0] in _STARTS and _is_shape(text))
        if not told or like < _SHARE_OF_SHAPES * len(told):
            continue
        texts = [_text_of(row[position]) for row in table.rows]
        shapes, faults = from_texts(texts)
        attach(table, name, shapes, faults)
        for row in table.rows:
            row[position] = None


def attach_features(table: Table, features: Sequence[object]) -> None:
    """Give the table the rows' own GeoJSON shapes."""
    shapes, faults = from_geojson(features)
    attach(table, OWN_SHAPE, shapes, faults)
