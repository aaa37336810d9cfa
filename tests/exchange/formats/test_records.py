from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from hamgam.exchange.formats.records import tables
from hamgam.exchange.table import OWN_SHAPE, Table, UnreadableError

POINT = {"type": "Point", "coordinates": [59.6, 36.3]}
LINE = {"type": "LineString", "coordinates": [[59.6, 36.3], [59.61, 36.31]]}


def read(folder: Path, document: object) -> Table:
    path = folder / "works.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    (table,) = tables(path)
    return table


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def shapes_of(table: Table) -> list[str | None]:
    return [None if wkb is None else shapely.from_wkb(wkb).wkt for wkb in table.shapes[OWN_SHAPE]]


def column(table: Table, name: str) -> list[object]:
    return [row[table.columns.index(name)] for row in table.rows]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda features: {"type": "FeatureCollection", "features": features},
        lambda features: features,
        lambda features: "\ufeff" + json.dumps(features),
        lambda features: "\n".join(json.dumps(one) for one in features),
        lambda features: {"data": {"items": features}},
    ],
)
def test_features_are_found_in_every_wrapping(tmp_path: Path, wrap: object) -> None:
    assert callable(wrap)
    table = read(tmp_path, wrap([feature(POINT, id="a"), feature(LINE, id="b")]))
    assert column(table, "id") == ["a", "b"]
    assert shapes_of(table) == ["POINT (59.6 36.3)", "LINESTRING (59.6 36.3, 59.61 36.31)"]


@pytest.mark.parametrize(
    "record",
    [
        {"record": {"id": "a", "fields": {"geo_point_2d": {"lon": 59.6, "lat": 36.3}, "von": 1}}},
        {"id": "a", "geo_shape": feature(POINT), "von": 1},
        {"id": "a", "geography": POINT, "von": 1},
        {"id": "a", "geom": json.dumps(POINT), "von": 1},
        {
            "id": "a",
            "geo_point_2d": {"lon": 0, "lat": 0},
            "geo_shape": POINT | {"bbox": []},
            "von": 1,
        }
        | {"geo_point_2d": {"lon": 59.6, "lat": 36.3}},
    ],
)
def test_a_record_has_its_shape_in_a_field(tmp_path: Path, record: dict[str, object]) -> None:
    table = read(tmp_path, {"links": [{"rel": 1}, {"rel": 2}], "records": [record]})
    assert shapes_of(table) == ["POINT (59.6 36.3)"]
    assert column(table, "id") == ["a"]
    assert column(table, "von") == [1]


def test_lines_and_areas_stand_before_points(tmp_path: Path) -> None:
    record = {"geo_point_2d": {"lon": 1, "lat": 1}, "geo_shape": feature(LINE)}
    assert shapes_of(read(tmp_path, {"results": [record]})) == [
        "LINESTRING (59.6 36.3, 59.61 36.31)"
    ]


def test_inner_names_are_joined_and_lists_laid_in_one_cell(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        [feature(POINT, validity={"from": "a"}, periods=[{"d": "1"}, {"d": "2"}], bus=["4", None])],
    )
    assert dict(zip(table.columns, table.rows[0], strict=True)) == {
        "validity.from": "a",
        "periods.d": "1; 2",
        "bus": "4",
    }


def test_the_old_crs_member_is_told(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "EPSG:25833"}}
    document = {"type": "FeatureCollection", "crs": crs, "features": [feature(POINT)]}
    assert read(tmp_path, document).crs == "EPSG:25833"


def test_the_name_of_a_feeds_source_is_its_agency(tmp_path: Path) -> None:
    sources = [{"data_source_id": "1", "organization_name": "آبفا"}]
    event = feature(LINE, core_details={"data_source_id": "1"})
    document = {
        "feed_info": {"data_sources": sources},
        "type": "FeatureCollection",
        "features": [event],
    }
    table = read(tmp_path, document)
    assert column(table, "agency") == ["آبفا"]
    assert table.instants


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        ({"type": "Point", "coordinates": ["59.6", "36.3"]}, "coordinates are not"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        ({"type": "LineString", "coordinates": [[59.6, 36.3]]}, "coordinates are not"),
        ({"type": "Circle", "coordinates": [1, 2]}, "coordinates are not"),
        ("POINT", "no GeoJSON geometry"),
    ],
)
def test_what_is_no_geometry_is_told_and_its_row_stays(
    tmp_path: Path, geometry: object, reason: str
) -> None:
    table = read(tmp_path, [feature(geometry, id="a"), feature(POINT, id="b")])
    assert column(table, "id") == ["a", "b"]
    assert shapes_of(table)[0] is None
    assert [fault.row for fault in table.faults] == [1]
    assert reason in table.faults[0].reason


def test_open_rings_are_closed_and_crossing_ones_repaired(tmp_path: Path) -> None:
    open_ring = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]}
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    table = read(tmp_path, [feature(open_ring), feature(bow), feature(POINT)])
    good = shapely.from_wkb(table.shapes[OWN_SHAPE])
    assert shapely.is_valid(good).all()
    assert shapely.area(good).tolist() == [0.5, 0.5, 0]
    assert [(fault.row, fault.kept) for fault in table.faults] == [(1, True), (2, True)]
    assert "Self-intersection" in table.faults[1].reason


def test_a_line_without_length_becomes_its_point(tmp_path: Path) -> None:
    still = {"type": "LineString", "coordinates": [[1, 1], [1, 1]]}
    assert shapes_of(read(tmp_path, [feature(still)])) == ["POINT (1 1)"]
    parts = [[[1, 1], [1, 1]], [[0, 0], [1, 1]]]
    several = {"type": "MultiLineString", "coordinates": parts}
    assert shapes_of(read(tmp_path, [feature(several)])) == ["MULTILINESTRING ((0 0, 1 1))"]


def test_a_shape_of_too_many_points_is_refused(tmp_path: Path) -> None:
    long = {"type": "LineString", "coordinates": [[i / 1e5, 0] for i in range(10_001)]}
    table = read(tmp_path, [feature(long)])
    assert "10,000 points" in table.faults[0].reason
    assert shapes_of(table) == [None]


def test_heights_are_left_out(tmp_path: Path) -> None:
    high = {"type": "Point", "coordinates": [59.6, 36.3, 985]}
    assert shapes_of(read(tmp_path, [feature(high)])) == ["POINT (59.6 36.3)"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": NaN}', "no JSON"),
        ('{"features": [', "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[1, 2]", "no list of records"),
        ("[]", "no list of records"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        read(tmp_path, text)
