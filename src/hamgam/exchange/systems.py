"""Which reference system a file's coordinates are in: declared, given, degrees, or found out.

Found out means: tried on the data, one candidate lies where it must (`systems.toml`, or the city),
and something points to it: the city, the language of the column names, or a word in them. Two that
fit, or none that anything points to, is an honest "unknown".
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt
import pyproj

from hamgam.exchange.columns import plain

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""
Points = npt.NDArray[np.float64]
"""(n, 2), x before y."""

_MARGIN_DEGREES = 0.3
_BY_CITY, _BY_HINT, _BY_LANGUAGE = 4, 2, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One candidate."""

    epsg: int
    name: str
    bbox: Box
    languages: tuple[str, ...]
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """How coordinates become longitude and latitude; `crs` None is unknown, `reason` then says
    why, `notes` what was found out."""

    crs: pyproj.CRS | None
    swapped: bool = False
    reason: str = ""
    notes: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, list[dict[str, object]]]:
    text = resources.files("hamgam.exchange").joinpath("systems.toml").read_text("utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=1)
def candidates() -> list[System]:
    """The systems that are tried."""
    return [
        System(
            epsg=int(str(entry["epsg"])),
            name=str(entry["name"]),
            bbox=_box(entry["bbox"]),
            languages=tuple(map(str, _list(entry["languages"]))),
            hints=tuple(map(str, _list(entry["hints"]))),
        )
        for entry in _tables()["system"]
    ]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _box(value: object) -> Box:
    west, south, east, north = (float(str(number)) for number in _list(value))
    return west, south, east, north


def zone_at(longitude: float, latitude: float) -> str | None:
    """The time zone of a place, as far as the table of regions knows it."""
    for entry in _tables()["region"]:
        if _holds(_box(entry["bbox"]), longitude, latitude):
            return str(entry["zone"])
    return None


def _holds(box: Box, x: float, y: float, margin: float = 0.0) -> bool:
    return box[0] - margin <= x <= box[2] + margin and box[1] - margin <= y <= box[3] + margin


def system_named(name: str) -> pyproj.CRS:
    """The system that a text names (`EPSG:32640`, `32640`, WKT, an OGC URN).

    Raises ValueError when it names none.
    """
    text = name.strip()
    try:
        return pyproj.CRS.from_user_input(int(text) if text.isdecimal() else text)
    except pyproj.exceptions.CRSError as error:
        raise ValueError(f"no reference system is called {text[:60]!r}") from error


def are_degrees(points: Points) -> bool:
    """Whether all but a few stray points can be degrees."""
    if not len(points):
        return True
    x, y = np.abs(np.median(points, axis=0))
    return bool(x <= 180 and y <= 180)


def to_degrees(points: Points, frame: Frame) -> Points:
    """The points as longitude and latitude; not finite where they have no place."""
    if frame.crs is None:
        raise ValueError("frame: the reference system is unknown")
    x, y = points.T if not frame.swapped else points.T[::-1]
    if frame.crs.is_geographic and frame.crs.to_epsg() == 4326:
        return np.column_stack([x, y])
    return np.column_stack(_transformer(frame.crs.to_wkt()).transform(x, y))


@lru_cache(maxsize=64)
def _transformer(wkt: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(pyproj.CRS.from_wkt(wkt), 4326, always_xy=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What may point to a system: the city's box, the languages and the names of the columns."""

    city: Box | None
    languages: Mapping[str, int]
    columns: Sequence[str]


def _middle(points: Points, epsg: int, swapped: bool) -> tuple[float, float]:
    x, y = np.median(points, axis=0)
    crs = pyproj.CRS.from_epsg(epsg)
    lon, lat = _transformer(crs.to_wkt()).transform(*((y, x) if swapped else (x, y)))
    return float(lon), float(lat)


def _weight(system: System, evidence: Evidence, lon: float, lat: float) -> int:
    """What points to a system at that place; 0 when the place lies where it is not used, or
    outside the city."""
    if not (math.isfinite(lon) and math.isfinite(lat) and _holds(system.bbox, lon, lat)):
        return 0
    if evidence.city and not _holds(evidence.city, lon, lat, _MARGIN_DEGREES):
        return 0
    names = " ".join(map(plain, evidence.columns))
    spoken = max(evidence.languages, key=lambda code: evidence.languages[code], default="")
    return (
        _BY_CITY * bool(evidence.city)
        + _BY_HINT * any(f" {hint}" in f" {names}" for hint in system.hints)
        + _BY_LANGUAGE * (spoken in system.languages)
    )


def find_out(points: Points, evidence: Evidence) -> Frame:
    """The system of coordinates in metres that declare none, or why it cannot be told."""
    weighed = [
        (_weight(system, evidence, *_middle(points, system.epsg, swapped)), system, swapped)
        for system in candidates()
        for swapped in (False, True)
    ]
    best = max(weight for weight, _, _ in weighed)
    fitting = [
        (system, swapped) for weight, system, swapped in weighed if weight == best and weight
    ]
    x, y = np.median(points, axis=0)
    where = (
        f"its coordinates, near ({x:,.0f}, {y:,.0f}), are no degrees "
        "and it declares no reference system"
    )
    if len(fitting) != 1:
        names = ", ".join(f"EPSG:{system.epsg}" for system, _ in fitting)
        why = f"; {names} would all fit" if names else ""
        return Frame(crs=None, reason=where + why)
    system, swapped = fitting[0]
    axes = " with the northing first" if swapped else ""
    taken = f"read as EPSG:{system.epsg} ({system.name}){axes}, found out from {_ground(best)}"
    return Frame(
        crs=pyproj.CRS.from_epsg(system.epsg),
        swapped=swapped,
        notes=(f"WARNING: {where}; {taken}: check one place",),
    )


def _ground(weight: int) -> str:
    grounds = (
        (_BY_CITY, "the city"),
        (_BY_HINT, "a column's name"),
        (_BY_LANGUAGE, "the language of its columns"),
    )
    return " and ".join(text for bit, text in grounds if weight & bit)


def frame_of(points: Points, declared: str | None, given: str | None, evidence: Evidence) -> Frame:
    """How a file's coordinates become degrees: as given, else as declared, else degrees, else
    found out."""
    degrees = are_degrees(points)
    named = given or declared
    if named is None:
        return Frame(crs=pyproj.CRS.from_epsg(4326)) if degrees else find_out(points, evidence)
    crs = system_named(named)
    if degrees and crs.is_projected:
        note = f"WARNING: its coordinates are degrees, so {named[:60]} was not applied"
        return Frame(crs=pyproj.CRS.from_epsg(4326), notes=(note,))
    if not degrees and crs.is_geographic:
        found = find_out(points, evidence)
        note = f"WARNING: {named[:60]} is in degrees, its coordinates are not"
        return Frame(
            crs=found.crs, swapped=found.swapped, reason=found.reason, notes=(note, *found.notes)
        )
    notes = (
        (f"--crs {given} was used instead of the declared {declared[:60]}",)
        if given and declared and given != declared
        else ()
    )
    return Frame(crs=crs, notes=notes)
