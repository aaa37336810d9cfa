"""Cases of the civil deputyship with the water company, one in each state that a deed needs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from shapely.geometry import LineString
from tests.platform.conftest import City

from hamgam.coordination.actions.ladder import carry_up
from hamgam.coordination.actions.opening import open_case
from hamgam.coordination.actions.settling import propose, sign
from hamgam.coordination.actions.talking import comment
from hamgam.coordination.models import Case
from hamgam.coordination.queries import options_of
from hamgam.engine.works import Activity, Impact, Stage
from hamgam.register.actions.works import record_work
from hamgam.register.models import Finding
from hamgam.register.values import WorkValues

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
        "decide_case": {"body": "excavation_commission", "option": option, "words": "x"},
    }
