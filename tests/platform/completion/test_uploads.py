"""The workbook of eight columns in the browser: all of it or nothing, and again changes nothing."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.platform.conftest import City

from hamgam.agencies.vocabulary import Role
from hamgam.completion.actions import uploads
from hamgam.completion.actions.uploads import upload_portfolio
from hamgam.completion.models import Estimate
from hamgam.engine.completion.pace import ProgressReport
from hamgam.exchange.persian import normalise
from hamgam.exchange.portfolio import PortfolioRow, read_portfolio
from hamgam.exchange.portfolio.history import History
from hamgam.ledger.models import Fact
from hamgam.register.models import FundingLine, Progress, Project

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HEAD = (
    "پروژه,دستگاه,پیشرفت فیزیکی (٪),پیشرفت مالی (٪),هزینهٔ باقی‌مانده (میلیارد ریال),"
    "اعتبار مصوب (میلیارد ریال),تاریخ قول,پهنه"
)
SHEET = (
    f"{HEAD}\n"
    "پل یک,,68,55,1800 (1404),1405: 600؛ 1406: 700,1406/6/31,منطقه ۹\n"
    "پل دو,,چهل,38,950,1405: 200,1407/2/15,منطقه ۳\n"
    "پل سه,,82,71,,1405: 120,1405/11/22,منطقه ثامن\n"
)


def row(title: str = "پل", **told: object) -> PortfolioRow:
    values = {
        "ref": "1", "agency": "", "physical_percent": 50.0, "paid_percent": 40.0,
        "remaining_rials": 10**12, "price_year": 1405, "credits_rials": {1405: 10**11},
        "promised": date(2027, 9, 1), **told,
    }  # fmt: skip
    return PortfolioRow(title=title, **values)  # type: ignore[arg-type] # as told


def lay(city: City, *rows: PortfolioRow, role: Role = Role.HEAD) -> uploads.Tally:
    by, agency = city.acting("civil", role), city.agencies["civil"]
    return upload_portfolio(by=by, agency=agency, rows=rows, today=city.today)


@pytest.mark.django_db
def test_a_row_becomes_a_project_with_its_rest_its_money_and_its_report(city: City) -> None:
    tally = lay(city, row())
    project = Project.objects.get()
    assert (tally.recorded, tally.edited, tally.unchanged) == (1, 0, 0)
    assert project.first_promised_end == date(2027, 9, 1)
    assert Estimate.objects.get(project=project).remaining_rials == 10**12
    assert FundingLine.objects.get(project=project).approved_rials == 10**11
    report = Progress.objects.get(project=project)
    assert (report.physical_permille, report.paid_permille, report.verified_by) == (500, 400, "")


@pytest.mark.django_db
def test_the_same_list_again_changes_nothing_and_a_new_figure_changes_that_alone(
    city: City,
) -> None:
    lay(city, row(), row("پل دو", ref="2"))
    assert lay(city, row(), row("پل دو", ref="2")).unchanged == 2
    facts = Fact.objects.count()
    tally = lay(city, row(), row("پل دو", ref="2", remaining_rials=5))
    assert (tally.edited, tally.unchanged) == (1, 1)
    names = [fact.name for fact in Fact.objects.order_by("pk")[facts:]]
    assert names == ["portfolio_uploaded", "estimate_recorded"]


@pytest.mark.django_db
def test_a_later_promise_keeps_the_first(city: City) -> None:
    lay(city, row())
    lay(city, row(promised=date(2028, 3, 1)))
    project = Project.objects.get()
    assert (project.first_promised_end, project.ends) == (date(2027, 9, 1), date(2028, 3, 1))


@pytest.mark.django_db
def test_who_may_not_record_funding_leaves_the_credit_out_and_is_told(city: City) -> None:
    tally = lay(city, row(), role=Role.OFFICER)
    assert (tally.recorded, tally.credits_left_out) == (1, 1)
    assert not FundingLine.objects.exists()


@pytest.mark.django_db
def test_nothing_is_half_saved(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(uploads, "record_progress", fall)
    with pytest.raises(OSError):  # noqa: PT011 - whatever falls
        lay(city, row(physical_percent=0.0, paid_percent=0.0), row("پل دو", ref="2"))
    assert not Project.objects.exists()
    assert not Fact.objects.filter(name="portfolio_uploaded").exists()


@pytest.mark.django_db
def test_reports_of_the_second_sheet_come_once_and_wait_to_be_verified(city: City) -> None:
    told = [ProgressReport(on=date(2026, 5, 1), verified=0.3, planned=0.4)]
    history = History(reports={normalise("پل"): told})
    by, agency = city.acting("civil", Role.HEAD), city.agencies["civil"]
    for _ in range(2):
        upload_portfolio(by=by, agency=agency, rows=[row()], today=city.today, history=history)
    report = Progress.objects.get(on=date(2026, 5, 1))
    assert (report.physical_permille, report.planned_permille) == (300, 400)
    assert report.verified_by == ""


@pytest.mark.django_db
def test_a_project_is_finished_after_another(city: City) -> None:
    lay(city, row(), row("پل دو", ref="2", after=("پل", "ناشناس")))
    second = Estimate.objects.get(project__title="پل دو")
    assert [before.title for before in second.after.all()] == ["پل"]


def client_of(city: City, role: Role) -> Client:
    client = Client()
    client.force_login(city.person("civil", role), backend=BACKEND)
    return client


@pytest.mark.django_db
def test_the_page_names_bad_rows_and_saves_nothing_before_it_is_confirmed(city: City) -> None:
    client = client_of(city, Role.HEAD)
    file = SimpleUploadedFile("fehrest.csv", SHEET.encode(), content_type="text/csv")
    to = client.post(reverse("upload_portfolio"), {"file": file}).headers["Location"]
    page = client.get(to)
    assert page.status_code == 200
    assert not Project.objects.exists()
    assert [told.row for told in page.context["lost"]] == [3]
    assert any("چهل" in told.value for told in page.context["doubts"])
    assert client_of(city, Role.DEPUTY).get(to).status_code == 404, "another's file is not shown"
    assert client.post(to).status_code == 302
    assert set(Project.objects.values_list("title", flat=True)) == {"پل یک", "پل دو"}
    assert client.get(to).status_code == 404, "a confirmed file waits no more"


@pytest.mark.django_db
def test_the_template_is_a_workbook_that_can_be_read_back(city: City, tmp_path: Path) -> None:
    answer = client_of(city, Role.HEAD).get(reverse("portfolio_template"))
    path = tmp_path / "t.xlsx"
    path.write_bytes(BytesIO(b"".join(answer.streaming_content)).getvalue())  # type: ignore[attr-defined] # a file
    told = read_portfolio(path)
    assert len(told.rows) == 3
    assert told.misread == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["a.exe", "a.pdf", "a"])
def test_a_file_of_another_kind_is_refused_in_words(city: City, name: str) -> None:
    file = SimpleUploadedFile(name, b"MZ")
    answer = client_of(city, Role.HEAD).post(reverse("upload_portfolio"), {"file": file})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
