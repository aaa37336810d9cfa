from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import orjson
import pytest

from hamgam.cli.season_words import WORDS
from hamgam.cli.seasons import seasons
from hamgam.engine.calendars.seasons import Closure, Purpose
from hamgam.engine.works import ZoneKind

TODAY = "1405-09-03"


def answer(capsys: pytest.CaptureFixture[str], **asked: Any) -> dict[str, Any]:
    assert seasons(today=TODAY, json=True, **asked) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_json_tells_each_window_in_three_calendars(capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(capsys, year=1405)
    assert (told["year"], told["today"]) == (1405, "2026-11-24")
    safar = next(w for w in told["windows"] if (w["season"], w["zone"]) == ("safar", "city"))
    assert (safar["begins"], safar["ends"]) == ("2026-08-03", "2026-08-15")
    assert (safar["begins_jalali"], safar["ends_jalali"]) == ("1405-05-12", "1405-05-24")
    assert (safar["begins_hijri"], safar["ends_hijri"]) == ("1448-02-19", "1448-03-02")
    assert (safar["days"], safar["days_left"], safar["is_confirmed"]) == (13, -113, True)
    assert "weekend" not in {window["season"] for window in told["windows"]}


def test_the_year_defaults_to_todays(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys)["year"] == 1405


def test_a_zone_is_shown_with_the_whole_city(capsys: pytest.CaptureFixture[str]) -> None:
    zones = {window["zone"] for window in answer(capsys, zone="walking_route")["windows"]}
    assert zones == {"city", "walking_route"}


def test_weekly_windows_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    windows = answer(capsys, year=1405, weekly=True, zone="shrine_core")["windows"]
    assert sum(window["season"] == "weekend" for window in windows) >= 104


@pytest.mark.parametrize("language", ["fa", "en", "ar"])
def test_the_table_speaks_each_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: Any
) -> None:
    monkeypatch.setenv("COLUMNS", "220")
    assert seasons(year=1405, today=TODAY, language=language) == 0
    shown = capsys.readouterr().out
    words = WORDS[language]
    for word in ("confirmed", "estimated", "past", "running", "technical", "note", "X", "Q"):
        assert words[word] in shown, word
    assert {"fa": "۱۲ مرداد ۱۴۰۵", "en": "12 Mordad 1405", "ar": "١٢ مرداد ١٤٠٥"}[language] in shown


def test_every_language_has_every_word() -> None:
    assert len({frozenset(words) for words in WORDS.values()}) == 1
    needed = {*Closure, *ZoneKind, *Purpose} - {Purpose.BLACKOUT}
    assert needed <= set(WORDS["fa"])


@pytest.mark.parametrize(
    "asked",
    [
        {"city": "atlantis"},
        {"today": "1405-13-01"},
        {"year": 1600},
        {"year": 0},
    ],
)
def test_bad_input_is_one_sentence(
    capsys: pytest.CaptureFixture[str], asked: dict[str, Any]
) -> None:
    assert seasons(**{"today": TODAY} | asked) == 2
    told = capsys.readouterr()
    assert not told.out
    assert told.err.strip()


def test_a_faulty_city_tells_every_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "seasons.toml").write_text("a = 1\n[[months]]\n", encoding="utf-8")
    assert seasons(today=TODAY, city=str(tmp_path)) == 2
    assert capsys.readouterr().err.count("seasons.toml") >= 3


@pytest.mark.parametrize(
    ("year", "told"), [(2026, "did you mean 1405"), (1300, "1361 to 1452"), (0, "1361 to 1452")]
)
def test_a_year_of_another_calendar_is_refused_in_a_sentence(
    capsys: pytest.CaptureFixture[str], year: int, told: str
) -> None:
    assert seasons(year=year, today=TODAY) == 2
    assert told in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("year", [1361, 1403, 1408, 1452])
def test_every_year_that_is_promised_is_told(capsys: pytest.CaptureFixture[str], year: int) -> None:
    assert seasons(year=year, today=TODAY, json=True) == 0
    assert orjson.loads(capsys.readouterr().out)["windows"]
