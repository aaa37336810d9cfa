from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamgam.engine.tours.problem import Hours, Peak, Shift, Site, TourProblem, Travel
from hamgam.engine.tours.timetable import arrival, earliest, timetable, way_minutes

WAYS = np.array([[0.0, 20.0, 30.0], [20.0, 0.0, 15.0], [30.0, 15.0, 0.0]])


def question(**about: object) -> TourProblem:
    shift = {"delegation": "d", "posts": frozenset(), "start": 0, "end": 0}
    shift |= {"hours": Hours(day=0, begins=480, ends=720), **about}
    return TourProblem(
        sites=[
            Site(ref="a", title="a", place=1, prize_rials=1.0, stay_minutes=30),
            Site(ref="b", title="b", place=2, prize_rials=1.0, stay_minutes=30),
        ],
        shifts=[Shift(**shift)],  # type: ignore[arg-type]  # a dict of the shift's fields
        travel=Travel(minutes=WAYS),
        minute_rials=1.0,
    )


def test_hours_follow_from_ways_and_stays() -> None:
    round_ = timetable(question(), 0, ["a", "b"])
    assert round_ is not None
    assert [(v.arrives, v.begins, v.ends) for v in round_.visits] == [
        (500, 500, 530),
        (545, 545, 575),
    ]
    assert (round_.home_at, round_.drive_minutes) == (605, 65)


def test_a_stay_waits_until_the_pause_is_over() -> None:
    pause = Hours(day=0, begins=510, ends=540)
    round_ = timetable(question(pauses=(pause,)), 0, ["a"])
    assert round_ is not None
    assert (round_.visits[0].arrives, round_.visits[0].begins) == (500, 540)


def test_a_way_is_interrupted_by_the_pause() -> None:
    assert arrival([Hours(day=0, begins=490, ends=520)], 480, 20) == 530
    assert arrival([Hours(day=0, begins=490, ends=520)], 500, 0) == 500
    assert arrival([Hours(day=0, begins=490, ends=520)], 500, 5) == 525


def test_a_shift_that_would_end_late_has_no_round() -> None:
    assert timetable(question(hours=Hours(day=0, begins=480, ends=604)), 0, ["a", "b"]) is None
    assert timetable(question(most_stops=1), 0, ["a", "b"]) is None


def test_the_peak_counts_for_ways_begun_in_it() -> None:
    travel = Travel(minutes=WAYS, peaks=(Peak(begins=420, ends=540, factor=2.0),))
    assert way_minutes(travel, 0, 1, 539) == 40
    assert way_minutes(travel, 0, 1, 540) == 20


@given(
    st.integers(480, 700),
    st.lists(st.integers(480, 690), max_size=3),
    st.integers(5, 60),
    st.lists(st.integers(480, 690), max_size=2),
)
def test_the_earliest_stay_is_what_trying_every_minute_finds(
    minute: int, opens: list[int], stay: int, pauses: list[int]
) -> None:
    hours = Hours(day=0, begins=480, ends=720)
    openings = tuple(Hours(day=0, begins=o, ends=o + 50) for o in opens)
    breaks = [Hours(day=0, begins=p, ends=p + 15) for p in pauses]
    site = Site(ref="a", title="a", place=0, prize_rials=0, stay_minutes=stay, openings=openings)

    def fits(begins: int) -> bool:
        ends = begins + stay
        opened = openings or (hours,)
        return (
            ends <= 720
            and any(o.begins <= begins and ends <= o.ends for o in opened)
            and not any(b.begins < ends and begins < b.ends for b in breaks)
        )

    expected = next((m for m in range(minute, 721) if fits(m)), None)
    assert earliest(site, hours, breaks, minute) == expected


def test_nonsense_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="begins, ends"):
        Hours(day=0, begins=600, ends=600)
    with pytest.raises(ValueError, match="stay_minutes of a"):
        Site(ref="a", title="a", place=0, prize_rials=0, stay_minutes=0)
    with pytest.raises(ValueError, match="minutes"):
        Travel(minutes=np.array([[0.0, -1.0], [1.0, 0.0]]))
    with pytest.raises(ValueError, match="place: 3"):
        question(start=3)
