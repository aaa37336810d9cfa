from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from hamgam.engine.calendars.working_days import WorkCalendar, due_on
from hamgam.exchange.city.folders import city_folder
from hamgam.exchange.city.settling import PARTIES, Ladder, Matter, Silence, load_settling
from hamgam.exchange.city.values import CityError


def days_of(ladder: Ladder, until: str) -> int:
    """How many days pass until a rung's clock has run out, from a Saturday morning."""
    begun = at = datetime.fromisoformat("2026-11-28T08:00")
    for rung in ladder.rungs:
        at = datetime.combine(due_on(WorkCalendar(), at, rung.clock.term), begun.time())
        if rung.key == until:
            break
    return (at - begun).days


def test_items_of_municipality_and_governorate_have_shorter_clocks() -> None:
    told = load_settling("mashhad")
    pair, city = told.ladder("governorate"), told.ladder("city")
    assert days_of(pair, "heads") < days_of(city, "governor")


def test_every_ladder_of_the_demo_city_ends_and_only_by_talking() -> None:
    told = load_settling("mashhad")
    for ladder in told.ladders:
        assert ladder.rungs[-1].clock.silence is not Silence.ESCALATE
        for rung in ladder.rungs:
            assert rung.acts == PARTIES or rung.acts in told.bodies
    assert told.ladders[-1].agencies == ()
    assert all(told.competent(matter) for matter in Matter)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ('silence = "talk"', 'silence = "escalate"', "last rung cannot escalate"),
        ('acts = "governor"', 'acts = "nobody"', "no such body"),
        ('unit = "working_days"', 'unit = "moons"', "unknown word"),
        ("count = 2", "counted = 2", "missing"),
        ("letters_needed = true", 'letters_needed = "yes"', "wrong type"),
        ('class = ""', 'class = "alley"', "any other class"),
    ],
)
def test_a_fault_of_the_file_is_told(tmp_path: Path, before: str, after: str, reason: str) -> None:
    folder = tmp_path / "city"
    shutil.copytree(city_folder("mashhad"), folder)
    file = folder / "settling.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    with pytest.raises(CityError, match=reason):
        load_settling(folder)
