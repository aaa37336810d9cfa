"""Mashhad's `service.toml` names agencies and streets that the city has; a faulty file is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from hamgam.exchange.city import CityError, load_city
from hamgam.exchange.city.serving import Mode, load_serving


def test_every_name_in_the_file_is_one_of_the_city() -> None:
    told, city = load_serving("mashhad"), load_city("mashhad")
    agencies = {agency.key for agency in city.agencies}
    streets = {street.key for street in city.streets}
    assert {kind.agency for kind in told.kinds} | {told.fallback} <= agencies
    assert {key for way in told.ways for key in way.streets} <= streets
    assert {way.mode for way in told.ways} == set(Mode)
    assert told.kind("nothing") is None


def test_a_misspelt_key_and_a_missing_kind_are_told(tmp_path: Path) -> None:
    file = (
        'fallback = "a"\nphone = "1"\nnear_m = 1\ntwin_m = -1\nkeep_contact_days = 9\nkindz = 1\n'
    )
    (tmp_path / "service.toml").write_text(file, encoding="utf-8")
    (tmp_path / "city.toml").write_text('key = "x"\n', encoding="utf-8")
    with pytest.raises(CityError) as told:
        load_serving(tmp_path)
    assert {fault.field for fault in told.value.faults} >= {"twin_m", "kindz", "kinds"}
