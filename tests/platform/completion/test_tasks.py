"""Tasks of projects: their figures, what waits for what, and the plan that is made of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.platform.conftest import TESTER, City
from tests.platform.web.plan_objects import answer_by_hand, line

from hamgam.agencies.vocabulary import Role
from hamgam.completion import bridge
from hamgam.completion.actions.adoption import adopt_plan
from hamgam.completion.actions.estimates import EstimateValues, record_estimate
from hamgam.completion.actions.plans import ScenarioValues, ask_plan, draft_scenario
from hamgam.completion.actions.tasks import TaskValues, record_task_estimate
from hamgam.completion.models import TaskEstimate
from hamgam.completion.queries import portfolio_visible_to
from hamgam.completion.question import from_json, problem_in, to_json
from hamgam.engine.completion.problem import Problem
from hamgam.kit.refusals import Refused
from hamgam.ledger.signing import signed
from hamgam.register.actions.projects import ProjectValues, add_task, record_project
from hamgam.register.actions.windows import Days, set_window
from hamgam.register.models import Project, Task, Window
from hamgam.register.vocabulary import WindowKind

OWNER = "civil"
RIALS = 6 * 10**11


def bridge_project(city: City) -> Project:
    by = city.acting(OWNER)
    values = ProjectValues(title="پل", begins=city.today - timedelta(days=300))
    row = record_project(by=by, agency=city.agencies[OWNER], values=values)
    told = EstimateValues(remaining_rials=RIALS, price_year=1405, is_new_start=True)
    record_estimate(by=by, project=row.public_id, values=told)
    return row


def parts(city: City, row: Project, *titles: str) -> list[Task]:
    by = city.acting(OWNER)
    return [
        add_task(by=by, project=row.public_id, title=title, days=(None, None)) for title in titles
    ]


def tell(
    city: City, task: Task, *after: Task, values: TaskValues, version: int = 0
) -> TaskEstimate:
    return record_task_estimate(
        by=city.acting(OWNER),
        task=task.public_id,
        values=values,
        version=version,
        after=[row.public_id for row in after],
    )


ONE_MONTH = TaskValues(remaining_months=1)


def problem(city: City, row: Project) -> Problem:
    acting = city.acting(OWNER)
    found = list(portfolio_visible_to(acting).filter(pk=row.pk))
    asked = bridge.question_of(found, city.today, scenario={}, assumed={}, seconds=2)
    return problem_in(from_json(to_json(asked)), (), ())


@pytest.mark.django_db
def test_without_tasks_one_is_assumed_for_all_the_rest(city: City) -> None:
    row = bridge_project(city)
    (task,) = problem(city, row).tasks
    assert task.ref == "rest"
    assert "duration" in task.assumed


@pytest.mark.django_db
def test_the_plan_knows_tasks_their_order_ways_and_seasons(city: City) -> None:
    row = bridge_project(city)
    base, deck = parts(city, row, "پایه", "عرشه")
    tell(
        city,
        base,
        values=TaskValues(remaining_rials=10**11, price_year=1405, remaining_months=4),
    )
    fast_way = TaskValues(remaining_months=6, fast_months=3, fast_rials=7 * 10**11, price_year=1405)
    tell(city, deck, base, values=fast_way)
    made = problem(city, row)
    by_ref = {task.ref: task for task in made.tasks}
    assert list(by_ref) == [base.public_id, deck.public_id]
    assert by_ref[base.public_id].modes[0].cost_rials == 10**11
    assert by_ref[deck.public_id].modes[0].cost_rials == RIALS - 10**11, "its part of the rest"
    fast = by_ref[deck.public_id].modes[-1]
    assert (fast.duration, fast.cost_rials, list(fast.demands.values())) == (3, 7 * 10**11, [2])
    (tie,) = made.dependencies
    assert (tie.before, tie.after) == (
        f"{row.public_id}/{base.public_id}",
        f"{row.public_id}/{deck.public_id}",
    )


@pytest.mark.django_db
def test_tasks_never_wait_in_a_ring_and_amounts_have_their_year(city: City) -> None:
    first, second = parts(city, bridge_project(city), "الف", "ب")
    tell(city, first, values=ONE_MONTH)
    tell(city, second, first, values=ONE_MONTH)
    with pytest.raises(Refused, match="validation"):
        tell(city, first, second, version=1, values=ONE_MONTH)
    with pytest.raises(Refused, match="stale"):
        tell(city, first, version=7, values=ONE_MONTH)
    half = TaskValues(remaining_rials=5, fast_months=2)
    with pytest.raises(Refused, match="validation"):
        record_task_estimate(by=city.acting(OWNER), task=first.public_id, values=half)


@pytest.mark.django_db
def test_obstacles_hold_their_own_task_and_agreed_days_are_kept(city: City) -> None:
    row = bridge_project(city)
    base, deck = parts(city, row, "پایه", "عرشه")
    day = city.today + timedelta(days=200)
    with signed(TESTER):
        blocked = Days(begins=city.today, promised=day, cause="L1", source="x")
        window = set_window(by=city.acting(OWNER), of=base, kind=WindowKind.BLOCKED, days=blocked)
        agreed = Days(begins=day, ends=day + timedelta(days=60), source="case")
        set_window(by=city.acting(OWNER), of=deck, kind=WindowKind.AGREED, days=agreed)
    made = problem(city, row)
    (block,) = [one for one in made.blocks if one.ref == window.public_id]
    assert block.task == f"{row.public_id}/{base.public_id}"
    tasks = {task.ref: task for task in made.tasks}
    assert tasks[deck.public_id].ready == made.grid.period(day)
    assert tasks[deck.public_id].waits_for


@pytest.mark.django_db
def test_adoption_gives_every_task_its_own_days_and_the_page_shows_them(city: City) -> None:
    row, head = bridge_project(city), city.acting(OWNER, Role.HEAD)
    tasks = parts(city, row, "پایه", "عرشه")
    scenario = draft_scenario(
        by=head, agency=city.agencies[OWNER], values=ScenarioValues(name="پایه")
    )
    plan = ask_plan(by=head, scenario=scenario.public_id, seconds=2, today=city.today)
    days = [(date(2027, 1, 1), date(2027, 3, 1)), (date(2027, 3, 2), date(2027, 8, 1))]
    told = line("پل", row.public_id, city)
    told["tasks"] = [
        {"task": task.public_id, "begins": begins.isoformat(), "ends": ends.isoformat()}
        for task, (begins, ends) in zip(tasks, days, strict=True)
    ]
    answer_by_hand(plan, city, [told])
    adopt_plan(by=head, plan=plan.public_id, reason="پول هست", today=city.today)
    found = Window.objects.filter(kind=WindowKind.PLANNED).order_by("pk")
    assert list(found.values_list("task", "begins", "ends")) == [
        (task.pk, *span) for task, span in zip(tasks, days, strict=True)
    ]
    client = Client()
    client.force_login(city.person(OWNER))
    page = client.get(f"/projects/{row.public_id}/tasks").content.decode()
    assert "عرشه" in page
    assert "فرضی" in page
    place = f"/tasks/{tasks[0].public_id}/estimate"
    client.post(place, {"remaining_months": "4", "after": [], "ignores_seasons": "on"})
    assert TaskEstimate.objects.get().ignores_seasons
