"""The demo city's files: each in its agency's manner, marked, and read back whole."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from hamgam.cli.demo_city import MARK, DemoCity, files, make_demo, write_demo_files
from hamgam.cli.demo_city.make import windows_around
from hamgam.engine.findings import FindingKind
from hamgam.engine.overlaps.find import find
from hamgam.engine.works import Certainty, Work
from hamgam.exchange.city import load_city
from hamgam.exchange.portfolio.read import read_portfolio
from hamgam.exchange.read import Reading, ReadOptions, read_works
from hamgam.exchange.rulepack import load_pack

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def demo() -> DemoCity:
    return make_demo(7, 1_200, today=TODAY)


@pytest.fixture(scope="module")
def paths(demo: DemoCity, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_demo_files(demo, tmp_path_factory.mktemp("demo") / "files")


@pytest.fixture(scope="module")
def reading(paths: list[Path]) -> Reading:
    options = ReadOptions(city=load_city("mashhad"))
    return read_works([path for path in paths if path.stem != "projects"], options)


def test_every_agency_has_its_own_manner(paths: list[Path]) -> None:
    assert Counter(path.suffix for path in paths) == {
        ".xlsx": 3, ".csv": 3, ".zip": 1, ".kml": 1, ".geojson": 1,
    }  # fmt: skip
    assert paths[-1].name == "projects.xlsx"
    packed = zipfile.ZipFile(next(path for path in paths if path.suffix == ".zip"))
    assert {Path(name).suffix for name in packed.namelist()} >= {".shp", ".shx", ".dbf", ".prj"}


def test_every_file_is_marked(paths: list[Path]) -> None:
    for path in paths:
        octets = path.read_bytes()
        if path.suffix in {".xlsx", ".zip"}:
            packed = zipfile.ZipFile(path)
            octets = b"".join(packed.read(name) for name in packed.namelist())
        assert MARK["fa"].encode() in octets, path.name


def test_every_work_is_read_back_without_a_fault(reading: Reading, demo: DemoCity) -> None:
    assert [str(fault) for fault in reading.misread if fault.row or not fault.kept] == []
    # Only the bare metres of the electricity company ask to be checked: they name no system.
    assert {fault.where for fault in reading.misread} <= {"electricity-cables.csv"}
    assert {work.ref for work in reading.works} == {work.ref for work in demo.works}
    assert all(work.is_placed and work.is_dated for work in reading.works)


@pytest.mark.parametrize(
    "field",
    ["agency", "activity", "begins", "ends", "submitted", "stage", "impact", "emergency",
     "depth_m", "handover_to", "taken_over", "project"],
)  # fmt: skip
def test_what_the_files_tell_is_what_the_city_has(
    field: str, reading: Reading, demo: DemoCity
) -> None:
    own = {work.ref: work for work in demo.works}
    wrong = [
        (work.ref, getattr(work, field), getattr(own[work.ref], field))
        for work in reading.works
        if getattr(work, field) != getattr(own[work.ref], field)
    ]
    assert wrong == []


def test_places_in_words_are_placed_as_surely_as_they_tell(reading: Reading) -> None:
    water = [work for work in reading.works if work.source.startswith("water-permits")]
    assert len(water) > 200
    surely = Counter(work.certainty for work in water)
    assert surely[Certainty.BETWEEN_CROSSINGS] > surely[Certainty.STREET_ONLY] > 0
    assert set(surely) == {Certainty.BETWEEN_CROSSINGS, Certainty.STREET_ONLY}


def test_places_told_in_numbers_come_back_where_they_are(reading: Reading, demo: DemoCity) -> None:
    own = {work.ref: work for work in demo.works}
    for work in reading.works:
        if work.certainty is Certainty.DRAWN:
            assert work.geometry is not None
            here = own[work.ref].geometry
            assert here is not None
            assert work.geometry.distance(here) < 2e-6, (work.ref, work.source)


def test_the_planted_cases_are_found_in_the_files_too(reading: Reading, demo: DemoCity) -> None:
    findings = find(
        reading.works,
        load_pack("ir-mashhad"),
        today=TODAY,
        zones=demo.zones,
        windows=windows_around(TODAY),
        epsg=32640,
    )
    found = {(finding.kind, frozenset((finding.a, finding.b))) for finding in findings}
    for kind, cases in demo.planted.items():
        for a, b in cases:
            assert (FindingKind(kind.partition("_")[0]), frozenset((a, b))) in found, (kind, a, b)


def test_the_planner_reads_every_project(paths: list[Path], demo: DemoCity) -> None:
    portfolio = read_portfolio(paths[-1])
    own = {project.ref: project for project in demo.projects}
    assert portfolio.misread == []
    assert [row.ref for row in portfolio.rows] == list(own)
    for row in portfolio.rows:
        project = own[row.ref]
        assert row.title == project.title
        assert row.agency == project.agency
        assert row.physical_percent == project.physical_percent
        assert row.remaining_rials == project.remaining_rials
        assert row.price_year == project.price_base[0]
        assert row.credits_rials == project.credit_rials
        assert row.promised == project.promised
        assert row.is_new_start == (project.began is None)
        assert bool(row.waits_for) == bool(project.obstacles)


def test_without_gdal_the_gas_company_hands_in_geojson(
    demo: DemoCity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "find_spec", lambda name: None)
    paths = write_demo_files(demo, tmp_path)
    path = next(path for path in paths if path.name.startswith("gas"))
    document = json.loads(path.read_text(encoding="utf-8"))
    assert path.name == "gas-network.geojson"
    assert document["name"] == MARK["fa"]
    works: list[Work] = read_works([path]).works
    assert {work.ref for work in works} == {w.ref for w in demo.works if "گاز" in (w.agency or "")}


def test_the_files_are_the_same_each_time(
    demo: DemoCity, paths: list[Path], tmp_path: Path
) -> None:
    for old, new in zip(paths, write_demo_files(demo, tmp_path), strict=True):
        if old.suffix in {".csv", ".kml", ".geojson"}:
            assert new.read_bytes() == old.read_bytes()
