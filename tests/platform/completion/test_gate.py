"""Finish, then begin: the gate's answers, named decisions, phases."""

from __future__ import annotations

import pytest
from tests.platform.conftest import City

from hamgam.agencies.vocabulary import Role
from hamgam.completion.actions.estimates import EstimateValues, record_estimate
from hamgam.completion.actions.starts import Decision, decide_start
from hamgam.completion.gating import answer_for
from hamgam.completion.models import StartDecision
from hamgam.completion.queries import portfolio_visible_to
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language
from hamgam.register.actions.money import FundingValues, record_funding
from hamgam.register.actions.projects import ProjectValues, record_project
from hamgam.register.models import Project
from hamgam.register.vocabulary import FundingSource

OWNER = "civil"


def start(city: City, *, ready: bool) -> Project:
    """A new start: with all six met, or with its cost alone."""
    head = city.acting(OWNER, Role.HEAD)
    row = record_project(
        by=head,
        agency=city.agencies[OWNER],
        values=ProjectValues(title="پل نو", budget_rials=3 * 10**12, price_year=1405),
    )
    told = {
        "years": 3.0, "land_cleared_permille": 950, "undated_relocations": 0,
        "study_complete": True, "drawings_complete": True, "staged_for_seasons": True,
        "cost_p80_rials": 3 * 10**12, "ceiling_rials": 4 * 10**12,
    }  # fmt: skip
    values = EstimateValues(
        remaining_rials=3 * 10**12,
        price_year=1405,
        is_new_start=True,
        **(told if ready else {}),  # type: ignore[arg-type] # as told
    )
    record_estimate(by=head, project=row.public_id, values=values)
    if ready:
        line = FundingValues(
            source=FundingSource.MUNICIPAL, year=1405, price_year=1405, approved_rials=10**12
        )
        record_funding(by=head, project=row.public_id, values=line)
    return portfolio_visible_to(head).get(pk=row.pk)


DECISION = {"number": "۲۱", "decided_by": "شهردار", "reason": "مسیر زائران"}


def decide(
    city: City, row: Project, role: Role = Role.HEAD, told: dict[str, str] | None = None
) -> StartDecision:
    decision = Decision(on=city.today, **{**DECISION, **(told or {})})
    by = city.acting(OWNER, role)
    return decide_start(by=by, project=row.public_id, decision=decision, today=city.today)


@pytest.mark.django_db
def test_six_conditions_met_let_a_project_begin(city: City) -> None:
    answer = answer_for(start(city, ready=True), city.today)
    assert [one.is_met for one in answer.conditions(Language.FA)] == [True] * 6
    assert answer.passes
    assert not answer.is_exception


@pytest.mark.django_db
def test_what_is_not_known_is_not_met_and_is_said(city: City) -> None:
    answer = answer_for(start(city, ready=False), city.today)
    assert not answer.passes
    unknown = [one.key for one in answer.conditions(Language.FA) if not one.is_known]
    assert set(unknown) >= {"a", "c", "d", "f"}
    assert len(answer.refusals(Language.EN)) >= 4


@pytest.mark.django_db
def test_a_named_decision_lets_it_begin_and_keeps_what_was_not_met(city: City) -> None:
    row = start(city, ready=False)
    made = decide(city, row)
    assert len(made.not_met("fa")) == len(made.not_met("en")) >= 4
    assert not set(made.not_met("fa")) & set(made.not_met("en"))
    answer = answer_for(row, city.today)
    assert answer.passes
    assert answer.is_exception


@pytest.mark.django_db
def test_a_decision_has_a_name_a_number_and_a_reason_and_is_a_heads(city: City) -> None:
    row = start(city, ready=False)
    for name in DECISION:
        with pytest.raises(Refused, match="validation"):
            decide(city, row, told={name: " "})
    with pytest.raises(Refused, match="forbidden"):
        decide(city, row, role=Role.OFFICER)
    assert not StartDecision.objects.exists()


@pytest.mark.django_db
def test_what_passes_needs_no_decision(city: City) -> None:
    with pytest.raises(Refused, match="state"):
        decide(city, start(city, ready=True))
