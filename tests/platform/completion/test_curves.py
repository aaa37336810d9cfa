"""The first baseline and the earned schedule against it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.completion.curves import Baseline, smooth

BEGINS, ENDS = date(2026, 1, 1), date(2027, 1, 1)
LINE = Baseline(begins=BEGINS, ends=ENDS)


def test_the_usual_s_begins_at_nothing_and_ends_at_the_whole() -> None:
    assert (smooth(0), smooth(0.5), smooth(1), smooth(2), smooth(-1)) == (0, 0.5, 1, 1, 0)


@given(st.integers(0, 365), st.integers(0, 365))
@settings(max_examples=60)
def test_a_baseline_never_falls(a: int, b: int) -> None:
    first, second = sorted((a, b))
    assert LINE.at(BEGINS + timedelta(days=first)) <= LINE.at(BEGINS + timedelta(days=second))


@given(st.integers(5, 360))
@settings(max_examples=60)
def test_what_is_just_in_time_has_an_index_of_one(days: int) -> None:
    day = BEGINS + timedelta(days=days)
    spi = LINE.spi_time(day, LINE.at(day))
    assert spi is not None
    assert abs(spi - 1) < 0.3 if days < 30 else abs(spi - 1) < 0.05


def test_told_points_are_the_baseline() -> None:
    middle = date(2026, 7, 1)
    told = Baseline(begins=BEGINS, ends=ENDS, told=[(middle, 0.9), (date(2030, 1, 1), 0.2)])
    assert told.at(middle) == 0.9
    assert told.at(ENDS) == 1.0
    assert told.earned_on(0.9) == middle


def test_half_the_work_at_the_first_end_is_half_in_time() -> None:
    spi = LINE.spi_time(ENDS, 0.5)
    assert spi is not None
    assert abs(spi - 0.5) < 0.01
    assert LINE.spi_time(BEGINS, 0.0) is None


def test_a_baseline_needs_a_span() -> None:
    with pytest.raises(ValueError, match="ends"):
        Baseline(begins=ENDS, ends=BEGINS)
