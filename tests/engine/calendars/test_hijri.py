from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.engine.calendars.almanac import printed_days
from hamgam.engine.calendars.hijri import (
    FIRST_YEAR,
    LAST_YEAR,
    HijriMonths,
    estimated_months,
    hijri_months,
    hijri_text,
)

SHARED = Path(os.environ.get("HAMGAM_SHARED", "../shared"))
MONTHS = hijri_months()
RAMADAN_1448 = (1448, 9)


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ((1447, 11, 1), date(2026, 4, 19)),
        ((1447, 11, 11), date(2026, 4, 29)),
        ((1447, 2, "last"), date(2025, 8, 24)),
        ((1448, 2, "last"), date(2026, 8, 13)),
        ((1447, 10, 1), date(2026, 3, 21)),
        ((1447, 12, 10), date(2026, 5, 27)),
        ((1448, 7, 13), date(2026, 12, 23)),
        ((1448, 7, 27), date(2027, 1, 6)),
    ],
)
def test_confirmed_days(told: tuple[int, int, int | str], day: date) -> None:
    assert MONTHS.gregorian_of(*told) == (day, True)


def test_one_confirmed_day_anchors_its_month_up_to_the_29th_and_no_further() -> None:
    start, is_confirmed = MONTHS.month_start(1448, 7)
    assert (start, is_confirmed) == (date(2026, 12, 11), True)
    assert MONTHS.gregorian_of(1448, 7, 29)[1]
    assert not MONTHS.month_start(1448, 8)[1]
    assert not MONTHS.month_end(1448, 7)[1]
    assert MONTHS.gregorian_of(1448, 7, 30) == (date(2027, 1, 9), False)


def test_safar_ends_on_the_29th_or_the_30th() -> None:
    lengths = [
        (MONTHS.month_end(year, 2)[0] - MONTHS.month_start(year, 2)[0]).days + 1
        for year in (1447, 1448)
    ]
    assert lengths == [30, 29]


def test_a_month_between_anchors_is_confirmed_only_when_one_place_is_left() -> None:
    """58 or 60 days from Shawwal to Dhu al-Hijja fix Dhu al-Qa'da; 59 leave it open."""
    open_years = []
    for year in range(1422, 1448):
        fitr, adha = MONTHS.month_start(year, 10), MONTHS.month_start(year, 12)
        assert fitr[1]
        assert adha[1]
        days = (adha[0] - fitr[0]).days
        assert MONTHS.month_start(year, 11)[1] == (days in (58, 60)), year
        open_years.append(days == 59)
    assert any(open_years)
    assert not all(open_years)


def test_every_month_has_29_or_30_days_and_every_day_comes_back() -> None:
    day = MONTHS.month_start(1440, 1)[0]
    while day < MONTHS.month_start(1452, 1)[0]:
        told = MONTHS.hijri_of(day)
        assert MONTHS.gregorian_of(*told)[0] == day
        day += timedelta(days=1)
    lengths = Counter(
        (MONTHS.month_end(year, month)[0] - MONTHS.month_start(year, month)[0]).days + 1
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
        for month in range(1, 13)
    )
    assert set(lengths) == {29, 30}
    assert 0.5 < lengths[30] / lengths.total() < 0.56


def test_every_confirmed_holiday_of_the_chain_stands_where_it_is_printed() -> None:
    printed = [day for day in printed_days(range(2001, 2027)) if day.is_confirmed and day.lunar_day]
    assert len(printed) > 400
    for holiday in printed:
        year, month, _ = MONTHS.hijri_of(holiday.day)
        assert holiday.lunar_day is not None
        assert month == holiday.lunar_day[0]
        assert MONTHS.gregorian_of(year, *holiday.lunar_day) == (holiday.day, True)


def test_the_citys_month_start_wins_and_moves_what_rests_on_it() -> None:
    before = MONTHS.month_start(*RAMADAN_1448)
    moved = before[0] - timedelta(days=1)
    own = hijri_months({RAMADAN_1448: moved})
    assert own.month_start(*RAMADAN_1448) == (moved, True)
    assert own.gregorian_of(1448, 9, 21) == (moved + timedelta(days=20), True)
    assert own.month_end(1448, 8) == (moved - timedelta(days=1), True)
    assert MONTHS.month_start(*RAMADAN_1448) == before


def test_the_citys_month_start_wins_over_a_printed_one() -> None:
    printed = MONTHS.month_start(1448, 1)
    assert printed[1]
    own = hijri_months({(1448, 1): printed[0] + timedelta(days=1)})
    assert own.month_start(1448, 1) == (printed[0] + timedelta(days=1), True)


@settings(max_examples=60, deadline=None)
@given(st.integers(FIRST_YEAR, LAST_YEAR), st.integers(1, 12), st.sampled_from((-2, -1, 0, 1, 2)))
def test_any_own_start_keeps_a_whole_table(year: int, month: int, shift: int) -> None:
    estimate = estimated_months().month_start(year, month)[0]
    own = hijri_months({(year, month): estimate + timedelta(days=shift)})
    assert own.month_start(year, month) == (estimate + timedelta(days=shift), True)
    assert own.last_year == LAST_YEAR


@pytest.mark.parametrize(
    ("overrides", "reason"),
    [
        ({(1448, 9): date(2027, 3, 1)}, "more than two days"),
        ({(1448, 13): date(2027, 2, 8)}, "month 1448-13"),
        ({(1399, 1): date(1978, 12, 1)}, "not in 1400"),
        ({(1448, 9): date(2027, 2, 10), (1448, 10): date(2027, 3, 9)}, "cannot both begin"),
    ],
)
def test_own_starts_that_cannot_be_are_refused(
    overrides: dict[tuple[int, int], date], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        hijri_months(overrides)


def test_days_outside_the_table_or_the_month_are_refused() -> None:
    with pytest.raises(ValueError, match="1979-11-21"):
        MONTHS.hijri_of(date(1979, 11, 20))
    with pytest.raises(ValueError, match="year: 1499"):
        MONTHS.month_start(1499, 1)
    with pytest.raises(ValueError, match="month: 0"):
        MONTHS.month_start(1448, 0)
    with pytest.raises(ValueError, match="day: 30"):
        MONTHS.gregorian_of(1448, 2, 30)
    with pytest.raises(ValueError, match="29 or 30 days"):
        HijriMonths(1448, (*MONTHS.starts[:12], MONTHS.starts[13]), (True,) * 13)
    with pytest.raises(ValueError, match="whole years"):
        HijriMonths(1448, MONTHS.starts[:12], (True,) * 12)


def test_text() -> None:
    assert hijri_text(MONTHS, date(2026, 12, 23)) == "13 رجب 1448"
    assert hijri_text(MONTHS, date(2026, 12, 23), "en") == "13 Rajab 1448"


def _official() -> Iterator[tuple[int, int, date]]:
    path = SHARED / "data/calendar/hijri_iran_month_starts_1400_1449.csv"
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["status"] == "official":
                start = date.fromisoformat(row["gregorian_start"])
                yield int(row["hijri_year"]), int(row["hijri_month"]), start


@pytest.mark.shared_data
@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="shared data not present")
def test_confirmed_months_equal_the_official_ones() -> None:
    """One known exception: the package has 21 Ramadan 1432 a day before the official calendar."""
    confirmed: Counter[bool] = Counter()
    estimated: Counter[int] = Counter()
    differing = []
    for year, month, official in _official():
        start, is_confirmed = MONTHS.month_start(year, month)
        if is_confirmed:
            confirmed[start == official] += 1
            differing += [(year, month)] * (start != official)
        else:
            estimated[(start - official).days] += 1
    assert differing == [(1432, 9)]
    assert confirmed[True] >= 250
    assert set(estimated) <= {-1, 0, 1}
    assert estimated[0] / estimated.total() > 0.7


@pytest.mark.shared_data
@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="shared data not present")
def test_the_confirmed_events_of_the_domain_table_agree() -> None:
    with (SHARED / "domain/seasons.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["status"] == "confirmed"]
    assert len(rows) == 51
    unsure = []
    for row in rows:
        day = row["hijri_day"] if row["hijri_day"] == "last" else int(row["hijri_day"])
        found, is_confirmed = MONTHS.gregorian_of(
            int(row["hijri_year"]), int(row["hijri_month"]), day
        )
        assert found == date.fromisoformat(row["gregorian"]), row
        unsure += [row["event"]] * (not is_confirmed)
    assert len(unsure) <= 6, unsure
