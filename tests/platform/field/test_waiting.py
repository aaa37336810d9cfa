"""What waiting at a site costs, and what standing there may remove."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.platform.conftest import TESTER, City
from tests.platform.field.scene import scene
from tests.platform.web.plan_objects import answer_by_hand, estimate, line

from hamgam.agencies.vocabulary import Role
from hamgam.completion.actions.adoption import adopt_plan
from hamgam.completion.actions.plans import ScenarioValues, ask_plan, draft_scenario
from hamgam.field.actions.obstacles import price_waiting
from hamgam.field.bridge import gain_rials, sites_for
from hamgam.field.models import Obstacle, Waiting
from hamgam.field.queries import dearest_first, open_obstacles, week_rials
from hamgam.ledger.signing import signed
from hamgam.web.pricing import WEEKS_IN_MONTH

MONTH = 4_000_000_000
WEEK = round(MONTH / WEEKS_IN_MONTH)


@pytest.mark.django_db
def test_an_adopted_plan_tells_what_a_week_of_waiting_costs(city: City) -> None:
    told = scene(city)
    told.obstacle()
    by, agency = city.acting("civil", Role.HEAD), city.agencies["civil"]
    estimate(city, "civil", told.project.public_id)
    drafted = draft_scenario(by=by, agency=agency, values=ScenarioValues(name="پایه"))
    plan = ask_plan(by=by, scenario=drafted.public_id, seconds=5, today=city.today)
    project = line(told.project.title, told.project.public_id, city, 90)
    answer_by_hand(plan, city, [{**project, "benefit_rials_per_month": MONTH}])
    assert [week_rials(row) for row in open_obstacles(by)] == [None]
    adopt_plan(by=by, plan=plan.public_id, reason="پول هست", today=city.today)
    assert [week_rials(row) for row in open_obstacles(by)] == [WEEK]
    assert not Waiting.objects.get().is_assumed


@pytest.mark.django_db
def test_a_site_is_worth_the_weeks_until_its_last_obstacle_is_gone(city: City) -> None:
    told = scene(city)
    soon = told.obstacle("زود", promised=city.today + timedelta(days=14))
    late = told.obstacle("دیر", promised=city.today + timedelta(days=70))
    with signed(TESTER):
        price_waiting({told.project.public_id: (1000, True)})
    rows = list(open_obstacles(told.by))
    assert gain_rials(rows, city.today) == 10_000
    late.block.removal_rials = 7
    with signed(TESTER):
        late.block.save(update_fields=["removal_rials"])
    rows = sorted(open_obstacles(told.by), key=dearest_first)
    assert [row.pk for row in rows] == [late.pk, soon.pk], "the plan gains from this one"
    assert gain_rials(rows, city.today) == 2_007, "the plan's own word about one of them"


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "minutes"), [(1, 45), (2, 60), (6, 90)])
def test_a_stop_takes_longer_where_more_stands_in_the_way(
    city: City, count: int, minutes: int
) -> None:
    told = scene(city)
    for number in range(count):
        told.obstacle(f"مانع {number}")
    ((_, row),) = sites_for(told.by, city.today).values()
    assert row.stay_minutes == minutes
    assert Obstacle.objects.count() == count
