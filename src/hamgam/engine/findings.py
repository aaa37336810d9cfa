"""What overlaps and impact both return: findings, and the places where they matter."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from shapely.geometry.base import BaseGeometry

from hamgam.engine.works import Certainty


class FindingKind(StrEnum):
    """What was found."""

    COLLISION = "collision"
    """Same place, same time."""
    CHANCE = "chance"
    """Same place, another time within the joint window: dig once («فرصت هم‌زمانی»)."""
    GAP = "gap"
    """A stake without an answer, a place without an owner, a hand-over without a taker."""
    PROTECTION = "protection"
    """A fresh surface would be opened before its protection ends."""
    BLACKOUT = "blackout"
    """A work stands open in a season that closes its zone."""
    NOTICE = "notice"
    """The notice given is shorter than the rule asks."""


class Consequence(StrEnum):
    """What the rule makes of it, gravest first."""

    BLOCK = "block"
    REQUIRE = "require"
    WARN = "warn"
    INFORM = "inform"


class Severity(StrEnum):
    """How much it weighs, gravest first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The part of the ground that matters for one finding.

    `geometry` is longitude and latitude (EPSG:4326); `certainty` is that of the less sure side.
    """

    geometry: BaseGeometry
    certainty: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing the city should know about one work, or about two.

    `a` and `b` are public references; `b` is None when the finding concerns a single work.
    `distance_m` is the shortest distance between the two footprints. `overlap_days` counts the
    shared days; `gap_days`, set only when no day is shared, is the number of days from the last
    day of the earlier to the first day of the later. `rule` and `severity` are None in a search
    without rules.
    """

    id: str
    kind: FindingKind
    rule: str | None
    severity: Severity | None
    consequence: Consequence | None
    a: str
    b: str | None
    places: tuple[Place, ...]
    distance_m: float | None
    overlap_days: int
    gap_days: int | None
    certainty: Certainty | None


def identity(a: str, b: str | None, rule: str | None) -> str:
    """The identity of a finding: the two works' references in either order, and the rule.

    Dates, kind and geometry never enter, so that a case survives the edit of a work. 32
    hexadecimal digits of BLAKE2b over the parts, each preceded by its length, so that no two lists
    of parts read the same.
    """
    digest = hashlib.blake2b(digest_size=16)
    for part in (*sorted((a, b or "")), rule or ""):
        octets = part.encode()
        digest.update(len(octets).to_bytes(4, "big"))
        digest.update(octets)
    return digest.hexdigest()
