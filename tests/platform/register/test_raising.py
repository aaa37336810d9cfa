"""What the register lets wait: raised once, for the right desk, lapsed when over, settled by its
deed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from shapely.geometry import LineString
from tests.platform.conftest import City

from hamgam.agencies.acting import deed, job
from hamgam.agencies.models import InboxItem
from hamgam.agencies.vocabulary import Role
from hamgam.engine.works import Activity, Stage
from hamgam.kit.words import Language
from hamgam.ledger.models import Fact
from hamgam.register.actions import money, projects, promises
from hamgam.register.actions.works import record_work
from hamgam.register.models import Commitment, Finding, Project
from hamgam.register.promises import kept_at_first, promise_line
from hamgam.register.raising import MOST_OF_A_KIND, raise_items
from hamgam.register.values import WorkValues

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def raised(city: City) -> dict[str, list[InboxItem]]:
    with deed(job("tests")):
        raise_items(city.today)
    found: dict[str, list[InboxItem]] = {}
    for item in InboxItem.objects.filter(done__isnull=True).select_related("agency").order_by("pk"):
        found.setdefault(item.kind, []).append(item)
    return found


def promise(city: City, agency: str, due: int) -> Commitment:
    return promises.record_commitment(
        by=city.acting(agency),
        agency=city.agencies[agency],
        promise=promises.Promise(text="جابه‌جایی تیر", due=city.today + timedelta(days=due)),
    )


def project(city: City, *, first: int, months: int = 12) -> Project:
    day = city.today + timedelta(days=first)
    values = projects.ProjectValues(title="پل", begins=day - timedelta(days=30 * months), ends=day)
    by = city.acting("civil")
    row = projects.record_project(by=by, agency=city.agencies["civil"], values=values)
    reported = projects.Reported(on=city.today - timedelta(days=45), physical_permille=400)
    field = city.acting("civil", Role.FIELD)
    projects.record_progress(by=field, project=row.public_id, reported=reported)
    return row


def client_of(city: City, agency: str, role: Role) -> Client:
    client = Client()
    client.force_login(city.person(agency, role), backend=BACKEND)
    return client


@pytest.mark.django_db
def test_a_promise_waits_for_its_agency_once_and_is_settled_by_its_deed(city: City) -> None:
    row, _ = promise(city, "water", 3), promise(city, "water", 60)
    (item,) = raised(city)["commitment_due"]
    assert (item.agency.key, item.subject, item.due) == ("water", row.public_id, row.due)
    assert len(raised(city)["commitment_due"]) == 1
    client = client_of(city, "water", Role.OFFICER)
    address = reverse("fulfil_promise", args=[row.public_id])
    client.post(address, {"version": "1", "proof": "صورت‌جلسه", "next": reverse("inbox")})
    item.refresh_from_db()
    row.refresh_from_db()
    assert item.done is not None
    assert row.done_on == city.today
    finished = Fact.objects.get(name="inbox_item_finished")
    assert finished.caused_by is not None
    assert finished.caused_by.name == "commitment_fulfilled"


@pytest.mark.django_db
def test_a_promise_that_moves_keeps_its_first_day(city: City) -> None:
    row = promise(city, "water", -20)
    client = client_of(city, "water", Role.OFFICER)
    address = reverse("postpone_promise", args=[row.public_id])
    client.post(address, {"version": "1", "due": "ناروز"})
    row.refresh_from_db()
    assert row.version == 1
    client.post(address, {"version": "1", "due": str(city.today + timedelta(days=10))})
    row.refresh_from_db()
    line = promise_line(row, city.today, Language.FA)
    assert (line.slip_days, line.is_late) == (30, False)
    assert line.x_first > line.x_now, "time runs with reading"
    english = promise_line(row, city.today, Language.EN)
    assert english.x_first < english.x_now
    kept = kept_at_first(Commitment.objects.all(), city.today)
    assert (kept.kept, kept.of) == (0, 1)


@pytest.mark.django_db
def test_only_the_most_pressing_of_a_kind_wait(city: City) -> None:
    rows = [promise(city, "gas", -days) for days in range(MOST_OF_A_KIND + 3)]
    subjects = {item.subject for item in raised(city)["commitment_due"]}
    assert subjects == {row.public_id for row in rows[-MOST_OF_A_KIND:]}


@pytest.mark.django_db
def test_a_late_project_asks_its_deputy_for_a_promise(city: City) -> None:
    row = project(city, first=-300)
    project(city, first=-20)
    found = raised(city)
    (item,) = found["project_late"]
    assert (item.subject, item.role, item.agency.key) == (row.public_id, "deputy", "civil")
    assert {late.role for late in found["report_due"]} == {"field"}
    client = client_of(city, "civil", Role.DEPUTY)
    told = {"agency": "civil", "subject": row.public_id, "text": "پایان", "due": "۱۴۰۶/۲/۱"}
    client.post(reverse("make_promise"), told)
    item.refresh_from_db()
    assert item.done is not None
    assert "project_late" not in raised(city)


@pytest.mark.django_db
def test_a_report_is_asked_for_made_and_verified_by_two_people(city: City) -> None:
    row = project(city, first=100)
    found = raised(city)
    (verify,) = found["report_to_verify"]
    field, deputy = client_of(city, "civil", Role.FIELD), client_of(city, "civil", Role.DEPUTY)
    field.post(reverse("report_progress", args=[row.public_id]), {"percent": "۵۲٫۵", "paid": "40"})
    report = row.progress.latest("pk")
    assert (report.physical_permille, report.paid_permille, report.on) == (525, 400, city.today)
    assert "report_due" not in raised(city)
    deputy.post(reverse("verify_report", args=[report.public_id]), {"percent": "50"})
    report.refresh_from_db()
    assert report.verified_permille == 500
    verify.refresh_from_db()
    assert verify.done is not None, "an older report need not be verified any more"


@pytest.mark.django_db
def test_an_old_claim_waits_for_the_head_of_the_whole_body(city: City) -> None:
    row = project(city, first=100)
    by = city.acting("civil", Role.FINANCE)
    values = money.ContractValues(number="۱", contractor="پ", amount_rials=10**12, price_year=1405)
    contract = money.record_contract(by=by, project=row.public_id, values=values)
    on = city.today - timedelta(days=90)
    claim = money.submit_claim(
        by=by, contract=contract.public_id, number="۳", on=on, rials=25 * 10**10
    )
    (item,) = raised(city)["claim_waits"]
    assert (item.agency.key, item.role) == ("municipality", "head")
    mayor = client_of(city, "municipality", Role.HEAD)
    page = mayor.get(reverse("home")).content.decode()
    assert "۲۵٫۰ میلیارد تومان" in page
    assert "۹۰ روز" in page
    mayor.post(reverse("approve_claim", args=[claim.public_id]), {"rials": str(25 * 10**10)})
    claim.refresh_from_db()
    item.refresh_from_db()
    assert claim.approved_rials == 25 * 10**10
    assert item.done is not None


@pytest.mark.django_db
def test_a_claim_handed_to_another_body_shows_nothing_of_its_money(city: City) -> None:
    test_an_old_claim = project(city, first=100)
    by = city.acting("civil", Role.FINANCE)
    values = money.ContractValues(number="۱", contractor="پ", amount_rials=10**12, price_year=1405)
    contract = money.record_contract(by=by, project=test_an_old_claim.public_id, values=values)
    on = city.today - timedelta(days=90)
    money.submit_claim(by=by, contract=contract.public_id, number="۳", on=on, rials=25 * 10**10)
    (item,) = raised(city)["claim_waits"]
    mayor = client_of(city, "municipality", Role.HEAD)
    told = {"to": "governorate", "note": "برای آگاهی"}
    mayor.post(reverse("refer_item", args=[item.public_id]), told)
    governor = client_of(city, "governorate", Role.HEAD)
    page = governor.get(reverse("inbox")).content.decode()
    assert "برای آگاهی" in page
    assert "میلیارد تومان" not in page


@pytest.mark.django_db
def test_a_blocking_overlap_waits_for_both_sides_and_lapses_with_it(city: City) -> None:
    for key in ("water", "gas"):
        values = WorkValues(
            title="لوله",
            activity=Activity.EXCAVATION,
            stage=Stage.PLANNED,
            geometry=LineString([(59.60, 36.29), (59.602, 36.29)]),
            begins=city.today + timedelta(days=10),
            ends=city.today + timedelta(days=30),
        )
        record_work(by=city.acting(key), agency=city.agencies[key], values=values)
    with deed(job("tests")):
        row = Finding.objects.filter(b__isnull=False).first()
        assert row is not None
        row.consequence = "block"
        row.save()
    items = raised(city)["finding_blocks"]
    assert {item.agency.key for item in items} == {"water", "gas"}
    assert {item.due for item in items} == {city.today + timedelta(days=10)}
    client = client_of(city, "water", Role.OFFICER)
    there = reverse("inbox")
    answer = client.post(
        reverse("dismiss", args=[row.identity]), {"reason": "یکی‌اند", "next": there}
    )
    assert answer.headers["Location"] == there
    assert "finding_blocks" not in raised(city), "settled on both desks by the one deed"
