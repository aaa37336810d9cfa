"""The complaints line's export: the same number is the same report, and no row is lost in
silence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from shapely.geometry import LineString, Point
from tests.platform.conftest import City

from hamgam.agencies.acting import NOBODY, job
from hamgam.agencies.models import InboxItem
from hamgam.agencies.vocabulary import Role
from hamgam.exchange.complaints import complaints_in
from hamgam.exchange.table import Table
from hamgam.kit.refusals import Refused
from hamgam.ledger.models import Fact
from hamgam.register.actions.ground import Drawn, draw_street
from hamgam.service.actions.answering import link_reports, solve_report
from hamgam.service.actions.importing import Tally, import_reports, judged
from hamgam.service.actions.reporting import Told, confirm_solution, report_problem
from hamgam.service.models import CitizenReport, News
from hamgam.service.routing import line_desk

pytestmark = pytest.mark.django_db
HEAD = ["number", "kind", "received", "state", "address", "lat", "long", "agency"]
CSV = """number,kind,received,status,lat,long
9,litter,1405/08/20,باز,36.29,59.61
10,دایناسور,1405/08/20,باز,36.29,59.61
11,litter,1405/08/20,باز,10,10
12,litter,1405/08/20,باز,,
"""
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def lay(*rows: Sequence[Any]) -> Tally:
    table = Table(columns=HEAD, rows=[list(row) for row in rows], numbers=[1] * len(rows))
    found = judged(complaints_in(table, "x").rows)
    assert not found.misread
    return import_reports(by=job("tests"), rows=found.rows, source="x.csv")


def row_of(number: str) -> CitizenReport:
    return CitizenReport.objects.get(number_137=number)


def test_the_same_file_twice_changes_nothing(city: City) -> None:
    told = ("7", "زباله", "1405/08/20 09:30", "باز", "", 36.29, 59.61, "")
    assert lay(told) == Tally(recorded=1)
    first = row_of("7")
    assert lay(told) == Tally(unchanged=1)
    row = row_of("7")
    assert (row.version, row.state, row.channel) == (first.version, "received", "line_137")
    assert timezone.localtime(row.received).strftime("%H:%M") == "09:30"
    assert InboxItem.objects.filter(subject=row.public_id).count() == 1


def test_a_known_number_moves_on_and_never_back(city: City) -> None:
    told = ["7", "litter", "1405/08/20", "باز", "", 36.29, 59.61, ""]
    lay(told)
    closed = [*told[:3], "مختومه", *told[4:]]
    assert lay(closed) == Tally(changed=1)
    row = row_of("7")
    assert row.state == "solved"
    assert row.confirmed is None, "only who reported confirms"
    assert lay(told) == Tally(unchanged=1)
    assert [step.move for step in row.steps.order_by("pk")] == ["receive", "solve"]
    confirm_solution(by=NOBODY, report=row)
    assert lay(closed) == Tally(unchanged=1)
    assert row_of("7").state == "confirmed"


def test_the_agency_that_the_line_names_answers(city: City) -> None:
    lay(("8", "litter", "1405/08/20", "", "", None, None, city.agencies["gas"].name_fa))
    row = row_of("8")
    assert (row.agency.key, row.routed_by) == ("gas", "line_137")


def test_the_page_names_each_bad_row_and_saves_the_good_ones(city: City) -> None:
    line = LineString([(59.60, 36.29), (59.61, 36.29)])
    draw_street(by=job("tests"), drawn=Drawn(key="a", names={"fa": "خیابان"}, geometry=line))
    client = Client()
    client.force_login(city.person(line_desk().key), backend=BACKEND)
    for check, count in (("1", 0), ("", 1)):
        file = SimpleUploadedFile("137.csv", CSV.encode())
        told = {"file": file} | ({"check": check} if check else {})
        page = client.post(reverse("import_reports"), told)
        assert page.status_code == 200
        text = page.content.decode()
        for word in ("دایناسور", "(10.0, 10.0)"):
            assert word in text
        rows = [fault.row for fault in page.context["faults"]]
        assert rows == sorted(rows)
        assert page.context["count"] == CSV.strip().count("\n")
        assert page.context["count"] == page.context["good"] + page.context["lost"]
        assert CitizenReport.objects.count() == count
    assert client.post(reverse("import_reports")).status_code == 422
    wrong = SimpleUploadedFile("a.exe", b"MZ")
    assert client.post(reverse("import_reports"), {"file": wrong}).status_code == 422
    fact = Fact.objects.get(name="reports_imported")
    assert '"new":1' in fact.payload


def test_another_agency_may_not(city: City) -> None:
    client, desk = Client(), line_desk().key
    other = next(key for key in ("gas", "water") if key != desk)
    client.force_login(city.person(other, Role.HEAD), backend=BACKEND)
    assert client.get(reverse("import_reports")).status_code == 403


def test_a_linked_report_is_spoken_for_and_its_reporter_confirms(city: City) -> None:
    told = Told(kind="litter", spot=Point(59.61, 36.29), email="a@example.org")
    (main, _), (twin, secret) = (report_problem(by=NOBODY, told=told) for _ in range(2))
    by = city.acting(main.agency.key)
    link_reports(by=by, report=twin.public_id, into=main.public_id)
    before = News.objects.count()
    solve_report(by=by, report=main.public_id, words="رفع شد")
    assert News.objects.count() - before == 2, "both reporters are told"
    client = Client()
    page = client.get(reverse("follow_report", args=[secret]))
    assert main.public_id in page.content.decode()
    assert client.post(reverse("confirm_solution", args=[secret])).status_code == 302
    main.refresh_from_db()
    twin.refresh_from_db()
    assert (main.state, twin.state) == ("confirmed", "joined")


def test_a_report_is_not_linked_to_itself_or_to_nothing(city: City) -> None:
    told = Told(kind="litter", spot=Point(59.61, 36.29))
    row, _ = report_problem(by=NOBODY, told=told)
    by = city.acting(row.agency.key)
    for into in (row.public_id, "q-none"):
        with pytest.raises(Refused):
            link_reports(by=by, report=row.public_id, into=into)
