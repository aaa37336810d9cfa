"""A city as data: its streets, landmarks, zones, agencies, prices and what holds projects up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shapely.geometry import LineString, Point

from hamgam.engine.works import Zone
from hamgam.exchange.misread import Misread

LANGUAGES: Final = ("fa", "en", "ar")
Names = Mapping[str, str]
"""A name by language code; all of LANGUAGES are there."""


class CityError(ValueError):
    """A city's folder that cannot be used as it stands; `faults` tells every reason."""

    def __init__(self, faults: Sequence[Misread]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """A street's centre line in degrees, and its width in metres from kerb to kerb."""

    key: str
    names: Names
    street_class: str
    lanes: int
    width_m: float
    line: LineString
    districts: tuple[str, ...]
    """Keys of the district zones it passes."""
    is_half_finished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmark:
    """A named point in degrees: a square, a junction, a gate, a station, a park."""

    names: Names
    kind: str
    point: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A seat in an agency, whoever sits on it."""

    key: str
    names: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A node in the tree of agencies; `parent` is another's key, None at a root.

    `does_works` marks those that bring lists of works; `aliases` are other ways lists write the
    name.
    """

    key: str
    names: Names
    kind: str
    parent: str | None
    posts: tuple[Post, ...]
    aliases: tuple[str, ...] = ()
    does_works: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one unit costs, in whole rials of the book's base quarter."""

    key: str
    names: Names
    unit: str
    rials: int
    is_assumed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceBook:
    """Unit prices by key, all in the prices of one Jalali year and quarter (1 to 4)."""

    base_year: int
    base_quarter: int
    prices: Mapping[str, Price]


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """A kind of thing that holds projects up, with its sub-codes and their names.

    `usual_owner` is the key of the agency that usually must act; `prior_days` the median days to
    clear assumed until the city's own closed cases tell better. None where nobody or nothing can be
    told.
    """

    code: str
    names: Names
    usual_owner: str | None
    prior_days: int | None
    sub_codes: Mapping[str, Names]


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A city's folder, read and found consistent.

    `epsg` is the metric system to measure in; `rulepack` the name of its pack of rules. Streets
    nearer to each other than `node_tolerance_m` cross; a landmark within `landmark_reach_m` of a
    street stands on it. A schematic city is a drawing: every screen and print must carry
    `attribution`.
    """

    key: str
    names: Names
    epsg: int
    rulepack: str
    is_schematic: bool
    attribution: Names
    node_tolerance_m: float
    landmark_reach_m: float
    zones: tuple[Zone, ...]
    streets: tuple[Street, ...]
    landmarks: tuple[Landmark, ...]
    agencies: tuple[Agency, ...]
    price_book: PriceBook
    obstacles: tuple[Obstacle, ...]
