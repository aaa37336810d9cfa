"""The ground of the map as GeoJSON: streets and zones with their labels."""

from __future__ import annotations

from typing import Any

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from hamgam.engine.works import ZoneKind
from hamgam.kit.digits import localise
from hamgam.kit.words import Language
from hamgam.register import queries
from hamgam.register.drawing import RANKS
from hamgam.register.models import Street, Zone

FINEST_DEGREES = 1e-6
DRAWN = (ZoneKind.DISTRICT, ZoneKind.SHRINE_CORE)
"""Zones that the ground shows; the others are rules, not places to find one's way by."""
USUAL_WIDTH_M = 12.0


def name_of(row: Street | Zone, language: Language) -> str:
    """What a street or zone is called, without the remark in brackets."""
    told: str = getattr(row, f"name_{language.value}") or row.name_fa
    return localise(told, language)


def _feature(shape: BaseGeometry, **properties: object) -> dict[str, Any]:
    placed = shapely.set_precision(shape, FINEST_DEGREES)
    geometry = orjson.Fragment(shapely.to_geojson(placed))
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _street(row: Street, shape: BaseGeometry, language: Language) -> dict[str, Any]:
    return _feature(
        shape,
        layer="street",
        key=row.key,
        label=name_of(row, language),
        rank=RANKS.get(row.street_class, 2),
        width=row.width_m or USUAL_WIDTH_M,
    )


def _zone(row: Zone, shape: BaseGeometry, language: Language) -> list[dict[str, Any]]:
    short = name_of(row, language).split(" (")[0]
    spot = shapely.point_on_surface(shape)
    return [
        _feature(shape, layer="zone", key=row.key, kind=row.kind),
        _feature(spot, layer="zone_name", kind=row.kind, label=short),
    ]


def ground(language: Language) -> bytes:
    """The city's streets and zones as one GeoJSON collection, each feature with its `layer`."""
    streets = [(row, shape) for row in queries.streets() if (shape := row.shape) is not None]
    zones = [(row, shape) for row in queries.zones() if (shape := row.shape) is not None]
    features = [_street(row, shape, language) for row, shape in streets]
    for row, shape in zones:
        if row.kind in DRAWN:
            features += _zone(row, shape, language)
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def bounds() -> list[float]:
    """West, south, east and north of the whole city: its districts, else its streets."""
    rows: list[Zone | Street] = list(queries.zones().filter(kind=ZoneKind.DISTRICT))
    rows = rows or list(queries.streets())
    shapes = [shape for row in rows if (shape := row.shape) is not None]
    if not shapes:
        return [44.0, 25.0, 63.5, 40.0]
    return [round(float(side), 5) for side in shapely.total_bounds(shapes)]
