from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hamgam.cli import plan_run
from hamgam.cli.plan import plan
from hamgam.cli.plan_options import Answers, Effort, Question
from hamgam.exchange.portfolio import write_template

TODAY = Question(today="1405-09-03")
LITTLE = Effort(work=60, bound_seconds=0)

RCP = """3 1
2
0 0 2 2 3
4 2 1 3
3 1 0
"""
"""Three jobs, one resource of two units: the first is a dummy."""


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "portfolio.xlsx"
    write_template(path)
    return path


@pytest.fixture
def benchmark(tmp_path: Path) -> Path:
    path = tmp_path / "small.rcp"
    path.write_text(RCP)
    return path


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    out = capsys.readouterr().out
    value: dict[str, Any] = json.loads(out)
    return value


JSON = Answers(json=True)


def test_a_benchmark_tells_starts_by_job_number(
    benchmark: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert plan(benchmark, effort=LITTLE, answers=JSON) == 0
    answer = told(capsys)
    assert answer["starts"] == {"1": 0, "2": 0, "3": 4}
    assert (answer["objective"], answer["makespan"], answer["unfinished"]) == (7, 7, [])


def test_a_portfolio_tells_starts_as_days_by_task(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert plan(workbook, question=TODAY, effort=LITTLE, answers=JSON) == 0
    answer = told(capsys)
    assert answer["starts"]["3/rest"] == "2026-11-24"
    assert set(answer["unfinished"]) | {key.split("/")[0] for key in answer["starts"]} == {
        "1",
        "2",
        "3",
    }
    assert "benefit_rials_per_month" in answer["assumed"]["3"]


def test_what_more_money_would_do_is_planned_anew(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    question = Question(today="1405-09-03", what_if=True)
    assert plan(workbook, question=question, effort=LITTLE, answers=JSON) == 0
    answer = told(capsys)["what_if"]
    more = answer["billion_toman_more"]
    assert {(row["source"], row["year"]) for row in more} >= {
        (row["source"], year) for row in more for year in ("1405", "1406", "1407")
    }
    assert all(row["gain_rials"] >= 0 for row in more)
    assert answer["fifth_less_credit"]["gain_rials"] <= 0


def test_the_same_work_and_seed_give_the_same_answer(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = []
    for _ in range(2):
        assert plan(workbook, question=TODAY, effort=LITTLE, answers=JSON) == 0
        both.append(told(capsys))
    assert both[0] == both[1]


def test_what_cannot_be_planned_gives_reasons_and_exit_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "short.json"
    problem = {
        "grid": {"horizon": 3},
        "projects": [{"ref": "a", "must_finish": True}],
        "tasks": [{"project": "a", "ref": "1", "modes": [{"duration": 9}]}],
        "objective": "makespan",
    }
    path.write_text(json.dumps(problem))
    assert plan(path, effort=LITTLE, answers=JSON) == 1
    assert told(capsys)["reasons"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("none.xlsx", None),
        ("odd.txt", "hello"),
        ("empty.csv", ""),
        ("empty.json", ""),
        ("bad.json", "{"),
        ("bad.sm", "jobs"),
        ("far.json", '{"grid": {"horizon": 900000000}, "projects": [], "tasks": []}'),
    ],
)
def test_what_cannot_be_read_gives_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str | None
) -> None:
    path = tmp_path / name
    if text is not None:
        path.write_text(text)
    assert plan(path, effort=LITTLE, answers=JSON) == 2
    assert name in told(capsys)["reasons"][0]


@pytest.mark.parametrize(
    "effort",
    [Effort(seconds=-1), Effort(work=0), Effort(seconds=1, work=1), Effort(bound_seconds=-1)],
)
def test_an_effort_that_means_nothing_gives_exit_2(benchmark: Path, effort: Effort) -> None:
    assert plan(benchmark, effort=effort) == 2


def test_a_template_is_written_and_nothing_planned(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    assert plan(answers=Answers(template=path)) == 0
    assert path.stat().st_size > 1000
    assert plan(answers=Answers(template=tmp_path / "new.txt")) == 2
    assert plan() == 2


def test_the_help_loads_no_solver() -> None:
    code = (
        "import sys\n"
        "from hamgam.cli.main import app\n"
        "app(['plan', '--help'], result_action='return_value')\n"
        "assert not {'numba', 'ortools', 'shapely'} & sys.modules.keys(), sys.modules.keys()\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "--scenario" in run.stdout


def test_people_read_a_benchmark_in_one_line(
    benchmark: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert plan(benchmark, effort=LITTLE) == 0
    out = capsys.readouterr().out
    assert out.startswith("makespan 7 · bound ")
    assert out.rstrip().endswith("makespan 7")


def test_people_read_the_plan_and_its_reasons(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert plan(workbook, question=TODAY, effort=LITTLE, answers=Answers(lang="fa")) == 0
    out = capsys.readouterr().out
    assert "پروژهٔ نیمه‌تمام" in out
    assert "پارک محله‌ای" in out


def test_a_scenario_is_planned_beside_the_plan_without_it(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "none.toml"
    path.write_text('first = ["2"]\n[credit]\nscale = 0.1\n', encoding="utf-8")
    asked = Question(today="1405-09-03", scenario=path)
    assert plan(workbook, question=asked, effort=LITTLE, answers=JSON) == 0
    answer = told(capsys)
    assert answer["objective"] < answer["without_scenario"]["objective"]
    path.write_text('first = ["nobody"]\n')
    assert plan(workbook, question=asked, effort=LITTLE, answers=JSON) == 2
    assert "nobody" in told(capsys)["reasons"][0]


def test_a_scenario_takes_no_more_seconds_than_are_promised(
    workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Effort] = []

    def quickly(*args: Any, **about: Any) -> Any:
        asked.append(args[2])
        return solved(args[0], args[1], LITTLE, **about)

    solved = plan_run.solved
    monkeypatch.setattr(plan_run, "solved", quickly)
    monkeypatch.setattr(plan_run, "_questioned", lambda _voice, report, _seconds: report)
    path = tmp_path / "less.toml"
    path.write_text("[credit]\nscale = 0.9\n", encoding="utf-8")
    question = Question(today="1405-09-03", scenario=path)
    out = Answers(out=(tmp_path / "plan.json",))
    effort = Effort(seconds=8, bound_seconds=2)
    assert plan(workbook, question=question, effort=effort, answers=out) == 0
    assert sum(one.seconds or 0 for one in asked) == pytest.approx(8 * (1 - plan_run.EXTRA_SHARE))
    assert [one.bound_seconds for one in asked] == [1, 1]


def test_what_does_not_fit_is_refused_before_the_search(
    workbook: Path, benchmark: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: Any, **__: Any) -> Any:
        pytest.fail("it is searched though the question cannot be asked")

    monkeypatch.setattr(plan_run, "solved", never)
    path = tmp_path / "wrong.toml"
    path.write_text('first = ["nobody"]\n')
    asked = Question(today="1405-09-03", scenario=path)
    assert plan(workbook, question=asked, effort=LITTLE, answers=JSON) == 2
    assert plan(benchmark, question=Question(what_if=True), effort=LITTLE, answers=JSON) == 2


def test_more_means_are_never_answered_with_a_worse_plan(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "more.toml"
    path.write_text("[credit]\nscale = 1.5\n", encoding="utf-8")
    asked = Question(today="1405-09-03", scenario=path)
    assert plan(workbook, question=asked, effort=LITTLE, answers=JSON) == 0
    answer = told(capsys)
    assert answer["objective"] >= answer["without_scenario"]["objective"]


def test_what_stands_against_a_scenario_is_said_in_persian(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text('[credit]\nscale = "زیاد"\n', encoding="utf-8")
    asked = Question(today="1405-09-03", scenario=path)
    assert plan(workbook, question=asked, effort=LITTLE, answers=Answers(lang="fa")) == 2
    assert "wrong.toml، credit.scale: عدد نیست" in capsys.readouterr().err


def test_a_terminal_is_spared_what_a_file_tells_a_thousand_times(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "faults.csv"
    row = "پروژه {}, شهرداری, ۱۴۰, 10, ۵۰, ۱۴۰۵: ۲۰۰, ۱۴۰۷/۱/۱, منطقه ۹\n"
    head = "پروژه,دستگاه,پیشرفت فیزیکی (٪),پیشرفت مالی (٪),هزینهٔ باقی‌مانده (میلیارد ریال),"
    head += "اعتبار مصوب (میلیارد ریال),تاریخ وعده,منطقه\n"
    path.write_text(head + "".join(row.format(n) for n in range(25)), encoding="utf-8")
    assert plan(path, question=TODAY, effort=LITTLE, answers=Answers(lang="fa")) == 0
    shown = capsys.readouterr().err
    assert shown.count("بیرون از ۰ تا ۱۰۰") == 20
    assert "و ۵ خطای دیگر" in shown


def test_files_are_written_by_their_endings(workbook: Path, tmp_path: Path) -> None:
    paths = tuple(tmp_path / f"plan.{ending}" for ending in ("html", "xlsx", "json", "ics"))
    assert plan(workbook, question=TODAY, effort=LITTLE, answers=Answers(out=paths)) == 0
    assert all(path.stat().st_size > 300 for path in paths)
    assert json.loads(paths[2].read_text())["deciding_figures"]["tried"] > 0
    bad = Answers(out=(tmp_path / "plan.pdf",))
    assert plan(workbook, question=TODAY, effort=LITTLE, answers=bad) == 2


def test_a_benchmark_has_no_calendar(benchmark: Path, tmp_path: Path) -> None:
    assert plan(benchmark, effort=LITTLE, answers=Answers(out=(tmp_path / "x.ics",))) == 2
