"""The map of a tour: streets below, each delegation's round and its numbered stops above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from hamgam.kit.words import Language
from hamgam.register.drawing import degrees_round, sheet_round, street_views
from hamgam.register.marks import city
from hamgam.register.models import Street
from hamgam.register.models.columns import in_view

TRACKS = 5
View = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TourMap:
    """What the template paints."""

    width: float
    height: float
    streets: Sequence[View]
    names: Sequence[View]
    routes: Sequence[View]
    stops: Sequence[View]
    left: Sequence[View]


def point_of(place: str) -> shapely.Point:
    """A kept place (`latitude, longitude`) as a point in degrees."""
    latitude, longitude = (float(part) for part in place.split(","))
    return shapely.Point(longitude, latitude)


def tour_map(
    rounds: Sequence[Sequence[str]], places: Mapping[str, str], language: Language
) -> TourMap | None:
    """The map of rounds over sites by their names; None where no site has a place. One query."""
    names = list(places)
    points = [point_of(places[name]) for name in names]
    if not points:
        return None
    sheet = sheet_round(points, city().epsg, margin=0.12)
    streets = list(Street.objects.filter(in_view(*degrees_round(points, 4000))))
    lines, labels = street_views(streets, sheet, language)
    spots = dict(zip(names, sheet.draw(points), strict=True))
    visited = {name for stops in rounds for name in stops}
    return TourMap(
        width=sheet.width,
        height=sheet.height,
        streets=lines,
        names=labels[:14],
        routes=[
            {"track": n % TRACKS + 1, "d": "M" + "L".join(f"{spots[s].x} {spots[s].y}" for s in r)}
            for n, r in enumerate(rounds)
            if len(r) > 1
        ],
        stops=[
            {"x": spots[s].x, "y": spots[s].y, "track": n % TRACKS + 1, "number": at}
            for n, r in enumerate(rounds)
            for at, s in enumerate(r, 1)
        ],
        left=[{"x": spots[n].x, "y": spots[n].y} for n in names if n not in visited],
    )
