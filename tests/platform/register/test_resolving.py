"""What change of days would end a finding: tried against the same rules that found it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from shapely.geometry import LineString
from tests.platform.conftest import City
from tests.platform.web.test_pages import client_of, street

from hamgam.engine.works import Activity, Stage
from hamgam.kit.words import Language
from hamgam.register.actions.works import edit_work, record_work
from hamgam.register.law import law
from hamgam.register.models import Finding, Work
from hamgam.register.resolving import resolutions
from hamgam.register.timeline import timeline_of
from hamgam.register.values import WorkValues


def told(city: City, first: int, last: int) -> WorkValues:
    return WorkValues(
        title="کندن",
        activity=Activity.EXCAVATION,
        stage=Stage.PLANNED,
        geometry=LineString([(59.50, 36.40), (59.502, 36.40)]),
        begins=city.today + timedelta(days=first),
        ends=city.today + timedelta(days=last),
    )


def digs(city: City, agency: str, first: int, last: int) -> Work:
    values = told(city, first, last)
    return record_work(by=city.acting(agency), agency=city.agencies[agency], values=values)


def collision() -> Finding:
    rows = Finding.objects.filter(kind="collision", state="open")
    return rows.select_related("a__agency", "b__agency", "a__project", "b__project").get()


@pytest.mark.django_db
def test_a_way_that_is_offered_ends_the_finding_and_a_day_less_does_not(city: City) -> None:
    digs(city, "gas", 40, 60)
    mine = digs(city, "water", 50, 70)
    row = collision()
    ways = resolutions(row, law(city.today), city.today)
    assert ways
    assert [abs(way.shift_days) for way in ways] == sorted(abs(way.shift_days) for way in ways)
    later = next(way for way in ways if way.work.pk == mine.pk and way.shift_days > 0)
    for days, is_open in ((later.shift_days - 1, True), (later.shift_days, False)):
        mine.refresh_from_db()
        values = told(city, 50 + days, 70 + days)
        edit_work(by=city.acting("water"), work=mine.public_id, version=mine.version, values=values)
        rows = Finding.objects.filter(identity=row.identity, kind="collision", state="open")
        assert rows.exists() is is_open


@pytest.mark.django_db
def test_a_work_that_has_begun_is_not_moved(city: City) -> None:
    digs(city, "gas", -5, 60)
    digs(city, "water", 50, 70)
    ways = resolutions(collision(), law(city.today), city.today)
    assert {way.work.agency.key for way in ways} <= {"water"}


@pytest.mark.django_db
def test_the_page_shows_both_works_on_a_line_of_days_and_the_streets(city: City) -> None:
    street()
    digs(city, "gas", 40, 60)
    mine = digs(city, "water", 50, 70)
    client = client_of(city, "water")
    page = client.get(reverse("overlap", args=[collision().identity]))
    assert len(page.context["timeline"].bars) == 2
    assert page.context["timeline"].shared is not None
    assert client.get(reverse("work", args=[mine.public_id])).context["timeline"] is not None
    empty = client.get(reverse("street", args=["main_street"])).content.decode()
    assert "هنوز کاری در این خیابان ثبت نشده است" in empty


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "is_turned"), [(Language.FA, True), (Language.EN, False)])
def test_time_runs_with_reading(city: City, language: Language, is_turned: bool) -> None:
    rows = [digs(city, "gas", 40, 60), digs(city, "water", 90, 100)]
    line = timeline_of(rows, today=city.today, language=language)
    assert line is not None
    first, second = (bar.x for bar in line.bars)
    assert (first > second) is is_turned
    assert all(bar.x >= 0 and bar.x + bar.width <= line.width for bar in line.bars)
