from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import ics
import pytest
import vobject
from python_calamine import CalamineWorkbook

from hamgam.cli.tour import tour
from hamgam.cli.tour_options import Outing, Search, TourAnswers

HEAD = "محل,نشانی,ارزش رفع گره (میلیارد ریال),چه کسانی باید باشند,شکایت,پیشرفت فیزیکی (٪)"
ROWS = (
    "زیرگذر,بلوار وکیل‌آباد,120,معاون عمران,3,91",
    "ایستگاه,خیابان سناباد,90,معاون عمران؛ برق,0,70",
    "پارک,بلوار سجاد,15,,9,40",
)
MASHHAD = Outing(city="mashhad", today="1405-09-03", days=2)
A_LITTLE = Search(work=300)


def week(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "week.csv"
    path.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    return path


def answered(
    path: Path, capsys: pytest.CaptureFixture[str], outing: Outing = MASHHAD
) -> dict[str, Any]:
    told = TourAnswers(json=True, lang="en")
    assert tour(path, outing=outing, search=A_LITTLE, answers=told) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_json_tells_rounds_reasons_and_the_orders_of_today(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = answered(week(tmp_path, *ROWS), capsys)
    visits = [visit for round_ in answer["rounds"] for visit in round_["visits"]]
    assert {visit["site"] for visit in visits} == {"زیرگذر", "ایستگاه", "پارک"}
    assert answer["rounds"][0]["date"] == "2026-11-25"
    assert 0 <= answer["gap"] < 0.05
    assert answer["objective"] <= answer["bound"]
    assert "12 billion toman" not in answer["explanations"]["پارک"]
    assert "would be lost" in answer["explanations"]["زیرگذر"]
    assert all(order["objective"] <= answer["objective"] for order in answer["orders"].values())
    assert not answer["straight_ways"]


def test_work_and_seed_repeat_exactly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = week(tmp_path, *ROWS)
    assert answered(path, capsys) == answered(path, capsys)


def test_a_row_without_a_findable_place_is_named_and_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = answered(week(tmp_path, *ROWS, "پل,خیابان ناکجاآباد,10,,,"), capsys)
    assert len(answer["misread"]) == 1
    assert "ناکجاآباد" in answer["misread"][0]


def test_a_promise_that_fits_nowhere_leaves_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "week.csv"
    rows = "محل,نشانی,ساعت پذیرش,وعده بازدید\nپل,سناباد,۲۰ تا ۲۲,بله"
    path.write_text(rows, encoding="utf-8")
    assert tour(path, outing=MASHHAD, search=A_LITTLE, answers=TourAnswers(json=True)) == 1
    assert "پل" in json.loads(capsys.readouterr().out)["reasons"][0]


@pytest.mark.parametrize(
    ("outing", "told"),
    [
        (Outing(), "--city"),
        (Outing(city="nowhere"), "nowhere"),
        (Outing(city="mashhad", days=0), "--days"),
        (Outing(city="mashhad", today="1405-13-03"), "--today"),
    ],
)
def test_what_cannot_be_asked_leaves_with_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], outing: Outing, told: str
) -> None:
    assert tour(week(tmp_path, *ROWS), outing=outing, search=A_LITTLE) == 2
    assert told in capsys.readouterr().err


def test_files_hold_what_was_planned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tuple(tmp_path / f"tour.{ending}" for ending in ("html", "xlsx", "json", "ics"))
    told = TourAnswers(out=out, lang="fa")
    assert tour(week(tmp_path, *ROWS), outing=MASHHAD, search=A_LITTLE, answers=told) == 0
    page = out[0].read_text(encoding="utf-8")
    assert 'dir="rtl"' in page
    assert page.count('class="stop t1"') == 3
    sheet = CalamineWorkbook.from_path(str(out[1])).get_sheet_by_index(0)
    assert len(sheet.to_python()) == 4
    events = list(vobject.readOne(out[3].read_text("utf-8")).vevent_list)
    assert len(events) == len(ics.Calendar(out[3].read_text("utf-8")).events) == 3
    plan = json.loads(out[2].read_text(encoding="utf-8"))
    first = next(r for r in plan["rounds"] if r["visits"])
    at = datetime.fromisoformat(f"{first['date']}T{first['visits'][0]['begins']}")
    assert at in {event.dtstart.value.replace(tzinfo=None) for event in events}


def test_an_ending_that_is_not_known_is_refused_before_the_search(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = TourAnswers(out=(tmp_path / "tour.docx",))
    assert tour(week(tmp_path, *ROWS), outing=MASHHAD, answers=told) == 2
    assert "tour.docx" in capsys.readouterr().err
