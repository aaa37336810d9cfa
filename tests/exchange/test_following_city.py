"""How a city follows promises: read, or refused with every fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from hamgam.exchange.city import load_city
from hamgam.exchange.city.following import load_following
from hamgam.exchange.city.values import CityError


def test_the_demo_city_names_desks_that_it_has() -> None:
    found = load_following("mashhad")
    assert found.remind_at_percent == (50, 80, 100)
    assert found.rung_days == 7
    assert set(found.desks.values()) <= {row.key for row in load_city("mashhad").agencies}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("remind_at_percent = [80, 50]\nrung_days = 7", "remind_at_percent"),
        ("remind_at_percent = [50, 101]\nrung_days = 7", "remind_at_percent"),
        ("remind_at_percent = [50]\nrung_days = 0", "rung_days"),
        ("remind_at_percent = [50]\nrung_days = 7\nextra = 1", "extra"),
        (
            "remind_at_percent = [50]\nrung_days = 7\n[[desks]]\nrung = 'king'\nagency = 'x'",
            "rung",
        ),
    ],
)
def test_each_fault_is_told(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "city.toml").write_text("", encoding="utf-8")
    (tmp_path / "following.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CityError) as told:
        load_following(tmp_path)
    assert fault in str(told.value)
