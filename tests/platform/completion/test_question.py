"""A question is frozen whole: what comes back from JSON is what was asked."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.completion.question import (
    Money,
    Obstacle,
    Question,
    assumptions_of,
    from_json,
    problem_in,
    to_json,
)
from hamgam.exchange.portfolio.rows import PortfolioRow

TODAY = date(2026, 11, 24)
DAYS = st.none() | st.dates(date(2020, 1, 1), date(2032, 1, 1))


@st.composite
def rows(draw: st.DrawFn, number: int) -> PortfolioRow:
    return PortfolioRow(
        ref=f"k{number}",
        title=draw(st.text(min_size=1, max_size=9)),
        agency=draw(st.sampled_from(["آب", "راه"])),
        physical_percent=draw(st.floats(0, 100)),
        paid_percent=draw(st.floats(0, 100)),
        remaining_rials=draw(st.integers(1, 10**15)),
        credits_rials=draw(st.dictionaries(st.integers(1405, 1409), st.integers(1, 10**15))),
        promised=draw(DAYS),
        ready=draw(DAYS),
        began=draw(DAYS),
        after=draw(st.sampled_from([(), ("k0",)])),
        study_complete=draw(st.none() | st.booleans()),
    )


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_question_survives_its_keeping(data: st.DataObject) -> None:
    told = [data.draw(rows(number)) for number in range(data.draw(st.integers(1, 4)))]
    asked = Question(
        today=TODAY,
        city="mashhad",
        rows=told,
        money=[
            Money(
                ref="water:municipal", names={"fa": "آب"}, agency="آب", is_shared=True,
                credits_rials={"k0": {1405: 7}}, realisation=0.5,
            )
        ],
        obstacles=[
            Obstacle(
                ref="d", project="k0", cause="زمین", until=TODAY, is_promised=True,
                names={"fa": "زمین", "en": "land"},
            )
        ],
        crews={"آب": {"fa": "تیم آب", "en": "water crews"}},
        assumed={"realisation": 0.7},
        scenario={"credit": {"scale": 0.8}},
        work=9,
    )  # fmt: skip
    assert from_json(json.loads(json.dumps(to_json(asked)))) == asked


def question(**told: object) -> Question:
    row = PortfolioRow(
        ref="k1", title="پل", agency="آب", physical_percent=50, paid_percent=40,
        remaining_rials=10**12, price_year=1405,
    )  # fmt: skip
    return Question(today=TODAY, city="mashhad", rows=[row], **told)  # type: ignore[arg-type] # as told


def test_told_credit_is_the_money_of_the_plan_and_its_realisation_is_the_measured_one() -> None:
    money = Money(
        ref="water:state_credit", names={"fa": "اعتبار"}, agency="آب", is_shared=False,
        credits_rials={"k1": {1405: 4 * 10**11}}, realisation=0.5,
    )  # fmt: skip
    problem = problem_in(question(money=[money]), [], [])
    (source,) = problem.sources
    assert source.ref == "water:state_credit"
    assert source.eligible == frozenset({"k1"})
    assert {credit.realisation for credit in source.credits} == {0.5}


def test_crews_and_obstacles_are_called_in_every_language() -> None:
    pole = Obstacle(
        ref="d", project="k1", cause="تیر", until=TODAY, is_promised=True,
        names={"fa": "تیر", "en": "pole"},
    )  # fmt: skip
    asked = question(obstacles=[pole], crews={"آب": {"fa": "تیم آب", "en": "water crews"}})
    problem = problem_in(asked, [], [])
    assert [crew.names["en"] for crew in problem.crews] == ["water crews"]
    assert [block.names["en"] for block in problem.blocks] == ["pole"]


def test_without_told_credit_the_money_is_assumed() -> None:
    assert problem_in(question(), [], []).sources


def test_an_obstacle_shuts_its_project_until_its_day() -> None:
    until = date(2027, 3, 1)
    told = Obstacle(ref="d1", project="k1", cause="زمین", until=until, is_promised=True)
    (block,) = problem_in(question(obstacles=[told]), [], []).blocks
    grid = problem_in(question(), [], []).grid
    assert block.project == "k1"
    assert grid.day(block.ends) > until >= grid.day(block.ends - 1)


@pytest.mark.parametrize("assumed", [{"realisation": 1.5}, {"chance": 0}, {"nothing": 1}])
def test_a_figure_out_of_its_range_is_refused(assumed: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(assumed))):
        assumptions_of(assumed)
