"""The map of the overlaps page, ready for its template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from hamgam.engine.findings import Finding
from hamgam.engine.works import Certainty, Work, ZoneKind
from hamgam.exchange.documents.agency_marks import SLOTS, AgencyMark
from hamgam.exchange.documents.ground_map import (
    DRAWN_ZONES,
    Sheet,
    is_area,
    label_spot,
    path,
    scale_length,
    sheet_for,
    street_rank,
)
from hamgam.exchange.findings_out.report import Report

MOST_WORKS = 5_000
MOST_STREETS = 4_000
NAMED_STREETS = 160
PIXELS = 900
"""The width, in pixels, that the drawing is meant for before a script measures the real one."""

View = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """Everything the template draws, each as plain values."""

    frame: str
    unit: float
    """Metres per pixel, before a script measures."""
    streets: Sequence[View]
    street_names: Sequence[View]
    zones: Sequence[View]
    works: Sequence[View]
    casing: str
    places: Sequence[View]
    marks: Sequence[View]
    scale_m: int
    left_out_works: int


def map_view(report: Report, shown: Sequence[Finding], agencies: Sequence[AgencyMark]) -> MapView:
    """The map of a report: its ground, its works, and the findings that the page shows."""
    sheet = sheet_for(report)
    works = _chosen(report, shown)
    drawn = _works(sheet, works, {mark.name: mark for mark in agencies})
    places, marks = _findings(sheet, shown)
    _, _, width, height = sheet.frame
    placed = sum(work.is_placed for work in report.works)
    return MapView(
        frame=f"0 0 {width} {height}",
        unit=round(max(width, height) / PIXELS, 4),
        streets=_streets(sheet, report),
        street_names=_street_names(sheet, report),
        zones=_zones(sheet, report),
        works=drawn,
        casing="".join(work["d"] for work in drawn),
        places=places,
        marks=marks,
        scale_m=scale_length(width),
        left_out_works=placed - len(works),
    )


def _chosen(report: Report, shown: Sequence[Finding]) -> list[Work]:
    """The works to draw: those that stand in a finding first, in the order of the files."""
    spoken = {ref for finding in shown for ref in (finding.a, finding.b)}
    placed = [work for work in report.works if work.is_placed]
    first = sorted(placed, key=lambda work: work.ref not in spoken)[:MOST_WORKS]
    kept = {id(work) for work in first}
    return [work for work in placed if id(work) in kept]


def _works(sheet: Sheet, works: Sequence[Work], agencies: Mapping[str, AgencyMark]) -> list[View]:
    shapes = sheet.to_sheet([work.geometry for work in works])
    views: list[View] = []
    for work, shape in zip(works, shapes, strict=True):
        mark = agencies.get(work.agency or "")
        views.append(
            {
                "ref": work.ref,
                "d": path(shape),
                "slot": mark.slot if mark else SLOTS,
                "is_double": mark is not None and mark.is_double,
                "is_area": is_area(shape),
                "is_unsure": work.certainty is Certainty.STREET_ONLY,
            }
        )
    return views


def _findings(sheet: Sheet, shown: Sequence[Finding]) -> tuple[list[View], list[View]]:
    numbered = [(index, finding) for index, finding in enumerate(shown) if finding.places]
    pairs = [
        (index, finding, place.geometry)
        for index, finding in numbered
        for place in finding.places
        if not place.geometry.is_empty
    ]
    shapes = sheet.to_sheet([geometry for _, _, geometry in pairs])
    places: list[View] = []
    marks: list[View] = []
    marked = set()
    for (index, finding, _), shape in zip(pairs, shapes, strict=True):
        if shape.geom_type != "Point":
            places.append({"i": index, "kind": finding.kind, "d": path(shape)})
        if index not in marked:
            marked.add(index)
            marks.append(_mark(index, finding, shape))
    # the gravest is drawn last, on top
    return places, marks[::-1]


def _mark(index: int, finding: Finding, shape: BaseGeometry) -> View:
    spot = shapely.point_on_surface(shape)
    west, south, east, north = shape.bounds
    return {
        "i": index,
        "kind": finding.kind,
        "severity": finding.severity or "none",
        "x": round(spot.x, 1),
        "y": round(spot.y, 1),
        "box": [round(side, 1) for side in (west, south, east, north)],
    }


def _streets(sheet: Sheet, report: Report) -> list[View]:
    streets = sorted(report.city.streets, key=street_rank)[:MOST_STREETS] if report.city else []
    ranks: dict[int, list[str]] = {2: [], 1: [], 0: []}
    shapes = sheet.to_sheet([street.line for street in streets])
    for street, shape in zip(streets, shapes, strict=True):
        ranks[street_rank(street)].append(path(shape))
    return [{"rank": rank, "d": "".join(paths)} for rank, paths in ranks.items() if paths]


def _street_names(sheet: Sheet, report: Report) -> list[View]:
    streets = sorted(report.city.streets, key=street_rank)[:NAMED_STREETS] if report.city else []
    shapes = sheet.to_sheet([street.line for street in streets])
    views: list[View] = []
    for street, shape in zip(streets, shapes, strict=True):
        x, y, turn = label_spot(shape)
        views.append(
            {"x": x, "y": y, "turn": turn, "names": street.names, "rank": street_rank(street)}
        )
    return views


def _zones(sheet: Sheet, report: Report) -> list[View]:
    zones = [
        zone for zone in (report.city.zones if report.city else ()) if zone.kind in DRAWN_ZONES
    ]
    zones.sort(key=lambda zone: (zone.kind is ZoneKind.SHRINE_CORE, zone.kind is ZoneKind.DISTRICT))
    shapes = sheet.to_sheet([zone.geometry for zone in zones])
    views: list[View] = []
    for zone, shape in zip(zones, shapes, strict=True):
        spot = shapely.point_on_surface(shape)
        named = zone.kind is ZoneKind.SHRINE_CORE
        views.append(
            {"kind": zone.kind, "d": path(shape), "x": round(spot.x, 1), "y": round(spot.y, 1)}
            | {"names": _bare(zone.names), "is_named": named}
        )
    return views


def _bare(names: Mapping[str, str]) -> dict[str, str]:
    """Names without what stands in brackets: the map says by itself that it is schematic."""
    return {code: name.split(" (", maxsplit=1)[0] for code, name in names.items()}
