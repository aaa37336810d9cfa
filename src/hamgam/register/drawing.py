"""Small maps drawn on the server: streets below, works in their agency's colour above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from hamgam.engine.geometry import WGS84, reproject
from hamgam.exchange.documents.ground_map import is_area, label_spot, path
from hamgam.kit.words import Language
from hamgam.register.marks import slot_of
from hamgam.register.models import Street, Work
from hamgam.register.models.columns import in_view

LEAST_SPAN_M = 260.0
WIDE, HIGH = 720.0, 400.0
RANKS = {"freeway": 0, "arterial": 1, "shrine approach": 1}
NAMES = 14
View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Degrees as points of a drawing, y down."""

    epsg: int
    left: float
    top: float
    scale: float
    width: float
    height: float

    def draw(self, shapes: Sequence[BaseGeometry]) -> list[BaseGeometry]:
        """Geometries in degrees on the sheet, to a tenth of a point."""
        if not len(shapes):
            return []
        corner, turn = np.array([self.left, self.top]), np.array([self.scale, -self.scale])
        moved = reproject(shapes, WGS84, self.epsg)
        return list(shapely.transform(moved, lambda xy: np.round((xy - corner) * turn, 1)))


def sheet_round(shapes: Sequence[BaseGeometry], epsg: int, *, margin: float = 0.35) -> Sheet:
    """The sheet that shows some shapes with some of what lies round them."""
    west, south, east, north = shapely.total_bounds(reproject(shapes, WGS84, epsg))
    width = max((east - west) * (1 + 2 * margin), LEAST_SPAN_M)
    height = max((north - south) * (1 + 2 * margin), LEAST_SPAN_M * HIGH / WIDE)
    scale = min(WIDE / width, HIGH / height)
    x, y = (west + east) / 2, (south + north) / 2
    return Sheet(epsg, x - WIDE / scale / 2, y + HIGH / scale / 2, scale, WIDE, HIGH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What the template paints."""

    width: float
    height: float
    streets: Sequence[View]
    names: Sequence[View]
    works: Sequence[View]
    places: Sequence[View]


def degrees_round(
    shapes: Sequence[BaseGeometry], metres: float
) -> tuple[float, float, float, float]:
    """A window in degrees round some shapes."""
    west, south, east, north = shapely.total_bounds(list(shapes))
    side = metres / 85_000
    return west - side, south - side, east + side, north + side


def street_views(streets: Sequence[Street], sheet: Sheet, language: Language) -> tuple[
    list[View], list[View]
]:  # fmt: skip
    """The streets' lines by rank, and their names."""
    placed = [(street, shape) for street in streets if (shape := street.shape) is not None]
    drawn = sheet.draw([shape for _, shape in placed])
    frame = shapely.box(0, 0, sheet.width, sheet.height)
    lines: dict[int, list[str]] = {2: [], 1: [], 0: []}
    names: list[View] = []
    for (street, _), shape in zip(placed, drawn, strict=True):
        rank = RANKS.get(street.street_class, 2)
        lines[rank].append(path(shape))
        seen = shapely.intersection(shape, frame)
        if seen.length > 90 and seen.geom_type == "LineString":
            x, y, turn = label_spot(seen)
            name = getattr(street, f"name_{language.value}") or street.name_fa
            names.append({"x": x, "y": y, "turn": turn, "name": name, "rank": rank})
    names.sort(key=lambda view: view["rank"])
    return [{"rank": rank, "d": "".join(paths)} for rank, paths in lines.items() if paths], names


def work_view(work: Work, shape: BaseGeometry, *, number: int = 0, is_near: bool = False) -> View:
    """One work as the map paints it."""
    spot = shapely.point_on_surface(shape)
    return {
        "id": work.public_id,
        "d": path(shape),
        "slot": slot_of(work.agency.key),
        "is_area": is_area(shape),
        "is_point": bool(shapely.get_dimensions(shape) == 0),
        "x": round(spot.x, 1),
        "y": round(spot.y, 1),
        "number": number,
        "is_near": is_near,
    }


def drawing(
    works: Sequence[Work],
    *,
    epsg: int,
    language: Language,
    near: Sequence[Work] = (),
    places: Sequence[BaseGeometry] = (),
    numbered: int = 99,
) -> Drawing | None:
    """A map round some works, the first `numbered` with their numbers, with their neighbours paler;
    None when none of them has a place. One query, for the streets."""
    focus = [(work, shape) for work in works if (shape := work.shape) is not None]
    if not focus:
        return None
    shapes = [shape for _, shape in focus]
    sheet = sheet_round(shapes, epsg)
    window = degrees_round(shapes, 600 if sheet.scale > 0.3 else 3000)
    streets = list(Street.objects.filter(in_view(*window)))
    lines, names = street_views(streets, sheet, language)
    beside = [(work, shape) for work in near if (shape := work.shape) is not None]
    paler = zip(beside, sheet.draw([shape for _, shape in beside]), strict=True)
    views = [work_view(work, shape, is_near=True) for (work, _), shape in paler]
    own = zip(focus, sheet.draw(shapes), strict=True)
    views += [
        work_view(work, s, number=i if i <= numbered else 0)
        for i, ((work, _), s) in enumerate(own, 1)
    ]
    return Drawing(
        width=sheet.width,
        height=sheet.height,
        streets=lines,
        names=names[:NAMES],
        works=views,
        places=[{"d": path(shape), "is_area": is_area(shape)} for shape in sheet.draw(places)],
    )
