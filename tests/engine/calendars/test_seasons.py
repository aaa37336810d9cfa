from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamgam.engine.calendars.seasons import FIRMNESS, Closure, SeasonWindow, united

DAY = timedelta(days=1)
NEW_YEAR = date(2026, 1, 1)


def window(begins: int, length: int, zone: str, closure: Closure) -> SeasonWindow:
    return SeasonWindow(
        season="s",
        zone=zone,
        closure=closure,
        begins=NEW_YEAR + begins * DAY,
        ends=NEW_YEAR + (begins + length) * DAY,
        is_confirmed=True,
    )


def test_a_window_counts_both_its_bounds() -> None:
    assert window(0, 0, "city", Closure.QUIET).days == 1
    with pytest.raises(ValueError, match="ends"):
        window(0, -1, "city", Closure.QUIET)


def test_firmness_rises_from_open_to_closed() -> None:
    assert sorted(Closure, key=FIRMNESS.__getitem__) == list("OEQX")


def test_adjoining_windows_are_one_span_and_gaps_stay() -> None:
    windows = [window(begins, 1, "city", Closure.QUIET) for begins in (7, 0, 2)]
    assert united(windows) == {
        ("city", Closure.QUIET): [
            (NEW_YEAR, NEW_YEAR + 3 * DAY),
            (NEW_YEAR + 7 * DAY, NEW_YEAR + 8 * DAY),
        ]
    }


WINDOWS = st.lists(
    st.builds(
        window,
        st.integers(0, 20),
        st.integers(0, 4),
        st.sampled_from(("city", "shrine_core")),
        st.sampled_from((Closure.CLOSED, Closure.QUIET)),
    ),
    max_size=12,
)


@given(WINDOWS)
def test_the_union_covers_the_same_days_by_spans_that_never_touch(
    windows: list[SeasonWindow],
) -> None:
    joined = united(windows)
    assert joined.keys() == {(window.zone, window.closure) for window in windows}
    for (zone, closure), found in joined.items():
        mine = [w for w in windows if (w.zone, w.closure) == (zone, closure)]
        days = {w.begins + n * DAY for w in mine for n in range(w.days)}
        covered = [b + n * DAY for b, e in found for n in range((e - b).days + 1)]
        assert covered == sorted(days)
        assert all(found[i][1] + DAY < found[i + 1][0] for i in range(len(found) - 1))
