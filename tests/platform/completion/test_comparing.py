"""Scenarios: called in the reader's language, and set side by side."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.platform.conftest import City
from tests.platform.web.plan_objects import estimate, line, planned

from hamgam.completion.comparing import compared, rows_of
from hamgam.completion.naming import KINDS, scenario_name, usual_name
from hamgam.kit.words import Language
from hamgam.register.actions.projects import ProjectValues, record_project

OWNER = "civil"


@pytest.mark.parametrize("kind", KINDS)
def test_usual_names_are_spoken_in_the_readers_language(kind: str) -> None:
    for given in Language:
        name = usual_name(kind, given, "پل «نو»")
        for reader in Language:
            assert scenario_name(name, reader) == usual_name(kind, reader, "پل «نو»")
    assert scenario_name("نامی که کسی نوشت", Language.EN) == "نامی که کسی نوشت"


@pytest.mark.django_db
def test_projects_stand_side_by_side_with_what_moves(city: City) -> None:
    by = city.acting(OWNER)
    values = ProjectValues(title="پل", begins=city.today)
    row = record_project(by=by, agency=city.agencies[OWNER], values=values)
    estimate(city, OWNER, row.public_id)
    first = planned(city, OWNER, [line("پل", row.public_id, city)])
    later = planned(city, OWNER, [line("پل", row.public_id, city, days=400)])
    left = planned(city, OWNER, [line("پل", row.public_id, city) | {"ends": None}])
    refs = [first.public_id, later.public_id, left.public_id]
    (told,) = rows_of(by, compared(by, refs))
    assert [cell.days for cell in told.cells] == [0, 100, None]
    assert [cell.is_lost for cell in told.cells] == [False, False, True]
    (turned,) = rows_of(by, compared(by, refs[::-1]))
    assert [cell.is_gained for cell in turned.cells] == [False, True, True]
    assert turned.is_moved
    assert told.cells[0].ends == city.today + timedelta(days=300)
    client = Client()
    client.force_login(city.person(OWNER))
    page = client.get("/plan/compare", {"p": refs}).content.decode()
    assert "دیگر تمام نمی‌شود" in page
    answer = client.get("/api/v1/plan-comparison", {"plan": refs}).json()
    assert [one["plan"] for one in answer["plans"]] == refs
    assert answer["projects"][0]["plans"][1]["later_days"] == 100
    assert len(client.get("/api/v1/plan-comparison").json()["plans"]) == 3
