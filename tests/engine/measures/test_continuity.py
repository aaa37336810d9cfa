from __future__ import annotations

import pytest

from hamgam.engine.measures.continuity import Disruption, continuity, person_hours


def test_residents_and_pilgrims_are_told_apart() -> None:
    told = person_hours(
        [
            Disruption(days=10, residents_a_day=1000, pilgrims_a_day=200, hours_lost=0.1),
            Disruption(days=2, residents_a_day=50, pilgrims_a_day=500, hours_lost=0.2),
        ]
    )
    assert told.residents == pytest.approx(1020)
    assert told.pilgrims == pytest.approx(400)


def test_what_was_not_scheduled_has_no_continuity() -> None:
    assert continuity(0, 0) is None
    assert continuity(6, 24) == pytest.approx(0.75)
    assert continuity(30, 24) == 0.0


def test_nothing_is_lost_below_zero() -> None:
    with pytest.raises(ValueError, match="days"):
        Disruption(days=-1, residents_a_day=1, pilgrims_a_day=1, hours_lost=1)
