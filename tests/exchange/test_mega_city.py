"""A city's mega-projects as data: every fault of the file is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hamgam.exchange.city.folders import city_folder
from hamgam.exchange.city.mega import FILE, load_mega
from hamgam.exchange.city.values import CityError


def test_mashhad_tells_thresholds_and_conditions_in_three_languages() -> None:
    found = load_mega("mashhad")
    assert found is not None
    assert found.budget_rials > 10**12
    assert len(found.conditions) == 5
    for ask in found.conditions:
        assert set(ask.names) == set(ask.proof) == {"fa", "en", "ar"}


def test_a_city_may_say_nothing_of_it_and_a_wrong_file_tells_all_that_is_wrong(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "city"
    folder.mkdir()
    shutil.copy(city_folder("mashhad") / "city.toml", folder)
    assert load_mega(folder) is None
    (folder / FILE).write_text("budget_rials = -1\nyears = 7\nheight = 3\n", encoding="utf-8")
    with pytest.raises(CityError) as told:
        load_mega(folder)
    assert {fault.field for fault in told.value.faults} == {"budget_rials", "price_year", "height"}
