"""What a person said about a waiting file: which column is what, where a row lies.

It stands beside the file until it is confirmed, so that a reload of the page loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import orjson

SAID = "said.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`fields` names their column for our field, `ignored` their columns that are left out,
    `places` the longitude and latitude lines of rows by reference, with the street's name."""

    fields: Mapping[str, str] = field(default_factory=dict)
    ignored: Sequence[str] = ()
    places: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    is_settled: bool = False
    """Whether a person has looked at the columns of this file."""


def read_said(folder: Path) -> Said | None:
    """What was said about the file in a folder; None before anything was."""
    place = folder / SAID
    if not place.is_file():
        return None
    return Said(**orjson.loads(place.read_bytes()))


def write_said(folder: Path, said: Said) -> None:
    """Keep what was said, whole or not at all."""
    fresh = folder / f"{SAID}.new"
    body = {
        "fields": dict(said.fields),
        "ignored": list(said.ignored),
        "places": dict(said.places),
        "is_settled": said.is_settled,
    }
    fresh.write_bytes(orjson.dumps(body))
    fresh.replace(folder / SAID)
