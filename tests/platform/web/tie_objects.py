"""Joint steps, resolutions, policies and words of the civil deputyship, one in each state that a
deed needs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from tests.platform.conftest import City

from hamgam.agencies.vocabulary import Role
from hamgam.coordination.actions.policies import PolicyValues, adopt_policy
from hamgam.coordination.actions.resolutions import (
    Passed,
    Said,
    move_resolution,
    record_resolution,
)
from hamgam.coordination.actions.steps import StepAnswer, answer_step, ask_step
from hamgam.coordination.actions.talking import say_about
from hamgam.coordination.models import JointStep, Resolution
from hamgam.coordination.vocabulary import PolicyMeasure, ResolutionMove
from hamgam.register.actions.meetings import Call, call_meeting, close_meeting, note_presence
from hamgam.register.vocabulary import MeetingKind

if TYPE_CHECKING:
    from tests.platform.web.objects import Objects


def _asked(city: City) -> JointStep:
    """A step that the governorate asks of the municipality; told to be civil's, which does it."""
    by = city.acting("governorate")
    return ask_step(by=by, agency=city.agencies["governorate"], title="گام")


def furnish_ties(city: City, made: Objects, canary: str) -> None:
    """What the walks go through."""
    asked, taken = _asked(city), _asked(city)
    answer = StepAnswer(promised=city.today + timedelta(days=3))
    answer_step(by=city.acting("civil"), step=taken.public_id, answer=answer)
    made.shared["step_id"] = [asked.public_id, taken.public_id]
    number = str(Resolution.objects.count() + 12)
    passed = Passed(number=number, title="مصوبه", passed_on=city.today, letter=("۱", city.today))
    row = record_resolution(
        by=city.acting("civil", Role.SECRETARY), agency=city.agencies["civil"], passed=passed
    )
    said = Said(move=ResolutionMove.OBJECT, words="مغایر", letter=("۲", city.today))
    board = city.acting("governorate", Role.SECRETARY)
    move_resolution(by=board, resolution=row.public_id, said=said)
    made.shared["resolution_id"] = [row.public_id]
    values = PolicyValues(
        title="سیاست",
        measure=PolicyMeasure.MEETINGS_ON_SITE,
        bound=30,
        target_permille=500,
        begins=city.today,
    )
    policy = adopt_policy(
        by=city.acting("civil", Role.HEAD), agency=city.agencies["civil"], values=values
    )
    made.shared["policy_id"] = [policy.public_id]
    call = Call(kind=MeetingKind.REVIEW, title="امضاشده", begins=timezone.now())
    signed = call_meeting(by=city.acting("civil"), agency=city.agencies["civil"], call=call)
    note_presence(
        by=city.acting("civil"),
        meeting=signed.public_id,
        agency=city.agencies["civil"],
        who=("کسی", ""),
    )
    close_meeting(by=city.acting("civil"), meeting=signed.public_id)
    made.shared["meeting_id"].append(signed.public_id)
    own, known = made.hidden["work_id"][0], made.shared["work_id"][0]
    words = [
        say_about(by=city.acting("civil"), subject=subject, text=text)
        for subject, text in ((own, canary), (known, "سخن"))
    ]
    made.hidden["comment_id"] = [words[0].public_id]
    made.shared["comment_id"] = [words[1].public_id]


def tie_bodies(city: City, made: Objects) -> dict[str, Any]:
    """A sound body for each operation."""
    today, later = city.today.isoformat(), (city.today + timedelta(days=9)).isoformat()
    letter = {"number": "۳", "on": today}
    return {
        "ask_step": {"agency": "civil", "title": "x"},
        "answer_step": {"promised": later},
        "finish_step": {"on": today, "proof": "x"},
        "withdraw_step": None,
        "record_resolution": {
            "agency": "civil",
            "number": "۱۳",
            "title": "x",
            "passed_on": today,
            "letter": letter,
        },
        "move_resolution": {"move": "uphold", "words": "x", "letter": letter},
        "adopt_policy": {
            "agency": "civil",
            "title": "x",
            "measure": "told_in_time",
            "bound": 30,
            "target_permille": 900,
            "begins": today,
        },
        "end_policy": {"on": later},
        "write_comment": {"subject": made.shared["work_id"][0], "text": "x"},
        "edit_comment": {"text": "x"},
        "choose_notices": {"rhythm": "daily"},
        "number_minutes": {"number": "۷", "on": today},
    }
