"""Hostile files: each ends as one sentence, and we live."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from hamgam.exchange import sandbox
from hamgam.exchange.read import ReadOptions, read_works
from hamgam.exchange.sandbox import Limits, parse
from hamgam.exchange.table import UnreadableError


def far_cell(folder: Path) -> Path:
    path = folder / "far.xlsx"
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "id")
        sheet.write(1_048_575, 16_383, "x")
    return path


def zip_bomb(folder: Path) -> Path:
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("[Content_Types].xml", b"<x/>")
        container.writestr("xl/worksheets/sheet1.xml", b" " * (40 * 1024 * 1024))
    return path


def billion_laughs(folder: Path) -> Path:
    path = folder / "laughs.xml"
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    path.write_text(
        f'<!DOCTYPE d2LogicalModel [<!ENTITY l0 "ha">{entities}]>'
        "<d2LogicalModel>&l11;</d2LogicalModel>"
    )
    return path


def deep_nesting(folder: Path) -> Path:
    path = folder / "deep.geojson"
    path.write_text("[" * 200_000 + "]" * 200_000)
    return path


def deep_collection(folder: Path) -> Path:
    path = folder / "deep.csv"
    depth = 100_000
    path.write_text(f'id,wkt\n1,"{"GEOMETRYCOLLECTION(" * depth}POINT(1 1){")" * depth}"\n')
    return path


def not_a_number(folder: Path) -> Path:
    path = folder / "nan.geojson"
    path.write_text(
        '[{"type": "Feature", "properties": {}, '
        '"geometry": {"type": "Point", "coordinates": [NaN, 1]}}]'
    )
    return path


def hostile_ring(folder: Path, points: int = 5_000) -> Path:
    dice = random.Random(7)
    ring = [[dice.random(), dice.random()] for _ in range(points)]
    shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    path = folder / "ring.geojson"
    path.write_text(json.dumps([{"type": "Feature", "properties": {"id": 1}, "geometry": shape}]))
    return path


def cut_geopackage(folder: Path) -> Path:
    path = folder / "cut.gpkg"
    with sqlite3.connect(path) as base:
        base.execute("create table gpkg_contents (a text)")
    base.close()
    path.write_bytes(path.read_bytes()[:5000])
    return path


def wrong_ending(folder: Path) -> Path:
    path = folder / "wrong.xlsx"
    path.write_text("id,agency\n1,a\n")
    return path


@pytest.mark.parametrize(
    ("attack", "told"),
    [
        (far_cell, "want of memory"),
        (zip_bomb, "unpacks to 40 MiB"),
        (billion_laughs, "cannot be read"),
        (deep_nesting, "no JSON"),
        (deep_collection, ""),
        (not_a_number, "no JSON"),
        (hostile_ring, "invalid"),
        (cut_geopackage, "damaged"),
        (wrong_ending, "promises a spreadsheet"),
    ],
)
def test_a_hostile_file_is_one_sentence(
    tmp_path: Path, attack: Callable[[Path], Path], told: str
) -> None:
    path = attack(tmp_path)
    reading = read_works([path])
    (misread,) = [m for m in reading.misread if m.field != "begins"]
    assert misread.where == path.name
    assert told in misread.reason
    assert len(str(misread)) < 600
    assert "Traceback" not in str(misread)


def test_a_hostile_file_takes_no_other_down_with_it(tmp_path: Path) -> None:
    good = tmp_path / "good.csv"
    good.write_text("id,agency\n1,a\n")
    reading = read_works([far_cell(tmp_path), good])
    assert [work.ref for work in reading.works] == ["1"]


def big(folder: Path) -> Path:
    path = folder / "big.csv"
    path.write_text("id,agency\n" + "1,abcdefgh\n" * 400_000)
    return path


def test_a_child_that_eats_memory_is_stopped(tmp_path: Path) -> None:
    options = ReadOptions(max_memory_bytes=160 * sandbox.MIB)
    (misread,) = read_works([big(tmp_path)], options).misread
    assert "memory" in misread.reason or "broke down" in misread.reason


def test_a_child_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    slow = hostile_ring(tmp_path, points=1_400)
    (misread,) = read_works([slow], ReadOptions(max_seconds=1)).misread
    assert "took more than" in misread.reason


def test_a_child_that_sleeps_is_stopped(tmp_path: Path) -> None:
    pipe = tmp_path / "works.csv"
    os.mkfifo(pipe)
    limits = Limits(memory_bytes=sandbox.MEMORY_FLOOR, seconds=0.1)
    with pytest.raises(UnreadableError, match="took more than"):
        parse(pipe, "delimited", limits, grace_seconds=0.5)


def test_limits_grow_with_the_file_and_bend_to_the_caller(tmp_path: Path) -> None:
    path = big(tmp_path)
    limits = sandbox.limits_for(path)
    assert limits.memory_bytes > sandbox.MEMORY_FLOOR
    assert limits.seconds > sandbox.SECONDS_FLOOR
    own = sandbox.limits_for(path, max_memory_bytes=5, max_seconds=6)
    assert own == Limits(memory_bytes=5, seconds=6)
