from __future__ import annotations

import pytest
from tests.platform.conftest import City
from tests.platform.coordination.scene import lay
from tests.platform.coordination.test_pages import client, text

from hamgam.agencies.models import NoticeChoice
from hamgam.agencies.vocabulary import Role
from hamgam.coordination.models import Comment, JointStep, Policy, Resolution
from hamgam.coordination.models.permits import Permit
from hamgam.engine.works import Activity
from hamgam.register.models import Meeting

pytestmark = pytest.mark.django_db
DAY = "1405/09/03"
LETTER = {"number": "۱۲", "on": DAY}


def test_two_sides_walk_a_step_from_asking_to_its_proof(city: City) -> None:
    governor, civil = client(city, "governorate", Role.HEAD), client(city, "civil")
    governor.post("/together/ask", {"title": "گشایش طبرسی"})
    step = JointStep.objects.get()
    address = f"/together/{step.public_id}"
    assert f"{address}/answer" in text(civil, "/together")
    assert f"{address}/answer" not in text(governor, "/together")
    assert "گشایش طبرسی" not in text(client(city, "water"), "/together")
    civil.post(f"{address}/answer", {"promised": "1475/01/01", **LETTER})
    civil.post("/together/meet", {"on": "1405/12/01", "place": "فرمانداری"})
    assert Meeting.objects.get(kind="bilateral").items.get().subject == step.public_id
    civil.post(f"{address}/done", {"on": DAY, "proof": "عکس"})
    step.refresh_from_db()
    assert (step.state, step.letter_number) == ("done", "۱۲")
    assert "عکس" in text(governor, "/together")


def test_a_resolution_goes_to_the_board_and_back(city: City) -> None:
    secretary = client(city, "civil", Role.SECRETARY)
    governor = client(city, "governorate", Role.HEAD)
    told = {"resolution": "۶۴۱", "title": "تملک", "passed_on": DAY, **LETTER}
    secretary.post("/resolutions/record", told)
    row = Resolution.objects.get()
    page = f"/resolutions/{row.public_id}"
    assert f"{page}/move" in text(governor, page)
    assert f"{page}/move" not in text(secretary, page)
    governor.post(f"{page}/move", {"move": "object", "words": "مبنا ندارد", **LETTER})
    assert f"{page}/move" in text(secretary, page)
    assert "تملک" in text(client(city, "water"), "/resolutions/")


def test_a_policy_is_adopted_and_shows_what_broke_it(city: City) -> None:
    head = client(city, "civil", Role.HEAD)
    told = {"title": "اعلام", "measure": "told_in_time", "bound": "30", "target": "80"}
    head.post("/policies/adopt", {**told, "begins": DAY})
    row = Policy.objects.get()
    assert row.target_permille == 800
    assert "اعلام" in text(client(city, "water"), "/policies/")
    assert "end" in text(head, f"/policies/{row.public_id}")
    head.post(f"/policies/{row.public_id}/end", {"on": "1475/01/01"})
    row.refresh_from_db()
    assert row.ends is not None


def test_a_word_on_a_works_page_is_said_edited_and_taken_back(city: City) -> None:
    work = lay(city, "civil", Activity.PAVING, 20, 3)
    page = f"/works/{work.public_id}"
    water = client(city, "water")
    city.person("civil")
    water.post(f"/words/about/{work.public_id}", {"text": "کی؟", "tell": "civil-officer"})
    word = Comment.objects.get()
    assert word.mentions.get().username == "civil-officer"
    assert "کی؟" in text(client(city, "gas"), page)
    water.post(f"/words/{word.public_id}/edit", {"text": "چه روزی؟"})
    assert "چه روزی؟" in text(water, page)
    water.post(f"/words/{word.public_id}/withdraw")
    assert "چه روزی؟" not in text(water, page)


def test_people_choose_how_they_are_told(city: City) -> None:
    water = client(city, "water")
    told = {"rhythm": "weekly", "by_sms": "on", "mobile": "۰۹۱۵۰۰۰۰۰۰۰"}
    water.post("/inbox/notices", told)
    row = NoticeChoice.objects.get()
    assert (row.rhythm, row.by_email, row.mobile) == ("weekly", False, "09150000000")
    assert 'value="09150000000"' in text(water, "/inbox/notices")


def test_a_deposit_may_be_as_large_as_a_long_trench_asks(city: City) -> None:
    work = lay(city, "water", Activity.EXCAVATION, 200, 5)
    client(city, "water").post(f"/permits/apply/{work.public_id}")
    secretary = client(city, "civil", Role.SECRETARY)
    secretary.post("/permits/call", {"on": "1405/12/01"})
    application = work.applications.get().public_id
    secretary.post(f"/permits/{application}/grant", {"deposit_rials": "۲٬۵۰۰٬۰۰۰٬۰۰۰"})
    assert Permit.objects.get().deposit_rials == 2_500_000_000


def test_signed_minutes_are_given_their_letter_once(city: City) -> None:
    secretary = client(city, "civil", Role.SECRETARY)
    secretary.post("/meetings/call", {"kind": "review", "title": "مرور", "on": DAY})
    meeting = Meeting.objects.get()
    page = f"/meetings/{meeting.public_id}"
    secretary.post(f"{page}/present", {"agency": "civil", "name": "کسی"})
    assert f"{page}/letter" not in text(secretary, page)
    secretary.post(f"{page}/close")
    assert f"{page}/letter" in text(secretary, page)
    secretary.post(f"{page}/letter", LETTER)
    shown = text(client(city, "water"), page)
    assert "نامهٔ ۱۲" in shown
    assert f"{page}/letter" not in text(secretary, page)
