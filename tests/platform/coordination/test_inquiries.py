from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.platform.conftest import TESTER, City
from tests.platform.coordination.scene import lay

from hamgam.agencies.models import InboxItem
from hamgam.agencies.vocabulary import Sharing
from hamgam.coordination.actions.inquiries import (
    Said,
    answer_inquiry,
    ask_utilities,
    run_inquiry_clocks,
)
from hamgam.coordination.models import Case, Inquiry, InquiryLine
from hamgam.coordination.queries.inquiries import said_before
from hamgam.coordination.vocabulary import InquiryAnswer
from hamgam.engine.works import Activity
from hamgam.kit.refusals import Refused
from hamgam.ledger.models import Fact
from hamgam.ledger.signing import signed
from hamgam.register.models import Finding, Work

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def asked(city: City) -> Inquiry:
    """Civil asks water and gas about a street that it paves in sixty days."""
    lay(city, "civil", Activity.PAVING, 60, 10)
    (row,) = ask_utilities(by=city.acting("civil"), agency=city.agencies["civil"])
    return row


def line(row: Inquiry, agency: str) -> InquiryLine:
    return row.lines.get(agency__key=agency)


def out_of_time(row: Inquiry) -> Inquiry:
    with signed(TESTER):
        Inquiry.objects.filter(pk=row.pk).update(due=timezone.now() - timedelta(minutes=1))
    assert run_inquiry_clocks(timezone.now()) == 1
    return Inquiry.objects.get(pk=row.pk)


def test_every_utility_is_asked_once_about_every_street(city: City) -> None:
    row = asked(city)
    assert {one.agency.key for one in row.lines.all()} == {"water", "gas"}
    assert row.due is not None
    waiting = InboxItem.objects.filter(kind="inquiry_waits")
    assert {item.agency.key for item in waiting} == {"water", "gas"}
    with pytest.raises(Refused, match="state"):
        ask_utilities(by=city.acting("civil"), agency=city.agencies["civil"])
    with pytest.raises(Refused, match="forbidden"):
        ask_utilities(by=city.acting("gas"), agency=city.agencies["civil"])


def test_silence_is_recorded_and_is_no_answer(city: City) -> None:
    row = asked(city)
    nothing = Said(answer=InquiryAnswer.NOTHING)
    answer_inquiry(by=city.acting("gas"), line=line(row, "gas").public_id, said=nothing)
    row = out_of_time(row)
    assert (row.due, row.ended is None) == (None, False)
    silent = line(row, "water")
    assert silent.silent is not None
    assert silent.answer == ""
    assert line(row, "gas").silent is None
    assert '"silent":["water"]' in Fact.objects.get(name="inquiry_ran_out").payload
    assert [one.answer for one in said_before([row.work.public_id], silent.agency)] == [""]
    late = answer_inquiry(by=city.acting("water"), line=silent.public_id, said=nothing)
    assert late.silent is not None
    assert late.answer == InquiryAnswer.NOTHING
    assert not InboxItem.objects.filter(kind="inquiry_waits", done__isnull=True).exists()


def test_a_dig_before_the_paving_is_laid_on_the_table_and_has_a_case_where_they_meet(
    city: City,
) -> None:
    row = asked(city)
    meets = city.today + timedelta(days=55), city.today + timedelta(days=66)
    said = Said(answer=InquiryAnswer.DIG_BEFORE, begins=meets[0], ends=meets[1], words="لوله")
    done = answer_inquiry(by=city.acting("water"), line=line(row, "water").public_id, said=said)
    assert done.dig is not None
    assert done.dig.agency.key == "water"
    found = Finding.objects.get(kind="collision", state="open")
    assert {found.a, found.b} == {done.dig, row.work}
    case = Case.objects.get()
    assert {held.work for held in case.works.all()} == {done.dig, row.work}
    assert case.due is not None
    with pytest.raises(Refused, match="state"):
        answer_inquiry(by=city.acting("water"), line=done.public_id, said=said)


def test_days_are_needed_for_a_dig_and_only_the_utility_answers(city: City) -> None:
    row = asked(city)
    own = line(row, "water").public_id
    with pytest.raises(Refused, match="validation"):
        answer_inquiry(by=city.acting("water"), line=own, said=Said(answer=InquiryAnswer.PLANNED))
    for agency in ("gas", "civil"):
        with pytest.raises(Refused, match="forbidden"):
            answer_inquiry(
                by=city.acting(agency), line=own, said=Said(answer=InquiryAnswer.NOTHING)
            )
    assert Work.objects.count() == 1


def test_when_all_have_answered_the_inquiry_ends(city: City) -> None:
    row = asked(city)
    for agency in ("water", "gas"):
        said = Said(answer=InquiryAnswer.NOTHING)
        answer_inquiry(by=city.acting(agency), line=line(row, agency).public_id, said=said)
    row.refresh_from_db()
    assert row.ended is not None
    assert InboxItem.objects.filter(kind="inquiry_over", agency__key="civil").exists()


def test_the_pages_ask_and_answer(city: City) -> None:
    paving = lay(city, "civil", Activity.PAVING, 60, 10)
    civil, water = Client(), Client()
    civil.force_login(city.person("civil"), backend=BACKEND)
    water.force_login(city.person("water"), backend=BACKEND)
    assert paving.public_id in civil.get("/inquiries/").content.decode()
    civil.post("/inquiries/ask", {"works": [paving.public_id], "words": "تا پیش از مهر"})
    row = Inquiry.objects.get()
    own = line(row, "water")
    assert own.public_id in water.get("/inquiries/").content.decode()
    water.post(f"/inquiries/answer/{own.public_id}", {"answer": "nothing"})
    own.refresh_from_db()
    assert own.answer == "nothing"
    assert own.public_id not in water.get("/inquiries/").content.decode()


def test_a_paving_that_is_kept_to_its_owner_is_not_asked_about(city: City) -> None:
    paving = lay(city, "civil", Activity.PAVING, 60, 10)
    with signed(TESTER):
        Work.objects.filter(pk=paving.pk).update(sharing=Sharing.OWN)
    with pytest.raises(Refused, match="state"):
        ask_utilities(by=city.acting("civil"), agency=city.agencies["civil"])
