"""The field of the civil deputyship: an obstacle, a site meeting, a tour, a phone's record."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from tests.platform.conftest import TESTER, City

from hamgam.agencies.vocabulary import Role
from hamgam.field.actions.meetings import SiteCall, There, call_site_meeting, note_site_presence
from hamgam.field.actions.obstacles import ObstacleValues, report_obstacle
from hamgam.field.actions.records import Sent, receive_record
from hamgam.field.models import Stop, Tour
from hamgam.field.vocabulary import RecordKind
from hamgam.ledger.signing import signed
from hamgam.register.models import Project, Task

if TYPE_CHECKING:
    from tests.platform.web.objects import Objects


def furnish_field(city: City, made: Objects, owner: str, canary: str) -> None:
    """One of each; what a proposed tour holds is its agency's alone."""
    (known,) = made.shared["project_id"][:1]
    by, project = city.acting(owner, Role.HEAD), Project.objects.get(public_id=known)
    task = Task.objects.filter(project=project).order_by("pk")[0]
    values = ObstacleValues(
        title="پست برق",
        causes=[("U3", 100)],
        opened=city.today - timedelta(days=20),
        reported_by="ناظر",
        owner=city.agencies["gas"],
        owner_name="ک. سلیمی",
        officer=city.person(owner),
        removed_when="برق‌دار شد",
    )
    row = report_obstacle(by=by, task=task.public_id, values=values)
    made.shared["obstacle_id"], made.shared["task_id"] = [row.public_id], [task.public_id]
    call = SiteCall(begins=timezone.now(), trigger="قول گذشته")
    meeting = call_site_meeting(by=by, project=known, call=call)
    made.shared.setdefault("meeting_id", []).append(meeting.public_id)
    there = There(name="ک. سلیمی", reason="بی موقعیت")
    who = note_site_presence(
        by=by, meeting=meeting.public_id, agency=city.agencies["gas"], there=there
    )
    made.shared["presence"] = [who.presence_id]
    _tour(city, made, (owner, canary), project)
    sent = Sent(
        key="k" * 12,
        device="d" * 12,
        kind=RecordKind.PROOF,
        subject=canary,
        body={"proof": canary},
        taken_at=timezone.now(),
    )
    made.hidden["record_id"] = [receive_record(by=by, sent=sent).public_id]


def _tour(city: City, made: Objects, told: tuple[str, str], project: Project) -> None:
    owner, canary = told
    days = {"begins": city.today, "ends": city.today, "asked_at": timezone.now()}
    agency = city.agencies[owner]
    with signed(TESTER):
        hidden = Tour.objects.create(
            agency=agency, actor="job:tests", question={"title": canary}, **days
        )
        shared = Tour.objects.create(agency=agency, actor="job:tests", state="accepted", **days)
        stop = Stop.objects.create(
            tour=shared,
            project=project,
            delegation="هیئت",
            on=city.today,
            number=1,
            begins=480,
            ends=540,
        )
    made.hidden["tour_id"], made.shared["tour_id"] = [hidden.public_id], [shared.public_id]
    made.shared["stop_id"] = [stop.public_id]


def field_bodies(city: City, made: Objects, owner: str) -> dict[str, Any]:
    """A sound body for each operation of the field."""
    return {
        "report_obstacle": {
            "task": made.shared["task_id"][0],
            "title": "پست برق",
            "causes": [{"code": "U3", "weight": 100}],
            "opened": city.today.isoformat(),
            "reported_by": "ناظر",
            "owner": "gas",
            "owner_name": "ک. سلیمی",
            "officer": city.person(owner).public_id,
            "removed_when": "برق‌دار شد",
        },
        "send_record": {
            "key": "a1b2c3d4e5f6",
            "device": "d1d2d3d4d5d6",
            "kind": "proof",
            "subject": made.shared["commitment_id"][0],
            "body": {"proof": "x"},
            "taken_at": timezone.now().isoformat(),
        },
    }
