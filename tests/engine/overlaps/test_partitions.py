from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.engine.overlaps.partitions import merged, part, partitions
from hamgam.engine.overlaps.search import near_pairs
from tests.engine.overlaps.throngs import Throng, as_set, brute_force, random_throng

throngs = st.builds(
    random_throng,
    seed=st.integers(0, 10**6),
    count=st.integers(0, 80),
    extent_m=st.sampled_from([60.0, 400.0, 5000.0]),
)


@given(throngs, st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_parts_find_what_the_whole_finds(crowd: Throng, parts: int) -> None:
    found = []
    for items in partitions(crowd.footprints, crowd.reach, parts):
        found.append((items, near_pairs(*part(crowd.footprints, crowd.reach, items))))
    assert len(found) <= parts
    assert as_set(merged(found)) == brute_force(crowd)


def test_parts_share_the_footprints() -> None:
    crowd = random_throng(3, 400, extent_m=20_000.0)
    largest = max(len(items) for items in partitions(crowd.footprints, crowd.reach, 4))
    assert largest < 200


def test_refuses_no_parts() -> None:
    crowd = random_throng(3, 2)
    with pytest.raises(ValueError, match="parts"):
        partitions(crowd.footprints, crowd.reach, 0)
