"""What the caller of a reader knows about the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hamgam.exchange.city.values import City


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What the caller knows about the files.

    `map` names their column for our field (`columns.field_names`, or a short name), `agency` their
    column of agencies. `crs` is the reference system of coordinates that declare none, and stands
    above what a file declares. `city` gives the streets for addresses and the box where places
    must lie. `default_agency` owns the rows of a file without a column of agencies. The limits
    hold for each file; None scales them with the file's size.
    """

    map: Mapping[str, str] = field(default_factory=dict)
    crs: str | None = None
    agency: str | None = None
    city: City | None = None
    default_agency: str | None = None
    max_memory_bytes: int | None = None
    max_seconds: float | None = None
