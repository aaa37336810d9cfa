from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hamgam.engine.calendars import jalali
from hamgam.engine.calendars.season_rules import (
    Calendar,
    DeclaredSpan,
    WeeklySpan,
    YearlySpan,
    season_windows,
)
from hamgam.engine.calendars.seasons import Closure, Purpose
from hamgam.engine.works import Activity
from hamgam.exchange.city.folders import city_folder
from hamgam.exchange.season_rules import CitySeasons, read_seasons

SEASON = """
[[seasons]]
key = "safar"
names = { fa = "صفر", en = "Safar", ar = "صفر" }
zones = { city = "X", walking_route = "X" }
pad_days = { before = 1, after = 2 }
lead_close_days = { walking_route = 10 }
basis = "commission of 1400"
  [[seasons.rules]]
  calendar = "hijri_ir"
  from = { month = 2, day = 20 }
  to = { month = 2, day = "last" }
"""
ELECTION = """
[[seasons]]
key = "election"
names = { fa = "انتخابات", en = "Election", ar = "الانتخابات" }
declared = true
zones = { city = "Q" }
pad_days = { before = 30, after = 1 }
basis = "as declared"
"""


def read(folder: Path, text: str) -> CitySeasons:
    (folder / "seasons.toml").write_text(text, encoding="utf-8")
    city, misread = read_seasons(folder)
    assert not misread, [str(fault) for fault in misread]
    return city


def faults(folder: Path, text: str) -> list[tuple[str, str]]:
    (folder / "seasons.toml").write_text(text, encoding="utf-8")
    told = read_seasons(folder, zone_keys=("samen",))[1]
    assert all(fault.where == "seasons.toml" for fault in told)
    return [(fault.field, fault.reason) for fault in told]


def test_mashhad_has_every_season_of_the_table_with_its_basis() -> None:
    city, misread = read_seasons(city_folder("mashhad"))
    assert not misread, [str(fault) for fault in misread]
    assert [season.key for season in city.seasons] == [
        *("safar", "nowruz", "karamat", "special_ziyarat", "javad", "arafa_ghadir"),
        *("muharram", "ramadan", "births", "summer", "weekend", "school", "cold"),
        *("official", "election", "declared"),
    ]
    by_key = {season.key: season for season in city.seasons}
    assert all(season.basis and season.is_secondary for season in city.seasons)
    assert by_key["cold"].activities == {Activity.PAVING}
    assert by_key["official"].purpose is Purpose.INAUGURATION
    assert not by_key["election"].rules
    assert by_key["safar"].lead_close_days == {"entry_corridor": 10, "walking_route": 10}


def test_mashhads_year_1405_as_the_domain_has_it() -> None:
    city = read_seasons(city_folder("mashhad"))[0]
    windows = season_windows(city.seasons, *jalali.year_bounds(1405), city.months())
    found = {
        (window.season, window.zone, window.closure.value): (
            jalali.jalali_numbers(window.begins)[5:],
            jalali.jalali_numbers(window.ends)[5:],
        )
        for window in windows
    }
    assert found["safar", "city", "X"] == ("05-12", "05-24")
    assert found["safar", "walking_route", "X"] == ("05-02", "05-24")
    assert found["karamat", "shrine_core", "X"] == ("01-29", "02-11")
    assert found["karamat", "city", "Q"] == ("01-29", "02-11")
    assert found["javad", "shrine_core", "Q"] == ("02-26", "02-28")
    assert found["muharram", "procession_street", "X"] == ("04-02", "04-04")
    assert found["summer", "entry_corridor", "E"] == ("04-15", "06-15")
    assert found["cold", "city", "X"] == ("09-01", "12-15")


def test_a_season_is_read_with_its_defaults(tmp_path: Path) -> None:
    season = read(tmp_path, SEASON).seasons[0]
    (rule,) = season.rules
    assert isinstance(rule, YearlySpan)
    assert rule.calendar is Calendar.HIJRI_IR
    assert (rule.pad.before, rule.pad.after) == (1, 2)
    assert rule.zones == {"city": Closure.CLOSED, "walking_route": Closure.CLOSED}
    assert (season.purpose, season.emergency_allowed) == (Purpose.BLACKOUT, True)


def test_months_without_days_and_weekdays(tmp_path: Path) -> None:
    city = read(
        tmp_path,
        SEASON
        + """
  [[seasons.rules]]
  calendar = "jalali"
  from = { month = 9 }
  to = { month = 12 }
  zones = { city = "E" }
  pad_days = { before = 3 }
  [[seasons.rules]]
  calendar = "weekly"
  from = "thu"
  to = "fri"
  joins_holidays = true
  hours = "12:00-24:00"
""",
    )
    winter, weekend = city.seasons[0].rules[1:]
    assert isinstance(winter, YearlySpan)
    assert (winter.begins.day, winter.ends.day) == (1, "last")
    assert (winter.pad.before, winter.pad.after) == (3, 0)
    assert winter.zones == {"city": Closure.EXTRA}
    assert isinstance(weekend, WeeklySpan)
    assert (weekend.first_weekday, weekend.last_weekday, weekend.joins_holidays) == (3, 4, True)
    assert weekend.hours == "12:00-24:00"


def test_declared_dates_in_either_calendar(tmp_path: Path) -> None:
    city = read(
        tmp_path,
        ELECTION
        + """
[[declared]]
season = "election"
begins = "۱۴۰۷/۳/۱۹"
zones = { city = "X" }
basis = "letter 1"
[[declared]]
season = "election"
begins = 2032-06-11
ends = 2032-06-12
names = { fa = "دور دوم", en = "Second round", ar = "الجولة الثانية" }
pad_days = { before = 7 }
confirmed = false
basis = "letter 2"
""",
    )
    first, second = city.seasons[0].rules
    assert isinstance(first, DeclaredSpan)
    assert isinstance(second, DeclaredSpan)
    assert first.begins == first.ends == jalali.gregorian_of(1407, 3, 19)
    assert (first.zones, first.pad.before) == ({"city": Closure.CLOSED}, 30)
    assert (second.ends, second.is_confirmed) == (date(2032, 6, 12), False)
    assert (second.zones, second.pad.before) == ({"city": Closure.QUIET}, 7)
    assert second.names["en"] == "Second round"


MONTH = """
[[months]]
year = 1448
month = 9
starts = "1405-11-19"
source = "official calendar"
"""


def test_the_citys_month_moves_seasons_and_holidays(tmp_path: Path) -> None:
    plain, own = read(tmp_path, SEASON), read(tmp_path, SEASON + MONTH)
    assert plain.months().month_start(1448, 9) == (date(2027, 2, 9), False)
    assert own.months().month_start(1448, 9) == (date(2027, 2, 8), True)
    assert plain.free_days((2027,))[date(2027, 3, 1)] is False
    assert own.free_days((2027,))[date(2027, 2, 28)] is True


def test_the_citys_word_on_single_days_wins(tmp_path: Path) -> None:
    city = read(
        tmp_path,
        """
[[holidays]]
day = 2026-03-01
free = false
reason = "cause unknown"
[[holidays]]
day = 2026-12-01
free = true
reason = "cabinet"
""",
    )
    free = city.free_days((2026,))
    assert date(2026, 3, 1) not in free
    assert free[date(2026, 3, 2)] is False
    assert free[date(2026, 12, 1)] is True
    assert free[date(2026, 3, 21)] is True


@pytest.mark.parametrize(
    ("old", "new", "field", "reason"),
    [
        ('key = "safar"', "", "seasons[1].key", "missing"),
        ('key = "safar"', 'key = "Safar!"', "seasons[1].key", "no key"),
        ('basis = "commission of 1400"', "", "seasons[1].basis", "missing"),
        ("pad_days", "pad_dais", "seasons[1].pad_dais", "unknown key"),
        ("before = 1", "before = 91", "seasons[1].pad_days", "0 to 90"),
        ("before = 1", "befor = 1", "seasons[1].pad_days.befor", "unknown key"),
        ('city = "X"', 'city = "Z"', "seasons[1].zones.city", "no such choice"),
        ('city = "X"', 'citty = "X"', "seasons[1].zones.citty", "no such zone"),
        ("{ walking_route = 10 }", "{ samen = 10 }", "seasons[1].lead_close_days.samen", "no zone"),
        ("= 10 }", "= '10' }", "seasons[1].lead_close_days.walking_route", "no number"),
        ("= 10 }", "= 100 }", "seasons[1].rules", "0 to 90"),
        ('"hijri_ir"', '"lunar"', "seasons[1].rules[1].calendar", "no such calendar"),
        ("day = 20", "day = 30", "seasons[1].rules[1].from, to", "1 to 29"),
        ("day = 20", "dey = 20", "seasons[1].rules[1].from.dey", "unknown key"),
        ("day = 20", "day = 2.5", "seasons[1].rules[1].from.day", "no day"),
        ("month = 2, day = 20", "month = 3, day = 1", "seasons[1].rules[1].from, to", "next_year"),
        ("calendar =", 'hours = "9"\ncalendar =', "seasons[1].rules[1].hours", "no hours"),
        ('"hijri_ir"', '"weekly"', "seasons[1].rules[1].from", "wrong type"),
    ],
)
def test_every_fault_tells_its_key(
    tmp_path: Path, old: str, new: str, field: str, reason: str
) -> None:
    assert old in SEASON
    told = faults(tmp_path, SEASON.replace(old, new))
    assert any(place == field and reason in why for place, why in told), told


@pytest.mark.parametrize(
    ("text", "field", "reason"),
    [
        (SEASON + SEASON, "seasons", "twice"),
        (SEASON.split("  [[", maxsplit=1)[0], "seasons[1].rules", "missing"),
        (SEASON + MONTH + MONTH, "months[2].month", "twice"),
        (MONTH.replace("11-19", "12-10"), "months", "more than two days"),
        (MONTH.replace("11-19", "11-31"), "months[1].starts", "day: 31"),
        (MONTH.replace('"1405-11-19"', "2027"), "months[1].starts", "not written like"),
        (MONTH.replace("source", "sauce"), "months[1].sauce", "unknown key"),
        (
            '[[declared]]\nseason = "x"\nbegins = 2027-01-01\nbasis = "b"',
            "declared[1].season",
            "no",
        ),
        (
            ELECTION
            + '[[declared]]\nseason = "election"\nbegins = 2027-01-02\nends = 2027-01-01\n'
            + 'basis = "b"',
            "declared[1].begins, ends",
            "before begins",
        ),
        ("[[seasson]]", "seasson", "unknown key"),
        ("seasons = 3", "seasons", "wrong type"),
        ("[[seasons", "", "cannot be read"),
    ],
)
def test_every_fault_of_the_rest_tells_its_key(
    tmp_path: Path, text: str, field: str, reason: str
) -> None:
    told = faults(tmp_path, text)
    assert any(place == field and reason in why for place, why in told), told


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = SEASON.replace("day = 20", "day = 31").replace("pad_days", "pads") + "[[other]]\n"
    assert len(faults(tmp_path, text)) >= 3


def test_a_folder_without_seasons_tells_so(tmp_path: Path) -> None:
    city, misread = read_seasons(tmp_path)
    assert city.seasons == ()
    assert [(fault.where, fault.reason) for fault in misread] == [("seasons.toml", "missing")]


def test_a_city_is_a_name_or_a_folder(tmp_path: Path) -> None:
    assert city_folder(tmp_path) == tmp_path
    assert city_folder("mashhad").name == "mashhad"
    with pytest.raises(ValueError, match="mashhad"):
        city_folder("atlantis")
