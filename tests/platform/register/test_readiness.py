"""Season readiness: its numbers are those of a plain count over days, zones and works."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from shapely.geometry import LineString
from tests.platform.conftest import City

from hamgam.agencies.vocabulary import Sharing
from hamgam.engine.calendars.seasons import Closure, SeasonWindow
from hamgam.engine.works import Activity, Kind, Stage
from hamgam.register.actions.works import record_work
from hamgam.register.law import law
from hamgam.register.models import Work
from hamgam.register.readiness import coming_windows, key_of, readiness
from hamgam.register.values import WorkValues

ACTIVITIES = (Activity.EXCAVATION, Activity.PAVING, Activity.CONNECTION)


def sow(city: City, count: int, seed: int) -> None:
    """Works all over the city's ground and the coming year, some odd in one way each."""
    dice = np.random.default_rng(seed)
    for number in range(count):
        west, south = 59.50 + dice.random() * 0.2, 36.23 + dice.random() * 0.12
        begins = city.today + timedelta(days=int(dice.integers(-30, 330)))
        values = WorkValues(
            title=f"کار {number}",
            activity=ACTIVITIES[number % 3],
            stage=Stage.DONE if number % 11 == 5 else Stage.PLANNED,
            kind=Kind.EVENT if number % 13 == 7 else Kind.WORK,
            emergency=number % 9 == 4,
            geometry=None
            if number % 7 == 6
            else LineString([(west, south), (west + 0.004, south + 0.001)]),
            begins=begins,
            ends=begins + timedelta(days=int(dice.integers(1, 120))),
            sharing=Sharing.PUBLIC,
        )
        record_work(by=city.acting("water"), agency=city.agencies["water"], values=values)


def stands_open(work: Work, window: SeasonWindow) -> bool:
    """Whether some day of the window is a day of the work, day by day."""
    assert work.begins is not None
    assert work.ends is not None
    day = window.begins
    while day <= window.ends:
        if work.begins <= day <= work.ends:
            break
        day += timedelta(days=1)
    else:
        return False
    is_meant = not window.activities or work.activity in {a.value for a in window.activities}
    spared = work.emergency and window.emergency_allowed
    return is_meant and not spared and work.kind == Kind.WORK and work.stage != Stage.DONE


def inside(work: Work, window: SeasonWindow, today: date) -> bool:
    shapes = [
        zone.geometry for zone in law(today).zones if window.zone in {zone.key, zone.kind.value}
    ]
    return work.shape is not None and any(shape.intersects(work.shape) for shape in shapes)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_the_numbers_are_those_of_a_plain_count(city: City, seed: int) -> None:
    sow(city, 60, seed)
    by = law(city.today)
    windows = coming_windows(by, city.today, quiet=True)
    assert {window.closure for window in windows} == {Closure.CLOSED, Closure.QUIET}
    works = list(Work.objects.all())
    counted = 0
    for one in readiness(Work.objects.all(), windows, by, city.today):
        open_ = [work for work in works if stands_open(work, one.window)]
        wanted = {work.pk for work in open_ if inside(work, one.window, city.today)}
        assert {found.work.pk for found in one.works} == wanted, key_of(one.window)
        assert one.placeless == sum(1 for work in open_ if work.shape is None)
        counted += len(wanted)
        for found in one.works:
            days = sum(
                found.begins <= one.window.begins + timedelta(days=n) <= found.ends
                for n in range(one.window.days)
            )
            assert found.days == days
            assert found.closed_by == one.window.begins - timedelta(days=3)
        listed = [found for _, rows in one.by_district() for found in rows]
        assert len(listed) == len(one.works) == sum(n for _, n, _ in one.by_agency())
    assert counted > 10


@pytest.mark.django_db
def test_what_must_be_said_fits_the_work(city: City) -> None:
    by = law(city.today)
    window = next(w for w in coming_windows(by, city.today) if w.zone == "city")
    street = LineString([(59.60, 36.29), (59.602, 36.29)])
    spans = {
        "begin_after": (window.begins + timedelta(days=1), window.ends + timedelta(days=9)),
        "end_before": (window.begins - timedelta(days=9), window.begins + timedelta(days=1)),
        "close_by": (city.today - timedelta(days=5), window.ends),
    }
    for key, (begins, ends) in spans.items():
        values = WorkValues(title=key, geometry=street, begins=begins, ends=ends)
        record_work(by=city.acting("gas"), agency=city.agencies["gas"], values=values)
    (one,) = readiness(Work.objects.all(), [window], by, city.today)
    assert {found.work.title: found.must for found in one.works} == {key: key for key in spans}
    (late,) = readiness(Work.objects.all(), [window], by, window.begins - timedelta(days=1))
    assert {found.must for found in late.works} == {"begin_after", "close_now"}
    assert late.overdue == 3


@pytest.mark.django_db
def test_the_pages_show_and_export_the_same_works(city: City) -> None:
    sow(city, 30, 3)
    client = Client()
    page = client.get(reverse("readiness"))
    rows = [one for one, _ in page.context["rows"] if one.works]
    assert rows
    one = rows[0]
    address = reverse("readiness_season", args=[one.key])
    shown = client.get(address).content.decode()
    told = b"".join(client.get(address, {"as": "csv-plain"}))
    lines = told.decode().strip().splitlines()
    assert len(lines) == 1 + len(one.works)
    for found in one.works:
        assert found.work.title in shown
        assert found.work.title in told.decode()
    assert client.get(reverse("readiness_season", args=["no:such:2020-01-01"])).status_code == 404


@pytest.mark.django_db
def test_the_public_does_not_see_what_is_not_public(city: City) -> None:
    by = law(city.today)
    window = next(w for w in coming_windows(by, city.today) if w.zone == "city")
    values = WorkValues(
        title="پنهان",
        geometry=LineString([(59.60, 36.29), (59.602, 36.29)]),
        begins=window.begins,
        ends=window.ends,
        sharing=Sharing.OWN,
    )
    record_work(by=city.acting("gas"), agency=city.agencies["gas"], values=values)
    page = Client().get(reverse("readiness_season", args=[key_of(window)])).content.decode()
    assert "پنهان" not in page
