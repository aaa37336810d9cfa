from __future__ import annotations

from datetime import date, timedelta

import pytest

from hamgam.exchange.city import load_city
from hamgam.exchange.city.touring import load_touring
from hamgam.exchange.touring import DelegationRow, Sheets, SiteRow, week_of
from hamgam.exchange.touring.problem import tour_days

TODAY = date(2026, 11, 24)
TOURING = load_touring("mashhad")
MASHHAD = load_city("mashhad")


def site(title: str, place: str = "36.297, 59.606", **about: object) -> SiteRow:
    return SiteRow(title=title, place=place, row=1, **about)  # type: ignore[arg-type]  # its fields


def sheets(*sites: SiteRow, delegations: list[DelegationRow] | None = None) -> Sheets:
    return Sheets(sites=list(sites), delegations=delegations or [], misread=[])


def test_days_off_are_passed_over() -> None:
    days = tour_days(date(2026, 11, 25), 3, TOURING)
    assert [day.weekday() for day in days] == [2, 5, 6]
    with pytest.raises(ValueError, match="days: 0"):
        tour_days(TODAY, 0, TOURING)


def test_addresses_are_found_on_the_citys_streets_and_others_named() -> None:
    week = week_of(
        sheets(site("a", "خیابان سناباد"), site("b", "خیابان ناکجاآباد")),
        TOURING,
        [TODAY],
        TODAY,
        MASHHAD,
    )
    assert [s.ref for s in week.problem.sites] == ["a"]
    assert [(fault.where, fault.kept) for fault in week.misread] == [("b", False)]
    assert not week.problem.travel.is_straight


def test_without_a_city_numbers_do_and_ways_are_straight() -> None:
    week = week_of(sheets(site("a"), site("b", "سناباد")), TOURING, [TODAY], TODAY)
    assert week.problem.travel.is_straight
    assert [fault.where for fault in week.misread] == ["b"]


def test_who_must_be_there_meets_who_comes_however_it_is_written() -> None:
    delegations = [DelegationRow(name="d", row=1, posts=("معاون مالي",), start="36.3, 59.6")]
    week = week_of(
        sheets(site("a", needs=("معاون مالی",)), delegations=delegations), TOURING, [TODAY], TODAY
    )
    assert week.problem.sites[0].needs <= week.problem.shifts[0].posts


def test_what_nobody_told_is_assumed_and_said() -> None:
    week = week_of(sheets(site("a", removal_rials=10, needs=("x",))), TOURING, [TODAY], TODAY)
    assert week.assumed == ("delegation", "start", "chance", "stay")
    assert week.problem.shifts[0].posts == frozenset({"x"})
    assert week.prizes["a"].removal_rials == pytest.approx(10 * TOURING.removal_chance)


def test_two_sites_of_one_name_stay_two() -> None:
    week = week_of(sheets(site("a"), site("a")), TOURING, [TODAY], TODAY)
    assert [s.ref for s in week.problem.sites] == ["a", "a (2)"]


def test_a_delegation_comes_on_its_own_days() -> None:
    days = [TODAY, TODAY + timedelta(days=1)]
    rows = [DelegationRow(name="d", row=1, days=(days[1],))]
    week = week_of(sheets(site("a"), delegations=rows), TOURING, days, TODAY)
    assert [shift.hours.day for shift in week.problem.shifts] == [1]


def test_nobody_stops_or_drives_from_the_suns_noon_of_the_day() -> None:
    february, november = date(2026, 2, 11), date(2026, 11, 3)
    week = week_of(sheets(site("a")), TOURING, [february, november], TODAY)
    pauses = [pause for shift in week.problem.shifts for pause in shift.pauses]
    assert [(p.day, p.begins, p.ends) for p in pauses] == [(0, 706, 746), (1, 675, 715)]
