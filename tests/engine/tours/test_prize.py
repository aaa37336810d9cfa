from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamgam.engine.tours.prize import Removal, Standing, prize

STANDING = Standing(verification_rials=90.0, promise_rials=50.0, half_days=14)


def worth(visited: float | None = None, **about: object) -> float:
    told: dict[str, object] = {"verified_days_ago": 0.0, "visited_days_ago": visited} | about
    removals = [Removal(obstacle="u1", value_rials=1000.0, chance=0.25)]
    return prize(removals, STANDING, **told).rials  # type: ignore[arg-type]  # keyword names


def test_removal_counts_by_its_chance() -> None:
    assert worth() == 250


def test_age_of_verified_progress_grows_to_its_full_value() -> None:
    assert worth(verified_days_ago=45.0) == 250 + 45
    assert worth(verified_days_ago=400.0) == worth(verified_days_ago=None) == 250 + 90


def test_a_recent_visit_takes_the_prize_away_but_not_what_is_promised() -> None:
    assert worth(visited=0.0, promised_visits=1) == 50
    assert worth(visited=14.0) == 125


@given(st.floats(0, 365), st.floats(0, 365))
def test_the_prize_comes_back_with_the_days(a: float, b: float) -> None:
    assert worth(visited=min(a, b)) <= worth(visited=max(a, b)) <= worth(visited=None)


def test_nonsense_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="visited_days_ago"):
        worth(visited=-1.0)
    with pytest.raises(ValueError, match="chance of u1"):
        Removal(obstacle="u1", value_rials=1, chance=1.5)
