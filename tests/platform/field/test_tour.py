"""The week's tour: asked for, found, accepted, planned anew at noon."""

from __future__ import annotations

from datetime import timedelta

import pytest
import shapely
from icalendar import Calendar
from tests.platform.conftest import TESTER, City
from tests.platform.field.scene import PLACE, Scene, scene

from hamgam.agencies.vocabulary import Role
from hamgam.field.actions.obstacles import remove_obstacle
from hamgam.field.actions.tours import Asked, accept_tour, ask_tour, cancel_stop, replan_tour
from hamgam.field.calendar import tour_calendar
from hamgam.field.models import Stop, Tour
from hamgam.field.queries import tours_visible_to
from hamgam.field.solver import solve
from hamgam.field.solves import keep
from hamgam.field.vocabulary import TourState
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language
from hamgam.ledger.signing import signed
from hamgam.register.actions.projects import ProjectValues, add_task, record_project
from hamgam.register.solves.solver import Silence


@pytest.fixture
def told(city: City) -> Scene:
    return scene(city)


def found(row: Tour) -> Tour:
    answer = solve({**row.question, "work": 30}, Silence())
    with signed(TESTER):
        keep("", {"tour": row.public_id}, answer)
    return Tour.objects.get(pk=row.pk)


def another(told: Scene, number: int) -> str:
    values = ProjectValues(title=f"پل {number}", begins=told.today - timedelta(days=90))
    row = record_project(by=told.by, agency=told.city.agencies["civil"], values=values)
    with signed(TESTER):
        row.lay_at(shapely.Point(PLACE[0] + number / 100, PLACE[1]))
        row.save()
    told.task = add_task(by=told.by, project=row.public_id, title="کار", days=(None, None))
    told.obstacle(f"مانع {number}")
    return row.public_id


def asked(told: Scene, brings: str = "gas") -> Tour:
    question = Asked(
        first=told.today + timedelta(days=1),
        days=1,
        delegations=[("هیئت", [told.city.agencies[brings]])],
    )
    agency = told.city.agencies["civil"]
    return ask_tour(by=told.by, agency=agency, asked=question, today=told.today)


@pytest.mark.django_db
def test_nothing_to_visit_is_said_at_once(told: Scene) -> None:
    row = told.obstacle()
    remove_obstacle(by=told.by, obstacle=row.public_id, version=1, on=told.today, evidence="عکس")
    with pytest.raises(Refused, match="nothing_to_visit"):
        asked(told)


@pytest.mark.django_db
def test_a_tour_goes_from_question_to_stops_and_is_planned_anew_at_noon(told: Scene) -> None:
    told.obstacle()
    others = [another(told, number) for number in (1, 2, 3)]
    tour = found(asked(told))
    assert tour.answer["summary"]["stops"] == 4
    assert set(tour.answer["views"]) == {"fa", "en", "ar"}
    assert not tours_visible_to(told.city.acting("water", Role.HEAD)).exists()
    accept_tour(by=told.by, tour=tour.public_id)
    stops = list(Stop.objects.filter(tour=tour))
    assert [s.number for s in stops] == [1, 2, 3, 4]
    made = tour_calendar(tour, stops, "Asia/Tehran", "http://x", Language.FA)
    events = Calendar.from_ical(made).walk("VEVENT")
    assert [str(event["description"]) for event in events] == [
        tour.answer["views"]["fa"]["why"][stop.project.title] for stop in stops
    ]
    first, last = stops[0], stops[-1]
    noon = first.ends + 1
    left = {last.project.public_id} & set(others) or {others[0]}
    again = found(
        replan_tour(
            by=told.by, tour=tour.public_id, on=first.on, minute=noon, cancelled=frozenset(left)
        )
    )
    accept_tour(by=told.by, tour=again.public_id)
    tour.refresh_from_db()
    assert tour.state == TourState.REPLACED
    rest = list(Stop.objects.filter(tour=again))
    assert rest[0].pk == first.pk
    assert not left & {s.project.public_id for s in rest[1:]}
    assert all(s.begins >= noon for s in rest[1:])
    cancelled = cancel_stop(by=told.by, stop=rest[-1].public_id)
    with pytest.raises(Refused, match="state"):
        cancel_stop(by=told.by, stop=cancelled.public_id)


@pytest.mark.django_db
def test_a_site_whose_competent_agency_does_not_come_is_left_with_the_reason(told: Scene) -> None:
    told.obstacle()
    tour = found(asked(told, brings="water"))
    view = tour.answer["views"]["fa"]
    assert view["left"] == ["زیرگذر نمونه"]
    assert "گاز" in view["why"]["زیرگذر نمونه"]
