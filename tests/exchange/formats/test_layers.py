from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, Point

from hamgam.exchange.formats.layers import tables
from hamgam.exchange.table import OWN_SHAPE, UnreadableError

pyogrio = pytest.importorskip("pyogrio")
SHAPES = [Point(59.6, 36.3), LineString([(59.6, 36.3), (59.61, 36.31)])]
NAMES = ["آب و فاضلاب", "گاز"]


def write(
    path: Path, driver: str, shapes: Sequence[shapely.Geometry], names: Sequence[str] = NAMES,
    *, crs: str | None = "EPSG:4326", encoding: str = "UTF-8", layer: str | None = None,
) -> Path:  # fmt: skip
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.asarray(shapes, dtype=object)),
        [np.asarray(names[: len(shapes)], dtype=object)],
        ["agency"],
        geometry_type=shapes[0].geom_type if len({s.geom_type for s in shapes}) == 1 else "Unknown",
        crs=crs,
        driver=driver,
        encoding=encoding,
        layer=layer,
        append=path.exists(),
    )
    return path


@pytest.mark.parametrize(("ending", "driver"), [("gpkg", "GPKG"), ("kml", "KML")])
def test_layers_keep_shapes_and_persian_text(tmp_path: Path, ending: str, driver: str) -> None:
    (table,) = tables(write(tmp_path / f"works.{ending}", driver, SHAPES))
    assert table.crs == "EPSG:4326"
    assert [row[table.columns.index("agency")] for row in table.rows] == NAMES
    shapes = shapely.from_wkb(table.shapes[OWN_SHAPE])
    assert [shape.wkt for shape in shapes] == [shape.wkt for shape in SHAPES]
    assert "id" not in table.columns


def test_every_layer_is_a_table(tmp_path: Path) -> None:
    path = write(tmp_path / "works.gpkg", "GPKG", SHAPES[:1], layer="a")
    write(path, "GPKG", SHAPES[1:], layer="b")
    found = tables(path)
    assert [len(table.rows) for table in found] == [1, 1]
    assert found[1].notes == ["layer b: 1 rows"]


def zipped(folder: Path, *, without: str = "") -> Path:
    path = folder / "works.zip"
    with zipfile.ZipFile(path, "w") as container:
        for file in folder.glob("inner.*"):
            if file.suffix != without:
                container.write(file, f"لایه/{file.name}")
    return path


@pytest.mark.parametrize(
    ("encoding", "without"), [("UTF-8", ""), ("UTF-8", ".cpg"), ("CP1256", ".cpg")]
)
def test_a_zipped_shapefile_is_read_in_its_encoding(
    tmp_path: Path, encoding: str, without: str
) -> None:
    write(tmp_path / "inner.shp", "ESRI Shapefile", SHAPES[:1], ["گاز"], encoding=encoding)
    (table,) = tables(zipped(tmp_path, without=without))
    assert table.rows == [["گاز"]]
    assert table.crs == "EPSG:4326"


def test_a_shapefile_without_projection_declares_none(tmp_path: Path) -> None:
    write(tmp_path / "inner.shp", "ESRI Shapefile", SHAPES[:1], crs="EPSG:32640")
    (table,) = tables(zipped(tmp_path, without=".prj"))
    assert table.crs is None


def test_a_kmz_is_its_kml(tmp_path: Path) -> None:
    kml = write(tmp_path / "doc.kml", "KML", SHAPES)
    with zipfile.ZipFile(tmp_path / "works.kmz", "w") as container:
        container.write(kml, "doc.kml")
    (table,) = tables(tmp_path / "works.kmz")
    assert len(table.rows) == 2


def test_a_drawing_has_shapes_but_no_system(tmp_path: Path) -> None:
    line = LineString([(733500, 4020000), (733600, 4020100)])
    path = tmp_path / "works.dxf"
    pyogrio.raw.write(
        path, shapely.to_wkb(np.asarray([line], dtype=object)), [np.asarray(["GAS"], dtype=object)],
        ["Layer"], geometry_type="LineString", driver="DXF", crs="EPSG:32640",
    )  # fmt: skip
    (table,) = tables(path)
    assert table.crs is None
    assert shapely.from_wkb(table.shapes[OWN_SHAPE][0]).equals(line)


def test_a_cut_geopackage_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "works.gpkg", "GPKG", SHAPES)
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(UnreadableError, match="damaged"):
        tables(path)


def test_a_kml_with_entities_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "works.kml"
    path.write_text('<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "b">]><kml>&a;</kml>')
    with pytest.raises(UnreadableError, match="entities"):
        tables(path)
