from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from hamgam.exchange import files
from hamgam.exchange.files import form_of
from hamgam.exchange.table import UnreadableError

SQLITE, OLE = b"SQLite format 3\0" + b"\0" * 84, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 90


def put(folder: Path, name: str, octets: bytes) -> Path:
    path = folder / name
    path.write_bytes(octets)
    return path


def packed(folder: Path, name: str, members: dict[str, bytes]) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for member, octets in members.items():
            container.writestr(member, octets)
    return path


@pytest.mark.parametrize(
    ("name", "octets", "form"),
    [
        ("a.geojson", b"\xef\xbb\xbf {}", "records"),
        ("a.json", b"[1]", "records"),
        ("a.txt", b"[1]", "records"),
        ("a.csv", b"a,b\n", "delimited"),
        ("a.TSV", b"a\tb\n", "delimited"),
        ("a.txt", b"a;b\n", "delimited"),
        ("a.gpkg", SQLITE, "layers"),
        ("a.xls", OLE, "sheets"),
        ("a.kml", b"<?xml version='1.0'?><kml>", "layers"),
        ("a.dxf", b"  0\nSECTION\n", "layers"),
        ("a.xml", b"<d2LogicalModel>", "datex"),
    ],
)
def test_a_file_is_known_by_content_and_name(
    tmp_path: Path, name: str, octets: bytes, form: str
) -> None:
    assert form_of(put(tmp_path, name, octets)) == form


def test_containers_are_known_by_their_members(tmp_path: Path) -> None:
    assert form_of(packed(tmp_path, "a.xlsx", {"[Content_Types].xml": b"x"})) == "sheets"
    assert form_of(packed(tmp_path, "a.ods", {"content.xml": b"x"})) == "sheets"
    assert form_of(packed(tmp_path, "a.zip", {"x/a.shp": b"x"})) == "layers"
    assert form_of(packed(tmp_path, "a.kmz", {"doc.kml": b"x"})) == "layers"
    with pytest.raises(UnreadableError, match="no layer and no sheet"):
        form_of(packed(tmp_path, "b.zip", {"a.exe": b"x"}))


@pytest.mark.parametrize(
    ("name", "octets", "reason"),
    [
        ("a.xlsx", b"a,b\n1,2\n", "promises a spreadsheet"),
        ("a.gpkg", b"hello", "promises a map layer"),
        ("a.csv", b'{"type": 1}', "its content is JSON"),
        ("a.geojson", SQLITE, "its content is a map layer"),
        ("a.geojson", b"id,agency\n", "promises JSON"),
        ("a.xls", b"<html><table>", "web page"),
        ("a.kml", b"<gpx>", "not known"),
        ("a.pdf", b"%PDF-1.4", "files called .pdf"),
        ("a.csv", b"", "empty"),
        ("a.csv", b" \n", "empty"),
        ("a.zip", b"PK\x03\x04broken", "damaged"),
    ],
)
def test_a_name_that_promises_something_else_is_refused(
    tmp_path: Path, name: str, octets: bytes, reason: str
) -> None:
    with pytest.raises(UnreadableError, match=reason):
        form_of(put(tmp_path, name, octets))


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="cannot be opened"):
        form_of(tmp_path / "none.csv")
    with pytest.raises(UnreadableError, match="it is no file"):
        form_of(tmp_path)


def test_a_bomb_is_told_from_its_directory(tmp_path: Path) -> None:
    bomb = packed(tmp_path, "a.xlsx", {"[Content_Types].xml": b"\0" * (6 * files.MIB)})
    with pytest.raises(UnreadableError, match="unpacks to 6 MiB"):
        form_of(bomb)


def test_a_container_of_too_many_files_is_refused(tmp_path: Path) -> None:
    members = {f"{number}.shp": b"" for number in range(files.MAX_MEMBERS + 1)}
    with pytest.raises(UnreadableError, match="1,001 files"):
        form_of(packed(tmp_path, "a.zip", members))
