"""Fields as the API takes and gives them: strict on the way in, free of constraints on the way out.

Ninja's defaults take `false` for 0, the number 0 for 1970-01-01 and a Jalali day for a Gregorian
one; none of these passes here. Answers carry no constraints, so that one odd stored row is a row
and not an error.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, NoReturn

import orjson
import shapely
from ninja import Field, Schema
from pydantic import (
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from shapely.geometry.base import BaseGeometry

from hamgam.kit.dates import is_plausible

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
BIGGEST = 2**53 - 1
"""The largest whole number that every client reads as it was written."""


class In(Schema):
    """What a client sends; a key that nobody asked for is a mistake worth telling."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


class Out(Schema):
    """What a client is given."""

    model_config = ConfigDict(arbitrary_types_allowed=True)


def _day(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not (isinstance(value, str) and _DAY.fullmatch(value)):
        raise ValueError("a day is written as text, 2026-11-24")
    day = date.fromisoformat(value)
    if not is_plausible(day):
        raise ValueError("a Gregorian day between the years 1900 and 2100; this looks Jalali")
    return day


Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema(
        {"type": "string", "format": "date", "pattern": r"^(19\d\d|20\d\d|2100)-\d\d-\d\d$"},
        mode="validation",
    ),
]
"""A Gregorian day of 1900 to 2100, as text only."""

Whole = Annotated[int, Field(strict=True, ge=0, le=BIGGEST)]
"""A whole number, not a boolean and not text."""
Rials = Annotated[int, Field(strict=True, ge=0, le=BIGGEST)]
Permille = Annotated[int, Field(strict=True, ge=0, le=1000)]
JalaliYear = Annotated[int, Field(strict=True, ge=1300, le=1500)]
Quarter = Annotated[int, Field(strict=True, ge=1, le=4)]
Measure = Annotated[float, Field(strict=True, ge=0, le=1e9, allow_inf_nan=False)]
Flag = Annotated[bool, Field(strict=True)]
_CLEAN = r"^[^\x00]*$"
Line = Annotated[str, StringConstraints(max_length=300, pattern=_CLEAN)]
Told = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=_CLEAN)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_CLEAN)]
Code = Annotated[str, StringConstraints(max_length=64, pattern=_CLEAN)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=5000, pattern=_CLEAN)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
PublicId = Annotated[str, StringConstraints(pattern=r"^[a-z]-[0-9a-hjkmnp-tv-z]{13}$")]
"""A public id; a text of another form is no id at all."""
Identity = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


def _refuse(reason: str) -> NoReturn:
    raise ValueError(reason)


def _depth_is_sane(value: object, left: int = 6) -> bool:
    if not isinstance(value, list):
        return True
    return left > 0 and all(_depth_is_sane(item, left - 1) for item in value)


def _numbers_only(value: object) -> bool:
    if isinstance(value, list):
        return all(_numbers_only(item) for item in value)
    return isinstance(value, int | float) and not isinstance(value, bool)


def geometry_of(value: object) -> BaseGeometry:
    """The geometry a GeoJSON object tells; ValueError with a reason when it tells none."""
    if isinstance(value, BaseGeometry):
        return value
    if not isinstance(value, dict) or value.get("type") not in GEOJSON_TYPES:
        _refuse(f"a GeoJSON geometry of type {', '.join(GEOJSON_TYPES)}")
    coordinates = value.get("coordinates")
    if set(value) - {"type", "coordinates"} or not isinstance(coordinates, list) or not coordinates:
        _refuse("a GeoJSON geometry has a type and coordinates, nothing else")
    if not _depth_is_sane(coordinates) or not _numbers_only(coordinates):
        _refuse("coordinates are numbers, longitude before latitude")
    try:
        found: BaseGeometry = shapely.from_geojson(orjson.dumps(value))
    except (shapely.errors.ShapelyError, orjson.JSONEncodeError, ValueError) as fault:
        raise ValueError("the coordinates make no such geometry") from fault
    return shapely.force_2d(found)


def geojson_of(shape: BaseGeometry | None) -> dict[str, Any] | None:
    """A geometry as GeoJSON with seven decimals (a centimetre), None for none."""
    if shape is None:
        return None
    told: dict[str, Any] = orjson.loads(shapely.to_geojson(shape))
    return {"type": told["type"], "coordinates": _rounded(told.get("coordinates", []))}


def _rounded(value: Any) -> Any:
    return [_rounded(item) for item in value] if isinstance(value, list) else round(value, 7)


GEOJSON_TYPES = (
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
)
_SCHEMA = {
    "type": "object",
    "required": ["type", "coordinates"],
    "additionalProperties": False,
    "properties": {
        "type": {"type": "string", "enum": list(GEOJSON_TYPES)},
        "coordinates": {"type": "array", "minItems": 1},
    },
    "description": "A GeoJSON geometry in EPSG:4326, longitude before latitude, at most 10,000"
    " points, valid by the rules of simple features.",
}
Geometry = Annotated[
    BaseGeometry,
    BeforeValidator(geometry_of),
    PlainSerializer(geojson_of),
    WithJsonSchema(_SCHEMA),
]
"""A place: GeoJSON outside, a Shapely geometry inside."""
