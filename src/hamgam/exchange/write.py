"""Works as a file, in the format that its name tells."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hamgam.engine.works import Work
from hamgam.exchange.writers import geojson, layers, tables, wzdx


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOptions:
    """What a format wants to know beyond the works.

    `bom` marks CSV as UTF-8 for Excel. `publisher` and `updated` head a WZDx feed.
    """

    updated: datetime
    publisher: str = "Hamgam"
    bom: bool = False


Writer = Callable[[Sequence[Work], Path, WriteOptions], list[str]]


def _geojson(works: Sequence[Work], path: Path, _: WriteOptions) -> list[str]:
    path.write_bytes(geojson.collection(works))
    return []


def _csv(works: Sequence[Work], path: Path, options: WriteOptions) -> list[str]:
    path.write_bytes(tables.csv_bytes(works, bom=options.bom))
    return []


def _wzdx(works: Sequence[Work], path: Path, options: WriteOptions) -> list[str]:
    octets, notes = wzdx.feed(works, publisher=options.publisher, updated=options.updated)
    path.write_bytes(octets)
    return notes


WRITERS: Mapping[str, Writer] = {
    ".wzdx.geojson": _wzdx,
    ".wzdx.json": _wzdx,
    ".geojson": _geojson,
    ".json": _geojson,
    ".csv": _csv,
    ".xlsx": lambda works, path, _: tables.write_excel(works, path),
    ".gpkg": lambda works, path, _: layers.write_geopackage(works, path),
    ".shp.zip": lambda works, path, _: layers.write_shapefile(works, path),
    ".zip": lambda works, path, _: layers.write_shapefile(works, path),
    ".kml": lambda works, path, _: layers.write_kml(works, path),
}
"""By the ending of the file's name, the longest first."""


def ending_of(path: Path) -> str:
    """The ending that decides the format; ValueError when no format has it."""
    name = path.name.lower()
    for ending in WRITERS:
        if name.endswith(ending):
            return ending
    raise ValueError(f"path: no format is called {path.suffix!r}; known are {', '.join(WRITERS)}")


def write_works(works: Sequence[Work], path: Path, options: WriteOptions) -> list[str]:
    """Write the works; the notes tell what the format could not carry.

    The file appears whole or not at all. Raises ValueError for an unknown ending, OSError when the
    place cannot be written.
    """
    ending = ending_of(path)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".hamgam-") as folder:
        draft = Path(folder) / f"works{ending}"
        notes = WRITERS[ending](works, draft, options)
        draft.replace(path)
    return notes
