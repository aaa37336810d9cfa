from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from hamgam.exchange.formats.delimited import tables
from hamgam.exchange.table import Table, UnreadableError

PERSIAN = "شناسه{0}دستگاه{0}تاریخ شروع\n۱{0}آب و فاضلاب{0}1405/07/03\n۲{0}گاز{0}1405/08/01\n"


def read(folder: Path, octets: bytes) -> Table:
    path = folder / "works.csv"
    path.write_bytes(octets)
    (table,) = tables(path)
    return table


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiter_and_encoding_are_found(tmp_path: Path, delimiter: str, encoding: str) -> None:
    table = read(tmp_path, PERSIAN.format(delimiter).encode(encoding))
    assert table.columns == ["شناسه", "دستگاه", "تاریخ شروع"]
    assert table.rows[0] == ["۱", "آب و فاضلاب", "1405/07/03"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("شناسه,شرح\n1,لوله كشي آب\n", "cp1256"),
        ("id,détour\n1,été à Sète\n", "cp1252"),
    ],
)
def test_old_encodings_are_told_apart(tmp_path: Path, text: str, encoding: str) -> None:
    table = read(tmp_path, text.encode(encoding))
    assert table.rows[0][1] == text.splitlines()[1].split(",")[1]
    assert encoding in table.notes[0]


def test_delimiters_and_breaks_inside_quotes_are_text(tmp_path: Path) -> None:
    table = read(tmp_path, b'id;note\n1;"a, b; c"\n2;"two\nlines"\n')
    assert [row[1] for row in table.rows] == ["a, b; c", "two\nlines"]


def test_titles_above_and_blank_rows_are_left_out(tmp_path: Path) -> None:
    text = "فهرست حفاری‌ها,,,\n,,,\nid,agency,from,to\n1,a,b,c\n,,,\n2,a,b,c\n"
    table = read(tmp_path, text.encode())
    assert table.columns == ["id", "agency", "from", "to"]
    assert table.numbers == [1, 3]
    assert "above" in table.notes[0]


def test_columns_without_name_or_with_the_same_one_get_their_own(tmp_path: Path) -> None:
    table = read(tmp_path, b"id,,a,a\n1,2,3,4\n5,6\n")
    assert table.columns == ["id", "column 2", "a", "a (2)"]
    assert table.rows[1] == ["5", "6", None, None]


def test_wkt_and_geojson_texts_become_shapes(tmp_path: Path) -> None:
    rows = [
        "id;g",
        '1;"POINT (59.6 36.3)"',
        '2;"SRID=4326;LINESTRING (0 0, 1 1)"',
        '3;"{""type"": ""Point"", ""coordinates"": [1, 2]}"',
        "4;POINT (x y)",
        "5;",
        "6;0101000000000000000000F03F0000000000000040",
    ]
    text = "\n".join(rows)
    table = read(tmp_path, text.encode())
    shapes = [wkb and shapely.from_wkb(wkb).wkt for wkb in table.shapes["g"]]
    assert shapes == [
        "POINT (59.6 36.3)",
        "LINESTRING (0 0, 1 1)",
        "POINT (1 2)",
        None,
        None,
        "POINT (1 2)",
    ]
    assert [(fault.row, fault.field) for fault in table.faults] == [(4, "g")]


def test_the_apostrophe_against_formulas_is_taken_off(tmp_path: Path) -> None:
    assert read(tmp_path, b"id,note\n1,'=1+1\n2,'tis\n").rows == [["1", "=1+1"], ["2", "'tis"]]


@pytest.mark.parametrize(
    ("octets", "reason"),
    [(b"a\0b,c\n1,2\n", "zero bytes"), (b"\n\n", "empty"), (b"id,from\n,\n", "no rows")],
)
def test_what_is_no_table_is_refused(tmp_path: Path, octets: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        read(tmp_path, octets)
