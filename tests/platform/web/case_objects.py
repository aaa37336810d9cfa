"""Cases of the civil deputyship with the water company, one in each state that a deed needs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from shapely.geometry import LineString
from tests.platform.conftest import City

from hamgam.agencies.vocabulary import Role
from hamgam.coordination.actions.emergencies import report_emergency
from hamgam.coordination.actions.ladder import carry_up
from hamgam.coordination.actions.opening import open_case
from hamgam.coordination.actions.permits import (
    Conditions,
    apply_to_dig,
    call_session,
    grant,
    reinstate,
)
from hamgam.coordination.actions.settling import propose, sign
from hamgam.coordination.actions.talking import comment
from hamgam.coordination.models import Case, Permit
from hamgam.coordination.queries.cases import options_of
from hamgam.engine.works import Activity, Impact, Stage
from hamgam.register.actions.meetings import Call, call_meeting, note_presence
from hamgam.register.actions.works import record_work
from hamgam.register.models import Finding
from hamgam.register.values import WorkValues
from hamgam.register.vocabulary import MeetingKind

if TYPE_CHECKING:
    from tests.platform.web.objects import Objects


def _collision(city: City, north: float) -> tuple[str, str]:
    """A work of civil's and the identity of its collision with one of water's."""
    line = LineString([(59.50, north), (59.502, north)])
    made = []
    for agency, activity, first in (
        ("civil", Activity.PAVING, 70),
        ("water", Activity.EXCAVATION, 74),
    ):
        begins = city.today + timedelta(days=first)
        values = WorkValues(
            activity=activity,
            stage=Stage.PLANNED,
            impact=Impact.IMPORTANT,
            geometry=line,
            begins=begins,
            ends=begins + timedelta(days=9),
        )
        row = record_work(by=city.acting(agency), agency=city.agencies[agency], values=values)
        made.append(row.public_id)
    found = Finding.objects.get(a__public_id__in=made, b__public_id__in=made, kind="collision")
    return made[0], found.identity


def furnish_cases(city: City, made: Objects, canary: str) -> None:
    """One with options on the commission's rung, one with a proposal, one agreed; and a finding
    that has none."""
    cases: list[Case] = []
    works = []
    for number in range(3):
        work, identity = _collision(city, 36.40 + number / 100)
        works.append(work)
        cases.append(open_case(by=city.acting("water"), finding=identity))
    options, proposed, agreed = cases
    for _ in range(2):
        carry_up(by=city.acting("water"), case=options.public_id, words="بی‌نتیجه")
    for case in (proposed, agreed):
        best = options_of(case)[1].public_id
        propose(by=city.acting("water"), case=case.public_id, option=best, is_signed=True)
    sign(by=city.acting("civil"), case=agreed.public_id)
    comment(by=city.acting("civil"), case=options.public_id, text=canary)
    made.shared["case_id"] = [case.public_id for case in cases]
    made.shared["case_option"] = [options_of(options)[1].public_id]
    made.shared["case_work"] = works
    made.shared["case_finding"] = [_collision(city, 36.45)[1]]
    _furnish_permits(city, made)


def _dig(city: City, agency: str, north: float, activity: Activity) -> str:
    begins = city.today + timedelta(days=200)
    values = WorkValues(
        activity=activity,
        stage=Stage.PLANNED,
        geometry=LineString([(59.55, north), (59.551, north)]),
        begins=begins,
        ends=begins + timedelta(days=3),
    )
    row = record_work(by=city.acting(agency), agency=city.agencies[agency], values=values)
    return str(row.public_id)


def _furnish_permits(city: City, made: Objects) -> None:
    """Applications of civil's in each state that a deed needs; and a work that has none."""
    secretary, civil = city.acting("civil", Role.SECRETARY), city.acting("civil")
    dug = [_dig(city, "civil", 36.50 + n / 100, Activity.EXCAVATION) for n in range(4)]
    rows = [apply_to_dig(by=civil, work=work) for work in dug]
    meeting = call_session(
        by=secretary,
        begins=timezone.now() + timedelta(days=1),
        place="",
        title="کمیسیون حفاری",
    )
    begun = Conditions(begins=city.today - timedelta(days=9), ends=city.today)
    overdue = Conditions(
        begins=city.today - timedelta(days=60), ends=city.today - timedelta(days=40)
    )
    for row, conditions in zip(rows[1:], (begun, begun, overdue), strict=True):
        grant(by=secretary, application=row.public_id, conditions=conditions)
    reinstate(by=civil, application=rows[2].public_id, on=city.today)
    emergency = report_emergency(
        by=civil, agency=city.agencies["civil"], street="خیابان", words="ترکیدگی"
    )
    clean = _dig(city, "civil", 36.60, Activity.CONNECTION)
    waits = apply_to_dig(by=civil, work=clean)
    made.shared["application_id"] = [row.public_id for row in (*rows, emergency, waits)]
    made.shared["dig_work"] = [_dig(city, "civil", 36.61, Activity.EXCAVATION)]
    call = Call(
        kind=MeetingKind.REVIEW,
        title="نشست",
        begins=timezone.now(),
        agenda=[("", "بند یک")],
    )
    review = call_meeting(by=civil, agency=city.agencies["civil"], call=call)
    done = call_meeting(
        by=civil,
        agency=city.agencies["civil"],
        call=Call(kind=MeetingKind.REVIEW, title="نشست", begins=timezone.now()),
    )
    note_presence(by=civil, meeting=done.public_id, agency=city.agencies["civil"], who=("کسی", ""))
    made.shared["meeting_id"] = [review.public_id, done.public_id, meeting.public_id]
    made.shared["permit_id"] = [row.public_id for row in Permit.objects.order_by("pk")[:1]]


def case_bodies(city: City, made: Objects) -> dict[str, Any]:
    """A sound body for each operation on a case."""
    later = (city.today + timedelta(days=9)).isoformat()
    far = (city.today + timedelta(days=300)).isoformat()
    option = made.shared["case_option"][0]
    return {
        "open_case": {"finding": made.shared["case_finding"][0]},
        "compute_options": None,
        "make_option": {"days": {}},
        "free_work": {"work": made.shared["case_work"][0], "earliest": later, "latest": far},
        "comment_case": {"text": "x"},
        "propose_settlement": {"option": option},
        "sign_settlement": {},
        "dissent_from_settlement": {"words": "x"},
        "enter_letter": {"number": "۱", "on": later},
        "carry_case_up": {"words": "x"},
        "convene_case": {"on": later},
        "send_case_back": {"words": "x"},
        "apply_to_dig": {"work": made.shared["dig_work"][0]},
        "call_session": {"begins": f"{later}T09:00:00Z", "title": "x"},
        "grant_connections": None,
        "grant_permit": {"words": "x"},
        "refuse_permit": {"words": "x"},
        "extend_permit": {"ends": far, "reason": "x"},
        "reinstate_street": {"on": city.today.isoformat()},
        "inspect_street": {"is_passed": True},
        "repair_street": {"cost_rials": 1000},
        "report_emergency": {"agency": "civil", "street": "x", "words": "x"},
        "complete_emergency": {"length_m": 6.0, "ends": later},
        "call_meeting": {
            "agency": "civil",
            "kind": "review",
            "title": "x",
            "begins": f"{later}T09:00:00Z",
        },
        "extend_agenda": {"title": "x"},
        "note_presence": {"agency": "civil", "name": "x"},
        "conclude_item": {"number": 1, "outcome": "withdrawn"},
        "close_meeting": None,
        "decide_case": {"body": "excavation_commission", "option": option, "words": "x"},
    }
