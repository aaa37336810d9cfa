"""How kept forecasts turned out: the track record, and P80 told later by what they missed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.platform.conftest import TESTER, City
from tests.platform.web.plan_objects import estimate

from hamgam.completion.actions.forecasts import note_forecasts
from hamgam.completion.course import forecasts_for
from hamgam.completion.models import Forecast
from hamgam.completion.record import (
    EARLY,
    PastForecast,
    margins,
    past_forecasts,
    track_record,
)
from hamgam.ledger.signing import signed
from hamgam.register.actions.projects import ProjectValues, record_project
from hamgam.register.models import Project

OWNER, BEGAN = "civil", date(2020, 1, 1)
ROAD, BRIDGE = "بلوار", "پل"


def past(project: int, missed: int, title: str = ROAD) -> PastForecast:
    """One forecast whose P80 lay so many days before the true end, of 1,000 planned days."""
    ended = BEGAN + timedelta(days=1500)
    drawn = ended - timedelta(days=missed)
    return PastForecast(
        project=project, title=title, on=BEGAN, p50=drawn - timedelta(days=99), p80=drawn,
        drawn=drawn, in_service_on=ended, planned_days=1000,
    )  # fmt: skip


def test_a_class_with_four_finished_projects_has_its_own_margin() -> None:
    told = margins([*(past(n, n * 100) for n in range(1, 5)), past(9, 900, BRIDGE)])
    road, bridge = told.of("تعریض بلوار"), told.of("پل تازه")
    assert road is not None
    assert (road.share, road.projects, road.is_of_class) == (0.4, 4, True)
    assert bridge is not None
    assert (bridge.share, bridge.projects, bridge.is_of_class) == (0.9, 5, False)


def test_three_finished_projects_promise_nothing() -> None:
    assert margins(past(n, 500) for n in range(3)).of(ROAD) is None


@given(st.lists(st.integers(-400, 900), min_size=4, max_size=12))
def test_moved_by_its_margin_p80_would_have_held_for_four_of_five(missed: list[int]) -> None:
    told = margins(past(number, days) for number, days in enumerate(missed)).of(ROAD)
    assert told is not None
    held = sum(days <= round(told.share * 1000) for days in missed)
    assert held >= 0.8 * len(missed)


def test_a_project_counts_once_by_its_last_early_forecast() -> None:
    told = track_record([past(1, 200), past(1, -10), past(2, 50)])
    assert (told.count, told.by_p50, told.by_p80) == (2, 0, 1)


def finished(city: City, number: int) -> Project:
    """A project that took 1,400 days for its promised 1,000, and was forecast for 1,200."""
    begins = city.today - timedelta(days=1500)
    values = ProjectValues(
        title=f"{ROAD} {number}",
        begins=begins,
        ends=begins + timedelta(days=1000),
        in_service_on=begins + timedelta(days=1400),
    )
    row = record_project(by=city.acting(OWNER), agency=city.agencies[OWNER], values=values)
    for days, told in ((1000, 1200), (1400 - EARLY.days + 1, 1390)):
        Forecast.objects.create(
            project=row,
            on=begins + timedelta(days=days),
            p50=begins + timedelta(days=1150),
            p80=begins + timedelta(days=told),
        )
    return row


@pytest.mark.django_db
def test_the_platforms_forecasts_learn_from_those_it_kept(city: City) -> None:
    values = ProjectValues(
        title=f"تعریض {ROAD}",
        begins=city.today - timedelta(days=300),
        ends=city.today + timedelta(days=700),
    )
    row = record_project(by=city.acting(OWNER), agency=city.agencies[OWNER], values=values)
    estimate(city, OWNER, row.public_id)
    row = Project.objects.select_related("estimate", "agency").get(pk=row.pk)
    before = forecasts_for([row], city.today, margins(past_forecasts()))[row.pk]
    assert (before.margin, before.p80) == (None, before.drawn_p80)
    with signed(TESTER):
        for number in range(4):
            finished(city, number)
        told = forecasts_for([row], city.today, margins(past_forecasts()))[row.pk]
        note_forecasts(city.today)
    assert told.margin is not None
    assert told.margin.share == pytest.approx(0.2), "the late forecast of each is no proof"
    assert told.later_days == 200
    kept = Forecast.objects.get(project=row, on=city.today)
    assert (kept.p80, kept.drawn_p80) == (told.p80, before.drawn_p80)
    assert track_record(past_forecasts()).count == 4
