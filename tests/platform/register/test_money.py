from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.platform.conftest import TESTER, City

from hamgam.agencies.vocabulary import Role
from hamgam.kit.refusals import Refused
from hamgam.ledger.signing import signed
from hamgam.register import queries
from hamgam.register.actions import money, projects, promises
from hamgam.register.models import Contract, Project
from hamgam.register.status import status_of
from hamgam.register.vocabulary import AcceptanceKind, ExtensionCause, FundingSource, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(city: City) -> Project:
    return projects.record_project(
        by=city.acting("water"),
        agency=city.agencies["water"],
        values=projects.ProjectValues(
            title="تصفیه‌خانه",
            approved_on=city.today - timedelta(days=500),
            ends=city.today + timedelta(days=90),
        ),
    )


@pytest.fixture
def contract(city: City, project: Project) -> Contract:
    values = money.ContractValues(
        number="۱۲",
        contractor="آب‌گستر",
        amount_rials=10**13,
        price_year=1405,
        handed_over_on=city.today - timedelta(days=30),
    )
    by = city.acting("water", Role.FINANCE)
    return money.record_contract(by=by, project=project.public_id, values=values)


def status(city: City, project: Project) -> Status:
    row = queries.projects_visible_to(city.acting("water")).get(pk=project.pk)
    return status_of(queries.standing_of(row), city.today)


def test_a_contracts_life_moves_the_status(city: City, project: Project) -> None:
    by = city.acting("water", Role.FINANCE)
    assert status(city, project) is Status.APPROVED
    values = money.ContractValues(
        number="۱۲",
        contractor="آب‌گستر",
        amount_rials=10**13,
        price_year=1405,
        handed_over_on=city.today - timedelta(days=30),
    )
    contract = money.record_contract(by=by, project=project.public_id, values=values).public_id
    assert status(city, project) is Status.UNDER_WAY
    money.suspend_contract(by=by, contract=contract, on=city.today, notice_number="۴۴/۱")
    assert status(city, project) is Status.SUSPENDED
    with pytest.raises(Refused, match="state"):
        money.suspend_contract(by=by, contract=contract, on=city.today, notice_number="۴۴/۲")
    money.resume_contract(by=by, contract=contract, on=city.today)
    assert status(city, project) is Status.UNDER_WAY
    with pytest.raises(Refused, match="state"):
        money.accept_works(by=by, contract=contract, kind=AcceptanceKind.FINAL, on=city.today)
    for kind, becomes in (
        (AcceptanceKind.PROVISIONAL, Status.PROVISIONALLY_ACCEPTED),
        (AcceptanceKind.FINAL, Status.FINALLY_ACCEPTED),
    ):
        money.accept_works(by=by, contract=contract, kind=kind, on=city.today)
        assert status(city, project) is becomes


def test_claims_are_approved_for_less_and_paid_in_parts(city: City, contract: Contract) -> None:
    by, today = city.acting("water", Role.FINANCE), city.today
    first = today - timedelta(days=40)
    claim = money.submit_claim(
        by=by, contract=contract.public_id, number="۱", on=first, rials=1000
    ).public_id
    assert queries.arrears_of(contract, today) == queries.Arrears(rials=1000, days=40)
    with pytest.raises(Refused, match="state"):
        money.pay_claim(by=by, claim=claim, on=today, rials=1)
    with pytest.raises(Refused, match="state"):
        money.approve_claim(by=by, claim=claim, on=today, rials=1001)
    money.approve_claim(by=by, claim=claim, on=today, rials=900)
    money.pay_claim(by=by, claim=claim, on=today, rials=500)
    assert queries.arrears_of(contract, today).rials == 400
    with pytest.raises(Refused, match="state"):
        money.pay_claim(by=by, claim=claim, on=today, rials=401)
    money.pay_claim(by=by, claim=claim, on=today, rials=400)
    assert queries.arrears_of(contract, today) == queries.Arrears(rials=0, days=0)


def test_more_time_carries_its_cause(city: City, contract: Contract) -> None:
    more = money.MoreTime(on=city.today, days=60, cause=ExtensionCause.LAND, is_excusable=True)
    by = city.acting("water", Role.FINANCE)
    row = money.extend_contract(by=by, contract=contract.public_id, more=more)
    assert (row.days, row.cause, row.is_excusable) == (60, "L", True)


def test_an_edit_of_a_contract_raises_its_version(city: City, contract: Contract) -> None:
    by = city.acting("water", Role.FINANCE)
    values = money.ContractValues(number="۱۳", contractor="ب", amount_rials=5, price_year=1405)
    row = money.edit_contract(by=by, contract=contract.public_id, version=1, values=values)
    assert (row.version, row.number) == (2, "۱۳")
    with pytest.raises(Refused, match="stale"):
        money.edit_contract(by=by, contract=contract.public_id, version=1, values=values)


def test_funding_never_pays_what_was_not_allocated(city: City, project: Project) -> None:
    by = city.acting("water", Role.FINANCE)
    values = money.FundingValues(
        source=FundingSource.STATE_CREDIT,
        year=1405,
        price_year=1405,
        approved_rials=100,
        allocated_rials=60,
        paid_rials=40,
    )
    line = money.record_funding(by=by, project=project.public_id, values=values)
    with pytest.raises(Refused, match="taken"):
        money.record_funding(by=by, project=project.public_id, values=values)
    worse = money.FundingValues(
        source=FundingSource.STATE_CREDIT,
        year=1405,
        price_year=1405,
        approved_rials=100,
        allocated_rials=60,
        paid_rials=61,
    )
    with pytest.raises(Refused, match="validation"):
        money.edit_funding(by=by, line=line.public_id, version=1, values=worse)


def test_nobody_verifies_his_own_report(city: City, project: Project) -> None:
    reporter = city.acting("water", Role.DEPUTY)
    reported = projects.Reported(on=city.today, physical_permille=400)
    row = projects.record_progress(by=reporter, project=project.public_id, reported=reported)
    with pytest.raises(Refused, match="state"):
        projects.verify_progress(by=reporter, progress=row.public_id, permille=400)
    done = projects.verify_progress(
        by=city.acting("water", Role.HEAD), progress=row.public_id, permille=380
    )
    assert done.verified_permille == 380


def test_the_first_promised_end_stays(city: City, project: Project) -> None:
    later = project.ends and project.ends + timedelta(days=400)
    values = projects.ProjectValues(title="تصفیه‌خانه", ends=later)
    row = projects.edit_project(
        by=city.acting("water"), project=project.public_id, version=1, values=values
    )
    assert row.first_promised_end == project.ends
    assert row.ends == later


def test_an_amount_without_its_price_year_is_refused(city: City, project: Project) -> None:
    with pytest.raises(Refused, match="validation"):
        projects.record_project(
            by=city.acting("water"),
            agency=city.agencies["water"],
            values=projects.ProjectValues(title="x", budget_rials=5),
        )
    with pytest.raises(IntegrityError), transaction.atomic(), signed(TESTER):
        Project.objects.filter(pk=project.pk).update(budget_rials=5)


def test_a_postponed_promise_keeps_its_first_deadline(city: City) -> None:
    by = city.acting("gas")
    row = promises.record_commitment(
        by=by,
        agency=city.agencies["gas"],
        promise=promises.Promise(text="جابه‌جایی خط", due=city.today),
    )
    later = city.today + timedelta(days=30)
    row = promises.postpone_commitment(by=by, commitment=row.public_id, version=1, due=later)
    assert (row.first_due, row.due) == (city.today, later)
    with pytest.raises(Refused, match="state"):
        promises.fulfil_commitment(by=by, commitment=row.public_id, version=2, on=later, proof="  ")
    row = promises.fulfil_commitment(
        by=by, commitment=row.public_id, version=2, on=later, proof="صورتجلسهٔ ۱۲"
    )
    assert row.done_on == later
    with pytest.raises(Refused, match="state"):
        promises.postpone_commitment(by=by, commitment=row.public_id, version=3, due=later)


def test_a_substitutes_limit_holds_for_what_stands_already(
    city: City, project: Project, contract: Contract
) -> None:
    by = city.acting("water", Role.FINANCE)
    values = money.FundingValues(
        source=FundingSource.MUNICIPAL, year=1405, price_year=1405, approved_rials=10**13
    )
    line = money.record_funding(by=by, project=project.public_id, values=values)
    power = replace(by.powers[0], limit_rials=10**9)
    limited = replace(by, powers=(power,))
    small = money.ContractValues(number="۱۲", contractor="پ", amount_rials=1, price_year=1405)
    less = replace(values, approved_rials=1)
    for refused in (
        lambda: money.edit_contract(
            by=limited, contract=contract.public_id, version=contract.version, values=small
        ),
        lambda: money.edit_funding(by=limited, line=line.public_id, version=1, values=less),
        lambda: money.suspend_contract(
            by=limited, contract=contract.public_id, on=city.today, notice_number="۱"
        ),
    ):
        with pytest.raises(Refused, match="forbidden"):
            refused()
