"""Where findings are, as GeoJSON geometry: quick for hundreds of thousands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from hamgam.engine.findings import Finding

DECIMALS = 7
"""A hundredth of a metre."""


def _whole(finding: Finding) -> BaseGeometry | None:
    parts = [place.geometry for place in finding.places if not place.geometry.is_empty]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else shapely.union_all(parts)


def place_fragments(findings: Sequence[Finding]) -> list[orjson.Fragment | None]:
    """The place of each finding as a GeoJSON geometry, None where it has none.

    Longitude and latitude in 7 decimals; rings run as RFC 7946 3.1.6 asks.
    """
    wholes = np.empty(len(findings), dtype=object)
    wholes[:] = [_whole(finding) for finding in findings]
    if len(wholes):
        wholes = shapely.orient_polygons(
            shapely.transform(wholes, lambda xy: np.round(xy, DECIMALS))
        )
    return [None if text is None else orjson.Fragment(text) for text in shapely.to_geojson(wholes)]
