from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from hamgam.cli.forecast import forecast

PROJECTS = [
    ("پروژه", "دستگاه", "هزینهٔ باقی‌مانده (میلیارد ریال)", "اعتبار ۱۴۰۵ (میلیارد ریال)",
     "مدت باقی‌مانده (ماه)", "تاریخ آغاز", "تاریخ وعده"),
    ("کانال", "شهرداری", 100, 900, 10, "1404/1/1", "1406/1/1"),
    ("پل بی‌پول", "شهرداری", 100, 1, 10, "", ""),
    ("خیابان", "شهرداری", 100, "", "", "", ""),
]  # fmt: skip
REPORTS = [
    ("پروژه", "تاریخ گزارش", "پیشرفت تأییدشده (٪)", "پیشرفت برنامه‌ای (٪)"),
    ("کانال", "1404/7/1", 10, 25),
    ("کانال", "1405/6/1", 30, 70),
    ("کانال", "روزی", 30, 70),
]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "projects.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for rows in (PROJECTS, REPORTS):
        sheet = book.add_worksheet()
        for down, row in enumerate(rows):
            sheet.write_row(down, 0, row)
    book.close()
    return path


def answer(path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert forecast(path, today="1405-09-03", draws=400, json=True) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_each_project_has_a_range_and_what_was_assumed(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = answer(workbook, capsys)
    canal, bridge, street = told["forecasts"]
    assert "2026-11-24" < canal["p50_if_paid"] < canal["p80_if_paid"]
    assert street["assumed"] == ["duration"]
    assert (bridge["reference_class"], street["reference_class"]) == ("links", "roads")
    assert canal["reference_class_is_foreign"]


def test_the_reports_tell_the_pace(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(workbook, capsys)
    canal = told["forecasts"][0]
    assert canal["status"] == "slow"
    assert 0 < canal["spi_time"] < 0.8
    assert told["forecasts"][1]["status"] == "unknown"
    assert [fault["row"] for fault in told["misread"]] == [3]


def test_money_that_never_suffices_leaves_no_day(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bridge = answer(workbook, capsys)["forecasts"][1]
    assert (bridge["p50"], bridge["p80"]) == (None, None)
    assert bridge["unpaid_share"] > 0.9


def test_the_same_seed_gives_the_same_answer(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(workbook, capsys) == answer(workbook, capsys)


def test_a_problem_is_forecast_by_its_tasks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "problem.json"
    tasks = [
        {"project": "a", "ref": ref, "modes": [{"duration": days}]}
        for ref, days in (("1", 10), ("2", 20))
    ]
    problem = {"grid": {"horizon": 90, "first_day": "2026-11-24"}, "projects": [{"ref": "a"}]}
    tie = {"before": "a/1", "after": "a/2"}
    path.write_text(json.dumps({**problem, "tasks": tasks, "dependencies": [tie]}))
    (one,) = answer(path, capsys)["forecasts"]
    assert one["p50"] == pytest.approx(one["p50"])
    assert "2026-12-15" < one["p50"] < one["p80"] < "2027-03-01"


def test_people_read_a_table(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert forecast(workbook, today="1405-09-03", draws=100, lang="en") == 0
    told = capsys.readouterr()
    assert "slow" in told.out
    assert "British, not Iranian" in told.err.replace("\n", " ")


@pytest.mark.parametrize("name", ["none.xlsx", "bad.json"])
def test_what_cannot_be_read_gives_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = tmp_path / name
    if name == "bad.json":
        path.write_text("{")
    assert forecast(path, json=True) == 2
    assert "reasons" in json.loads(capsys.readouterr().out)


PAST = ("project", "began", "planned end", "P80 told", "true end")


def with_past(workbook: Path, *rows: tuple[str, ...]) -> Path:
    path = workbook.with_name("past.xlsx")
    book = xlsxwriter.Workbook(str(path))
    for lines in (PROJECTS, [PAST, *rows]):
        sheet = book.add_worksheet()
        for down, row in enumerate(lines):
            sheet.write_row(down, 0, row)
    book.close()
    return path


def test_past_forecasts_move_p80_later(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(f"p{k}", "2020-01-01", "2021-01-01", "2021-02-01", "2021-03-01") for k in range(4)]
    plain = answer(with_past(workbook), capsys)
    told = answer(with_past(workbook, *rows), capsys)
    assert told["p80_later_share"] == pytest.approx(28 / 366)
    assert told["past_projects"] == 4
    before, after = (x["forecasts"][2]["p80"] for x in (plain, told))
    assert before < after
    assert plain["forecasts"][2]["p50"] == told["forecasts"][2]["p50"]


def test_too_few_past_projects_promise_nothing_and_bad_rows_are_told(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = ("a", "2020-01-01", "2021-01-01", "2021-02-01", "2021-03-01")
    backwards = ("b", "2021-01-01", "2020-01-01", "2021-02-01", "2021-03-01")
    path = with_past(workbook, good, backwards)
    told = answer(path, capsys)
    assert (told["p80_later_share"], told["past_projects"]) == (None, 1)
    assert [fault["row"] for fault in told["misread"]] == [2]
    assert forecast(path, today="1405-09-03", draws=100, lang="en") == 0
    assert "fewer than four" in " ".join(capsys.readouterr().err.split())
