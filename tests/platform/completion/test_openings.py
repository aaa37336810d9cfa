"""Candidates for the feasts with their evidence; other definitions of slow and stalled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.platform.conftest import City

from hamgam.agencies.vocabulary import Role
from hamgam.completion.course import feasts
from hamgam.completion.openings import openings
from hamgam.register.actions.projects import (
    ProjectValues,
    Reported,
    record_progress,
    record_project,
    verify_progress,
)
from hamgam.register.models import Project

OWNER = "civil"


def begun(city: City, title: str, ends: date, inaugurated_on: date | None = None) -> Project:
    by = city.acting(OWNER)
    values = ProjectValues(
        title=title,
        begins=city.today - timedelta(days=700),
        ends=ends,
        inaugurated_on=inaugurated_on,
    )
    row = record_project(by=by, agency=city.agencies[OWNER], values=values)
    reported = Reported(
        on=city.today - timedelta(days=5), physical_permille=300, planned_permille=600
    )
    report = record_progress(by=by, project=row.public_id, reported=reported)
    head = city.acting(OWNER, Role.HEAD)
    verify_progress(by=head, progress=report.public_id, permille=300)
    return row


@pytest.mark.django_db
def test_a_promise_at_a_feast_makes_a_candidate_and_inaugurated_is_not_in_service(
    city: City,
) -> None:
    name, begins, _ = feasts(city.today)[0]
    chosen = begun(city, "پل", begins)
    opened = begun(city, "میدان", city.today + timedelta(days=900), inaugurated_on=city.today)
    told = openings(city.acting(OWNER), city.today)
    assert told.feasts[0].name == name
    (one,) = told.feasts[0].candidates
    assert one.project == chosen
    assert ("ready_built", False) in one.opening.evidence
    assert told.only_inaugurated == [opened]
    client = Client()
    client.force_login(city.person(OWNER))
    page = client.get("/openings/").content.decode()
    assert "پل" in page
    assert "میدان" in page
    answer = client.get("/api/v1/openings").json()
    assert answer["only_inaugurated"][0]["title"] == "میدان"


@pytest.mark.django_db
def test_a_reader_chooses_another_definition_and_sees_what_it_counts(city: City) -> None:
    begun(city, "پل", city.today + timedelta(days=30))
    client = Client()
    client.force_login(city.person(OWNER))
    usual = client.get("/portfolio/")
    ways = usual.context["definitions"]
    assert [(way.slow, way.is_chosen) for way in ways] == [
        (0, True),
        (0, False),
        (1, False),
    ]
    other = client.get("/portfolio/?by=twenty_percent")
    assert [way.is_chosen for way in other.context["definitions"]] == [False, False, True]
    assert "بیش از ۲۰ درصد عقب از برنامه" in other.content.decode()
