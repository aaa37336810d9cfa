from __future__ import annotations

import json
from pathlib import Path

import pytest

from hamgam.cli.main import app

TEXT = "id,agency,start date,end date,lat,lon\na,آب,2026-07-01,2026-07-09,36.3,59.6\nb,گاز,x,,,\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_text(TEXT, "utf-8")
    return path


def run(*words: str | Path) -> object:
    return app(["convert", *map(str, words)], result_action="return_value")


def test_a_file_is_converted_and_its_doubts_told(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = source.with_name("out.geojson")
    assert run(source, out) == 0
    assert [one["id"] for one in json.loads(out.read_text("utf-8"))["features"]] == ["a", "b"]
    told = capsys.readouterr()
    assert "2 works" in told.out
    assert "in.csv, row 2, start date = 'x': it is no date" in told.err


def test_json_tells_all_and_nothing_else(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(source, source.with_name("out.csv"), "--json", "--map", "ref=agency") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["works"] == 2
    assert answer["columns"]["in.csv"]["ref"] == "agency"
    assert {"where", "row", "field", "value", "reason", "hint", "kept"} == set(answer["misread"][0])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["in.csv"], "a file to read and a file to write"),
        (["in.csv", "out.doc"], "no format is called"),
        (["in.csv", "in.csv"], "not written over itself"),
        (["none.csv", "out.csv"], "cannot be opened"),
        (["in.csv", "nowhere/out.csv"], "cannot be written"),
        (["in.csv", "out.csv", "--map", "x"], "FIELD=COLUMN"),
        (["in.csv", "out.csv", "--city", "atlantis"], "--city"),
        (["in.csv", "out.csv", "--crs", "x"], "no reference system"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_code_2(
    source: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    placed = [str(source.parent / word) if "." in word else word for word in words]
    assert run(*placed) == 2
    assert told in capsys.readouterr().err.replace("\n", " ")
