"""A city's zones: drawn in GeoJSON, or made of other zones and of streets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from hamgam.engine.geometry import WGS84, corridor, reproject
from hamgam.engine.works import Zone, ZoneKind
from hamgam.exchange.city.tables import Faults, Table
from hamgam.exchange.city.values import LANGUAGES, Names, Street

FILE = "zones.geojson"


def widened(line: BaseGeometry, width_m: float, epsg: int) -> BaseGeometry:
    """The band of the given full width around a line, both in degrees."""
    metres = reproject([line], WGS84, epsg)[0]
    band: BaseGeometry = reproject([corridor(metres, width_m)], epsg, WGS84)[0]
    return band


def drawn_zones(folder: Path, widths: Table, epsg: int, faults: Faults) -> list[Zone]:
    """The zones of the folder's GeoJSON file; lines are widened to the width of their kind."""
    try:
        features = orjson.loads((folder / FILE).read_bytes())["features"]
    except FileNotFoundError:
        faults.add(FILE, "", "missing", hint=f"a city's folder holds {FILE}")
        return []
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError) as error:
        faults.add(FILE, "", f"no GeoJSON feature collection: {error}")
        return []
    read = [
        _drawn(number, feature, widths, epsg, faults) for number, feature in enumerate(features, 1)
    ]
    return [zone for zone in read if zone is not None]


def _drawn(
    row: int, feature: dict[str, Any], widths: Table, epsg: int, faults: Faults
) -> Zone | None:
    told = feature.get("properties") or {}
    kind = _kind(str(told.get("kind", "")), row, faults)
    geometry = _shape(feature, row, faults)
    names = _names(told, row, faults)
    if kind is None or geometry is None:
        return None
    if geometry.geom_type.endswith("LineString"):
        geometry = widened(geometry, widths.positive(kind.value), epsg)
    return Zone(
        key=str(told.get("id", "")),
        kind=kind,
        names=names,
        geometry=geometry,
        schematic=bool(told.get("schematic", False)),
    )


def _kind(text: str, row: int, faults: Faults) -> ZoneKind | None:
    try:
        return ZoneKind(text)
    except ValueError:
        hint = f"one of {', '.join(ZoneKind)}"
        faults.add(FILE, "kind", "unknown kind of zone", row=row, value=text, hint=hint)
        return None


def _names(told: dict[str, Any], row: int, faults: Faults) -> Names:
    names = {code: str(told.get(f"name_{code}") or "").strip() for code in LANGUAGES}
    for code, name in names.items():
        if not name:
            faults.add(FILE, f"name_{code}", "has no name in this language", row=row)
    return names


def _shape(feature: dict[str, Any], row: int, faults: Faults) -> BaseGeometry | None:
    try:
        geometry = shapely.from_geojson(orjson.dumps(feature.get("geometry")).decode())
    except shapely.errors.GEOSException as error:
        faults.add(FILE, "geometry", f"no geometry: {error}", row=row)
        return None
    if geometry is None or geometry.is_empty or not geometry.is_valid:
        reason = shapely.is_valid_reason(geometry) if geometry is not None else "no geometry"
        faults.add(FILE, "geometry", f"no valid geometry: {reason}", row=row)
        return None
    return geometry


def made_zones(
    listed: Sequence[Table],
    drawn: Sequence[Zone],
    streets: Sequence[Street],
    widths: Table,
    epsg: int,
) -> list[Zone]:
    """The zones that city.toml makes: the union of a kind (`union_of`), or streets widened."""
    return [
        zone
        for table in listed
        if (zone := _made(table, drawn, {s.key: s for s in streets}, widths, epsg)) is not None
    ]


def _made(
    table: Table, drawn: Sequence[Zone], streets: dict[str, Street], widths: Table, epsg: int
) -> Zone | None:
    key, text, names = table.get("key", str), table.get("kind", str), table.names()
    union_of, named = table.get("union_of", str, ""), table.texts("streets")
    table.refuse_others()
    if text not in set(ZoneKind):
        table.fault("kind", "unknown kind of zone", text, f"one of {', '.join(ZoneKind)}")
        return None
    for street in named:
        if street not in streets:
            table.fault("streets", "no such street", street)
    parts = [zone.geometry for zone in drawn if zone.kind == union_of]
    lines = [streets[street].line for street in named if street in streets]
    if lines:
        parts.append(widened(shapely.union_all(lines), widths.positive(text), epsg))
    if not parts:
        table.fault("union_of", "made of nothing", union_of, "name a kind of zone, or streets")
        return None
    return Zone(key=key, kind=ZoneKind(text), names=names, geometry=shapely.union_all(parts))
