from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.toy_report import TODAY, ruled, work

from hamgam.engine.calendars.seasons import Closure, SeasonWindow
from hamgam.exchange.documents.time_axis import (
    LONGEST_WEEKS,
    bands,
    bars,
    months,
    pair_line,
    relevant_span,
    season_names,
    time_axis,
)
from hamgam.exchange.findings_out.words import words

FIRST = date(2026, 12, 1)


def days(count: int) -> date:
    return FIRST + timedelta(days=count)


def test_each_week_counts_the_works_open_in_it() -> None:
    listed = [work("A", "x", days(0), days(6)), work("B", "x", days(5), days(14))]
    axis = time_axis(listed, TODAY)
    assert axis.open_works.tolist() == [2, 1, 1]
    assert [axis.week(days(n)) for n in (-9, 0, 7, 99)] == [0, 0, 1, 2]


def test_strays_do_not_stretch_the_axis() -> None:
    listed = [work(str(n), "x", days(n), days(n + 3)) for n in range(50)]
    stray = [work("old", "x", date(1970, 1, 1), date(1970, 1, 2))]
    assert time_axis(listed + stray, TODAY).weeks <= LONGEST_WEEKS + 1


def test_no_date_at_all_is_an_axis_around_today() -> None:
    axis = time_axis([], TODAY)
    assert (axis.first, axis.weeks) == (TODAY, 1)
    assert bars(axis)[0][3] == 0


def test_a_finding_matters_while_both_work_or_else_from_first_to_last() -> None:
    report = ruled()
    spans = {
        frozenset((found.a, found.b)): relevant_span(report, found)
        for found in report.findings
        if found.b
    }
    assert spans[frozenset(("W-1", "G-1"))] == (date(2026, 12, 10), date(2026, 12, 20))
    assert spans[frozenset(("W-1", "G-2"))] == (date(2026, 12, 1), date(2027, 1, 30))


def window(begins: date, length: int, closure: Closure = Closure.CLOSED) -> SeasonWindow:
    ends = begins + timedelta(days=length - 1)
    return SeasonWindow(
        season="nowruz",
        zone="city",
        closure=closure,
        begins=begins,
        ends=ends,
        is_confirmed=True,
        names={"fa": "نوروز"},
    )


def test_seasons_are_bands_once_and_weekends_none() -> None:
    axis = time_axis([work("A", "x", days(0), days(69))], TODAY)
    told = [window(days(7), 14), window(days(9), 14, Closure.QUIET), window(days(40), 2)]
    (band,) = bands(axis, told, "fa")
    assert (band["x"], band["width"], band["is_ban"]) == (100.0, pytest.approx(228.6), True)


def test_months_leave_room_for_their_names() -> None:
    short = time_axis([work("A", "x", days(0), days(200))], TODAY)
    long = time_axis([work("A", "x", days(0), days(1500))], TODAY)
    assert [mark["name"] for mark in months(short, "fa")][:2] == ["دی", "بهمن"]
    assert len(months(long, "fa")) <= 13
    assert {mark["month"] for mark in months(long, "fa")} == {1, 5, 9} or all(
        (mark["month"] - 1) % 6 == 0 for mark in months(long, "fa")
    )


def test_names_never_lie_over_one_another() -> None:
    axis = time_axis([work("A", "x", days(0), days(400))], TODAY)
    painted = bands(axis, [window(days(10), 14), window(days(380), 12)], "fa")
    placed = season_names(axis, painted, days(12), words("fa"))
    assert [name["name"] for name in placed] == ["امروز", "نوروز"]


def test_two_works_stand_on_one_line() -> None:
    report = ruled()
    found = next(f for f in report.findings if {f.a, f.b} == {"W-1", "G-1"})
    line = pair_line(report, found)
    assert line is not None
    # the gas work begins nine days after the water's; thirty days in all
    assert sorted(line["bars"]) == [(0.0, 200.0), (90.0, 210.0)]
    assert line["band"] is None
