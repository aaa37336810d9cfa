from __future__ import annotations

from pathlib import Path

import pytest

from hamgam.cli.demo_city.files import write_demo_files
from hamgam.cli.demo_city.make import make_demo
from hamgam.cli.demo_plan import plan_demo
from hamgam.cli.plan_options import Question
from hamgam.cli.voice import RefusalError, Voice
from hamgam.engine.calendars.jalali import day_of

QUESTION = Question(city="mashhad", today="1405-09-03")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    write_demo_files(make_demo(1405, 50, today=day_of("1405-09-03")), folder)
    return folder


def test_sixty_projects_are_planned_from_the_workbook(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = plan_demo(Voice(), out, QUESTION, "fa")
    shown = capsys.readouterr().out
    assert "از ۶۰ پروژهٔ نیمه‌تمام" in shown
    text = page.read_text(encoding="utf-8")
    assert text.count('<li class="g-row">') + text.count("<li><div class") >= 3 * 60
    for told in ("داده نمایشی", "چرا اینجا، چرا نه زودتر", "ترتیب امروز", "فرضی"):
        assert told in text


def test_without_the_workbook_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match=r"projects\.xlsx"):
        plan_demo(Voice(), tmp_path, QUESTION, "fa")
