from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hamgam.exchange.city.folders import OWN_CITIES
from hamgam.exchange.city.touring import clock_minutes, load_touring
from hamgam.exchange.city.values import CityError


def test_every_fault_of_the_file_is_named(tmp_path: Path) -> None:
    city = tmp_path / "city"
    shutil.copytree(OWN_CITIES / "mashhad", city)
    file = city / "touring.toml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("half_days = 14", "half_days = 0").replace(
        '"thu", "fri"', '"thu", "friday"'
    )
    text = text.replace('ends = "14:30"\ndays_off', 'ends = "25:30"\ndays_off')
    text = text.replace("Asia/Tehran", "Asia/Nowhere").replace("most_stops", "most_stopps")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CityError) as told:
        load_touring(city)
    fields = {fault.field for fault in told.value.faults}
    assert {"half_days", "days_off", "ends", "time_zone", "most_stops", "most_stopps"} <= fields


def test_clock() -> None:
    assert clock_minutes("7:30") == 450
    assert clock_minutes("24:00") == 1440
    assert clock_minutes("24:01") is None
    assert clock_minutes("seven") is None
