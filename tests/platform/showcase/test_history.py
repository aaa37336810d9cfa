"""A public change stands on the city's day, however late in the evening somebody made it."""

from __future__ import annotations

from datetime import date

from hamgam.showcase.history import changed


def test_a_change_after_midnight_stands_on_the_citys_day() -> None:
    """21:00 in Greenwich is half past midnight in Mashhad."""
    before, after = {"ends": "2027-01-01"}, {"ends": "2027-03-01"}
    (found,) = changed("2026-11-24T21:00:00Z", before, after)
    assert (found.field, found.on) == ("ends", date(2026, 11, 25))
