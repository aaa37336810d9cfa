"""The demo city: repeatable, in the shares it promises, with every planted case found back."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import lru_cache
from statistics import mean, median

import pytest

from hamgam.cli.demo_city import DemoCity, make_demo
from hamgam.cli.demo_city.make import windows_around
from hamgam.engine.calendars.jalali import jalali_numbers
from hamgam.engine.findings import FindingKind
from hamgam.engine.geometry import WGS84, reproject
from hamgam.engine.overlaps.find import find
from hamgam.engine.works import Activity, Kind, Stage, Work
from hamgam.exchange.city import load_city
from hamgam.exchange.places import Located, StreetIndex, locate
from hamgam.exchange.rulepack import load_pack

TODAY = date(2026, 11, 24)
PLANNED = "پایان برنامه"
WATER = "شرکت آب و فاضلاب مشهد"


@lru_cache(maxsize=4)
def demo(seed: int = 7, today: date = TODAY) -> DemoCity:
    return make_demo(seed, today=today)


def permits(works: list[Work]) -> list[Work]:
    return [w for w in works if w.activity in {Activity.EXCAVATION, Activity.CONNECTION}]


def told(works: list[Work]) -> list[tuple[object, ...]]:
    return [
        (w.ref, w.title, w.begins, w.ends, w.geometry.wkb if w.geometry else b"") for w in works
    ]


def test_the_same_seed_gives_the_same_city_and_another_another() -> None:
    again = make_demo(7, today=TODAY)
    assert told(again.works) == told(demo().works)
    assert again.projects == demo().projects
    assert told(make_demo(8, today=TODAY).works) != told(demo().works)


@pytest.mark.parametrize("today", [TODAY, date(2025, 3, 21), date(2027, 8, 1)])
@pytest.mark.parametrize("seed", [1, 7])
def test_every_planted_case_is_found_by_the_citys_own_rules(seed: int, today: date) -> None:
    city = demo(seed, today)
    findings = find(
        city.works,
        load_pack("ir-mashhad"),
        today=today,
        zones=city.zones,
        windows=windows_around(today),
        epsg=32640,
    )
    found = {(f.kind, frozenset((f.a, f.b))) for f in findings}
    assert len(city.planted) == 9
    for kind, cases in city.planted.items():
        assert len(cases) >= 3
        for a, b in cases:
            assert (FindingKind(kind.partition("_")[0]), frozenset((a, b))) in found, (kind, a, b)


def test_the_planted_seasons_are_safar_and_nowruz() -> None:
    ends = {work.ref: work for work in demo().works}
    for season in ("safar", "nowruz"):
        window = min(
            (w for w in windows_around(TODAY) if w.season == season and w.begins > TODAY),
            key=lambda w: w.begins,
        )
        for ref, _ in demo().planted[f"blackout_{season}"]:
            begins, last = ends[ref].begins, ends[ref].ends
            assert begins is not None
            assert last is not None
            assert begins < window.begins <= last or begins <= window.ends


def test_twelve_agencies_and_three_years() -> None:
    works = [work for work in demo().works if work.kind is not Kind.SURFACE]
    assert len({work.agency for work in works if work.agency}) == 12
    days = [(work.begins - TODAY).days for work in works if work.begins]
    assert min(days) >= -548
    assert max(days) <= 548 + 120
    assert 1_950 <= len(demo().works) <= 2_100
    assert len({work.ref for work in demo().works}) == len(demo().works)


def test_the_water_company_has_78_of_100_excavation_permits() -> None:
    dug = permits(make_demo(3, 20_000, today=TODAY).works)
    assert sum(work.agency == WATER for work in dug) / len(dug) == pytest.approx(0.78, abs=0.015)


def test_lengths_are_skewed_and_finished_works_slipped() -> None:
    days = [
        (work.ends - work.begins).days + 1
        for work in permits(demo().works)
        if work.begins and work.ends
    ]
    assert mean(days) > 1.4 * median(days)
    done = [w for w in demo().works if w.stage is Stage.DONE and PLANNED in w.told]
    late = [
        w for w in done if w.ends and jalali_numbers(w.ends) > w.told[PLANNED].replace("/", "-")
    ]
    planned = [w for w in demo().works if w.stage is Stage.PLANNED and PLANNED in w.told]
    assert len(late) > len(done) / 4
    assert all(
        w.ends and jalali_numbers(w.ends) == w.told[PLANNED].replace("/", "-") for w in planned
    )


def test_most_works_keep_out_of_the_closed_seasons() -> None:
    closing = [
        w for w in windows_around(TODAY) if w.season in {"safar", "nowruz"} and w.zone == "city"
    ]
    short = [
        work
        for work in permits(demo().works)
        if work.begins and work.ends and work.begins > TODAY and not work.emergency
        and (work.ends - work.begins).days < 60
    ]  # fmt: skip
    met = sum(
        any(work.begins <= w.ends and work.ends >= w.begins for w in closing)
        for work in short
        if work.begins and work.ends
    )
    assert 0 < met < 0.06 * len(short)


def test_stages_follow_the_day() -> None:
    for work in demo().works:
        assert work.begins is not None
        assert work.ends is not None
        if work.stage is Stage.DONE:
            assert work.ends < TODAY
        elif work.stage is Stage.RUNNING:
            assert work.begins <= TODAY <= work.ends
        else:
            assert work.begins > TODAY
    assert set(Counter(work.stage for work in demo().works)) >= {
        Stage.DONE, Stage.RUNNING, Stage.PLANNED, Stage.WINDOW, Stage.WITHDRAWN,
    }  # fmt: skip


def test_works_lie_on_the_ground_and_have_a_valid_shape() -> None:
    city = load_city("mashhad")
    streets = [street.line for street in city.streets]
    west, south, east, north = 59.3, 36.1, 59.85, 36.5
    for work in demo().works:
        assert work.geometry is not None
        assert work.geometry.is_valid
        assert not work.geometry.is_empty
        x, y = work.geometry.centroid.x, work.geometry.centroid.y
        assert west < x < east
        assert south < y < north
    near = reproject([work.geometry for work in demo().works[:200]], WGS84, 32640)
    lines = reproject(streets, WGS84, 32640)
    assert all(min(line.distance(shape) for line in lines) < 320 for shape in near)


def test_every_address_of_the_water_company_leads_back_to_its_work() -> None:
    index = StreetIndex(load_city("mashhad"))
    rows = [work for work in demo().works if "حدفاصل" in work.told.get("نشانی", "")]
    assert len(rows) > 500
    for work in rows:
        place = locate(work.told["نشانی"], index)
        assert isinstance(place, Located), work.told
        here, there = reproject([work.geometry, place.geometry], WGS84, 32640)
        assert here.distance(there) < 50, work.told


def test_projects_stand_at_two_thirds_and_are_paid_less() -> None:
    projects = demo().projects
    half = [p for p in projects if 0 < p.physical_percent < 90]
    assert len(projects) == 60
    assert len(half) > 35
    assert mean(p.physical_percent for p in half) == pytest.approx(66, abs=6)
    assert mean(p.physical_percent - p.paid_percent for p in half) == pytest.approx(9, abs=4)
    assert sum(p.is_mega for p in projects) == 7


def test_projects_have_money_promises_obstacles_and_works() -> None:
    city = load_city("mashhad")
    codes = {code for obstacle in city.obstacles for code in obstacle.sub_codes}
    zones = {zone.key for zone in city.zones}
    refs = {work.project for work in demo().works}
    for project in demo().projects:
        assert project.ref in refs
        assert project.zone in zones
        assert set(project.obstacles) <= codes
        assert project.remaining_rials > 0
        assert project.price_base == (1405, 2)
        assert sorted(project.credit_rials) == [1405, 1406, 1407]
        if project.promised and project.first_promised:
            assert project.first_promised <= project.promised
            assert project.promised > TODAY
    assert any(project.promised is None for project in demo().projects)


def test_a_small_city_and_a_wrong_scale() -> None:
    assert make_demo(1, 1, today=TODAY).works
    with pytest.raises(ValueError, match="scale"):
        make_demo(1, 0, today=TODAY)


def test_a_larger_city_lays_more_side_streets() -> None:
    large = make_demo(2, 12_000, today=TODAY)
    assert abs(len(large.works) - 12_000) < 100
    assert len({work.street for work in large.works}) > 2 * len({w.street for w in demo().works})


def test_dates_end_within_the_calendars_horizon() -> None:
    latest = max(work.ends for work in demo().works if work.ends)
    assert latest < TODAY + timedelta(days=548 + 2_000)
