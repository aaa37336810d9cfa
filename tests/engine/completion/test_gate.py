from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hamgam.engine.completion.gate import Backlog, Condition, NamedDecision, NewStart, gate

READY = NewStart(
    ref="tunnel",
    total_cost_rials=900,
    years=3,
    first_year_credit_rials=300,
    land_cleared_share=0.9,
    undated_relocations=0,
    study_complete=True,
    drawings_complete=True,
    closed_windows_met=(),
    cost_p80_rials=1000,
    ceiling_rials=1000,
)
LIGHT = Backlog(remaining_cost_rials=300, yearly_paid_rials=100)
DECISION = NamedDecision(
    number="۱۴۰۵/۱۲۳", day=date(2026, 11, 24), decided_by="شورای شهر", reason="ایمنی پل"
)


def test_a_ready_project_on_every_limit_passes() -> None:
    answer = gate(READY, LIGHT)
    assert answer.passes
    assert not answer.is_exception
    assert [verdict.condition.value for verdict in answer.verdicts] == list("abcdef")


@pytest.mark.parametrize(
    ("change", "condition"),
    [
        ({"first_year_credit_rials": 299}, Condition.FIRST_YEAR_CREDIT),
        ({"first_year_credit_rials": None}, Condition.FIRST_YEAR_CREDIT),
        ({"land_cleared_share": 0.89}, Condition.LAND_AND_UTILITIES),
        ({"undated_relocations": 1}, Condition.LAND_AND_UTILITIES),
        ({"undated_relocations": None}, Condition.LAND_AND_UTILITIES),
        ({"drawings_complete": False}, Condition.STUDIES),
        ({"study_complete": None}, Condition.STUDIES),
        ({"closed_windows_met": ("nowruz",)}, Condition.SEASONS),
        ({"closed_windows_met": None}, Condition.SEASONS),
        ({"cost_p80_rials": 1001}, Condition.CEILING),
        ({"ceiling_rials": None}, Condition.CEILING),
    ],
)
def test_each_condition_refuses_alone_and_what_is_unknown_does_not_pass(
    change: dict[str, object], condition: Condition
) -> None:
    answer = gate(replace(READY, **change), LIGHT)  # type: ignore[arg-type]  # fields by name
    assert answer.refused_by == (condition,)
    assert not answer.passes
    unknown = [field for field, value in change.items() if value is None]
    refused = next(v for v in answer.verdicts if v.condition is condition)
    assert list(refused.missing) == unknown


def test_a_long_backlog_refuses_and_without_payments_it_is_endless() -> None:
    assert gate(READY, replace(LIGHT, remaining_cost_rials=301)).refused_by == (Condition.BACKLOG,)
    assert Backlog(remaining_cost_rials=1, yearly_paid_rials=0).years == float("inf")
    assert Backlog(remaining_cost_rials=0, yearly_paid_rials=0).years == 0


def test_a_named_decision_lets_it_begin_as_an_exception_that_stays_visible() -> None:
    answer = gate(replace(READY, study_complete=False), LIGHT, DECISION)
    assert answer.passes
    assert answer.is_exception
    assert answer.refused_by == (Condition.STUDIES,)


def test_a_decision_without_a_name_is_none() -> None:
    with pytest.raises(ValueError, match="decided_by"):
        replace(DECISION, decided_by=" ")
