"""Rows that a person puts in their place: on a street, or at a point of the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import shapely

from hamgam.agencies.models import Agency
from hamgam.engine.geometry import WGS84, reproject
from hamgam.engine.works import Certainty, Work
from hamgam.register.drawing import Sheet
from hamgam.register.models import Street
from hamgam.register.models import Work as Row
from hamgam.register.parts import parts
from hamgam.register.uploading.said import Said

Place = Mapping[str, object]


def on_street(key: str) -> dict[str, object]:
    """A place told by its street alone."""
    return {"street": key}


def at_point(sheet: Sheet, x: float, y: float) -> dict[str, object]:
    """A place told by a point of a drawing, in degrees. Raises ValueError outside the sheet."""
    if not (0 <= x <= sheet.width and 0 <= y <= sheet.height):
        raise ValueError("the point lies outside the sheet")
    there = shapely.Point(sheet.left + x / sheet.scale, sheet.top - y / sheet.scale)
    (point,) = reproject([there], sheet.epsg, WGS84)
    return {"lon": round(point.x, 7), "lat": round(point.y, 7)}


def with_places(works: Sequence[Work], said: Said) -> list[Work]:
    """The works, those placed by hand in their place; one query when any is on a street."""
    if not said.places:
        return list(works)
    keys = {str(place["street"]) for place in said.places.values() if "street" in place}
    streets = {row.key: row for row in Street.objects.filter(key__in=keys)} if keys else {}
    return [_placed(work, said.places.get(work.ref), streets) for work in works]


def with_known_places(works: Sequence[Work], agency: Agency) -> list[Work]:
    """The works, those that the list leaves without a place where the table has them: what a
    person put on the map stays there when the list comes again; one query when any is lost."""
    lost = {work.ref for work in works if work.geometry is None}
    if not lost:
        return list(works)
    standing = Row.objects.filter(agency=agency, geometry__isnull=False)
    standing = standing.filter(withdrawn=None, merged_into=None)
    rows = {row.ref: row for part in parts(lost) for row in standing.filter(ref__in=part)}
    return [_known(work, rows.get(work.ref)) if work.geometry is None else work for work in works]


def _known(work: Work, row: Row | None) -> Work:
    if row is None:
        return work
    street, certainty = work.street or row.street, Certainty(row.certainty)
    return replace(work, geometry=row.shape, certainty=certainty, street=street)


def _placed(work: Work, place: Place | None, streets: Mapping[str, Street]) -> Work:
    if place is None:
        return work
    if "street" in place:
        street = streets.get(str(place["street"]))
        if street is None:
            return work
        name = work.street or street.name_fa
        return replace(work, geometry=street.shape, certainty=Certainty.STREET_ONLY, street=name)
    point = shapely.Point(float(str(place["lon"])), float(str(place["lat"])))
    return replace(work, geometry=point, certainty=Certainty.DRAWN)
