"""Fourteen cities' own formats and a whole register: read, or refused with a true reason."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import shapely

from hamgam.engine.works import Activity, Certainty, Impact, Kind
from hamgam.exchange.read import Reading, read_works

SHARED = Path(os.environ.get("HAMGAM_SHARED", "../shared"))
SAMPLES = SHARED / "data" / "city_samples"
REGISTER = SHARED / "data" / "guernsey" / "street_works_2025-10-09.geojson"
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="shared data not present"),
]


@dataclass(frozen=True, kw_only=True)
class Sample:
    """What a file must give: works from how many rows, where, and the first work's dates."""

    works: int
    box: tuple[float, float, float, float]
    first: tuple[str, date | None, date | None]
    dated: int
    columns: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


SAMPLES_READ: Mapping[str, Sample] = {
    "berlin_roadworks.json": Sample(
        works=5,
        box=(13.0, 52.3, 13.8, 52.7),
        first=("LMS-BR/r_LMS-BR/416895_LMS-BR/72", date(2026, 7, 24), date(2026, 9, 10)),
        dated=3,
        columns={"begins": "validity.from", "ends": "validity.to"},
    ),
    "copenhagen_excavation_permits.geojson": Sample(
        works=4,
        box=(12.4, 55.6, 12.7, 55.8),
        first=("792947", date(2025, 11, 30), date(2027, 7, 31)),
        dated=4,
        columns={"ref": "sagsnr", "agency": "bygherre"},
        note="parts of one work",
    ),
    "dortmund_planned_roadworks.json": Sample(
        works=3,
        box=(7.3, 51.4, 7.7, 51.6),
        first=("f22f3243c9cb93622486acb62d2c480a0d08ba3d", date(2026, 8, 31), date(2026, 9, 11)),
        dated=3,
        columns={"agency": "auftraggeber"},
    ),
    "drivebc_open511_events.json": Sample(
        works=6,
        box=(-139, 48, -114, 60),
        first=("drivebc.ca/DBC-47311", date(2022, 12, 7), None),
        dated=2,
        columns={"period": "schedule.intervals"},
        note="fit UTC",
    ),
    "helsinki_excavation_notices.geojson": Sample(
        works=3,
        box=(24.8, 60.1, 25.3, 60.3),
        first=("KP1900206-23", date(2019, 2, 25), date(2027, 5, 14)),
        dated=3,
        columns={"ref": "hakemustunnus"},
        note="EPSG:3879",
    ),
    "lisbon_traffic_restrictions.geojson": Sample(
        works=7,
        box=(-9.3, 38.6, -9.0, 38.9),
        first=("COND-2026-19464", date(2026, 5, 7), date(2026, 10, 19)),
        dated=7,
        columns={"ref": "pedido", "kind": "motivo"},
    ),
    "lithuania_road_repairs.csv": Sample(
        works=5,
        box=(21, 53.8, 27, 56.5),
        first=("1", date(2023, 12, 19), date(2023, 12, 21)),
        dated=4,
        columns={"wkt": "geometrija"},
        note="northing first",
    ),
    "luxembourg_datex2_v2.xml": Sample(
        works=4,
        box=(5.7, 49.4, 6.6, 50.2),
        first=("34246-39941", date(2020, 5, 29), date(2029, 5, 29)),
        dated=4,
    ),
    "lyon_roadworks.geojson": Sample(
        works=6,
        box=(4.7, 45.6, 5.1, 45.9),
        first=(
            "pvo_patrimoine_voirie.pvochantierperturbant.415605",
            date(2026, 8, 17),
            date(2026, 8, 21),
        ),
        dated=6,
        columns={"agency": "intervenant", "street": "nom"},
    ),
    "paris_worksites.json": Sample(
        works=5,
        box=(2.2, 48.8, 2.5, 48.95),
        first=("EC506528", date(2026, 7, 20), date(2026, 8, 31)),
        dated=5,
        columns={"project": "chantier_cite_id", "agency": "moa_principal"},
    ),
    "quebec_roadworks.geojson": Sample(
        works=7,
        box=(-80, 45, -64, 52),
        first=("135768", date(2022, 10, 8), date(2026, 12, 31)),
        dated=7,
        columns={"project": "identifiantChantier"},
    ),
    "sarthe_roadworks.json": Sample(
        works=3,
        box=(-0.5, 47.5, 1.0, 48.5),
        first=("275", date(2026, 7, 1), date(2026, 8, 31)),
        dated=3,
        columns={"agency": "maitre_ouvrage"},
    ),
    "saxony_closures.geojson": Sample(
        works=4,
        box=(11.8, 50.1, 15.1, 51.7),
        first=("LRABZ2026B00285", date(2026, 5, 26), date(2026, 10, 2)),
        dated=4,
        columns={"agency": "Behörde", "kind": "Sperrung_Typ_Klartext"},
        note="parts of one work",
    ),
    "vancouver_under_construction.json": Sample(
        works=2,
        box=(-123.3, 49.1, -123.0, 49.4),
        first=("vancouver_under_construction:1", None, date(2026, 11, 3)),
        dated=0,
        columns={"ends": "comp_date"},
    ),
}


@cache
def reading_of(name: str) -> Reading:
    return read_works([SAMPLES / name])


def test_every_sample_has_its_expectation() -> None:
    files = {path.name for path in SAMPLES.iterdir() if path.name != "README.md"}
    assert files == set(SAMPLES_READ)


@pytest.mark.parametrize("name", SAMPLES_READ)
def test_a_city_is_read_with_its_places_and_dates(name: str) -> None:
    sample, reading = SAMPLES_READ[name], reading_of(name)
    assert len(reading.works) == sample.works
    first = reading.works[0]
    assert (first.ref, first.begins, first.ends) == sample.first
    assert sum(work.is_dated for work in reading.works) == sample.dated
    assert all(work.is_placed for work in reading.works)
    shapes = np.asarray([work.geometry for work in reading.works], dtype=object)
    assert shapely.is_valid(shapes).all()
    assert shapely.box(*sample.box).contains(shapely.box(*shapely.total_bounds(shapes)))
    found = reading.columns[name]
    assert {own: found[own].split(" + ")[0] for own in sample.columns} == dict(sample.columns)
    assert any(sample.note in note for note in reading.notes) or not sample.note


@pytest.mark.parametrize("name", SAMPLES_READ)
def test_every_row_that_lacks_a_date_is_listed_and_kept(name: str) -> None:
    sample, reading = SAMPLES_READ[name], reading_of(name)
    assert all(misread.kept for misread in reading.misread)
    lacking = [m for m in reading.misread if m.field in ("begins", "ends")]
    assert len(lacking) == sample.works - sample.dated


def kinds(name: str) -> list[Kind]:
    return [work.kind for work in reading_of(name).works]


def test_what_is_no_work_is_not_taken_for_one() -> None:
    assert Counter(kinds("drivebc_open511_events.json")) == {Kind.OTHER: 3, Kind.WORK: 3}
    assert kinds("lisbon_traffic_restrictions.geojson")[2] is Kind.EVENT
    assert kinds("lisbon_traffic_restrictions.geojson")[0] is Kind.OTHER
    assert kinds("saxony_closures.geojson")[2] is Kind.EVENT
    assert kinds("berlin_roadworks.json")[4] is Kind.OTHER
    assert kinds("paris_worksites.json")[4] is Kind.OTHER


def test_the_same_site_from_two_desks_is_one_project() -> None:
    first, second, *rest = reading_of("berlin_roadworks.json").works
    assert first.project == second.project == first.ref
    assert {work.project for work in rest} == {None}


def test_the_crossing_ring_of_lyon_is_repaired_and_told() -> None:
    (misread,) = reading_of("lyon_roadworks.geojson").misread
    assert (misread.row, misread.field) == (6, "geometry")
    assert "invalid" in misread.reason


@cache
def register() -> Reading:
    return read_works([REGISTER])


def test_a_register_is_read_from_column_guesses_alone() -> None:
    works = register().works
    assert len({work.ref for work in works}) == len(works) == 365
    assert register().misread == []
    columns = register().columns[REGISTER.name]
    assert {own: columns[own] for own in ("ref", "agency", "begins", "ends", "street")} == {
        "ref": "reference",
        "agency": "contractor",
        "begins": "start_date",
        "ends": "end_date",
        "street": "road",
    }
    assert min(work.begins for work in works if work.begins) == date(2023, 3, 26)
    assert max(work.ends for work in works if work.ends) == date(2026, 10, 30)


def test_the_registers_lines_are_whole_streets() -> None:
    assert {work.certainty for work in register().works} == {Certainty.STREET_ONLY}


def test_about_250_of_the_register_are_works_in_the_road() -> None:
    found = Counter(work.kind for work in register().works)
    assert found == {Kind.WORK: 253, Kind.OTHER: 97, Kind.EVENT: 15}
    impacts = Counter(work.impact for work in register().works)
    assert impacts[Impact.CLOSURE] == 193
    assert Counter(work.activity for work in register().works)[Activity.EXCAVATION] >= 165
