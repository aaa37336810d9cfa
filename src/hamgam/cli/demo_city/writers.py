"""Rows and shapes into files: workbooks, text tables, GeoJSON, KML and shapefiles."""

from __future__ import annotations

import csv
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from hamgam.engine.geometry import WGS84, reproject

Row = Mapping[str, object]
Point = tuple[float, float]
DEGREE_DIGITS = 7
"""About a centimetre."""


def in_metres(shapes: Sequence[BaseGeometry], epsg: int) -> list[BaseGeometry]:
    """The shapes in a metric system."""
    return list(reproject(shapes, WGS84, epsg))


def two_ends(shape: BaseGeometry) -> tuple[Point, Point]:
    """The first and the last point of a shape, x before y."""
    coordinates = shapely.get_coordinates(shape)
    (x, y), (end_x, end_y) = coordinates[0].tolist(), coordinates[-1].tolist()
    return (x, y), (end_x, end_y)


def write_workbook(path: Path, rows: Sequence[Row], *, sheet: str, title: str) -> None:
    """A right-to-left sheet; a title, when there is one, stands above the header."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(sheet)
    page.right_to_left()
    top = 0
    if title:
        page.write_string(0, 0, title, book.add_format({"bold": True}))
        top = 1
    header = list(rows[0]) if rows else []
    page.write_row(top, 0, header, book.add_format({"bold": True, "bottom": 1}))
    for number, row in enumerate(rows, start=top + 1):
        page.write_row(number, 0, ["" if row[name] is None else row[name] for name in header])
    page.freeze_panes(top + 1, 0)
    book.close()


def write_csv(path: Path, rows: Sequence[Row], *, delimiter: str) -> None:
    """A text table that Excel opens with its letters intact."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)


def write_geojson(
    path: Path, rows: Sequence[Row], shapes: Sequence[BaseGeometry], name: str
) -> None:
    """A feature collection in degrees; empty cells are left out."""
    rounded = shapely.transform(shapes, lambda points: points.round(DEGREE_DIGITS))
    features = [
        {
            "type": "Feature",
            "properties": {key: value for key, value in row.items() if value not in {None, ""}},
            "geometry": orjson.Fragment(text),
        }
        for row, text in zip(rows, shapely.to_geojson(rounded), strict=True)
    ]
    document = {"type": "FeatureCollection", "name": name, "features": features}
    path.write_bytes(orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE))


def write_kml(path: Path, rows: Sequence[Row], shapes: Sequence[BaseGeometry], name: str) -> None:
    """Placemarks with their cells as extended data of one schema."""
    fields = "".join(
        f'<SimpleField type="string" name={quoteattr(key)}></SimpleField>' for key in rows[0]
    )
    marks = "".join(_placemark(row, shape) for row, shape in zip(rows, shapes, strict=True))
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f'<name>{escape(name)}</name><Schema name="works" id="works">{fields}</Schema>'
        f"<Folder><name>works</name>\n{marks}</Folder></Document></kml>\n",
        encoding="utf-8",
    )


def _placemark(row: Row, shape: BaseGeometry) -> str:
    cells = "".join(
        f"<SimpleData name={quoteattr(key)}>{escape(str(value))}</SimpleData>"
        for key, value in row.items()
        if value not in {None, ""}
    )
    extended = f'<ExtendedData><SchemaData schemaUrl="#works">{cells}</SchemaData></ExtendedData>'
    return f"<Placemark>{extended}{_kml_shape(shape)}</Placemark>\n"


def _kml_shape(shape: BaseGeometry) -> str:
    places = " ".join(
        f"{lon:.{DEGREE_DIGITS}f},{lat:.{DEGREE_DIGITS}f}"
        for lon, lat in shapely.get_coordinates(shape).tolist()
    )
    coordinates = f"<coordinates>{places}</coordinates>"
    if shape.geom_type == "Polygon":
        ring = f"<outerBoundaryIs><LinearRing>{coordinates}</LinearRing></outerBoundaryIs>"
        return f"<Polygon>{ring}</Polygon>"
    return f"<{shape.geom_type}>{coordinates}</{shape.geom_type}>"


def write_shapefile(
    path: Path, rows: Sequence[Row], shapes: Sequence[BaseGeometry], epsg: int
) -> None:
    """A zipped shapefile of lines in a metric system, its letters in UTF-8."""
    import numpy as np
    import pyogrio

    names = list(rows[0])
    columns = [np.asarray([row[name] for row in rows]) for name in names]
    columns = [column.astype(object) if column.dtype.kind == "U" else column for column in columns]
    with tempfile.TemporaryDirectory() as folder:
        pyogrio.raw.write(
            str(Path(folder) / f"{path.stem}.shp"),
            shapely.to_wkb(in_metres(shapes, epsg)),
            columns,
            names,
            driver="ESRI Shapefile",
            geometry_type="LineString",
            crs=f"EPSG:{epsg}",
            encoding="UTF-8",
        )
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for part in sorted(Path(folder).iterdir()):
                packed.write(part, part.name)
