from __future__ import annotations

import io
import webbrowser
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from hamgam.cli.demo import NEXT, demo
from hamgam.cli.demo_city import make
from hamgam.cli.main import app

TODAY = "1405-09-03"


@dataclass(frozen=True)
class Made:
    out: Path
    told: str


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    out, told = tmp_path_factory.mktemp("demo"), io.StringIO()
    with redirect_stdout(told):
        assert demo(out=out, scale=300, today=TODAY, lang="en") == 0
    return Made(out, told.getvalue())


def test_files_are_made_and_read_back_to_a_page_a_workbook_and_a_layer(made: Made) -> None:
    assert {path.name for path in made.out.iterdir()} == {
        *("files", "projects.xlsx", "plan.html"),
        *("overlaps.html", "overlaps.xlsx", "overlaps.geojson"),
    }
    assert len({path.suffix for path in (made.out / "files").iterdir()}) >= 4
    book = CalamineWorkbook.from_path(made.out / "overlaps.xlsx")
    works = book.get_sheet_by_name("Works").to_python()
    assert len(works) > 300
    faults = book.get_sheet_by_name("Errors").to_python()[1:]
    assert [fault for fault in faults if fault[1]] == [], "rows of the demo were misread"


def test_everything_is_marked_as_invented(made: Made) -> None:
    page = (made.out / "overlaps.html").read_text(encoding="utf-8")
    for mark in ("داده نمایشی", "demo data", "بيانات تجريبية", "نقشه شماتیک", "schematic map"):
        assert mark in page
    assert "demo data" in (made.out / "overlaps.geojson").read_text(encoding="utf-8")


def test_the_terminal_shows_every_kind_in_sentences_and_where_to_go_on(made: Made) -> None:
    examples = made.told[made.told.index("One example of each kind") :]
    for sign in "◆⫽○▣■▲":
        assert sign in examples
    assert str(made.out / "overlaps.html") in examples
    for line in NEXT:
        assert line.format(files=made.out / "files") in examples


def test_seed_scale_and_day_reach_the_generator(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int, date]] = []

    def refuse(seed: int, scale: int, *, today: date) -> None:
        asked.append((seed, scale, today))
        raise PermissionError(13, "refused by the test")

    monkeypatch.setattr(make, "make_demo", refuse)
    assert demo(out=tmp_path, seed=7, scale=9, today=TODAY) == 2
    assert asked == [(7, 9, date(2026, 11, 24))]


def test_it_opens_the_map_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    demo(out=tmp_path, scale=20, today=TODAY, open=True)
    assert opened == [(tmp_path / "overlaps.html").resolve().as_uri()]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--scale", "0"], "--scale: 0 is no number of works"),
        (["--today", "1405-13-01"], "--today"),
        (["--out", "{taken}/demo"], "cannot be written"),
    ],
)
def test_what_cannot_be_made_is_said(
    words: list[str], reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file")
    asked = [word.format(taken=taken) for word in words]
    if "--out" not in asked:
        asked += ["--out", str(tmp_path / "demo")]
    assert app(["demo", *asked], result_action="return_value") == 2
    assert reason in capsys.readouterr().err
