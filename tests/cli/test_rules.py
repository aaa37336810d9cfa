"""`hamgam rules`: what it prints, and with which code it leaves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hamgam.cli.rules import rules

WORKS = """id,agency,activity,start,end,wkt
water-1,water,excavation,2025-05-01,2025-05-20,"LINESTRING (59.6000 36.3000, 59.6010 36.3000)"
gas-1,gas,excavation,2025-05-10,2025-05-30,"LINESTRING (59.6000 36.3000, 59.6010 36.3000)"
power-1,power,excavation,2025-08-01,2025-08-20,"LINESTRING (59.6000 36.3000, 59.6010 36.3000)"
"""


@pytest.fixture
def works(tmp_path: Path) -> Path:
    path = tmp_path / "works.csv"
    path.write_text(WORKS, encoding="utf-8")
    return path


def run(*words: str) -> int:
    code: int = rules(list(words), result_action="return_value", exit_on_error=False)
    return code


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_list_names_every_pack(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "--json") == 0
    packs = {pack["pack"]: pack for pack in told(capsys)}
    assert {"default", "ir-mashhad", "be-flanders", "world"} <= set(packs)
    assert packs["ir-mashhad"]["extends"] == "default"
    assert run("list", "--language", "en") == 0
    assert "Base rules" in capsys.readouterr().out


def test_show_tells_inherited_rules_and_marks_secondary_sources(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("show", "ir-mashhad", "--language", "en", "--json") == 0
    shown = {rule["id"]: rule for rule in told(capsys)["rules"]}
    assert "gap.ownerless" in shown
    assert shown["season.nowruz"]["source"].endswith("(secondary)")
    assert run("show", "be-flanders") == 0
    assert "conflict" in capsys.readouterr().out


def test_an_unknown_pack_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "nowhere") == 2
    assert "no such file" in capsys.readouterr().err


def test_check_tells_file_line_and_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.toml"
    path.write_text('pack = "bad"\ncolour = "red"\n', encoding="utf-8")
    assert run("check", str(path)) == 2
    assert "bad.toml, line 2, colour" in capsys.readouterr().err
    path.write_text(
        'pack = "good"\nversion = "1"\njurisdiction = "x"\nextends = "default"\n'
        'title = { fa = "خوب", en = "good", ar = "جيد" }\n',
        encoding="utf-8",
    )
    assert run("check", str(path)) == 0
    assert "good 1" in capsys.readouterr().out
    assert run("check") == 2


def test_replay_counts_what_the_year_would_have_shown(
    works: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("replay", "default", str(works), "--year", "1404", "--json") == 0
    answer = told(capsys)
    assert (answer["from"], answer["to"]) == ("2025-03-21", "2026-03-20")
    assert answer["by_rule"] == {"collision": 1, "joint": 2}
    assert answer["works"] == 3


def test_replay_sees_no_work_that_had_not_begun(
    works: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    days = ("--from", "2025-05-01", "--to", "2025-06-01")
    assert run("replay", "default", str(works), *days, "--json") == 0
    assert told(capsys)["by_rule"] == {"collision": 1}
    assert run("replay", "default", str(works), "--today", "1405-09-03", "--json") == 0
    assert told(capsys)["by_rule"] == {}


def test_replay_judges_the_city_s_seasons_and_blocks(
    works: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = works.read_text(encoding="utf-8").replace("2025-08-20", "2025-08-25")
    works.write_text(text, encoding="utf-8")
    assert run("replay", "ir-mashhad", str(works), "--year", "1404", "--city", "mashhad") == 1
    out = capsys.readouterr().out
    assert "season.safar" in out
    assert "give --city" not in out


def test_replay_without_a_city_says_what_it_did_not_judge(
    works: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("replay", "ir-mashhad", str(works), "--year", "1404") == 0
    assert "give --city" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ("default",),
        ("default", "FILE", "--year", "1404", "--to", "2025-06-01"),
        ("default", "FILE", "--from", "2025-06-02", "--to", "2025-06-01"),
        ("default", "FILE", "--today", "tomorrow"),
        ("default", "FILE", "--map", "start"),
        ("default", "FILE", "--city", "atlantis"),
        ("nowhere", "FILE"),
        ("default", "none.csv"),
    ],
)
def test_what_cannot_be_replayed_is_bad_input(works: Path, words: tuple[str, ...]) -> None:
    assert run("replay", *(str(works) if word == "FILE" else word for word in words)) == 2
