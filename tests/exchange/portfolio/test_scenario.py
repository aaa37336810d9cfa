from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hamgam.engine.completion.problem import (
    Apart,
    Block,
    BlockKind,
    Credit,
    Crew,
    Dependency,
    FundingSource,
    Mode,
    Problem,
    Project,
    Task,
    TimeGrid,
    Together,
)
from hamgam.exchange.portfolio.scenario import (
    Scenario,
    applied,
    pressed,
    read_scenario,
    scenario_of,
)


def project(ref: str) -> Project:
    return Project(ref=ref, names={"fa": f"نام {ref}"}, benefit_residents_rials_per_month=10)


def task(ref: str) -> Task:
    mode = Mode(duration=4, cost_rials=100, demands={"c": 1}, profile=(1, 1, 1, 1))
    return Task(project=ref, ref="1", modes=(mode,))


PROBLEM = Problem(
    grid=TimeGrid(horizon=12),
    projects=(project("a"), project("b")),
    tasks=(task("a"), task("b")),
    dependencies=(Dependency(before="a/1", after="b/1"),),
    crews=(Crew(ref="c", capacity=2, calendar=((0, 1, 0),)),),
    sources=(
        FundingSource(
            ref="s",
            credits=(
                Credit(period=0, approved_rials=100, realisation=0.6, year="1405"),
                Credit(period=3, approved_rials=100, realisation=0.6, year="1405"),
            ),
            eligible=frozenset({"a", "b"}),
        ),
    ),
    blocks=(Block(ref="x", kind=BlockKind.OBSTACLE, begins=0, ends=2, project="a"),),
    apart=(Apart(ref="g", members=("a", "b/1")),),
    together=(Together(a="a/1", b="b/1", saves_rials=1),),
)


def changed(**told: Any) -> Problem:
    scenario = scenario_of(told, "x.toml")
    assert isinstance(scenario, Scenario), scenario
    return applied(scenario, PROBLEM)


def test_an_empty_scenario_changes_nothing() -> None:
    assert changed() == PROBLEM


def test_credit_scales_and_adds_by_year() -> None:
    told = changed(credit={"scale": 0.8}, source={"s": {"add_rials": 50}}).sources[0].credits
    assert [credit.approved_rials for credit in told] == [105, 105]
    paid = changed(source={"s": {"realisation": 0.2}}).sources[0].credits[0]
    assert (paid.approved_rials, paid.payable_rials) == (100, 20)


def test_crews_are_added_in_every_period() -> None:
    crew = changed(crew={"c": {"add": 1}}).crews[0]
    assert crew.units(2) == [1, 3]
    assert changed(crew={"c": {"add": -9}}).crews[0].capacity == 0


def test_a_project_changes_by_reference_or_title() -> None:
    told = {"benefit_scale": 2, "duration_scale": 0.5, "cost_scale": 3, "chance": 0.5, "ready": 5}
    for name in ("a", "نام a"):
        found = changed(project={name: {**told, "must_finish": True}})
        assert found.projects[0].benefit_rials_per_month == 20
        assert (found.projects[0].chance, found.projects[0].must_finish) == (0.5, True)
        mode = found.tasks[0].modes[0]
        assert (mode.duration, mode.cost_rials, len(mode.profile)) == (2, 300, 2)
        assert found.tasks[0].ready == 5
        assert found.tasks[1] == PROBLEM.tasks[1]


def test_what_is_left_out_takes_its_ties_along() -> None:
    found = changed(project={"a": {"leave_out": True}})
    assert [p.ref for p in found.projects] == ["b"]
    assert (found.dependencies, found.blocks, found.together) == ((), (), ())
    assert found.apart[0].members == ("b/1",)
    assert found.sources[0].eligible == frozenset({"b"})


def test_blocks_can_be_taken_away() -> None:
    assert changed(without_blocks=["x"]).blocks == ()


def test_what_is_put_first_counts_most_and_in_order() -> None:
    found = pressed(Scenario(first=("b", "a")), PROBLEM)
    assert [p.benefit_rials_per_month for p in found.projects] == [1000, 100000]
    assert replace(found, projects=PROBLEM.projects) == PROBLEM


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"credits": {}}, "credits"),
        ({"credit": {"scale": "x"}}, "credit.scale"),
        ({"credit": {"scale": True}}, "credit.scale"),
        ({"credit": {"scale": -1}}, "credit.scale"),
        ({"credit": {"scale": float("nan")}}, "credit.scale"),
        ({"credit": 5}, "credit"),
        ({"crew": {"c": {"add": 1.5}}}, 'crew."c".add'),
        ({"crew": {"c": {"more": 1}}}, 'crew."c".more'),
        ({"project": {"a": {"chance": 2}}}, 'project."a".chance'),
        ({"project": {"a": {"must_finish": 1}}}, 'project."a".must_finish'),
        ({"first": "a"}, "first"),
        ({"source": 3}, "source"),
    ],
)
def test_a_fault_names_its_field(told: dict[str, Any], field: str) -> None:
    faults = scenario_of(told, "x.toml")
    assert isinstance(faults, list)
    assert faults[0].field == field


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="project 'z' does not stand"):
        changed(first=["z"])
    with pytest.raises(ValueError, match="crew 'z'"):
        changed(crew={"z": {"add": 1}})


def test_a_file_gives_its_name_where_it_tells_none(tmp_path: Path) -> None:
    path = tmp_path / "less.toml"
    path.write_text('first = ["a"]\n[credit]\nscale = 0.8\n[project."نام b"]\nmust_finish = true\n')
    scenario = read_scenario(path)
    assert isinstance(scenario, Scenario)
    assert (scenario.name, scenario.first, scenario.credit.scale) == ("less", ("a",), 0.8)
    path.write_text("first = [")
    assert isinstance(read_scenario(path), list)
    assert isinstance(read_scenario(tmp_path / "none.toml"), list)


def test_the_example_of_the_reference_is_a_scenario() -> None:
    path = Path(__file__).parents[3] / "docs" / "reference" / "scenario.toml"
    told = read_scenario(path)
    assert isinstance(told, Scenario), told
    assert (told.credit.scale, len(told.first)) == (0.8, 1)
    assert [crew.add for crew in told.crew.values()] == [1]
    assert [project.ready for project in told.project.values()] == [0]
