"""The portfolio as people read it: by rule, in today's prices, arrears for their owner alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.platform.conftest import City

from hamgam.agencies.acting import Acting
from hamgam.agencies.vocabulary import Role
from hamgam.completion import queries
from hamgam.completion.actions.estimates import EstimateValues, record_estimate
from hamgam.completion.portfolio import backlog, cost_today, may_be_finished, standing_in
from hamgam.engine.calendars.jalali import jalali_of
from hamgam.kit.digits import localise
from hamgam.kit.words import Language
from hamgam.register.actions.money import (
    ContractValues,
    approve_claim,
    record_contract,
    submit_claim,
)
from hamgam.register.actions.projects import (
    ProjectValues,
    Reported,
    edit_project,
    record_progress,
    record_project,
)
from hamgam.register.models import Project

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def project(city: City, agency: str = "civil", **told: object) -> Project:
    values = ProjectValues(title="پل", **told)  # type: ignore[arg-type] # as told
    by = city.acting(agency, Role.HEAD)
    return record_project(by=by, agency=city.agencies[agency], values=values)


def reported(city: City, row: Project, built: int, paid: int, agency: str = "civil") -> None:
    told = Reported(on=city.today, physical_permille=built, paid_permille=paid)
    record_progress(by=city.acting(agency, Role.FIELD), project=row.public_id, reported=told)


def standing(row: Project, acting: Acting, city: City) -> object:
    found = queries.portfolio_visible_to(acting).get(pk=row.pk)
    return standing_in(found, acting, city.today)


@pytest.mark.django_db
def test_the_backlog_is_everything_begun_and_not_in_service(city: City) -> None:
    year = jalali_of(city.today)[0]
    begun = project(city, budget_rials=10**12, price_year=year, begins=city.today)
    served = project(city, in_service_on=city.today)
    project(city, budget_rials=10**12, price_year=year)
    for row in (begun, served):
        reported(city, row, 400, 300)
    by = city.acting("civil", Role.HEAD)
    found = [standing_in(row, by, city.today) for row in queries.portfolio_visible_to(by)]
    whole = backlog(found)
    assert (whole.count, whole.remaining_rials) == (1, 6 * 10**11)
    assert sum(count for _, count in whole.by_status) == 1
    assert (whole.benefit_rials_per_month, whole.without_benefit) == (0, 1)
    values = EstimateValues(benefit_rials_per_month=7 * 10**9)
    record_estimate(by=by, project=begun.public_id, values=values)
    (told,) = queries.portfolio_visible_to(by).filter(pk=begun.pk)
    whole = backlog([standing_in(told, by, city.today)])
    assert (whole.benefit_rials_per_month, whole.without_benefit) == (7 * 10**9, 0)


@pytest.mark.django_db
def test_the_portfolio_holds_every_agencys_projects_and_arrears_are_the_owners(
    city: City,
) -> None:
    row = project(city, agency="water")
    head = city.acting("water", Role.HEAD)
    values = ContractValues(number="۱", contractor="پ", amount_rials=10**12, price_year=1405)
    contract = record_contract(by=head, project=row.public_id, values=values)
    on = city.today - timedelta(days=100)
    claim = submit_claim(
        by=head, contract=contract.public_id, number="۱", on=on, rials=10**9
    ).public_id
    approve_claim(by=head, claim=claim, on=on, rials=10**9)
    own, other = standing(row, head, city), standing(row, city.acting("civil"), city)
    assert (own.arrears_rials, own.arrears_days, own.may_stall) == (10**9, 100, True)  # type: ignore[attr-defined] # a Standing
    assert (other.arrears_rials, other.arrears_days) == (None, None)  # type: ignore[attr-defined] # a Standing


@pytest.mark.django_db
def test_a_project_tells_its_programme_budget_row_and_deputy(city: City) -> None:
    deputy = city.person("civil", Role.DEPUTY)
    row = project(city, plan_code="پ-۷", budget_row="۴۰۲", deputy=deputy)
    client = Client()
    client.force_login(city.person("governorate", Role.COUNCIL), backend=BACKEND)
    page = client.get(reverse("project", args=[row.public_id])).content.decode()
    assert all(told in page for told in ("پ-۷", "۴۰۲", str(deputy)))


@pytest.mark.django_db
def test_inaugurated_is_never_shown_as_in_service(city: City) -> None:
    row = project(city, begins=city.today - timedelta(days=200), inaugurated_on=city.today)
    reported(city, row, 900, 800)
    client = Client()
    client.force_login(city.person("civil", Role.HEAD), backend=BACKEND)
    page = client.get(reverse("project", args=[row.public_id])).content.decode()
    assert "افتتاح، بهره‌برداری نیست" in page
    assert may_be_finished(row, city.today)
    values = ProjectValues(title="پل", begins=row.begins, in_service_on=city.today)
    edit_project(by=city.acting("civil"), project=row.public_id, version=row.version, values=values)
    page = client.get(reverse("project", args=[row.public_id])).content.decode()
    assert "افتتاح، بهره‌برداری نیست" not in page


def test_an_old_price_grows_to_today(city: City) -> None:
    year = jalali_of(city.today)[0]
    assert cost_today(1000, year, city.today) == 1000
    assert cost_today(1000, None, city.today) == 1000
    assert cost_today(1000, year - 1, city.today) > 1300


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["portfolio", "plans", "gate", "term"])
def test_a_page_costs_the_same_however_long_it_is(city: City, page: str) -> None:
    client = Client()
    client.force_login(city.person("civil", Role.HEAD), backend=BACKEND)
    counts = []
    for _ in range(2):
        for _ in range(4):
            reported(city, project(city), 300, 200)
        client.get(reverse(page))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(page)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_the_list_is_filtered_sorted_and_taken_away(city: City) -> None:
    for number in range(3):
        row = project(city, code=f"c{number}", begins=city.today)
        reported(city, row, 100 * (number + 1), 50)
    client = Client()
    client.force_login(city.person("civil", Role.HEAD), backend=BACKEND)
    page = client.get(reverse("portfolio"), {"sort": "-progress", "q": "پل"}).content.decode()
    places = [page.index(localise(f"c{number}", Language.FA)) for number in (2, 1, 0)]
    assert places == sorted(places)
    told = client.get(reverse("portfolio"), {"export": "csv"}).content.decode()
    assert told.count("پل") == 3
    assert client.get(reverse("portfolio"), {"export": "xlsx"}).status_code == 200
