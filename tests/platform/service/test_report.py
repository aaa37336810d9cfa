"""From a person without an account to "confirmed solved", by the pages alone."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from PIL import Image
from shapely.geometry import LineString
from tests.platform.conftest import City
from tests.platform.web.test_rights_matrix import BACKEND

from hamgam.agencies.acting import NOBODY, job
from hamgam.agencies.models import InboxItem
from hamgam.agencies.vocabulary import Role, Sharing
from hamgam.engine.works import Activity, Stage
from hamgam.kit.refusals import Refused
from hamgam.ledger.models import Change, Fact
from hamgam.register.actions.ground import Drawn, draw_street
from hamgam.register.actions.works import record_work
from hamgam.register.models import Work
from hamgam.register.values import WorkValues
from hamgam.service import jobs, queries
from hamgam.service.actions.answering import answer_report, pass_on_report, solve_report
from hamgam.service.actions.reporting import (
    Told,
    erase_reporter,
    phone_of,
    report_problem,
)
from hamgam.service.models import CitizenReport, Contact, News
from hamgam.service.photos import photo_of
from hamgam.service.vocabulary import State

LINE = LineString([(59.60, 36.29), (59.61, 36.29)])


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


def street() -> None:
    piece = Drawn(key="main_street", names={"fa": "خیابان اصلی"}, geometry=LINE)
    draw_street(by=job("tests"), drawn=piece)


def dig(city: City, sharing: Sharing = Sharing.PUBLIC, agency: str = "gas") -> Work:
    values = WorkValues(
        title="خط تغذیه",
        activity=Activity.EXCAVATION,
        stage=Stage.RUNNING,
        geometry=LINE,
        begins=city.today - timedelta(days=3),
        ends=city.today + timedelta(days=30),
        sharing=sharing,
    )
    return record_work(by=city.acting(agency), agency=city.agencies[agency], values=values)


def picture() -> bytes:
    kept = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    Image.new("RGB", (40, 20), "red").save(kept, "JPEG", exif=exif)
    return kept.getvalue()


def client_of(city: City, agency: str, role: Role = Role.OFFICER) -> Client:
    client = Client()
    client.force_login(city.person(agency, role), backend=BACKEND)
    return client


@pytest.mark.django_db
def test_somebody_without_an_account_reports_and_confirms(city: City) -> None:
    street()
    dig(city)
    anybody = Client()
    assert anybody.get(reverse("report_problem")).status_code == 200
    photo = io.BytesIO(picture())
    photo.name = "a.jpg"
    told = {
        "kind": "unsafe_dig",
        "spot": "59.605,36.29",
        "street": "",
        "text": "گودال بی‌حصار",
        "email": "zaer@example.org",
        "photo": photo,
    }
    sent = anybody.post(reverse("report_problem"), told)
    assert sent.status_code == 302
    follow = sent.headers["Location"]
    row = CitizenReport.objects.get()
    assert (row.agency.key, row.routed_by) == ("gas", "work")
    assert b"secret place" not in photo_of(row.photo_digest)

    owner = client_of(city, "gas")
    assert InboxItem.objects.filter(agency__key="gas", kind="report_waits").count() == 1
    inbox = owner.get(reverse("inbox")).content.decode()
    assert "گودال بی‌حصار" in inbox
    stranger = client_of(city, "water").get(reverse("citizen_report", args=[row.public_id]))
    assert "گودال بی‌حصار" not in stranger.content.decode()

    page = owner.get(reverse("citizen_report", args=[row.public_id])).content.decode()
    assert "گودال بی‌حصار" in page
    words = {"words": "حصار گذاشته شد"}
    done = owner.post(reverse("solve_report", args=[row.public_id]), words)
    assert done.status_code == 302
    assert InboxItem.objects.filter(kind="report_waits", done__isnull=True).count() == 0
    assert queries.rates(queries.reports()).confirmed == 0

    assert "حصار گذاشته شد" in anybody.get(follow).content.decode()
    assert anybody.post(f"{follow}/confirm").status_code == 302
    row.refresh_from_db()
    assert row.state == State.CONFIRMED
    rates = queries.rates(queries.reports())
    assert (rates.received, rates.answered, rates.solved, rates.confirmed) == (1, 1, 1, 1)

    assert jobs.send_news.func() == 2
    assert [len(m.to) for m in mail.outbox] == [1, 1]
    assert "گودال" not in mail.outbox[0].body


@pytest.mark.django_db
def test_a_hidden_work_never_tells_itself_by_the_owner_of_a_report(city: City) -> None:
    dig(city, Sharing.RESTRICTED)
    dig(city, Sharing.AGENCIES)
    row, _ = report_problem(by=NOBODY, told=Told(kind="unsafe_dig", spot=LINE.centroid))
    assert row.agency.key == "civil"
    assert row.work is None


@pytest.mark.django_db
def test_disputed_comes_back_to_the_desk(city: City) -> None:
    row, secret = report_problem(by=NOBODY, told=Told(kind="water_leak", spot=LINE.centroid))
    by = city.acting("water")
    answer_report(by=by, report=row.public_id, words="در نوبت است")
    item = InboxItem.objects.get(kind="report_waits", done__isnull=True)
    assert item.due == row.solve_due
    solve_report(by=by, report=row.public_id, words="بسته شد")
    client = Client()
    assert client.post(reverse("dispute_solution", args=[secret])).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.solved) == (State.DISPUTED, None)
    assert InboxItem.objects.filter(kind="report_waits", done__isnull=True).count() == 1
    assert client.post(reverse("confirm_solution", args=[secret])).status_code == 409


@pytest.mark.django_db
def test_handed_on_is_not_answered_and_changes_its_owner(city: City) -> None:
    row, _ = report_problem(by=NOBODY, told=Told(kind="water_leak", spot=LINE.centroid))
    to = city.agencies["gas"]
    pass_on_report(by=city.acting("water"), report=row.public_id, to=to, words="لولهٔ گاز است")
    row.refresh_from_db()
    assert (row.agency.key, row.answered) == ("gas", None)
    with pytest.raises(Refused, match="not_found"):
        solve_report(by=city.acting("water"), report=row.public_id, words="x")


@pytest.mark.django_db
def test_what_a_reporter_wrote_never_reaches_the_ledger_and_is_erased(city: City) -> None:
    canary = "canary-of-a-reporter"
    told = Told(
        kind="other",
        spot=LINE.centroid,
        text=canary,
        phone="0915 123 45 67",
        email=f"{canary}@example.org",
    )
    row, secret = report_problem(by=NOBODY, told=told)
    assert Contact.objects.get().phone == "+989151234567"
    assert News.objects.count() == 2
    for change in Change.objects.all():
        assert canary not in change.after + change.before
        assert "9151234567" not in change.after
    assert not any(canary in fact.payload for fact in Fact.objects.all())
    erase_reporter(by=NOBODY, report=row)
    row.refresh_from_db()
    assert (row.text, Contact.objects.count(), News.objects.count()) == ("", 0, 0)
    assert Client().get(reverse("follow_report", args=[secret])).status_code == 404


@pytest.mark.django_db
def test_contacts_are_forgotten_in_their_time(city: City) -> None:
    report_problem(by=NOBODY, told=Told(kind="other", spot=LINE.centroid, email="a@example.org"))
    assert jobs.forget_reporters.func() == 0
    Contact.objects.update(erase_after=city.today - timedelta(days=1))
    assert jobs.forget_reporters.func() == 1
    assert Contact.objects.count() == 0


@pytest.mark.django_db
def test_the_same_problem_is_shown_before_it_is_reported_twice(city: City) -> None:
    report_problem(by=NOBODY, told=Told(kind="litter", spot=LINE.centroid))
    told = {"kind": "litter", "spot": f"{LINE.centroid.x},{LINE.centroid.y + 0.0001}"}
    client = Client()
    page = client.post(reverse("report_problem"), told)
    row = CitizenReport.objects.get()
    assert reverse("join_report", args=[row.public_id]) in page.content.decode()
    assert client.post(reverse("join_report", args=[row.public_id])).status_code == 302
    row.refresh_from_db()
    assert row.also == 1
    assert client.post(reverse("report_problem"), told | {"another": "1"}).status_code == 302
    assert CitizenReport.objects.count() == 2


@pytest.mark.django_db
def test_a_form_says_what_is_missing_and_keeps_nothing(city: City) -> None:
    street()
    client = Client()
    for told in (
        {"kind": "litter"},
        {"kind": "litter", "street": "جایی که نیست"},
        {"kind": "litter", "spot": "36.29,59.605"},
        {"street": "خیابان اصلی"},
        {"kind": "litter", "street": "خیابان اصلی", "phone": "12"},
        {"kind": "litter", "street": "خیابان اصلی", "email": "no"},
    ):
        assert client.post(reverse("report_problem"), told).status_code == 422, told
    assert CitizenReport.objects.count() == 0
    good = {"kind": "litter", "street": "خیابان اصلی"}
    assert client.post(reverse("report_problem"), good).status_code == 302
    assert CitizenReport.objects.get().certainty == "street_only"


@pytest.mark.django_db
def test_nobody_floods_the_desks(city: City) -> None:
    street()
    client = Client()
    good = {"kind": "litter", "street": "خیابان اصلی"}
    codes = [client.post(reverse("report_problem"), good).status_code for _ in range(14)]
    assert codes[:12] == [302] * 12
    assert codes[12:] == [429] * 2


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("۰۹۱۵۱۲۳۴۵۶۷", "+989151234567"),
        ("0098 915 123 4567", "+989151234567"),
        ("+964 770 123 4567", "+9647701234567"),
        ("", ""),
    ],
)
def test_numbers_of_any_country(told: str, kept: str) -> None:
    assert phone_of(told) == kept
