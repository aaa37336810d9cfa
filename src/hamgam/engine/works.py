"""What agencies bring to the shared table: works and whatever else holds the ground, as frozen
values.

Places are longitude and latitude in degrees (EPSG:4326); dates are closed local days `[begins,
ends]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from shapely.geometry.base import BaseGeometry


class Kind(StrEnum):
    """What holds the ground."""

    WORK = "work"
    EVENT = "event"
    DETOUR = "detour"
    BUS_ROUTE = "bus_route"
    BUS_STOP = "bus_stop"
    SURFACE = "surface"
    """A finished surface under protection; its dates are the day it was completed."""
    SEASON = "season"
    """A window of the calendar over a zone."""
    OTHER = "other"
    """Kept and listed, judged by no rule that names a kind: notices, warnings, skips, scaffolds."""


class Activity(StrEnum):
    """What a work does to the street."""

    EXCAVATION = "excavation"
    CONNECTION = "connection"
    """A customer's connection: a short trench from the main to one address."""
    PAVING = "paving"
    STRUCTURE = "structure"
    LANDSCAPE = "landscape"
    OTHER = "other"


class Impact(StrEnum):
    """How much of the street's traffic is lost, least first."""

    UNKNOWN = "unknown"
    NONE = "none"
    MINOR = "minor"
    IMPORTANT = "important"
    """A lane, a bus lane, a median or a hard shoulder is taken (GIPOD's "important hindrance")."""
    CLOSURE = "closure"


class Stage(StrEnum):
    """How far a work has come, as far as its list tells."""

    UNKNOWN = "unknown"
    WINDOW = "window"
    """Not concretely planned: the dates are the window in which it will happen."""
    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class RoadPart(StrEnum):
    """Which part of the street is taken."""

    CARRIAGEWAY = "carriageway"
    FOOTWAY = "footway"
    VERGE = "verge"


class Surface(StrEnum):
    """What the street is covered with."""

    ASPHALT = "asphalt"
    CONCRETE = "concrete"
    PAVING_STONE = "paving_stone"
    UNPAVED = "unpaved"


class Certainty(StrEnum):
    """How sure the place is, surest first."""

    SURVEYED = "surveyed"
    DRAWN = "drawn"
    BETWEEN_CROSSINGS = "between_crossings"
    STREET_ONLY = "street_only"
    """The geometry is the whole street: the works are somewhere along it."""


CERTAINTY_RANK: Mapping[Certainty, int] = MappingProxyType(
    {certainty: rank for rank, certainty in enumerate(Certainty)}
)
"""0 is the surest; a pair is as sure as its less sure side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One row of an agency's list: who does what, where and when.

    `ref` is the row's public reference. A `None` place or date means that the list does not tell
    it: the row is kept and shown, and takes no part in a search that needs what it lacks.
    """

    ref: str
    agency: str | None = None
    title: str = ""
    kind: Kind = Kind.WORK
    activity: Activity = Activity.OTHER
    geometry: BaseGeometry | None = None
    certainty: Certainty = Certainty.DRAWN
    begins: date | None = None
    ends: date | None = None
    stage: Stage = Stage.UNKNOWN
    impact: Impact = Impact.UNKNOWN
    emergency: bool = False
    street: str = ""
    area_m2: float | None = None
    length_m: float | None = None
    width_m: float | None = None
    depth_m: float | None = None
    surface: Surface | None = None
    road_part: RoadPart | None = None
    submitted: date | None = None
    """The day the notice or application was handed in."""
    asked: tuple[str, ...] = ()
    """Agencies whose answer was asked for («استعلام»)."""
    answered: tuple[str, ...] = ()
    handover_to: str | None = None
    taken_over: bool | None = None
    project: str | None = None
    source: str = ""
    """File and row, for messages."""
    told: Mapping[str, str] = field(default_factory=dict)
    """The row's own columns as written, by their own names."""

    def __post_init__(self) -> None:
        if self.begins and self.ends and self.ends < self.begins:
            raise ValueError(f"ends: {self.ends} lies before begins {self.begins}")

    @property
    def is_placed(self) -> bool:
        """Whether the row tells where it is."""
        return self.geometry is not None and not self.geometry.is_empty

    @property
    def is_dated(self) -> bool:
        """Whether the row tells from when to when."""
        return self.begins is not None and self.ends is not None


class ZoneKind(StrEnum):
    """What a zone is to the city's seasons and rules."""

    CITY = "city"
    SHRINE_CORE = "shrine_core"
    DISTRICT = "district"
    ENTRY_CORRIDOR = "entry_corridor"
    WALKING_ROUTE = "walking_route"
    PARKING_RING = "parking_ring"
    PROCESSION_STREET = "procession_street"
    SCHOOL_STREET = "school_street"


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A named area with rules and seasons of its own."""

    key: str
    kind: ZoneKind
    names: Mapping[str, str]
    """By language code: fa, en, ar."""
    geometry: BaseGeometry
    schematic: bool = False
