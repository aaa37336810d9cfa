from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.platform.conftest import City
from tests.platform.coordination.scene import lay

from hamgam.agencies.models import InboxItem
from hamgam.coordination.actions.joint import (
    answer_joining,
    ask_to_join,
    begin_joint,
    end_joint,
    found_joint,
    leave_joint,
)
from hamgam.coordination.actions.opening import open_case
from hamgam.coordination.actions.settling import enter_letter, propose, sign
from hamgam.coordination.models import JointMember, JointWorks, Option
from hamgam.coordination.vocabulary import JointState, MemberState
from hamgam.engine.works import Activity
from hamgam.kit.refusals import Refused
from hamgam.ledger.models import Fact
from hamgam.register.models import Finding

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def led(city: City) -> JointWorks:
    """Water opens its dig to others."""
    work = lay(city, "water", Activity.EXCAVATION, 20, 10)
    return found_joint(by=city.acting("water"), title="لولهٔ قرنی", work=work.public_id)


def asking(city: City, joint: JointWorks, first: int = 22) -> JointMember:
    """Gas asks to join."""
    own = lay(city, "gas", Activity.EXCAVATION, first, 8)
    by = city.acting("gas")
    return ask_to_join(by=by, joint=joint.public_id, work=own.public_id, words="همان مسیر")


def shares(joint: JointWorks) -> dict[str, int]:
    standing = joint.members.filter(state=MemberState.MEMBER).select_related("agency")
    return {member.agency.key: member.share_rials for member in standing}


def test_a_late_joiner_comes_in_when_the_leader_accepts_and_all_pay_less(city: City) -> None:
    joint = led(city)
    alone = shares(joint)["water"]
    member = asking(city, joint)
    assert shares(joint) == {"water": alone}
    assert InboxItem.objects.get(kind="joint_asked").agency.key == "water"
    with pytest.raises(Refused, match="forbidden"):
        answer_joining(by=city.acting("gas"), member=member.public_id, is_accepted=True)
    answer_joining(by=city.acting("water"), member=member.public_id, is_accepted=True)
    joint.refresh_from_db()
    paid = shares(joint)
    assert sum(paid.values()) == joint.joint_rials < joint.alone_rials
    assert paid["water"] < alone
    assert JointMember.objects.get(pk=member.pk).is_late
    leave_joint(by=city.acting("gas"), member=member.public_id, words="بودجه نرسید")
    assert shares(joint) == {"water": alone}


def test_the_leader_refuses_with_a_reason_and_the_work_is_free_again(city: City) -> None:
    joint = led(city)
    member = asking(city, joint)
    with pytest.raises(Refused, match="validation"):
        answer_joining(by=city.acting("water"), member=member.public_id, is_accepted=False)
    answer_joining(
        by=city.acting("water"), member=member.public_id, is_accepted=False, words="عمق دیگر"
    )
    again = ask_to_join(by=city.acting("gas"), joint=joint.public_id, work=member.work.public_id)
    assert again.state == MemberState.ASKING


def test_a_dig_elsewhere_and_one_that_is_in_already_do_not_join(city: City) -> None:
    joint = led(city)
    member = asking(city, joint)
    with pytest.raises(Refused, match="not_found"):
        ask_to_join(by=city.acting("gas"), joint=joint.public_id, work=member.work.public_id)
    with pytest.raises(Refused, match="state"):
        end_joint(by=city.acting("water"), joint=joint.public_id, is_done=True)
    paving = lay(city, "gas", Activity.PAVING, 90, 5)
    with pytest.raises(Refused, match="not_found"):
        ask_to_join(by=city.acting("gas"), joint=joint.public_id, work=paving.public_id)


def test_the_leader_ends_it_and_the_members_are_told(city: City) -> None:
    joint = led(city)
    member = asking(city, joint)
    answer_joining(by=city.acting("water"), member=member.public_id, is_accepted=True)
    with pytest.raises(Refused, match="forbidden"):
        end_joint(by=city.acting("gas"), joint=joint.public_id, is_done=True)
    joint = end_joint(by=city.acting("water"), joint=joint.public_id, is_done=True)
    assert joint.state == JointState.DONE
    assert InboxItem.objects.filter(kind="joint_over", agency__key="gas").exists()


def test_an_agreement_to_dig_together_makes_joint_works(city: City) -> None:
    lay(city, "water", Activity.EXCAVATION, 60, 10)
    lay(city, "gas", Activity.EXCAVATION, 64, 12)
    found = Finding.objects.filter(state="open", b__isnull=False).order_by("pk").first()
    assert found is not None
    case = open_case(by=city.acting("water"), finding=found.identity)
    option = Option.objects.filter(case=case, kind="joint", stale=False).order_by("rank").first()
    assert option is not None
    propose(by=city.acting("water"), case=case.public_id, option=option.public_id, is_signed=True)
    sign(by=city.acting("gas"), case=case.public_id)
    assert not JointWorks.objects.exists()
    for agency in ("water", "gas"):
        enter_letter(by=city.acting(agency), case=case.public_id, number="۱", on=city.today)
    joint = JointWorks.objects.get()
    assert joint.case == case
    assert joint.leader.key == option.leader
    assert set(shares(joint)) == {"water", "gas"}
    begin_joint(Fact.objects.filter(name="letter_entered").latest("pk"))
    assert JointWorks.objects.count() == 1


def test_the_page_shows_members_shares_and_whoever_asks(city: City) -> None:
    joint = led(city)
    member = asking(city, joint)
    water = Client()
    water.force_login(city.person("water"), backend=BACKEND)
    address = f"/joint/{joint.public_id}"
    page = water.get(address).content.decode()
    assert f"/joint/members/{member.public_id}/answer" in page
    water.post(f"/joint/members/{member.public_id}/answer", {"accept": "1"})
    member.refresh_from_db()
    assert member.state == MemberState.MEMBER
    assert address in water.get(f"/works/{member.work.public_id}").content.decode()
    assert address in water.get("/joint/").content.decode()
    assert joint.begins <= city.today + timedelta(days=20)
