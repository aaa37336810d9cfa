"""Inquiries, requests, joint works and seals of the civil deputyship, one in each state that a deed
needs. The other side is the water company, which does not walk."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from shapely.geometry import LineString
from tests.platform.conftest import TESTER, City

from hamgam.agencies.vocabulary import Sharing
from hamgam.coordination.actions.cooperation import Ask, answer_cooperation, ask_cooperation
from hamgam.coordination.actions.inquiries import ask_utilities
from hamgam.coordination.actions.joint import ask_to_join, found_joint
from hamgam.coordination.actions.seals import Contact, seal_plan
from hamgam.coordination.models import Inquiry, InquiryLine
from hamgam.coordination.vocabulary import CooperationKind
from hamgam.coordination.workflow.cooperation import CooperationMove
from hamgam.engine.works import Activity, Stage
from hamgam.ledger.signing import signed
from hamgam.register.actions.works import record_work
from hamgam.register.values import WorkValues

if TYPE_CHECKING:
    from tests.platform.web.objects import Objects


def _work(
    city: City,
    agency: str,
    north: float,
    activity: Activity = Activity.EXCAVATION,
    sharing: Sharing = Sharing.AGENCIES,
) -> str:
    begins = city.today + timedelta(days=120)
    values = WorkValues(
        title="x" if sharing is Sharing.AGENCIES else "canary-of-civil",
        activity=activity,
        stage=Stage.PLANNED,
        geometry=LineString([(59.45, north), (59.451, north)]),
        begins=begins,
        ends=begins + timedelta(days=5),
        sharing=sharing,
    )
    row = record_work(by=city.acting(agency), agency=city.agencies[agency], values=values)
    return str(row.public_id)


def furnish_sharing(city: City, made: Objects) -> None:
    """What the walks of doors ask for."""
    _inquiries(city, made)
    _cooperation(city, made)
    _joint(city, made)
    plans = [_work(city, "civil", 36.75 + n / 100, sharing=Sharing.OWN) for n in range(2)]
    contact = Contact(name="canary-of-civil", phone="۰۵۱")
    seal = seal_plan(by=city.acting("civil"), work=plans[0], contact=contact)
    made.hidden["seal_id"] = [seal.public_id]
    made.hidden["own_plan"] = [plans[1]]


def _inquiries(city: City, made: Objects) -> None:
    """One that waits for everybody, civil's own line among them, and a paving not asked about."""
    paved = _work(city, "civil", 36.70, Activity.PAVING)
    agency = city.agencies["civil"]
    (row,) = ask_utilities(by=city.acting("civil"), agency=agency, works=[paved])
    with signed(TESTER):
        own = InquiryLine.objects.create(inquiry=Inquiry.objects.get(pk=row.pk), agency=agency)
    made.shared["inquiry_id"] = [row.public_id]
    made.shared["asked_id"] = [own.public_id]
    made.shared["unasked_paving"] = [_work(city, "civil", 36.71, Activity.PAVING)]


def _cooperation(city: City, made: Objects) -> None:
    """Asked by civil, offered to civil, granted to civil, and asked of civil."""
    rows = []
    for asker, asked, move in (
        ("civil", "water", None),
        ("civil", "water", CooperationMove.OFFER),
        ("civil", "water", CooperationMove.GRANT),
        ("water", "civil", None),
    ):
        ask = Ask(
            kind=CooperationKind.INFORMATION,
            asked=city.agencies[asked],
            title="canary-of-civil",
        )
        row = ask_cooperation(by=city.acting(asker), agency=city.agencies[asker], ask=ask)
        if move is not None:
            by = city.acting(asked)
            answer_cooperation(by=by, request=row.public_id, move=move, words="x")
        rows.append(row.public_id)
    made.hidden["cooperation_id"] = rows


def _joint(city: City, made: Objects) -> None:
    """One that civil leads and water asks to join, one beside it that civil may end or join, and
    one of water's that civil asked to join."""
    civil, water = city.acting("civil"), city.acting("water")
    led = [_work(city, "civil", 36.73) for _ in range(2)]
    first, second = (found_joint(by=civil, title="x", work=work) for work in led)
    asking = ask_to_join(by=water, joint=first.public_id, work=_work(city, "water", 36.73))
    third = found_joint(by=water, title="x", work=_work(city, "water", 36.74))
    own = ask_to_join(by=civil, joint=third.public_id, work=_work(city, "civil", 36.74))
    made.shared["joint_id"] = [first.public_id, second.public_id]
    made.shared["member_id"] = [asking.public_id, own.public_id]
    made.shared["joining_dig"] = [_work(city, "civil", 36.73)]
    made.shared["own_dig"] = [_work(city, "civil", 36.74)]


def share_bodies(made: Objects) -> dict[str, Any]:
    """A sound body for each operation."""
    return {
        "ask_utilities": {"agency": "civil", "works": made.shared["unasked_paving"]},
        "answer_inquiry": {"answer": "nothing"},
        "ask_cooperation": {
            "agency": "civil",
            "asked": "water",
            "kind": "machine",
            "title": "x",
        },
        "answer_cooperation": {"move": "grant"},
        "accept_offer": {},
        "carry_request_up": {"words": "x"},
        "fulfil_request": {},
        "withdraw_request": {},
        "found_joint": {"title": "x", "work": made.shared["own_dig"][0]},
        "ask_to_join": {"work": made.shared["joining_dig"][0]},
        "answer_joining": {"is_accepted": True},
        "leave_joint": {"words": "x"},
        "end_joint": {"is_done": True},
        "seal_plan": {"work": made.hidden["own_plan"][0], "name": "x", "phone": "x"},
        "unseal_plan": None,
    }


BY_ONE_SIDE = {
    "answer_cooperation",
    "accept_offer",
    "carry_request_up",
    "fulfil_request",
    "withdraw_request",
    "answer_joining",
    "leave_joint",
}
"""Deeds of one of two sides: the other's people are refused though they have the right."""
EXCUSED = {
    "inquiry_ran_out": "a job: test_inquiries",
    "cooperation_ran_out": "a job: test_cooperation",
}
"""Facts that no operation records, and where they are tried."""
