"""Written, and read back: by ourselves, and by other readers."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import shapely
from python_calamine import CalamineWorkbook
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7
from shapely.geometry import GeometryCollection, LineString, MultiLineString, Point, box

from hamgam.engine.works import (
    Activity,
    Certainty,
    Impact,
    Kind,
    RoadPart,
    Stage,
    Surface,
    Work,
)
from hamgam.exchange.read import read_works
from hamgam.exchange.write import WRITERS, WriteOptions, ending_of, write_works
from hamgam.exchange.writers.plain import iso

OPTIONS = WriteOptions(updated=datetime(2026, 11, 24, 6, tzinfo=UTC), publisher="شهرداری مشهد")
SHARED = Path(os.environ.get("HAMGAM_SHARED", "../shared"))
LINE = LineString([(59.6, 36.3), (59.61, 36.31)])
TWO_LINES = MultiLineString([LINE.coords, [(59.7, 36.3), (59.71, 36.3)]])
DAYS: Any = {"begins": date(2026, 9, 25), "ends": date(2026, 9, 30)}
WORKS = [
    Work(
        ref="آ-۱",
        agency="آب و فاضلاب",
        title="نوسازی لولهٔ «کوثر»؛ ۱۲۰ متر, با دونقطه: و خط\nدوم",
        activity=Activity.EXCAVATION,
        geometry=LINE,
        begins=date(2026, 9, 25),
        ends=date(2026, 10, 25),
        stage=Stage.PLANNED,
        impact=Impact.CLOSURE,
        emergency=True,
        street="بلوار وکیل‌آباد",
        area_m2=12.5,
        length_m=120.0,
        depth_m=1.2,
        surface=Surface.ASPHALT,
        road_part=RoadPart.FOOTWAY,
        submitted=date(2026, 9, 1),
        asked=("گاز", "برق"),
        answered=("گاز",),
        handover_to="منطقهٔ ۹",
        taken_over=False,
        project="کوثر",
        certainty=Certainty.BETWEEN_CROSSINGS,
    ),
    Work(ref="2", agency="گاز", title="=1+1", kind=Kind.EVENT, geometry=Point(59.6, 36.3), **DAYS),
    Work(ref="3", geometry=box(59.6, 36.3, 59.601, 36.301), kind=Kind.SURFACE, **DAYS),
    Work(ref="4", geometry=GeometryCollection([Point(59.7, 36.3), LINE]), **DAYS),
    Work(ref="5", geometry=TWO_LINES, begins=date(2026, 9, 25)),
    Work(ref="6", title="بی‌جا", **DAYS),
]
LOSSLESS = [ending for ending in WRITERS if not ending.startswith(".wzdx")]


def bare(work: Work) -> Work:
    """The work without what belongs to the file it was read from."""
    return replace(work, source="", told={}, geometry=None)


@pytest.mark.parametrize("ending", LOSSLESS)
def test_works_come_back_as_they_went(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"works{ending}"
    notes = write_works(WORKS, path, OPTIONS)
    assert notes == []
    back = {work.ref: work for work in read_works([path]).works}
    assert set(back) == {work.ref for work in WORKS}
    for work in WORKS:
        assert bare(back[work.ref]) == bare(work), ending
        shape = back[work.ref].geometry
        if work.geometry is None:
            assert shape is None
        else:
            assert shape is not None
            assert shapely.hausdorff_distance(shape, work.geometry) < 1e-6


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    broken = replace(WORKS[0], begins=date(1405, 9, 10), ends=None)
    with pytest.raises(ValueError, match="1405"):
        write_works([broken], tmp_path / "works.csv", OPTIONS)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="1405"):
        iso(date(1405, 9, 10))


def test_an_unknown_ending_is_refused() -> None:
    with pytest.raises(ValueError, match="known are"):
        ending_of(Path("works.doc"))
    assert ending_of(Path("A.WZDX.GeoJSON")) == ".wzdx.geojson"


def test_geojson_is_what_the_standard_says(tmp_path: Path) -> None:
    write_works(WORKS, tmp_path / "works.geojson", OPTIONS)
    document = json.loads((tmp_path / "works.geojson").read_text("utf-8"))
    assert [one["id"] for one in document["features"]] == [work.ref for work in WORKS]
    assert document["features"][5]["geometry"] is None
    assert None not in document["features"][1]["properties"].values()
    ring = document["features"][2]["geometry"]["coordinates"][0]
    assert shapely.LinearRing(ring).is_ccw
    assert document["features"][0]["properties"]["start_date"] == "2026-09-25"


def test_csv_has_both_calendars_and_no_live_formula(tmp_path: Path) -> None:
    path = tmp_path / "works.csv"
    write_works(WORKS, path, replace(OPTIONS, bom=True))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    assert rows[0]["start_jalali"] == "1405/07/03"
    assert rows[1]["title"] == "'=1+1"
    write_works(WORKS, path, OPTIONS)
    assert path.read_bytes().startswith(b"id,")


def test_excel_reads_from_right_to_left_and_runs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "works.xlsx"
    write_works(WORKS, path, OPTIONS)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["شناسه", "دستگاه", "عنوان"]
    assert rows[2][2] == "=1+1"
    with zipfile.ZipFile(path) as container:
        sheet = container.read("xl/worksheets/sheet1.xml").decode()
    assert 'rightToLeft="1"' in sheet
    assert "<f>" not in sheet


def test_a_shape_too_long_for_a_cell_is_told(tmp_path: Path) -> None:
    wave = LineString([(59.6 + i / 1e5 + 1e-7, 36.3 + (i % 2) / 1e5) for i in range(3_000)])
    notes = write_works([replace(WORKS[0], geometry=wave)], tmp_path / "works.xlsx", OPTIONS)
    assert "longer than a cell holds" in notes[0]


@pytest.mark.parametrize(
    ("ending", "layers"),
    [
        (".gpkg", {"works": 6}),
        (".kml", {"works": 6}),
        (".shp.zip", {"points": 3, "lines": 3, "areas": 1}),
    ],
)
def test_gdal_opens_the_layers(tmp_path: Path, ending: str, layers: dict[str, int]) -> None:
    pyogrio = pytest.importorskip("pyogrio")
    path = tmp_path / f"works{ending}"
    write_works(WORKS, path, OPTIONS)
    source = f"/vsizip/{path}" if ending == ".shp.zip" else path
    found = {
        name: pyogrio.read_info(source, layer=name, force_feature_count=True)
        for name, _ in pyogrio.list_layers(source)
    }
    assert {name: info["features"] for name, info in found.items()} == layers
    assert {info["crs"] for info in found.values()} == {"EPSG:4326"}


def test_texts_that_a_shapefile_cuts_are_told(tmp_path: Path) -> None:
    notes = write_works([replace(WORKS[0], title="ش" * 200)], tmp_path / "works.zip", OPTIONS)
    assert "254 bytes" in notes[0]


def feed_of(folder: Path) -> tuple[dict[str, Any], list[str]]:
    path = folder / "works.wzdx.geojson"
    notes = write_works(WORKS, path, OPTIONS)
    return json.loads(path.read_text("utf-8")), notes


def test_a_work_zone_feed_tells_days_as_instants(tmp_path: Path) -> None:
    feed, notes = feed_of(tmp_path)
    first = feed["features"][0]
    assert first["properties"]["start_date"] == "2026-09-24T20:30:00Z"
    assert first["properties"]["end_date"] == "2026-10-25T20:30:00Z"
    assert first["properties"]["vehicle_impact"] == "all-lanes-closed"
    assert [note.split(":")[0] for note in notes] == ["2", "3", "5", "6"]
    sources = {one["data_source_id"] for one in feed["feed_info"]["data_sources"]}
    told = {one["properties"]["core_details"]["data_source_id"] for one in feed["features"]}
    assert told <= sources


def test_a_work_zone_feed_comes_back(tmp_path: Path) -> None:
    feed_of(tmp_path)
    back = read_works([tmp_path / "works.wzdx.geojson"]).works
    work = next(one for one in back if one.ref == WORKS[0].ref)
    assert (work.agency, work.begins, work.ends) == (
        WORKS[0].agency,
        WORKS[0].begins,
        WORKS[0].ends,
    )
    assert (work.street, work.impact, work.geometry) == (WORKS[0].street, Impact.CLOSURE, LINE)


def test_parts_of_one_work_are_a_sequence_of_one_project(tmp_path: Path) -> None:
    work = replace(WORKS[4], ends=date(2026, 10, 1))
    area = replace(WORKS[2], kind=Kind.DETOUR)
    path = tmp_path / "works.wzdx.json"
    assert write_works([work, area], path, OPTIONS) == []
    first, second, third = read_works([path]).works
    assert (first.ref, second.ref, third.ref) == ("5", "5/2", "3")
    assert first.project == second.project == "5"
    assert third.kind is Kind.DETOUR
    assert third.geometry is not None
    assert third.geometry.geom_type == "MultiPoint"


@pytest.mark.shared_data
@pytest.mark.skipif(not (SHARED / "standards").is_dir(), reason="shared data not present")
def test_the_feed_is_valid_by_the_official_schema(tmp_path: Path) -> None:
    folders = [SHARED / "standards/wzdx/schemas/4.2", SHARED / "standards/geojson/schema"]
    documents = [
        json.loads(file.read_text("utf-8")) for folder in folders for file in folder.glob("*.json")
    ]
    registry: Registry[Any] = Registry().with_resources(
        (one["$id"], Resource.from_contents(one, default_specification=DRAFT7)) for one in documents
    )
    schema = next(one for one in documents if one["$id"].endswith("WorkZoneFeed.json"))
    validator = jsonschema.Draft7Validator(schema, registry=registry)
    detour = replace(WORKS[0], ref="7", kind=Kind.DETOUR)
    path = tmp_path / "works.wzdx.geojson"
    write_works([*WORKS, detour, replace(WORKS[4], ends=date(2026, 10, 1))], path, OPTIONS)
    feed = json.loads(path.read_text("utf-8"))
    assert len(feed["features"]) == 5
    assert [error.message for error in validator.iter_errors(feed)] == []


@pytest.mark.shared_data
@pytest.mark.skipif(not (SHARED / "standards").is_dir(), reason="shared data not present")
def test_the_official_examples_are_read() -> None:
    paths = sorted((SHARED / "standards/wzdx/examples").glob("*.geojson"))
    reading = read_works(paths)
    assert all(work.is_placed and work.is_dated for work in reading.works)
    assert {work.kind for work in reading.works} == {Kind.WORK, Kind.DETOUR}
    assert all(work.agency for work in reading.works)
