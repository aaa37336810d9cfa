from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from shapely.geometry import Point
from xlsxwriter import Workbook

from hamgam.engine.works import Activity, Certainty, Impact, Kind, Stage, Work
from hamgam.exchange.city import load_city
from hamgam.exchange.intake import READ_AS
from hamgam.exchange.misread import Misread
from hamgam.exchange.read import Reading, ReadOptions, read_works

HEAD = "شناسه,دستگاه,شرح,تاریخ شروع,تاریخ پایان,عرض جغرافیایی,طول جغرافیایی,وضعیت\n"
ROWS = (
    "a1,آب و فاضلاب,لوله‌گذاری,1405/07/03,1405/08/03,36.30,59.60,در حال اجرا\n"
    "a2,شركت گاز,انشعاب,۱۴۰۵/۰۸/۰۱,۱۴۰۵/۰۹/۰۱,۳۶٫۳۱,۵۹٫۶۱,مصوب\n"
)


def put(folder: Path, text: str, name: str = "works.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def read(*paths: Path, **options: Any) -> Reading:
    return read_works(paths, ReadOptions(**options))


def test_a_persian_list_is_read_from_column_guesses_alone(tmp_path: Path) -> None:
    reading = read(put(tmp_path, HEAD + ROWS))
    first, second = reading.works
    assert reading.misread == []
    assert (first.ref, first.agency, first.title) == ("a1", "آب و فاضلاب", "لوله‌گذاری")
    assert (first.begins, first.ends) == (date(2026, 9, 25), date(2026, 10, 25))
    assert (first.stage, first.kind, first.certainty) == (Stage.RUNNING, Kind.WORK, Certainty.DRAWN)
    assert second.geometry == Point(59.61, 36.31)
    assert second.agency == "شركت گاز"
    assert first.source == "works.csv, row 1"
    assert first.told["عرض جغرافیایی"] == "36.30"
    assert reading.columns["works.csv"]["begins"] == "تاریخ شروع"


def test_excel_gives_the_same_works_as_csv(tmp_path: Path) -> None:
    lines = [line.split(",") for line in (HEAD + ROWS).splitlines()]
    path = tmp_path / "works.xlsx"
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for at, line in enumerate(lines):
            sheet.write_row(at, 0, line)
    sheets, texts = read(path).works, read(put(tmp_path, HEAD + ROWS)).works
    assert [(w.ref, w.begins, w.ends, w.geometry) for w in sheets] == [
        (w.ref, w.begins, w.ends, w.geometry) for w in texts
    ]


def test_bad_rows_are_kept_and_told_with_row_field_value_and_what_is_right(tmp_path: Path) -> None:
    bad = "a3,برق,,1405/13/40,1405/09/01,6.33,59.60,\na4,برق,,1405/07/03,1405/08/03,,,\n"
    reading = read(put(tmp_path, HEAD + ROWS + ROWS.replace("a", "b") + bad))
    assert [work.ref for work in reading.works] == ["a1", "a2", "b1", "b2", "a3", "a4"]
    told = {(m.row, m.field): m for m in reading.misread}
    assert set(told) == {(5, "تاریخ شروع"), (5, "geometry"), (6, "geometry")}
    assert all(m.kept and m.where == "works.csv" for m in reading.misread)
    assert told[5, "تاریخ شروع"].value == "1405/13/40"
    assert "digit of the latitude" in told[5, "geometry"].reason
    assert not reading.works[4].is_placed
    assert reading.works[4].ends == date(2026, 11, 22)


def test_given_columns_stand_above_guesses_and_may_be_written_loosely(tmp_path: Path) -> None:
    text = "id,مهلت‌آغاز,start date,مالک\nx,1405/07/03,1405/01/01,گاز\n"
    reading = read(put(tmp_path, text), map={"start": "مهلت آغاز"}, agency="مالک")
    assert reading.works[0].begins == date(2026, 9, 25)
    assert reading.works[0].agency == "گاز"


def test_a_map_to_a_missing_column_is_one_misread_with_names_near_it(tmp_path: Path) -> None:
    reading = read(put(tmp_path, HEAD + ROWS), map={"start": "تاریخ شروعش"}, agency="سازمان مجری")
    assert [(m.row, m.field) for m in reading.misread] == [(0, "begins"), (0, "agency")]
    assert "تاریخ شروع" in reading.misread[0].hint
    assert len(reading.works) == 2
    (misread,) = read(put(tmp_path, HEAD + ROWS), map={"colour": "x"}).misread
    assert "no such field" in misread.reason


def test_an_unknown_reference_system_is_said_before_any_file_is_read(tmp_path: Path) -> None:
    reading = read(put(tmp_path, HEAD + ROWS), crs="EPSG:1")
    assert reading.works == []
    (misread,) = reading.misread
    assert misread.where == "--crs"


UTM = "id,x,y\na,733500,4020000\nb,733600,4020100\n"


def test_metres_are_read_as_given_and_never_guessed(tmp_path: Path) -> None:
    path = put(tmp_path, UTM)
    placed = read(path, crs="EPSG:32640").works[0].geometry
    assert placed is not None
    assert placed.coords[0] == pytest.approx((59.6, 36.296), abs=0.01)
    refused = read(path)
    assert not any(work.is_placed for work in refused.works)
    assert [m.row for m in refused.misread if m.field == "x, y"] == [0]


def test_files_without_an_agency_are_taken_for_their_owners(tmp_path: Path) -> None:
    text = "id,start date,end date\nx,2026-07-01,2026-07-02\n"
    water, gas = put(tmp_path, text, "آب.csv"), put(tmp_path, text, "گاز.csv")
    reading = read(water, gas)
    assert [work.agency for work in reading.works] == ["آب", "گاز"]
    assert [work.ref for work in reading.works] == ["x", "x#2"]
    assert any("names no agency" in note for note in reading.notes)
    assert read(water).works[0].agency is None
    assert read(water, default_agency="برق").works[0].agency == "برق"


def test_rows_without_a_reference_get_a_stable_one(tmp_path: Path) -> None:
    path = put(tmp_path, "agency,start date\na,2026-07-01\nb,2026-07-02\n", "list.csv")
    assert [work.ref for work in read(path).works] == ["list:1", "list:2"]
    assert read(path).works == read(path).works


def test_agencies_stay_as_they_are_written(tmp_path: Path) -> None:
    text = "id,agency\n1,nan\n2, Sure \n3,\n4,  \n"
    agencies = [work.agency for work in read(put(tmp_path, text)).works]
    assert agencies == ["nan", " Sure ", None, None]


def features(folder: Path, shapes: Sequence[shapely.Geometry], **columns: Sequence[object]) -> Path:
    path = folder / "works.geojson"
    rows = [
        {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(shape),
            "properties": {"id": i} | {name: values[i] for name, values in columns.items()},
        }
        for i, shape in enumerate(shapes)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}))
    return path


def certainties(works: Sequence[Work]) -> list[str]:
    return [work.certainty.value for work in works]


def test_lines_that_several_sites_share_are_whole_streets(tmp_path: Path) -> None:
    lines = [shapely.LineString([(i, 0), (i, 0.001)]) for i in range(10)]
    one_pair = read(features(tmp_path, [*lines, lines[0]])).works
    assert certainties(one_pair) == ["street_only", *["drawn"] * 9, "street_only"]
    many = read(features(tmp_path, [*lines, *lines[:3]])).works
    assert set(certainties(many)) == {"street_only"}
    points = [Point(0, 0)] * 12
    assert set(certainties(read(features(tmp_path, points)).works)) == {"drawn"}


def test_lines_between_told_ends_are_drawn_whoever_shares_them(tmp_path: Path) -> None:
    head = "id,agency,start lat,start lon,end lat,end lon\n"
    text = head + "".join(f"{i},a{i},36.3,59.6,36.31,59.61\n" for i in range(6))
    assert set(certainties(read(put(tmp_path, text)).works)) == {"drawn"}


def test_a_line_much_longer_than_told_is_the_whole_street(tmp_path: Path) -> None:
    lines = [shapely.LineString([(59.6, 36.3), (59.61, 36.3)])] * 1
    path = features(tmp_path, lines, length=[12])
    assert certainties(read(path).works) == ["street_only"]
    path = features(tmp_path, lines, length=[850])
    assert certainties(read(path).works) == ["drawn"]


def test_words_in_cells_become_values(tmp_path: Path) -> None:
    text = (
        "id,kind,impact,emergency,area,depth,asked,surface\n"
        '1,Scaffolding,Road Closure,yes,"1,250",۱٫۵,آب؛ گاز,آسفالت\n'
        "2,hole,,no,12 m2,x,,\n"
    )
    reading = read(put(tmp_path, text))
    first, second = reading.works
    assert (first.kind, first.impact, first.emergency) == (Kind.OTHER, Impact.CLOSURE, True)
    assert (first.area_m2, first.depth_m, first.asked) == (1250, 1.5, ("آب", "گاز"))
    assert (second.kind, second.area_m2, second.depth_m) == (Kind.WORK, 12, None)
    assert ("depth_m", "x") in {(m.field, m.value) for m in reading.misread}


def test_a_name_with_a_comma_is_one_name_where_semicolons_part(tmp_path: Path) -> None:
    text = 'id,asked\n1,"معاونت عمران، حمل‌ونقل؛ گاز"\n2,"آب، گاز"\n'
    asked = [work.asked for work in read(put(tmp_path, text)).works]
    assert asked == [("معاونت عمران، حمل‌ونقل", "گاز"), ("آب", "گاز")]


def test_long_texts_are_bounded_in_what_is_kept_beside(tmp_path: Path) -> None:
    path = put(tmp_path, f'id,note\n1,"{"x" * 14_000}"\n')
    assert len(read(path).works[0].told["note"]) == 500


def test_every_row_of_every_file_is_there(tmp_path: Path) -> None:
    dice = np.random.default_rng(3)
    odd = [
        "",
        "x",
        "1405/07/03",
        "2026-07-01",
        "36.3",
        "59.6",
        "0",
        "-1",
        "1e9",
        "۱۲",
        "nan",
        "'=1",
    ]
    lines = [",".join(dice.choice(odd, 8)) for _ in range(200)]
    reading = read(
        put(tmp_path, HEAD + "\n".join(f"r{i}{line}" for i, line in enumerate(lines)) + "\n")
    )
    assert len(reading.works) == 200
    for misread in reading.misread:
        assert isinstance(misread, Misread)
        assert misread.kept
        assert misread.reason


def test_two_columns_of_dates_are_first_and_last_day_whatever_their_names(tmp_path: Path) -> None:
    text = (
        "id,تاریخ,تاری_1,کد بودجه\n1,1405/07/03,1405/08/01,45000\n2,1405/07/03,1405/07/03,45001\n"
    )
    reading = read(put(tmp_path, text))
    assert (reading.works[0].begins, reading.works[0].ends) == (
        date(2026, 9, 25),
        date(2026, 10, 23),
    )
    assert any("taken for first and last day" in note for note in reading.notes)
    backwards = text.replace("1405/08/01", "1405/01/01")
    assert read(put(tmp_path, backwards)).works[0].begins is None


def test_addresses_are_found_on_the_citys_streets(tmp_path: Path) -> None:
    text = (
        "ردیف,دستگاه,شرح عملیات,نشانی,تاریخ شروع,تاریخ پایان\n"
        "1,آب,لوله‌گذاری,خیابان امام رضا,1405/07/03,1405/08/03\n"
        "2,برق,کابل,خیابان ناکجاآباد,1405/07/03,1405/08/03\n"
    )
    path = put(tmp_path, text)
    reading = read(path, city=load_city("mashhad"))
    placed, lost = reading.works
    assert placed.certainty is Certainty.STREET_ONLY
    assert "امام رضا" in placed.street
    assert READ_AS in placed.told
    assert placed.activity is Activity.EXCAVATION
    assert not lost.is_placed
    (misread,) = reading.misread
    assert (misread.row, misread.field, misread.kept) == (2, "address", True)
    assert [work.is_placed for work in read(path).works] == [False, False]
