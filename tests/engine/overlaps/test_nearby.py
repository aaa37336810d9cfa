from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.engine.overlaps.footprints import KIND_CODES
from hamgam.engine.overlaps.nearby import Nearby
from tests.engine.overlaps.throngs import Throng, brute_force, random_throng

throngs = st.builds(
    random_throng,
    seed=st.integers(0, 10**6),
    count=st.integers(2, 60),
    extent_m=st.sampled_from([60.0, 400.0, 5000.0, 100_000.0]),
)


def partners(pairs: set[tuple[int, int]], item: int) -> list[int]:
    """Whom one footprint pairs with, ascending."""
    return sorted(a + b - item for a, b in pairs if item in (a, b))


@given(throngs, st.integers(0, 10**6), st.booleans())
@settings(max_examples=80, deadline=None)
def test_finds_what_a_whole_search_finds(crowd: Throng, which: int, across: bool) -> None:
    one = which % len(crowd)
    others = [item for item in range(len(crowd)) if item != one]
    held, edited = crowd.chosen(others), crowd.chosen([one])
    index = Nearby(held.footprints, held.reach, across_owners_only=across)
    found = [others[item] for item in index.of(edited.footprints, edited.reach)]
    assert found == partners(brute_force(crowd, None, across), one)


def test_only_kinds_that_may_pair() -> None:
    crowd = random_throng(4, 200, extent_m=60.0)
    half = np.random.default_rng(4).random((len(KIND_CODES), len(KIND_CODES))) < 0.3
    pairable = half | half.T
    index = Nearby(crowd.footprints, crowd.reach, pairable=pairable)
    pairs = brute_force(crowd, pairable)
    assert pairs
    for item in range(len(crowd)):
        one = crowd.chosen([item])
        assert index.of(one.footprints, one.reach).tolist() == partners(pairs, item)


def test_an_empty_index_has_no_partner() -> None:
    crowd = random_throng(4, 3)
    none, one = crowd.chosen([]), crowd.chosen([0])
    assert not len(Nearby(none.footprints, none.reach).of(one.footprints, one.reach))


def test_refuses_what_does_not_fit() -> None:
    crowd = random_throng(4, 3)
    with pytest.raises(ValueError, match="reach"):
        Nearby(crowd.footprints, crowd.chosen([0]).reach)
    with pytest.raises(ValueError, match="footprint"):
        Nearby(crowd.footprints, crowd.reach).of(crowd.footprints, crowd.reach)
