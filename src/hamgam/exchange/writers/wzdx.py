"""Works as a WZDx 4.2 Work Zone Feed: work zones and detours along lines, in UTC.

What the standard cannot carry (events, works without dates or a course) is left out and told. A
feature per line: a work of several lines becomes a sequence of features.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import numpy as np
import orjson
import shapely

from hamgam.engine.calendars.instants import TEHRAN, day_bounds
from hamgam.engine.works import Activity, Impact, Kind, Work
from hamgam.exchange.systems import zone_at

VERSION = "4.2"
UNNAMED = "unnamed"
_EVENT_TYPES = {Kind.WORK: "work-zone", Kind.DETOUR: "detour"}
_IMPACTS = {
    Impact.CLOSURE: "all-lanes-closed",
    Impact.IMPORTANT: "some-lanes-closed",
    Impact.MINOR: "all-lanes-open",
    Impact.NONE: "all-lanes-open",
    Impact.UNKNOWN: "unknown",
}
_TYPES = {
    Activity.EXCAVATION: "below-road-work",
    Activity.CONNECTION: "below-road-work",
    Activity.PAVING: "surface-work",
    Activity.LANDSCAPE: "roadside-work",
}


def feed(works: Sequence[Work], *, publisher: str, updated: datetime) -> tuple[bytes, list[str]]:
    """The feed, and what could not be written in it; `updated` is when it is made."""
    notes: list[str] = []
    sources: dict[str, str] = {}
    features: list[dict[str, object]] = []
    for work in works:
        reason = _unfit(work)
        if reason:
            notes.append(f"{work.ref}: left out, {reason}")
            continue
        source = sources.setdefault(work.agency or publisher, f"agency-{len(sources) + 1}")
        features += _features(work, source)
    stamp = _utc(updated)
    named = sources or {publisher: "agency-1"}
    info = {
        "publisher": publisher,
        "version": VERSION,
        "update_date": stamp,
        "data_sources": [
            {"data_source_id": key, "organization_name": name, "update_date": stamp}
            for name, key in named.items()
        ],
    }
    document = {"feed_info": info, "type": "FeatureCollection", "features": features}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2), notes


def _unfit(work: Work) -> str:
    if work.kind not in _EVENT_TYPES:
        return f"a work zone feed carries no {work.kind.value}"
    if work.begins is None or work.ends is None:
        return "it has no dates"
    if work.geometry is None or not any(True for _ in _courses(work.geometry)):
        return "it has no course: a work zone feed carries lines"
    return ""


def _courses(shape: shapely.Geometry) -> Iterator[tuple[str, list[list[float]]]]:
    """The lines of a shape; an area is told by the two ends of its longer axis."""
    for part in shapely.get_parts(shape):
        if part.geom_type in ("MultiLineString", "MultiPolygon", "GeometryCollection"):
            yield from _courses(part)
        elif part.geom_type in ("LineString", "LinearRing"):
            yield "LineString", shapely.get_coordinates(part).round(7).tolist()
        elif part.geom_type == "Polygon":
            corners = shapely.get_coordinates(shapely.oriented_envelope(part))
            yield "MultiPoint", _axis(corners).round(7).tolist()


def _axis(corners: np.ndarray) -> np.ndarray:
    """The middles of the two shorter sides of a box, (2, 2)."""
    scale = np.asarray([np.cos(np.radians(corners[:, 1].mean())), 1.0])
    first, second = (float(np.hypot(*((corners[i + 1] - corners[i]) * scale))) for i in (0, 1))
    start = 0 if first <= second else 1
    return np.asarray([(corners[i] + corners[i + 1]) / 2 for i in (start, start + 2)])


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _span(work: Work) -> tuple[str, str]:
    """The first instant of the first day and the first after the last, in UTC."""
    centre = shapely.centroid(work.geometry)
    zone = zone_at(centre.x, centre.y) or TEHRAN
    if work.begins is None or work.ends is None:
        raise ValueError("work: it has no dates")
    return _utc(day_bounds(work.begins, zone)[0]), _utc(day_bounds(work.ends, zone)[1])


def _features(work: Work, source: str) -> Iterator[dict[str, object]]:
    first, last = _span(work)
    courses = list(_courses(work.geometry)) if work.geometry is not None else []
    for number, (kind, coordinates) in enumerate(courses):
        core: dict[str, object] = {
            "event_type": _EVENT_TYPES[work.kind],
            "data_source_id": source,
            "road_names": [work.street or UNNAMED],
            "direction": "undefined",
        }
        if work.title:
            core["description"] = work.title
        if len(courses) > 1:
            relation = "next-in-sequence" if number == 0 else "first-in-sequence"
            core["related_road_events"] = [
                {"type": relation, "id": _id(work, 1 if number == 0 else 0)}
            ]
        yield {
            "id": _id(work, number),
            "type": "Feature",
            "properties": {
                "core_details": core,
                "start_date": first,
                "end_date": last,
                **_details(work),
            },
            "geometry": {"type": kind, "coordinates": coordinates},
        }


def _id(work: Work, number: int) -> str:
    return f"{work.ref}/{number + 1}" if number else work.ref


def _details(work: Work) -> dict[str, object]:
    """What the standard asks of a work zone beyond a detour's dates."""
    details: dict[str, object] = {"is_start_date_verified": False, "is_end_date_verified": False}
    if work.kind is Kind.DETOUR:
        return details
    details |= {
        "is_start_position_verified": False,
        "is_end_position_verified": False,
        "location_method": "unknown",
        "vehicle_impact": _IMPACTS[work.impact],
    }
    if work.activity in _TYPES:
        details["types_of_work"] = [{"type_name": _TYPES[work.activity]}]
    return details
