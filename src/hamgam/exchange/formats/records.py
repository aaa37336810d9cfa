"""The JSON family: GeoJSON (collection, single feature, bare array), lists of records, and records
inside envelopes.

RFC 7946, with the old `crs` member of the 2008 specification. A record's shape is looked for in its
own fields: a GeoJSON geometry or feature, or a pair like `{"lon": …, "lat": …}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson

from hamgam.exchange.formats import shapes
from hamgam.exchange.table import Cell, Table, UnreadableError

MAX_COLUMNS = 400
MAX_DEPTH = 6
_ENVELOPES = (
    "features",
    "records",
    "results",
    "events",
    "items",
    "data",
    "rows",
    "value",
    "entries",
    "works",
    "fields",
    "response",
    "result",
)
_GEOMETRIES = frozenset(
    (
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
        "GeometryCollection",
    )
)
_LONGITUDES = ("lon", "lng", "long", "longitude", "x")
_LATITUDES = ("lat", "latitude", "y")
_ID = "id"

Record = Mapping[str, object]


def tables(path: Path) -> list[Table]:
    """The one table of a JSON file."""
    document = _load(path.read_bytes())
    records = [unwrapped(record) for record in _records(document)]
    if not records:
        raise UnreadableError(
            "it holds no list of records", "a FeatureCollection, or a list of objects"
        )
    parts = [_parts(record) for record in records]
    _name_sources(document, parts)
    table = table_of(parts)
    table.crs = declared_crs(document)
    table.instants = isinstance(document, dict) and (
        "feed_info" in document or "road_event_feed_info" in document
    )
    return [table]


def _name_sources(document: object, parts: list[tuple[dict[str, Cell], object]]) -> None:
    """Give each event of a WZDx feed its source's name (4.0 to 4.2, and before)."""
    match document:
        case {"feed_info": {"data_sources": list(sources)}}:
            pass
        case {"road_event_feed_info": {"data_sources": list(sources)}}:
            pass
        case _:
            return
    names = {
        source.get("data_source_id"): source.get("organization_name")
        for source in sources
        if isinstance(source, dict)
    }
    for cells, _ in parts:
        source = cells.get("core_details.data_source_id", cells.get("data_source_id"))
        if isinstance(names.get(source), str):
            cells["agency"] = _cell(names[source])
        if cells.get("core_details.related_road_events.type") == "first-in-sequence":
            cells["project"] = cells.get("core_details.related_road_events.id")


def _load(octets: bytes) -> object:
    try:
        return orjson.loads(octets.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        lines = _json_lines(octets)
        if lines is not None:
            return lines
        raise UnreadableError(
            f"it is no JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        ) from error


def _json_lines(octets: bytes) -> list[object] | None:
    """The objects of a file with one JSON object per line; None when it is none."""
    try:
        found = [
            orjson.loads(line.strip(b"\x1e \r"))
            for line in octets.split(b"\n")
            if line.strip(b"\x1e \r")
        ]
    except orjson.JSONDecodeError:
        return None
    return found if len(found) > 1 and all(isinstance(item, dict) for item in found) else None


def declared_crs(document: object) -> str | None:
    """The reference system that an old-style `crs` member names."""
    match document:
        case {"crs": {"properties": {"name": str(name)}}} | {
            "crs": {"properties": {"code": str(name)}}
        }:
            return name
        case {"crs": str(name)}:
            return name
        case {"crs": {"properties": {"code": int(code)}}}:
            return f"EPSG:{code}"
        case {"spatialReference": {"latestWkid": int(code)}} | {
            "spatialReference": {"wkid": int(code)}
        }:
            return f"EPSG:{code}"
    return None


def _is_list_of_records(value: object) -> bool:
    return isinstance(value, list) and bool(value) and any(isinstance(item, dict) for item in value)


def _records(document: object, depth: int = 0) -> list[Record]:
    """The list of records, wherever the envelope hides it."""
    if isinstance(document, list):
        return [item for item in document if isinstance(item, dict)]
    if not isinstance(document, dict) or depth > MAX_DEPTH:
        return []
    if document.get("type") == "FeatureCollection":
        features = document.get("features")
        return (
            [item for item in features if isinstance(item, dict)]
            if isinstance(features, list)
            else []
        )
    if document.get("type") == "Feature":
        return [document]
    return _in_envelope(document, depth) or ([document] if document and not depth else [])


def _in_envelope(document: Record, depth: int) -> list[Record]:
    for key in _ENVELOPES:
        if _is_list_of_records(document.get(key)):
            return _records(document[key], depth + 1)
    for key in _ENVELOPES:
        if isinstance(document.get(key), dict):
            found = _records(document[key], depth + 1)
            if found:
                return found
    lists = [value for value in document.values() if _is_list_of_records(value)]
    return _records(max(lists, key=_length), depth + 1) if lists else []


def _length(value: object) -> int:
    return len(value) if isinstance(value, list) else 0


def unwrapped(record: Record) -> Record:
    """The record without its envelope: `{"record": {"id": …, "fields": {…}}}` gives its fields."""
    inner = record.get("record")
    if isinstance(inner, dict):
        record = inner
    fields = record.get("fields", record.get("attributes"))
    if isinstance(fields, dict) and record.get("type") != "Feature":
        kept = {key: record[key] for key in (_ID, "geometry") if key in record}
        record = {**kept, **fields}
    return record


def _parts(record: Record) -> tuple[dict[str, Cell], object]:
    """The record's cells by column, and its shape."""
    if record.get("type") == "Feature":
        properties = record.get("properties")
        cells = flat(properties if isinstance(properties, dict) else {})
        if record.get(_ID) is not None:
            cells.setdefault("feature id" if _ID in cells else _ID, _cell(record[_ID]))
        return cells, record.get("geometry")
    shape, without = _shape_within(record)
    return flat(without), shape


def _shape(value: object) -> object:
    """The GeoJSON geometry that a field's value is, or None."""
    if isinstance(value, str) and shapes.GEOJSON_START.match(value):
        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError:
            return None
    if not isinstance(value, dict):
        return None
    if value.get("type") == "Feature":
        return value.get("geometry")
    if value.get("type") in _GEOMETRIES:
        return value
    return _point(value) or _esri(value)


def _number(value: Record, names: tuple[str, ...]) -> float | None:
    for name in names:
        told = value.get(name)
        if isinstance(told, int | float) and not isinstance(told, bool):
            return float(told)
    return None


def _point(value: Record) -> object:
    """A point for `{"lon": …, "lat": …}`, when there is nothing else in it."""
    x, y = _number(value, _LONGITUDES), _number(value, _LATITUDES)
    if x is None or y is None or len(value) > 4:
        return None
    return {"type": "Point", "coordinates": [x, y]}


def _esri(value: Record) -> object:
    """A GeoJSON geometry for ArcGIS's `paths` and `rings`."""
    paths, rings = value.get("paths"), value.get("rings")
    if isinstance(paths, list):
        return {"type": "MultiLineString", "coordinates": paths}
    if isinstance(rings, list):
        return {"type": "Polygon", "coordinates": rings}
    return None


def _shape_within(record: Record) -> tuple[object, dict[str, object]]:
    """The record's shape (lines and areas before points), and the record without its shapes."""
    found = [
        (key, shape)
        for key, shape in ((key, _shape(value)) for key, value in record.items())
        if shape is not None
    ]
    without = {key: value for key, value in record.items() if key not in {key for key, _ in found}}
    best = min(
        found,
        key=lambda pair: isinstance(pair[1], dict) and pair[1].get("type") == "Point",
        default=None,
    )
    return (best[1] if best else None), without


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, bool | float | str):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else str(value)
    return orjson.dumps(value).decode()[:2000]


def _leaves(value: object, name: str, depth: int) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict) and depth < MAX_DEPTH:
        for key, inner in value.items():
            yield from _leaves(inner, f"{name}.{key}" if name else str(key), depth + 1)
    elif (
        isinstance(value, list)
        and any(isinstance(item, dict) for item in value)
        and depth < MAX_DEPTH
    ):
        for item in value:
            yield from _leaves(item, name, depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield name, item
    else:
        yield name, value


def flat(record: Record) -> dict[str, Cell]:
    """The record's cells: inner names joined with dots, the values of a list joined with `; `."""
    if not any(isinstance(value, dict | list) for value in record.values()):
        return {name: _cell(value) for name, value in record.items()}
    found: dict[str, list[object]] = {}
    for name, value in _leaves(record, "", 0):
        found.setdefault(name, []).append(value)
    return {
        name: _cell(values[0])
        if len(values) == 1
        else "; ".join(str(_cell(v)) for v in values if v not in (None, ""))
        for name, values in found.items()
    }


def table_of(parts: list[tuple[dict[str, Cell], object]]) -> Table:
    """The table of cells and GeoJSON shapes, with the columns in order of appearance."""
    columns: dict[str, int] = {}
    for cells, _ in parts:
        for name in cells:
            columns.setdefault(name, len(columns))
    notes = []
    if len(columns) > MAX_COLUMNS:
        notes.append(f"only the first {MAX_COLUMNS} of {len(columns)} columns were read")
    names = list(columns)[:MAX_COLUMNS]
    table = Table(
        columns=names,
        rows=[[cells.get(name) for name in names] for cells, _ in parts],
        numbers=list(range(1, len(parts) + 1)),
        notes=notes,
    )
    shapes.attach_features(table, [shape for _, shape in parts])
    shapes.attach_text_shapes(table)
    return table
