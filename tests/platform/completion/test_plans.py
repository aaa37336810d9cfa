"""From an asked plan to an adopted one: frozen, worked out, adopted with what slips by it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.platform.conftest import City
from tests.platform.web.plan_objects import answer_by_hand, estimate, line, planned

from hamgam.agencies.vocabulary import Role, Sharing
from hamgam.completion import queries
from hamgam.completion.actions.adoption import adopt_plan
from hamgam.completion.actions.plans import ScenarioValues, ask_plan, draft_scenario, stop_plan
from hamgam.completion.models import Adoption, Plan, PlannedFinish
from hamgam.completion.seeing import seen_answer, seen_question
from hamgam.completion.solver import solve
from hamgam.kit.refusals import Refused
from hamgam.ledger.models import Fact
from hamgam.register.actions.projects import ProjectValues, add_task, record_project
from hamgam.register.actions.windows import Days, set_window
from hamgam.register.models import Project, Solve, Window
from hamgam.register.solves.solver import Silence
from hamgam.register.vocabulary import WindowKind

OWNER = "civil"


def project(city: City, title: str, sharing: Sharing = Sharing.AGENCIES) -> Project:
    row = record_project(
        by=city.acting(OWNER),
        agency=city.agencies[OWNER],
        values=ProjectValues(title=title, begins=city.today, sharing=sharing),
    )
    estimate(city, OWNER, row.public_id)
    return row


def asked(city: City, **told: object) -> Plan:
    by, agency = city.acting(OWNER, Role.HEAD), city.agencies[OWNER]
    values = ScenarioValues(name="پایه", **told)  # type: ignore[arg-type] # as told
    scenario = draft_scenario(by=by, agency=agency, values=values)
    return ask_plan(by=by, scenario=scenario.public_id, seconds=5, today=city.today)


def found(city: City, *days: tuple[Project, int]) -> Plan:
    plan = asked(city)
    lines = [line(row.title, row.public_id, city, ahead) for row, ahead in days]
    answer_by_hand(plan, city, lines)
    return Plan.objects.get(pk=plan.pk)


def adopt(city: City, plan: Plan, reason: str = "پول هست") -> Adoption:
    by = city.acting(OWNER, Role.HEAD)
    return adopt_plan(by=by, plan=plan.public_id, reason=reason, today=city.today)


def adopt_above(city: City, row: Project, days: int) -> Adoption:
    """A plan of the agency above, over a project of the one below."""
    above = city.agencies[OWNER].parent
    assert above is not None
    plan = planned(city, above.key, [line(row.title, row.public_id, city, days)])
    by = city.acting(above.key, Role.HEAD)
    return adopt_plan(by=by, plan=plan.public_id, reason="x", today=city.today)


@pytest.mark.django_db
def test_a_question_is_frozen_when_it_is_asked(city: City) -> None:
    project(city, "پل")
    plan = asked(city)
    project(city, "پلی دیگر")
    plan.refresh_from_db()
    assert [told["title"] for told in plan.question["rows"]] == ["پل"]
    assert plan.solve is not None
    assert plan.solve.state == "waiting"


@pytest.mark.django_db
def test_there_must_be_something_to_plan(city: City) -> None:
    with pytest.raises(Refused, match="nothing_to_plan"):
        asked(city)
    assert not Plan.objects.exists()
    assert not Solve.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("told", [{"changes": {"x": 1}}, {"assumed": {"chance": 7}}, {"name": ""}])
def test_a_scenario_that_means_nothing_is_refused(city: City, told: dict[str, object]) -> None:
    values = ScenarioValues(**{"name": "x", **told})  # type: ignore[arg-type] # as told
    with pytest.raises(Refused, match="validation"):
        draft_scenario(by=city.acting(OWNER, Role.HEAD), agency=city.agencies[OWNER], values=values)


@pytest.mark.django_db
def test_an_adopted_plan_gives_every_project_its_days(city: City) -> None:
    row = project(city, "پل")
    task = add_task(by=city.acting(OWNER), project=row.public_id, title="باقی", days=(None, None))
    block = set_window(
        by=city.acting(OWNER),
        of=task,
        kind=WindowKind.BLOCKED,
        days=Days(begins=city.today, cause="L1"),
    )
    plan = found(city, (row, 300))
    plan.answer["removals"] = {block.public_id: {"rials": 7.0e9, "won": []}}
    plan.save(update_fields=["answer"])
    adopt(city, plan)
    window = Window.objects.get(kind="planned", superseded=False)
    assert (window.task, window.source) == (task, plan.public_id)
    assert window.ends == city.today + timedelta(days=300)
    block.refresh_from_db()
    assert block.removal_rials == 7 * 10**9
    facts = Fact.objects.filter(name__in=("plan_adopted", "window_set", "blocks_valued"))
    roots = [fact.name for fact in facts if fact.caused_by_id is None]
    assert roots == ["window_set", "plan_adopted"], "the block's own, then one deed with its own"


@pytest.mark.django_db
def test_slips_are_measured_against_the_plan_before_and_the_first_date_stays(city: City) -> None:
    a, b = project(city, "الف"), project(city, "ب")
    adopt(city, found(city, (a, 100), (b, 200)))
    adopt(city, found(city, (a, 190), (b, 195)))
    adopt(city, found(city, (a, 250), (b, 195)))
    last = {
        row.project.title: row
        for row in PlannedFinish.objects.filter(adoption=Adoption.objects.latest("pk"))
    }
    day = city.today
    assert last["الف"].first == day + timedelta(days=100)
    assert last["الف"].before == day + timedelta(days=190)
    assert last["الف"].ends == day + timedelta(days=250)
    assert '"later":1' in Fact.objects.filter(name="plan_adopted").latest("pk").payload


@pytest.mark.django_db
def test_a_new_plan_takes_away_the_days_that_it_does_not_give(city: City) -> None:
    a, b = project(city, "الف"), project(city, "ب")
    adopt(city, found(city, (a, 100), (b, 200)))
    add_task(by=city.acting(OWNER), project=a.public_id, title="پایه", days=(None, None))
    plan = found(city, (a, 150))
    adopt(city, plan)
    standing = Window.objects.filter(kind="planned", superseded=False)
    assert [(row.task.title, row.source) for row in standing if row.task] == [
        ("پایه", plan.public_id)
    ], "neither the project left out nor the task that stood for the rest"
    lifted = Fact.objects.get(name="plans_lifted")
    assert '"count":2' in lifted.payload
    assert lifted.caused_by is not None


@pytest.mark.django_db
def test_a_branchs_own_plan_holds_beside_that_of_the_agency_above(city: City) -> None:
    row = project(city, "پل")
    adoption = adopt_above(city, row, 100)
    second = adopt(city, found(city, (row, 190)))
    reader = city.acting("gas", Role.HEAD)
    assert queries.adoptions_in_force(reader) == [second, adoption]
    (finish,) = queries.finishes_in_force(reader, [second, adoption])
    assert finish.before == city.today + timedelta(days=100), "a slip against the plan above"
    assert finish.adoption == second
    last = adopt_above(city, row, 120)
    assert queries.adoptions_in_force(reader) == [last], "what is adopted above holds below"


@pytest.mark.django_db
def test_adopting_needs_a_reason_a_right_and_an_answer_and_happens_once(city: City) -> None:
    row = project(city, "پل")
    plan = found(city, (row, 100))
    with pytest.raises(Refused, match="validation"):
        adopt(city, plan, reason=" ")
    with pytest.raises(Refused, match="forbidden"):
        adopt_plan(by=city.acting(OWNER), plan=plan.public_id, reason="x", today=city.today)
    stranger = city.acting("gas", Role.HEAD)
    with pytest.raises(Refused, match="not_found"):
        adopt_plan(by=stranger, plan=plan.public_id, reason="x", today=city.today)
    with pytest.raises(Refused, match="state"):
        adopt(city, asked(city))
    adopt(city, plan)
    with pytest.raises(Refused, match="state"):
        adopt(city, plan)


@pytest.mark.django_db
def test_others_see_an_adopted_plan_without_what_is_hidden_from_them(city: City) -> None:
    known, secret = project(city, "پل"), project(city, "محرمانه", Sharing.OWN)
    plan = found(city, (known, 100), (secret, 200))
    gas, civil = city.acting("gas", Role.HEAD), city.acting(OWNER, Role.HEAD)
    assert not queries.plans_visible_to(gas).exists()
    adopt(city, plan)
    seen = queries.plans_visible_to(gas).get()
    assert [told["title"] for told in seen_answer(gas, seen)["lines"]] == ["پل"]
    assert seen_question(gas, seen) == {}
    assert "محرمانه" not in str(seen_answer(gas, seen))
    assert len(seen_answer(civil, seen)["lines"]) == 2


@pytest.mark.django_db
def test_a_search_is_cancelled_by_a_planner_of_its_agency(city: City) -> None:
    project(city, "پل")
    plan = asked(city)
    by = city.acting(OWNER, Role.HEAD)
    stop_plan(by=by, plan=plan.public_id, keeps_best=False)
    assert Solve.objects.get(subject=plan.public_id).state == "cancelled"
    assert Fact.objects.filter(name="plan_stopped", subject=plan.public_id).exists()


@pytest.mark.django_db
def test_the_solver_answers_a_kept_question(city: City) -> None:
    for number in range(3):
        project(city, f"پل {number}")
    question = {**asked(city).question, "work": 8}
    told, other = solve(question, Silence()), solve(question, Silence())
    assert told["lines"] == other["lines"], "by work, not by time: the same on every machine"
    assert told["summary"]["all"] == 3
    assert {row["title"] for row in told["lines"]} == {"پل 0", "پل 1", "پل 2"}
    assert set(told["views"]) == {"fa", "en", "ar"}
    first = told["lines"][0]
    assert first["why"]["fa"]
    assert first["waits"]["fa"]
    assert told["views"]["fa"]["rows"][0]["ref"] == first["project"]
