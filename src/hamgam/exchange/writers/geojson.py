"""Works as GeoJSON (RFC 7946): longitude first, outer rings counter-clockwise, absent values left
out."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from hamgam.engine.works import Work
from hamgam.exchange.writers.plain import plain

DECIMALS = 7
"""Digits after the point of a degree: about a centimetre."""


def geometry_of(shape: BaseGeometry | None) -> object:
    """A shape as a GeoJSON geometry, None for none."""
    if shape is None or shape.is_empty:
        return None
    oriented = shapely.orient_polygons(shape)
    return shapely.geometry.mapping(
        shapely.transform(oriented, lambda points: points.round(DECIMALS))
    )


def feature(work: Work) -> dict[str, object]:
    """A work as a feature; its reference is the feature's id too."""
    properties = {name: value for name, value in plain(work).items() if value is not None}
    return {
        "type": "Feature",
        "id": work.ref,
        "properties": properties,
        "geometry": geometry_of(work.geometry),
    }


def collection(works: Sequence[Work]) -> bytes:
    """All works as one FeatureCollection, a feature a line."""
    lines = [orjson.dumps(feature(work)) for work in works]
    return b'{"type":"FeatureCollection","features":[\n' + b",\n".join(lines) + b"\n]}\n"
