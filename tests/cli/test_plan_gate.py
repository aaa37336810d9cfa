from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hamgam.cli.answering import Language
from hamgam.cli.gate import gate

HEADS = (
    "پروژه,دستگاه,هزینهٔ باقی‌مانده (میلیارد ریال),اعتبار ۱۴۰۵ (میلیارد ریال),آغاز تازه؟,"
    "مدت اجرا (سال),زمین آزادشده (٪),جابه‌جایی تأسیسات بی‌تاریخ,مطالعات کامل؟,نقشه‌ها کامل؟,"
    "در فصل ممنوع بسته می‌شود؟,هزینه با احتمال ۸۰٪ (میلیارد ریال),سقف هزینه (میلیارد ریال),"
    "شمارهٔ تصمیم,تاریخ تصمیم,تصمیم‌گیرنده,دلیل تصمیم"
)
OLD = "پل قدیم,شهرداری,300,400,,,,,,,,,,,,,"
GOOD = "پل نو,شهرداری,100,60,بله,2,95,0,بله,بله,بله,110,120,,,,"


def judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *rows: str, code: int
) -> list[dict[str, Any]]:
    path = tmp_path / "new.csv"
    path.write_text("\n".join([HEADS, OLD, *rows]), encoding="utf-8")
    assert gate(path, today="1405-09-03", json=True) == code
    starts: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["starts"]
    return starts


def test_a_new_start_that_meets_all_six_passes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (start,) = judged(tmp_path, capsys, GOOD, code=0)
    assert start["passes"]
    assert [c["is_met"] for c in start["conditions"]] == [True] * 6
    assert start["refusals"] == []


@pytest.mark.parametrize(
    ("told", "instead", "condition"),
    [
        ("100,60,بله", "100,40,بله", "a"),
        ("2,95,0", "2,80,0", "c"),
        ("2,95,0", "2,95,1", "c"),
        ("بله,بله,بله,110", "بله,خیر,بله,110", "d"),
        ("بله,بله,بله,110", "بله,بله,,110", "e"),
        ("110,120", "130,120", "f"),
        ("110,120", ",120", "f"),
    ],
)
def test_one_condition_unmet_refuses_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], told: str, instead: str, condition: str
) -> None:
    (start,) = judged(tmp_path, capsys, GOOD.replace(told, instead), code=1)
    unmet = [c["condition"] for c in start["conditions"] if not c["is_met"]]
    assert unmet == [condition]
    assert len(start["refusals"]) == 1


def test_a_backlog_of_more_than_three_years_refuses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heavy = "پل سنگین,شهرداری,2000,0,,,,,,,,,,,,,"
    (start,) = judged(tmp_path, capsys, heavy, GOOD, code=1)
    backlog = start["conditions"][1]
    assert not backlog["is_met"]
    assert backlog["figure"] == pytest.approx(2300 / (460 * 0.6))


def test_only_a_whole_named_decision_makes_an_exception(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    poor = GOOD.replace("2,95,0", "2,10,0").removesuffix(",,,,")
    decided = f"{poor},۱۲۳,۱۴۰۵/۸/۱,شورای شهر,سیل بهار"
    nameless = f"{poor},۱۲۳,۱۴۰۵/۸/۱,,سیل بهار"
    (start,) = judged(tmp_path, capsys, decided, code=0)
    assert (start["passes"], start["is_exception"]) == (True, True)
    (start,) = judged(tmp_path, capsys, nameless, code=1)
    assert start["decision"] is None


def test_seasons_of_the_city_stand_in_the_evidence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "new.csv"
    path.write_text(f"{HEADS}\n{GOOD.replace('بله,بله,بله,110', 'بله,بله,,110')}", encoding="utf-8")
    assert gate(path, city="mashhad", today="1405-09-03", json=True) == 1
    (start,) = json.loads(capsys.readouterr().out)["starts"]
    assert "نوروز" in start["conditions"][4]["evidence"]
    assert gate(path, city="mashhad", today="1405-09-03", lang="fa") == 1
    assert "نمی‌تواند آغاز شود" in capsys.readouterr().out


def test_what_is_no_portfolio_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gate(tmp_path / "none.csv", json=True) == 2
    assert "reasons" in json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("lang", "words"), [(None, "there is no such file"), ("fa", "چنین فایلی نیست")]
)
def test_a_missing_file_is_told_in_the_language_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: Language | None, words: str
) -> None:
    assert gate(tmp_path / "none.csv", today="1405-09-03", json=True, lang=lang) == 2
    (reason,) = json.loads(capsys.readouterr().out)["reasons"]
    assert words in reason
