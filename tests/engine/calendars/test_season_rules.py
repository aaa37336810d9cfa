from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.engine.calendars import jalali
from hamgam.engine.calendars.hijri import hijri_months
from hamgam.engine.calendars.season_rules import (
    SURE_DAYS,
    Calendar,
    DeclaredSpan,
    MonthDay,
    Pad,
    Rule,
    Season,
    WeeklySpan,
    YearlySpan,
    season_windows,
)
from hamgam.engine.calendars.seasons import Closure, Purpose, SeasonWindow
from hamgam.engine.works import Activity

MONTHS = hijri_months()
DAY = timedelta(days=1)
X, Q, E = Closure.CLOSED, Closure.QUIET, Closure.EXTRA


def yearly(
    calendar: Calendar,
    begins: tuple[int, int | str],
    ends: tuple[int, int | str],
    *,
    next_year: bool = False,
    pad: tuple[int, int] = (0, 0),
    closure: Closure = X,
    hours: str | None = None,
) -> YearlySpan:
    return YearlySpan(
        calendar=calendar,
        begins=MonthDay(month=begins[0], day=begins[1]),
        ends=MonthDay(month=ends[0], day=ends[1]),
        zones={"city": closure},
        next_year=next_year,
        pad=Pad(before=pad[0], after=pad[1]),
        hours=hours,
    )


def season(*rules: Rule, key: str = "s") -> Season:
    return Season(key=key, names={"fa": "ف", "en": "s"}, rules=rules)


SAFAR = season(yearly(Calendar.HIJRI_IR, (2, 20), (2, "last"), pad=(1, 2)), key="safar")
NOWRUZ = season(yearly(Calendar.JALALI, (12, 15), (1, 15), next_year=True), key="nowruz")


def spans(windows: list[SeasonWindow]) -> list[tuple[date, date]]:
    return [(window.begins, window.ends) for window in windows]


def in_year(told: Season, year: int) -> list[SeasonWindow]:
    return season_windows([told], *jalali.year_bounds(year), MONTHS)


def test_late_safar_of_two_years_ends_by_its_rule() -> None:
    assert spans(in_year(SAFAR, 1404)) == [(date(2025, 8, 13), date(2025, 8, 26))]
    assert spans(in_year(SAFAR, 1405)) == [(date(2026, 8, 3), date(2026, 8, 15))]
    assert all(window.is_confirmed for window in in_year(SAFAR, 1405))
    assert not any(window.is_confirmed for window in in_year(SAFAR, 1406))


def test_the_ban_of_1400_fits_late_safar_and_two_days() -> None:
    bare = season(yearly(Calendar.HIJRI_IR, (2, 20), (2, "last"), pad=(0, 2)))
    expected = (jalali.gregorian_of(1400, 7, 5), jalali.gregorian_of(1400, 7, 17))
    assert spans(in_year(bare, 1400)) == [expected]


def test_nowruz_runs_over_the_end_of_the_year_and_is_whole_in_both() -> None:
    first = (date(2026, 3, 6), date(2026, 4, 4))
    second = (jalali.gregorian_of(1405, 12, 15), jalali.gregorian_of(1406, 1, 15))
    assert spans(in_year(NOWRUZ, 1405)) == [first, second]
    assert spans(in_year(NOWRUZ, 1406))[0] == second


def test_a_moved_month_moves_the_window_and_confirms_it() -> None:
    start = MONTHS.month_start(1449, 3)[0]
    own = {(1449, 2): MONTHS.month_start(1449, 2)[0], (1449, 3): start + DAY}
    before = in_year(SAFAR, 1406)
    after = season_windows([SAFAR], *jalali.year_bounds(1406), hijri_months(own))
    assert after[0].begins == before[0].begins
    assert after[0].ends == before[0].ends + DAY
    assert (before[0].is_confirmed, after[0].is_confirmed) == (False, True)


def test_the_firmer_cuts_its_days_out_of_the_milder() -> None:
    arafa = season(
        yearly(Calendar.HIJRI_IR, (12, 9), (12, 18), pad=(1, 1), closure=Q),
        yearly(Calendar.HIJRI_IR, (12, 9), (12, 10)),
        yearly(Calendar.HIJRI_IR, (12, 18), (12, 18)),
    )
    windows = in_year(arafa, 1405)
    days = [(MONTHS.hijri_of(w.begins)[2], MONTHS.hijri_of(w.ends)[2], w.closure) for w in windows]
    assert days == [(8, 8, Q), (9, 10, X), (11, 17, Q), (18, 18, X), (19, 19, Q)]
    assert all(before.ends + DAY == after.begins for before, after in pairwise(windows))


def test_a_cut_bound_is_as_sure_as_what_cuts_and_the_lead_stays_before() -> None:
    told = season(
        yearly(Calendar.HIJRI_IR, (7, 1), (7, 29), pad=(0, 10), closure=Q),
        yearly(Calendar.HIJRI_IR, (8, 2), (8, 3)),
    )
    told = replace(told, lead_close_days={"city": 3})
    shown = [
        (window.closure, window.is_confirmed, window.lead_days, window.days)
        for window in season_windows([told], date(2026, 12, 1), date(2027, 2, 15), MONTHS)
    ]
    assert MONTHS.month_start(1448, 7) == (date(2026, 12, 11), True)
    assert MONTHS.month_start(1448, 8) == (date(2027, 1, 10), False)
    assert shown == [(Q, False, 3, 31), (X, False, 3, 5), (Q, False, 0, 6)]


def test_a_long_span_is_found_from_the_year_after_its_end() -> None:
    told = season(
        yearly(Calendar.JALALI, (1, 1), (12, "last"), next_year=True, pad=(0, 90)),
    )
    first, last = jalali.gregorian_of(1405, 1, 1), jalali.gregorian_of(1405, 1, 2)
    begun = [jalali.jalali_of(w.begins)[0] for w in season_windows([told], first, last, MONTHS)]
    assert begun == [1403, 1404, 1405]


def test_a_span_with_hours_neither_cuts_nor_is_cut() -> None:
    told = season(
        yearly(Calendar.HIJRI_IR, (9, 1), (9, "last"), closure=Q, hours="17:00-24:00"),
        yearly(Calendar.HIJRI_IR, (9, 19), (9, 23), closure=X),
    )
    evenings, nights = in_year(told, 1404)[-2:]
    assert evenings.hours == "17:00-24:00"
    assert evenings.begins < nights.begins < nights.ends < evenings.ends


def test_a_zone_may_close_days_before_the_season() -> None:
    rule = replace(SAFAR.rules[0], zones={"city": X, "walking_route": X})
    told = replace(SAFAR, rules=(rule,), lead_close_days={"walking_route": 10})
    walking, city = in_year(told, 1405)
    assert (walking.zone, walking.begins, walking.lead_days) == (
        "walking_route",
        city.begins - 10 * DAY,
        10,
    )
    assert (city.lead_days, city.ends) == (0, walking.ends)


def test_what_the_season_says_stands_in_each_window() -> None:
    told = replace(
        NOWRUZ,
        purpose=Purpose.TECHNICAL,
        emergency_allowed=False,
        activities=frozenset({Activity.PAVING}),
    )
    window = in_year(told, 1405)[0]
    assert window.purpose is Purpose.TECHNICAL
    assert not window.emergency_allowed
    assert window.activities == {Activity.PAVING}
    assert window.names == told.names


def test_weeks_and_long_weekends() -> None:
    friday = WeeklySpan(first_weekday=3, last_weekday=4, zones={"city": E})
    first, last = date(2026, 11, 24), date(2026, 12, 6)
    plain = season_windows([season(friday)], first, last, MONTHS)
    assert spans(plain) == [
        (date(2026, 11, 26), date(2026, 11, 27)),
        (date(2026, 12, 3), date(2026, 12, 4)),
    ]
    joining = season(replace(friday, joins_holidays=True))
    holidays = {date(2026, 11, 28): True, date(2026, 11, 29): False, date(2026, 12, 1): True}
    long = season_windows([joining], first, last, MONTHS, holidays)
    assert spans(long) == [
        (date(2026, 11, 26), date(2026, 11, 29)),
        (date(2026, 12, 3), date(2026, 12, 4)),
    ]
    assert [window.is_confirmed for window in long] == [False, True]


def test_weeks_may_run_over_sunday() -> None:
    told = season(WeeklySpan(first_weekday=5, last_weekday=1, zones={"city": E}))
    windows = season_windows([told], date(2026, 11, 24), date(2026, 11, 24), MONTHS)
    assert spans(windows) == [(date(2026, 11, 21), date(2026, 11, 24))]


def test_declared_dates_with_pads_and_names() -> None:
    polling = DeclaredSpan(
        begins=date(2028, 6, 9),
        ends=date(2028, 6, 9),
        zones={"city": Q},
        pad=Pad(before=30, after=1),
        names={"en": "Election of 1407"},
        is_confirmed=False,
    )
    window = season_windows([season(polling)], date(2028, 5, 10), date(2028, 5, 10), MONTHS)[0]
    assert (window.begins, window.ends) == (date(2028, 5, 10), date(2028, 6, 10))
    assert window.names == {"fa": "ف", "en": "Election of 1407"}
    assert not window.is_confirmed
    assert not season_windows([season(polling)], date(2028, 6, 11), date(2029, 1, 1), MONTHS)


def test_last_day_of_gregorian_february() -> None:
    told = season(yearly(Calendar.GREGORIAN, (2, "last"), (2, "last")))
    windows = season_windows([told], date(2027, 1, 1), date(2028, 12, 31), MONTHS)
    assert spans(windows) == [(date(2027, 2, 28),) * 2, (date(2028, 2, 29),) * 2]


@pytest.mark.parametrize(
    ("calendar", "begins", "ends", "reason"),
    [
        (Calendar.JALALI, (12, 30), (12, "last"), "day: 30 is not in 1 to 29"),
        (Calendar.JALALI, (7, 31), (8, 1), "day: 31 is not in 1 to 30"),
        (Calendar.HIJRI_IR, (2, 20), (2, 30), "day: 30 is not in 1 to 29"),
        (Calendar.GREGORIAN, (2, 29), (3, 1), "day: 29 is not in 1 to 28"),
        (Calendar.JALALI, (13, 1), (13, 2), "month: 13"),
        (Calendar.JALALI, (1, "first"), (1, 2), "day: first"),
        (Calendar.JALALI, (12, 15), (1, 15), "next_year"),
        (Calendar.JALALI, (1, "last"), (1, 15), "next_year"),
    ],
)
def test_spans_that_cannot_be_are_refused(
    calendar: Calendar, begins: tuple[int, int | str], ends: tuple[int, int | str], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        yearly(calendar, begins, ends)


def test_other_values_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match=r"pad_days\.before"):
        Pad(before=-1)
    with pytest.raises(ValueError, match="last_weekday: 7"):
        WeeklySpan(first_weekday=0, last_weekday=7, zones={})
    with pytest.raises(ValueError, match="ends"):
        DeclaredSpan(begins=date(2026, 1, 2), ends=date(2026, 1, 1), zones={})
    with pytest.raises(ValueError, match=r"lead_close_days\.city"):
        replace(SAFAR, lead_close_days={"city": 91})
    with pytest.raises(ValueError, match="last"):
        season_windows([SAFAR], date(2026, 1, 2), date(2026, 1, 1), MONTHS)
    with pytest.raises(ValueError, match="1979-11-21"):
        season_windows([SAFAR], date(1970, 1, 2), date(1970, 1, 3), MONTHS)


@st.composite
def month_days(draw: st.DrawFn, calendar: Calendar) -> tuple[int, int | str]:
    month = draw(st.integers(1, 12))
    days = st.integers(1, SURE_DAYS[calendar][month - 1])
    return month, draw(st.one_of(days, st.just("last")))


@st.composite
def seasons(draw: st.DrawFn) -> Season:
    rules: list[Rule] = []
    for calendar in draw(st.lists(st.sampled_from(list(Calendar)), min_size=1, max_size=3)):
        begins, ends = draw(month_days(calendar)), draw(month_days(calendar))
        rank = [(month, 99 if day == "last" else day) for month, day in (begins, ends)]
        rules.append(
            yearly(
                calendar,
                begins,
                ends,
                next_year=rank[1] < rank[0],
                pad=(draw(st.integers(0, 90)), draw(st.integers(0, 90))),
                closure=draw(st.sampled_from(list(Closure))),
            )
        )
    if draw(st.booleans()):
        first, last = draw(st.integers(0, 6)), draw(st.integers(0, 6))
        rules.append(WeeklySpan(first_weekday=first, last_weekday=last, zones={"city": Q}))
    lead = {"city": draw(st.integers(0, 90))}
    return replace(season(*rules), lead_close_days=lead)


DATES = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 1, 1))


@settings(max_examples=80, deadline=None)
@given(seasons(), DATES, st.integers(0, 500), st.integers(0, 500))
def test_windows_do_not_depend_on_how_the_days_are_split(
    told: Season, first: date, head: int, tail: int
) -> None:
    cut = first + head * DAY
    last = cut + DAY + tail * DAY
    whole = season_windows([told], first, last, MONTHS)
    parts = season_windows([told], first, cut, MONTHS)
    parts += season_windows([told], cut + DAY, last, MONTHS)
    as_told = [repr(window) for window in whole]
    assert sorted(set(as_told)) == sorted({repr(window) for window in parts})
    assert [window.begins for window in whole] == sorted(window.begins for window in whole)


@settings(max_examples=80, deadline=None)
@given(seasons(), DATES, st.integers(0, 800))
def test_windows_touch_the_days_asked_and_last_as_long_as_their_rule(
    told: Season, first: date, length: int
) -> None:
    last = first + length * DAY
    windows = season_windows([told], first, last, MONTHS)
    for window in windows:
        assert window.begins <= window.ends
        assert window.begins <= last
        assert window.ends >= first


@settings(max_examples=40, deadline=None)
@given(DATES, st.integers(0, 90), st.integers(0, 90), st.sampled_from((SAFAR, NOWRUZ)))
def test_pads_widen_a_window_by_their_days(
    first: date, before: int, after: int, told: Season
) -> None:
    rule = told.rules[0]
    assert isinstance(rule, YearlySpan)
    far = first + 800 * DAY
    bare = season_windows([season(replace(rule, pad=Pad()))], first, far, MONTHS)
    wide = season_windows(
        [season(replace(rule, pad=Pad(before=before, after=after)))], first, far, MONTHS
    )
    widened = [(window.begins - before * DAY, window.ends + after * DAY) for window in bare]
    assert set(widened) <= set(spans(wide))
