"""Progress reports by workbook: each bad row with its reason, all or nothing, taken back whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.platform.conftest import City

from hamgam.agencies.vocabulary import Role
from hamgam.completion.actions.sheets import judged, lay_reports, take_back_reports
from hamgam.completion.models import ReportSheet
from hamgam.exchange.portfolio.reports import HEADERS, ReportCells, read_reports
from hamgam.kit.refusals import Refused
from hamgam.register.actions.projects import ProjectValues, record_project, verify_progress
from hamgam.register.models import Progress, Project

OWNER = "civil"


def bridge(city: City) -> Project:
    values = ProjectValues(title="پل", code="پ-۱", approved_on=city.today)
    return record_project(by=city.acting(OWNER), agency=city.agencies[OWNER], values=values)


def cells(city: City, name: str = "پل", permille: int = 400) -> ReportCells:
    return ReportCells(row=1, name=name, on=city.today, physical_permille=permille)


def lay(city: City, *rows: ReportCells) -> ReportSheet:
    return lay_reports(
        by=city.acting(OWNER),
        agency=city.agencies[OWNER],
        rows=rows,
        file_name="گزارش.xlsx",
        today=city.today,
    )


@pytest.mark.django_db
def test_every_bad_row_is_named_and_nothing_is_half_saved(city: City) -> None:
    bridge(city)
    good = cells(city)
    rows = [
        good,
        replace(good, name="نیست"),
        replace(good, on=city.today + timedelta(days=3)),
        good,
    ]
    told = judged(city.agencies[OWNER], rows, city.today)
    assert [one.fault for one in told] == ["", "unknown_project", "future", "twice"]
    with pytest.raises(Refused, match="validation"):
        lay(city, *rows)
    assert not Progress.objects.exists()
    lay(city, good)
    assert Progress.objects.get().physical_permille == 400


@pytest.mark.django_db
def test_a_sheet_is_taken_back_whole_until_one_of_its_reports_is_verified(city: City) -> None:
    bridge(city)
    sheet, by = lay(city, cells(city)), city.acting(OWNER)
    assert take_back_reports(by=by, sheet=sheet.public_id).undone
    assert not Progress.objects.exists()
    with pytest.raises(Refused, match="state"):
        take_back_reports(by=by, sheet=sheet.public_id)
    again = lay(city, cells(city))
    head = city.acting(OWNER, Role.HEAD)
    verify_progress(by=head, progress=Progress.objects.get().public_id, permille=400)
    with pytest.raises(Refused, match="state"):
        take_back_reports(by=by, sheet=again.public_id)
    less = replace(cells(city, permille=300), on=city.today - timedelta(days=1))
    (one,) = judged(city.agencies[OWNER], [less], city.today)
    assert one.fault == "", "an earlier day may show less"


def workbook(path: Path, rows: list[list[object]]) -> bytes:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    every: list[list[object]] = [list(HEADERS.values()), *rows]
    for number, row in enumerate(every):
        for place, value in enumerate(row):
            sheet.write(number, place, value)
    book.close()
    return path.read_bytes()


@pytest.mark.django_db
def test_the_template_goes_out_comes_back_and_is_confirmed(city: City, tmp_path: Path) -> None:
    row, client = bridge(city), Client()
    client.force_login(city.person(OWNER))
    taken = client.get("/portfolio/reports.xlsx")
    assert taken.status_code == 200
    told: list[list[object]] = [
        [row.public_id, "پل", "۱۴۰۵/۱/۳", 41, 30],
        ["", "", "۱۴۰۵/۱/۳", 41, 30],
        [row.public_id, "پل", "دیروز", 41, 30],
        [row.public_id, "پل", "۱۴۰۵/۱/۴", "صدوبیست", 30],
        [row.public_id, "پل", "", "", ""],
    ]
    content = workbook(tmp_path / "a.xlsx", told)
    read = read_reports(tmp_path / "a.xlsx")
    assert read is not None
    assert [one.fault for one in read] == ["", "no_project", "no_day", "percent"]

    def send(block: bytes) -> str:
        file = SimpleUploadedFile("a.xlsx", block)
        return client.post("/portfolio/reports", {"file": file}).headers["Location"]

    place = send(content)
    page = client.get(place).content.decode()
    assert "روز گزارش خوانده نشد" in page
    client.post(place)
    assert not Progress.objects.exists(), "a bad row keeps all of them out"
    client.post(send(workbook(tmp_path / "b.xlsx", told[:1])))
    assert Progress.objects.get().paid_permille == 300
    client.post(f"/portfolio/reports/{ReportSheet.objects.get().public_id}/undo")
    assert not Progress.objects.exists()
