"""Works as map layers through GDAL: GeoPackage, Shapefile in a zip, KML."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from hamgam.engine.works import Work
from hamgam.exchange.writers.plain import COLUMNS, Column, plain

MAX_SHAPEFILE_BYTES = 254
"""What a text cell of a Shapefile holds."""
_FAMILIES = (
    ("points", "MultiPoint", (0, 4)),
    ("lines", "MultiLineString", (1, 2, 5)),
    ("areas", "MultiPolygon", (3, 6)),
)
"""By layer: the geometry type it is written as, and the type numbers of the shapes it takes."""


def _array(column: Column, values: Sequence[Any], max_bytes: int | None) -> npt.NDArray[Any]:
    if column.kind is float:
        return np.asarray([np.nan if value is None else float(value) for value in values])
    texts = [v if v is None or isinstance(v, str) else str(v).lower() for v in values]
    if max_bytes is not None:
        texts = [text and text.encode()[:max_bytes].decode(errors="ignore") for text in texts]
    return np.asarray(texts, dtype=object)


def _write(
    path: Path, works: Sequence[Work], shapes: Sequence[shapely.Geometry | None], driver: str,
    geometry_type: str,
) -> None:  # fmt: skip
    from pyogrio.raw import write

    # A KML has an id of its own for every placemark, which would stand above ours.
    names = {"id": "reference"} if driver == "KML" else {}
    is_shapefile = driver == "ESRI Shapefile"
    rows = [plain(work) for work in works]
    write(
        path,
        np.asarray(shapely.to_wkb(np.asarray(shapes, dtype=object)), dtype=object),
        [
            _array(
                column,
                [row[column.name] for row in rows],
                MAX_SHAPEFILE_BYTES if is_shapefile else None,
            )
            for column in COLUMNS
        ],
        [names.get(column.name, column.name) for column in COLUMNS],
        geometry_type=geometry_type,
        crs="EPSG:4326",
        driver=driver,
        layer=path.stem,
        encoding="UTF-8",
    )


def write_geopackage(works: Sequence[Work], path: Path) -> list[str]:
    """Write the works as one layer of any shape."""
    _write(path, works, [work.geometry for work in works], "GPKG", "Unknown")
    return []


def write_kml(works: Sequence[Work], path: Path) -> list[str]:
    """Write the works as placemarks."""
    _write(path, works, [work.geometry for work in works], "KML", "Unknown")
    return []


def _pieces(works: Sequence[Work]) -> dict[str, list[tuple[Work, shapely.Geometry | None]]]:
    """By layer, the works with the part of their shape that the layer can hold."""
    pieces: dict[str, list[tuple[Work, shapely.Geometry | None]]] = {}
    for work in works:
        if not work.is_placed:
            pieces.setdefault("points", []).append((work, None))
            continue
        leaves = np.asarray(_leaves(work.geometry), dtype=object)
        for layer, _, types in _FAMILIES:
            own = leaves[np.isin(shapely.get_type_id(leaves), types)]
            if len(own):
                pieces.setdefault(layer, []).append((work, _multi(layer, own)))
    return pieces


def _leaves(shape: shapely.Geometry | None) -> list[shapely.Geometry]:
    """The points, lines and areas of a shape, however deep they are collected."""
    parts = list(shapely.get_parts(shape))
    while (shapely.get_type_id(parts) >= shapely.GeometryType.MULTIPOINT).any():
        parts = list(shapely.get_parts(parts))
    return parts


def _multi(layer: str, leaves: npt.NDArray[np.object_]) -> shapely.Geometry:
    if layer == "points":
        return shapely.multipoints(leaves)
    return shapely.multilinestrings(leaves) if layer == "lines" else shapely.multipolygons(leaves)


def write_shapefile(works: Sequence[Work], path: Path) -> list[str]:
    """Write the works as a zip of up to three Shapefiles, for points, lines and areas.

    A work with a mixed shape has one row in each; works without a place stand among the points
    without a shape.
    """
    pieces = _pieces(works)
    with tempfile.TemporaryDirectory() as folder:
        for layer, geometry_type, _ in _FAMILIES:
            if layer in pieces:
                owners, shapes = zip(*pieces[layer], strict=True)
                single = layer == "points" and all(map(_is_single, shapes))
                kind = "Point" if single else geometry_type
                told = list(map(_first, shapes)) if single else list(shapes)
                _write(Path(folder) / f"{layer}.shp", owners, told, "ESRI Shapefile", kind)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
            for file in sorted(Path(folder).iterdir()):
                zipped.write(file, file.name)
    return _cut(works)


def _cut(works: Sequence[Work]) -> list[str]:
    """The note about texts that a Shapefile cuts."""
    texts = [v for work in works for v in plain(work).values() if isinstance(v, str)]
    count = sum(len(text.encode()) > MAX_SHAPEFILE_BYTES for text in texts)
    if not count:
        return []
    return [f"{count} texts were cut to {MAX_SHAPEFILE_BYTES} bytes, all that a Shapefile holds"]


def _is_single(shape: shapely.Geometry | None) -> bool:
    return shape is None or shapely.get_num_geometries(shape) == 1


def _first(shape: shapely.Geometry | None) -> shapely.Geometry | None:
    return None if shape is None else shapely.get_geometry(shape, 0)
