"""Every page, as every kind of person: no error, no leak, and a constant number of queries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from shapely.geometry import LineString
from tests.platform.conftest import City
from tests.platform.web import walk
from tests.platform.web.objects import CANARY, MARKUP, OWNER, Objects, furnish
from tests.platform.web.test_rights_matrix import (
    BACKEND,
    GROUPS,
    Actor,
    actors,
    recall_who_acts,
)

from hamgam.agencies.acting import job
from hamgam.agencies.doors import right_of
from hamgam.agencies.rights import RIGHTS, Reach, rights_of
from hamgam.agencies.vocabulary import Role, Sharing
from hamgam.engine.works import Activity, Stage
from hamgam.register.actions.ground import Drawn, draw_street
from hamgam.register.actions.works import record_work
from hamgam.register.models import Finding, Upload, Work
from hamgam.register.values import WorkValues

ARGUMENTS = {
    "report_id": "report_id",
    "work_id": "work_id",
    "identity": "identity",
    "project_id": "project_id",
    "plan_id": "plan_id",
    "phase_id": "phase_id",
    "term_id": "term_id",
    "proposal_id": "proposal_id",
    "upload_id": "upload_id",
    "item_id": "item_id",
    "commitment_id": "commitment_id",
    "claim_id": "claim_id",
    "progress_id": "progress_id",
    "rule_id": "rule_id",
    "trial_id": "trial_id",
    "view_id": "view_id",
    "party_number": "party_number",
    "rival_id": "rival_id",
    "case_id": "case_id",
    "application_id": "application_id",
    "permit_id": "permit_id",
    "obstacle_id": "obstacle_id",
    "tour_id": "tour_id",
    "stop_id": "stop_id",
    "meeting_id": "meeting_id",
    "record_id": "record_id",
}
_FURTHER = re.compile(r"<[^>]*>")
"""What an address asks beside its first object: a number that nothing has."""
WRITES = (
    "confirm",
    "dispute",
    "erase",
    "also",
    "answer",
    "solve",
    "decline",
    "pass_on",
    "publish",
    "compute",
    "propose",
    "sign",
    "dissent",
    "letter",
    "up",
    "comment",
    "free",
    "convene",
    "back",
    "decide",
    "call",
    "clean",
    "report",
    "grant",
    "refuse",
    "extend",
    "reinstate",
    "inspect",
    "repair",
    "complete",
    "present",
    "conclude",
    "close",
    "save",
    "delete",
    "dismiss",
    "undo",
    "finish",
    "language",
    "theme",
    "add",
    "remove",
    "post",
    "refer",
    "end",
    "fulfil",
    "postpone",
    "approve",
    "verify",
    "try",
    "adopt",
    "accept",
    "replan",
    "cancel",
    "raise",
    "reopen",
    "promise",
    "authority",
    "prove",
    "return",
    "settle",
    "carry",
    "issue",
    "begin",
)


def addresses(made: Objects) -> Iterator[tuple[str, object]]:
    """Each page's address, once for each object it may speak of, and its view."""
    for pattern, view in walk.pages():
        if "<" not in pattern:
            yield f"/{pattern}", view
            continue
        before, _, rest = pattern.partition("<")
        told, _, after = rest.partition(">")
        name = told.partition(":")[2]
        values = made.every(ARGUMENTS[name]) if name in ARGUMENTS else _others(pattern)
        for value in values:
            yield f"/{before}{value}{_FURTHER.sub('1', after)}", view


def _others(pattern: str) -> list[str]:
    if pattern.startswith("agencies"):
        return [OWNER]
    if pattern.startswith("streets"):
        return ["main_street"]
    if pattern.startswith(("story", "inbox/substitutes")):
        return ["1"]
    return ["forbidden"] if pattern.startswith("problems") else ["no-such-token-at-all"]


def street() -> None:
    piece = Drawn(
        key="main_street",
        names={"fa": "خیابان اصلی"},
        geometry=LineString([(59.60, 36.29), (59.61, 36.29)]),
    )
    draw_street(by=job("tests"), drawn=piece)


def opens(actor: Actor, view: object) -> bool:
    """Whether the door of the page opens to the actor, whatever object it is asked for."""
    right = right_of(view)  # type: ignore[arg-type] # a callable
    assert right is not None
    is_held = actor.role is not None and right in rights_of(actor.role)
    return RIGHTS[right].reach is Reach.EVERYONE or is_held


def fault(actor: Actor, address: str, view: object, response: HttpResponse) -> str:
    if response.status_code >= 500 and address != "/health":
        return f"answered {response.status_code}"
    body = b"".join(response) if response.streaming else response.content
    if not actor.is_owner and CANARY in body.decode(errors="replace"):
        return "leaks a confidential field"
    if MARKUP.encode() in body and "html" in response.get("Content-Type", ""):
        return "runs what somebody wrote"
    if not opens(actor, view) and response.status_code not in {401, 403}:
        return f"answered {response.status_code} without the right"
    return ""


def asked(actor: Actor, address: str) -> HttpResponse:
    """What the page answers; whatever it did is undone."""
    method = "post" if address.rsplit("/", 1)[-1] in WRITES else "get"
    with transaction.atomic():
        response: HttpResponse = getattr(actor.client, method)(address)
        transaction.set_rollback(True)
    return response


@pytest.mark.django_db
@pytest.mark.parametrize("group", GROUPS)
def test_no_page_leaks_to_any_role_of_any_agency(
    city: City, group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = furnish(city)
    street()
    everybody = list(actors(city, {group}))
    recall_who_acts(monkeypatch)
    found, count = [], 0
    for actor in everybody:
        shut: set[int] = set()
        for address, view in addresses(made):
            if id(view) in shut:
                continue
            count += 1
            if told := fault(actor, address, view, asked(actor, address)):
                found.append(f"{actor.name}: {address}: {told}")
            if not opens(actor, view):
                shut.add(id(view))  # the door is not told which object is asked for
    assert found == []
    assert count > 100 * len(everybody)


def client_of(city: City, agency: str, role: Role = Role.OFFICER) -> Client:
    client = Client()
    client.force_login(city.person(agency, role), backend=BACKEND)
    return client


def digs(
    city: City, number: int, agency: str = "water", sharing: Sharing = Sharing.AGENCIES
) -> Work:
    values = WorkValues(
        title=f"لولهٔ {number}",
        street="بلوار وكيل آباد",
        activity=Activity.EXCAVATION,
        stage=Stage.PLANNED,
        geometry=LineString([(59.60, 36.29 + number / 1e5), (59.602, 36.29 + number / 1e5)]),
        begins=city.today + timedelta(days=10),
        ends=city.today + timedelta(days=30),
        sharing=sharing,
    )
    return record_work(by=city.acting(agency), agency=city.agencies[agency], values=values)


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["works", "overlaps", "map", "map_works", "home", "projects"])
def test_a_list_costs_the_same_however_long_it_is(city: City, page: str) -> None:
    client = client_of(city, "water")
    counts = []
    digs(city, 0)
    digs(city, 1, "gas")
    client.get(reverse(page))
    for number in (2, 12):
        for one in range(number, number + 6):
            digs(city, one, "gas" if one % 2 else "water")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(reverse(page)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_search_finds_arabic_letters_and_half_spaces_alike(city: City) -> None:
    digs(city, 0)
    client = client_of(city, "gas")
    page = client.get(reverse("works"), {"q": "وکیل‌آباد"}).content.decode()
    assert "لولهٔ" in page
    assert "لولهٔ" not in client.get(reverse("works"), {"q": "خیام"}).content.decode()


FORM = {
    "title": "نوسازی لوله",
    "kind": "work",
    "activity": "excavation",
    "stage": "planned",
    "impact": "unknown",
    "sharing": "agencies",
    "begins": "۱۴۰۵/۹/۳",
    "ends": "3 دی 1405",
    "line": "59.60,36.29 59.602,36.29",
    "depth_m": "۱٫۵",
}


@pytest.mark.django_db
def test_a_work_is_recorded_edited_and_withdrawn_by_forms(city: City) -> None:
    client = client_of(city, "water")
    made = client.post(reverse("record_work"), FORM)
    row = Work.objects.get()
    assert made.headers["Location"] == reverse("work", args=[row.public_id])
    assert (str(row.begins), str(row.ends), row.depth_m) == ("2026-11-24", "2026-12-24", 1.5)
    edit = FORM | {"title": "نوسازی دیگر", "line": "", "told_version": "1"}
    assert client.post(reverse("edit_work", args=[row.public_id]), edit).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.version) == ("نوسازی دیگر", 2)
    assert row.shape is not None
    page = client.get(reverse("work", args=[row.public_id])).content.decode()
    assert "نوسازی لوله" in page, "the earlier version is shown"
    gone = {"reason": "لغو شد", "version": "2"}
    assert client.post(reverse("withdraw_work", args=[row.public_id]), gone).status_code == 302
    row.refresh_from_db()
    assert row.withdrawn_for == "لغو شد"


@pytest.mark.django_db
def test_a_form_says_at_the_field_what_is_wrong_and_saves_nothing(city: City) -> None:
    client = client_of(city, "water")
    wrong = FORM | {"title": "", "begins": "۱۴۰۵/۱۳/۳", "depth_m": "ژرف"}
    answer = client.post(reverse("record_work"), wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('class="bad-"') == 3
    assert not Work.objects.exists()


@pytest.mark.django_db
def test_another_version_is_not_overwritten(city: City) -> None:
    row, client = digs(city, 0), client_of(city, "water")
    stale = client.post(reverse("edit_work", args=[row.public_id]), FORM | {"told_version": "7"})
    assert stale.status_code == 409
    row.refresh_from_db()
    assert row.version == 1


SHEET = (
    "شناسه,عنوان,نوع,تاریخ شروع,تاریخ پایان,WKT\n"
    'A1,لولهٔ یک,حفاری,1405/10/01,1405/10/20,"LINESTRING (59.60 36.29, 59.602 36.29)"\n'
    'A2,لولهٔ دو,حفاری,1405/13/01,1405/10/20,"LINESTRING (59.61 36.29, 59.612 36.29)"\n'
)


@pytest.mark.django_db
def test_an_upload_is_previewed_confirmed_and_undone(city: City) -> None:
    digs(city, 0, "gas")
    client = client_of(city, "water")
    file = SimpleUploadedFile("fehrest.csv", SHEET.encode(), content_type="text/csv")
    to = client.post(reverse("uploads"), {"file": file}).headers["Location"]
    page = client.get(to)
    assert page.status_code == 200
    assert Work.objects.count() == 1, "nothing is recorded before it is confirmed"
    assert page.context["foreseen_count"] >= 1
    assert any(row.field for row in page.context["intake"].misread)
    assert client_of(city, "gas").get(to).status_code == 404, "another's file is not shown"
    assert client.post(to).status_code == 302
    assert Work.objects.filter(agency__key="water").exists()
    assert Finding.objects.exists()
    upload = Upload.objects.get()
    client.post(reverse("undo_upload", args=[upload.public_id]))
    upload.refresh_from_db()
    assert upload.undone is not None
    assert client.get(to).status_code == 404, "a confirmed file waits no more"


@pytest.mark.django_db
def test_a_file_of_another_kind_is_refused_in_words(city: City) -> None:
    client = client_of(city, "water")
    file = SimpleUploadedFile("a.exe", b"MZ")
    assert client.post(reverse("uploads"), {"file": file}).status_code == 422
    assert not Upload.objects.exists()


@pytest.mark.django_db
def test_a_finding_is_set_aside_with_a_reason(city: City) -> None:
    digs(city, 0)
    digs(city, 1, "gas")
    row = Finding.objects.filter(b__isnull=False).first()
    assert row is not None
    client = client_of(city, "water")
    client.post(reverse("dismiss", args=[row.identity]), {"reason": ""})
    row.refresh_from_db()
    assert row.state == "open"
    client.post(reverse("dismiss", args=[row.identity]), {"reason": "یک کارند"})
    row.refresh_from_db()
    assert (row.state, row.dismissed_for) == ("dismissed", "یک کارند")


@pytest.mark.django_db
def test_a_restricted_work_is_a_shadow_in_the_list_of_others(city: City) -> None:
    digs(city, 0, sharing=Sharing.RESTRICTED)
    page = client_of(city, "gas").get(reverse("works")).content.decode()
    assert "لولهٔ" not in page
    assert "بلوار وكيل آباد" not in page
    assert "کارهای محدود در این خیابان‌ها" in page


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "direction"), [("fa", "rtl"), ("en", "ltr"), ("ar", "rtl")])
def test_pages_speak_three_languages(city: City, code: str, direction: str) -> None:
    digs(city, 0)
    client = client_of(city, "water")
    client.cookies["django_language"] = code
    for name in ("home", "works", "overlaps", "help", "story", "seasons", "agencies"):
        page = client.get(reverse(name)).content.decode()
        assert f'<html lang="{code}" dir="{direction}"' in page
        for part in ("pages.", "fields.", "facts.", "help.", "story.", "vocabulary."):
            assert f">{part}" not in page, name
