"""What a work is told to be: one frozen value for every door, checked once."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from datetime import date

import shapely
from shapely.geometry.base import BaseGeometry

from hamgam.agencies.vocabulary import Sharing
from hamgam.engine import works as engine
from hamgam.kit.dates import is_plausible
from hamgam.kit.refusals import Refused

MOST_POINTS = 10_000
"""Points a geometry may have; more is a drawing gone wrong, or hostile."""
LONGEST = {"ref": 120, "title": 300, "street": 200}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkValues:
    """Everything an agency tells about a work."""

    ref: str = ""
    title: str = ""
    kind: engine.Kind = engine.Kind.WORK
    activity: engine.Activity = engine.Activity.OTHER
    stage: engine.Stage = engine.Stage.UNKNOWN
    impact: engine.Impact = engine.Impact.UNKNOWN
    certainty: engine.Certainty = engine.Certainty.DRAWN
    emergency: bool = False
    street: str = ""
    geometry: BaseGeometry | None = None
    begins: date | None = None
    ends: date | None = None
    area_m2: float | None = None
    length_m: float | None = None
    depth_m: float | None = None
    surface: engine.Surface | None = None
    road_part: engine.RoadPart | None = None
    submitted: date | None = None
    sharing: Sharing = Sharing.AGENCIES

    def columns(self) -> dict[str, object]:
        """The values as the table's columns, without the geometry."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        del told["geometry"]
        return {name: _column(name, value) for name, value in told.items()}


def _column(name: str, value: object) -> object:
    return "" if value is None and name in {"surface", "road_part"} else value


def geometry_fault(shape: BaseGeometry) -> str | None:
    """What is wrong with a geometry in degrees, as a sentence; None when nothing is.

    Never repairs: repairing a hostile ring takes minutes, asking whether it is valid milliseconds.
    """
    if shape.is_empty:
        return "The geometry is empty."
    count = shapely.get_num_coordinates(shape)
    if count > MOST_POINTS:
        return f"The geometry has {count} points; {MOST_POINTS} is the most."
    west, south, east, north = shape.bounds
    if not all(map(math.isfinite, (west, south, east, north))):
        return "A coordinate is not a finite number."
    if west < -180 or east > 180 or south < -90 or north > 90:
        return "A point lies outside longitude -180 to 180, latitude -90 to 90."
    return (
        None if shape.is_valid else f"The geometry is not valid: {shapely.is_valid_reason(shape)}"
    )


def _day_faults(values: WorkValues) -> list[tuple[str, str]]:
    found = [
        (name, "A day lies between the years 1900 and 2100, in the Gregorian calendar.")
        for name in ("begins", "ends", "submitted")
        if (day := getattr(values, name)) is not None and not is_plausible(day)
    ]
    if values.begins and values.ends and values.ends < values.begins:
        found.append(("ends", "The last day lies before the first."))
    return found


def faults_of(values: WorkValues) -> list[dict[str, str]]:
    """Every fault of the values, each with a JSON pointer to its place."""
    found = _day_faults(values)
    if values.geometry is not None and (reason := geometry_fault(values.geometry)):
        found.append(("geometry", reason))
    for name, most in LONGEST.items():
        if len(getattr(values, name)) > most:
            found.append((name, f"At most {most} characters."))
    return [{"pointer": f"#/{name}", "detail": detail} for name, detail in found]


def check(values: WorkValues) -> None:
    """Refuse (`validation`) values with faults."""
    if faults := faults_of(values):
        raise Refused("validation", errors=faults)


def values_of(work: engine.Work) -> WorkValues:
    """What a row of a file tells, cut to what the table holds."""
    return WorkValues(
        ref=work.ref[: LONGEST["ref"]],
        title=work.title[: LONGEST["title"]],
        kind=work.kind,
        activity=work.activity,
        stage=work.stage,
        impact=work.impact,
        certainty=work.certainty,
        emergency=work.emergency,
        street=work.street[: LONGEST["street"]],
        geometry=work.geometry if work.is_placed else None,
        begins=work.begins,
        ends=work.ends,
        area_m2=work.area_m2,
        length_m=work.length_m,
        depth_m=work.depth_m,
        surface=work.surface,
        road_part=work.road_part,
        submitted=work.submitted,
    )
