from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from hamgam.cli import main
from hamgam.exchange.findings_out.plain import FINDING_KEYS

HEAD = ["id", "agency", "title", "start", "end", "lat", "lon"]
ROWS = [
    ["W-1", "آبفا", "لوله‌گذاری", "1405-09-10", "1405-09-30", "36.30", "59.55"],
    ["G-1", "گاز", "علمک", "1405/09/20", "1405/10/05", "36.30002", "59.55003"],
    ["G-2", "گاز", "شبکه", "1405/11/20", "1405/12/05", "36.30002", "59.55003"],
    ["F-1", "برق", "کابل", "1405/09/20", "1405/10/05", "36.40", "59.60"],
]
BAD_ROW = ["B-1", "برق", "تیر", "1405/13/40", "1405/10/05", "36.40", "59.60"]
TODAY = ("--today", "1405-09-03")


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    beside: str


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    return written(tmp_path / "works.csv", ROWS)


def written(path: Path, rows: Sequence[Sequence[str]], head: Sequence[str] = HEAD) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def asked(capfd: pytest.CaptureFixture[str], *words: str | Path) -> Answer:
    """What the whole command line answers: its exit code and both its outputs."""
    before = sys.argv
    sys.argv = ["hamgam", "overlaps", *map(str, words)]
    try:
        with pytest.raises(SystemExit) as left:
            main.main()
    finally:
        sys.argv = before
    told = capfd.readouterr()
    return Answer(int(left.value.code or 0), told.out, told.err)


def found(capfd: pytest.CaptureFixture[str], *words: str | Path) -> dict[str, Any]:
    answer = asked(capfd, *words, "--json")
    told: dict[str, Any] = json.loads(answer.out)
    return told


def test_json_is_one_object_and_nothing_else(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    answer = asked(capfd, written(tmp_path / "works.csv", [*ROWS, BAD_ROW]), *TODAY, "--json")
    told = json.loads(answer.out)
    assert list(told) == ["works", "misread", "findings"]
    assert told["works"] == len(ROWS) + 1
    assert told["misread"][0]["value"] == "1405/13/40"
    assert told["findings"]
    assert {tuple(finding) for finding in told["findings"]} == {FINDING_KEYS}
    assert "1405/13/40" in answer.beside


def test_the_plain_search_needs_no_rules_and_blocks_nothing(
    capfd: pytest.CaptureFixture[str], lists: Path
) -> None:
    answer = asked(capfd, lists, "--within", "20", "--gap", "60", "--json")
    told = {(f["a"], f["b"]): f for f in json.loads(answer.out)["findings"]}
    assert answer.code == 0
    assert set(told) == {("G-1", "W-1"), ("G-2", "W-1")}
    meeting, waiting = told["G-1", "W-1"], told["G-2", "W-1"]
    assert (meeting["kind"], meeting["overlap_days"], meeting["gap_days"]) == (
        "collision",
        11,
        None,
    )
    assert (waiting["kind"], waiting["overlap_days"], waiting["gap_days"]) == ("chance", 0, 50)
    assert meeting["distance_m"] == pytest.approx(3.5, abs=0.1)
    assert (meeting["rule"], meeting["severity"]) == (None, None)
    assert meeting["place"]["coordinates"]


def test_within_alone_asks_for_the_same_days(
    capfd: pytest.CaptureFixture[str], lists: Path
) -> None:
    told = found(capfd, lists, "--within", "20")["findings"]
    assert [finding["kind"] for finding in told] == ["collision"]


def test_columns_can_be_named(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    odd = ["کد", "صاحب", "c", "شروع کار", "e", "lat", "lon"]
    named = ("--map", "id=کد", "--map", "start=شروع کار", "--map", "end=e", "--agency", "صاحب")
    told = found(capfd, written(tmp_path / "odd.csv", ROWS, odd), *named, "--within", "20")
    assert {(f["a"], f["b"]) for f in told["findings"]} == {("G-1", "W-1")}


def test_coordinates_in_metres_are_placed_by_their_system(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    head = ["id", "agency", "title", "start", "end", "x", "y"]
    rows = [[*row[:5], str(728_000 + n), "4020000"] for n, row in enumerate(ROWS)]
    told = found(
        capfd, written(tmp_path / "utm.csv", rows, head), "--crs", "EPSG:32640", "--within", "5"
    )
    assert told["findings"]
    east, north = told["findings"][0]["place"]["coordinates"][0]
    assert (east, north) == (pytest.approx(59.53, abs=0.1), pytest.approx(36.3, abs=0.1))


def test_kinds_and_severities_are_chosen(capfd: pytest.CaptureFixture[str], lists: Path) -> None:
    everything = found(capfd, lists, *TODAY)["findings"]
    chances = found(capfd, lists, *TODAY, "--kind", "chance")["findings"]
    both = found(capfd, lists, *TODAY, "--kind", "chance", "--kind", "collision")["findings"]
    medium = found(capfd, lists, *TODAY, "--severity", "medium")["findings"]
    assert [f for f in everything if f["kind"] == "chance"] == chances
    assert len(both) > len(chances) > 0
    assert medium == [f for f in everything if f["severity"] == "medium"]


def test_a_city_brings_its_rules_and_seasons(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A work of the whole of Nowruz near the shrine is stopped by Mashhad's own pack."""
    row = ["W-9", "آبفا", "لوله", "1405-12-01", "1406-01-20", "36.288", "59.615"]
    answer = asked(capfd, written(tmp_path / "a.csv", [row]), *TODAY, "--city", "mashhad", "--json")
    told = json.loads(answer.out)["findings"]
    assert "season.nowruz" in {finding["rule"] for finding in told}
    assert answer.code == 1
    plain = found(capfd, tmp_path / "a.csv", *TODAY)["findings"]
    assert not [finding for finding in plain if finding["kind"] == "blackout"]


def test_a_pack_is_taken_by_name_or_file(
    capfd: pytest.CaptureFixture[str], lists: Path, tmp_path: Path
) -> None:
    source = Path(main.__file__).parents[1] / "rulepacks" / "default.toml"
    copy = tmp_path / "own.toml"
    copy.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    by_name = found(capfd, lists, *TODAY, "--rules", "default")
    assert found(capfd, lists, *TODAY, "--rules", copy) == by_name


def test_today_leaves_the_past_alone(capfd: pytest.CaptureFixture[str], lists: Path) -> None:
    before, after = (
        found(capfd, lists, "--today", day)["findings"] for day in ("2026-11-24", "۱۴۰۶/۱/۱")
    )
    assert len(after) < len(before)


def test_a_list_that_is_over_is_said_to_be_over(
    capfd: pytest.CaptureFixture[str], lists: Path
) -> None:
    answer = asked(capfd, lists, "--today", "1409-01-01", "--lang", "en")
    assert "nothing was found" in answer.out
    assert f"{len(ROWS)} works were over before 1 Farvardin 1409" in answer.beside
    assert "were over" not in asked(capfd, lists, *TODAY, "--lang", "en").beside


@pytest.mark.parametrize("ending", ["html", "xlsx", "csv", "geojson", "json"])
def test_each_ending_is_written(
    capfd: pytest.CaptureFixture[str], lists: Path, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / "deep" / f"findings.{ending}"
    answer = asked(capfd, lists, *TODAY, "--out", path)
    assert path.stat().st_size > 300
    assert str(path) in answer.beside.replace("\n", "")
    assert answer.out == ""
    assert list(path.parent.iterdir()) == [path]


def test_several_files_at_once_in_one_language(
    capfd: pytest.CaptureFixture[str], lists: Path, tmp_path: Path
) -> None:
    paths = [tmp_path / "a.geojson", tmp_path / "b.csv"]
    asked(capfd, lists, *TODAY, "--out", paths[0], "--out", paths[1], "--lang", "en")
    for path in paths:
        assert "work at the same time" in path.read_text(encoding="utf-8-sig")


def test_the_summary_counts_in_tables(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    lost = ["L-1", "برق", "گم", "1405/09/20", "1405/10/05", "", ""]
    path = written(tmp_path / "works.csv", [*ROWS, lost])
    answer = asked(capfd, path, *TODAY, "--summary", "--lang", "en")
    for part in ("Findings by kind and severity", "Agencies", "Rules", "without a place"):
        assert part in answer.out
    assert "without a place" in answer.out
    persian = asked(capfd, path, *TODAY, "--summary", "--lang", "fa").out
    assert "یافته‌ها بر پایهٔ نوع و شدت" in persian


def test_without_an_output_the_first_findings_are_shown(
    capfd: pytest.CaptureFixture[str], lists: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    answer = asked(capfd, lists, *TODAY)
    assert "Collision" in answer.out
    assert "--out findings.html" in answer.beside
    monkeypatch.setenv("LC_ALL", "fa_IR.UTF-8")
    assert "برخورد" in asked(capfd, lists, *TODAY).out


def test_misread_rows_warn_and_twenty_are_shown(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bad = [[f"B-{n}", *BAD_ROW[1:]] for n in range(25)]
    answer = asked(
        capfd, written(tmp_path / "works.csv", [*ROWS, *bad]), *TODAY, "--lang", "en", "--summary"
    )
    assert answer.code in {0, 1}
    assert answer.beside.count("1405/13/40") == 20
    assert "errors in reading: 25" in answer.beside
    assert "and 5 more" in answer.beside


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--within", "-3"), "--within: -3.0 is no distance"),
        (("--within", "nan"), "is no distance"),
        (("--gap", "-1"), "--gap: -1 is no whole number of days"),
        (("--gap", "1.5"), "--gap: 1.5 is no whole number of days"),
        (("--gap", "soon"), "gap"),
        (("--within", "3", "--rules", "default"), "leave --rules out"),
        (("--within", "3", "--severity", "high"), "knows no severity"),
        (("--today", "1405-13-01"), "--today"),
        (("--today", "yesterday"), "--today"),
        (("--rules", "nowhere"), "--rules"),
        (("--city", "atlantis"), "--city"),
        (("--map", "start"), "is not written FIELD=COLUMN"),
        (("--map", "colour=x"), "no field 'colour'"),
        (("--crs", "EPSG:1"), "crs"),
        (("--out", "findings.docx"), "must end in one of"),
        (("--kind", "quarrel"), "kind"),
        (("--lang", "tr"), "lang"),
        (("--nonsense",), "nonsense"),
    ],
)
def test_what_cannot_be_asked_leaves_with_2_and_a_reason(
    capfd: pytest.CaptureFixture[str], lists: Path, words: tuple[str, ...], reason: str
) -> None:
    answer = asked(capfd, lists, *words)
    assert answer.code == 2
    assert reason in " ".join(answer.beside.split())
    assert answer.out == ""
    assert "Traceback" not in answer.beside


def test_nothing_read_leaves_with_2(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "junk.xlsx").write_bytes(b"no workbook")
    for words in ((), (tmp_path / "none.csv",), (tmp_path / "junk.xlsx",)):
        answer = asked(capfd, *words, "--json")
        assert (answer.code, answer.out) == (2, "")
        assert answer.beside.strip()


def test_a_file_that_fails_does_not_stop_the_others(
    capfd: pytest.CaptureFixture[str], lists: Path, tmp_path: Path
) -> None:
    told = found(capfd, lists, tmp_path / "none.csv", *TODAY)
    assert told["works"] == len(ROWS)
    assert [fault["where"] for fault in told["misread"]] == ["none.csv"]


def test_a_folder_that_cannot_be_written_is_said(
    capfd: pytest.CaptureFixture[str], lists: Path, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file")
    answer = asked(capfd, lists, *TODAY, "--out", tmp_path / "taken" / "findings.csv")
    assert answer.code == 2
    assert "cannot be written" in answer.beside


def test_a_small_search_starts_without_django_and_without_a_compiler(lists: Path) -> None:
    code = (
        "import sys\nfrom hamgam.cli.main import app\n"
        f"code = app(['overlaps', {str(lists)!r}, '--within', '20', '--json'],"
        " result_action='return_value')\n"
        "heavy = {'django', 'numba', 'pandas', 'ortools', 'xlsxwriter', 'jinja2'}\n"
        "heavy &= set(sys.modules)\n"
        "sys.exit(f'imported: {heavy}' if heavy else code)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()
    assert orjson.loads(run.stdout)["works"] == len(ROWS)


def test_the_ways_to_settle_are_printed_and_written(
    capfd: pytest.CaptureFixture[str], lists: Path, tmp_path: Path
) -> None:
    out = tmp_path / "ways.json"
    words = (lists, *TODAY, "--city", "mashhad", "--options", "1", "--lang", "en", "--out", out)
    told = asked(capfd, *words)
    assert "stands" in told.out
    ((identity, ways),) = json.loads(out.read_bytes())["options"].items()
    findings = {one["id"]: one for one in json.loads(out.read_bytes())["findings"]}
    assert findings[identity]["kind"] == "collision"
    assert ways[-1]["kind"] == "as_is"
    assert {"graph", "table"} >= {way["hours_by"] for way in ways}
    without = asked(capfd, lists, *TODAY, "--options", "1")
    assert without.code == 2
    assert "--city" in without.beside
