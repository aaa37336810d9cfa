"""DATEX II v2 situations (XML): one row per situation record.

Read are the record's type and id, its validity, impact, comments, and its place as points, lines or
from–to. No entity is ever resolved.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

# The package ships no types.
from defusedxml.ElementTree import parse  # type: ignore[import-untyped] # it has no stubs

from hamgam.exchange.formats.records import table_of
from hamgam.exchange.table import Cell, Table, UnreadableError

_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_TEXTS = {
    "overallStartTime": "start date",
    "overallEndTime": "end date",
    "trafficConstrictionType": "impact",
    "urgentRoadworks": "urgent roadworks",
    "situationRecordCreationTime": "created",
    "validityStatus": "validity status",
    "roadMaintenanceType": "road maintenance type",
    "numberOfOperationalLanes": "operational lanes",
    "originalNumberOfLanes": "lanes",
    "generalNetworkManagementType": "network management type",
}
_PLACEHOLDER = "Titre:Nouvelle tape"


def tables(path: Path) -> list[Table]:
    """The one table of a publication."""
    root = parse(str(path), forbid_dtd=True).getroot()
    parts = [
        (_cells(record, situation.get("id", "")), _shape(record))
        for situation in root.iter()
        if _local(situation) == "situation"
        for record in situation
        if _local(record) == "situationRecord"
    ]
    if not parts:
        raise UnreadableError("it holds no situation record")
    table = table_of(parts)
    table.instants = True
    return [table]


def _local(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _all(element: Element, name: str) -> Iterator[Element]:
    return (inner for inner in element.iter() if _local(inner) == name)


def _text(element: Element, name: str) -> str:
    return next((inner.text.strip() for inner in _all(element, name) if inner.text), "")


def _cells(record: Element, situation: str) -> dict[str, Cell]:
    kind = record.get(_TYPE, "").rsplit(":", 1)[-1]
    cells: dict[str, Cell] = {"id": record.get("id", ""), "case id": situation, "event type": kind}
    for name, column in _TEXTS.items():
        cells[column] = _text(record, name) or None
    cells["road name"] = _road(record) or None
    cells["description"] = _comment(record) or None
    cells["organisation"] = _text_within(record, "sourceName") or None
    return cells


def _text_within(record: Element, name: str) -> str:
    return next((_text(inner, "value") for inner in _all(record, name)), "")


def _comment(record: Element) -> str:
    values = [
        value.text.strip()
        for comment in _all(record, "generalPublicComment")
        for value in _all(comment, "value")
        if value.text and value.text.strip() != _PLACEHOLDER
    ]
    return "; ".join(values)


def _road(record: Element) -> str:
    number = _text(record, "roadNumber") or _text(record, "roadName")
    if number:
        return number
    return _text_within(record, "descriptor")


def _position(element: Element) -> list[float] | None:
    try:
        return [float(_text(element, "longitude")), float(_text(element, "latitude"))]
    except ValueError:
        return None


def _numbers(text: str) -> list[list[float]]:
    """The positions of a `posList`, latitude first as DATEX II writes them."""
    numbers = [float(number) for number in text.split()]
    return [[x, y] for y, x in zip(numbers[::2], numbers[1::2], strict=False)]


def _shape(record: Element) -> object:
    """The record's place as GeoJSON: its course, or the line between its ends, or its point."""
    courses = [_numbers(_text(record, "posList"))] if _text(record, "posList") else []
    if courses:
        return {"type": "LineString", "coordinates": courses[0]}
    ends = [
        position
        for name in ("from", "to")
        for point in _all(record, name)
        if (position := _position(point))
    ]
    if len(ends) == 2 and ends[0] != ends[1]:
        return {"type": "LineString", "coordinates": ends}
    point = ends[0] if ends else _position(record)
    return {"type": "Point", "coordinates": point} if point else None
