"""The field of the civil deputyship: obstacles, site meetings, tours, promises, orders, a phone's
record; each in a state from which every operation can go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import shapely
from django.utils import timezone
from tests.platform.conftest import TESTER, City

from hamgam.agencies.acting import Acting
from hamgam.agencies.vocabulary import Role
from hamgam.field.actions import meetings as site
from hamgam.field.actions import obstacles, orders, pursuit
from hamgam.field.actions.records import Sent, receive_record
from hamgam.field.actions.signing import sign_presence
from hamgam.field.models import Stop, Tour
from hamgam.field.vocabulary import RecordKind
from hamgam.ledger.signing import signed
from hamgam.register.actions.meetings import Conclusion
from hamgam.register.actions.promises import Promise, record_commitment
from hamgam.register.models import Meeting, Project, Task
from hamgam.register.vocabulary import Outcome

if TYPE_CHECKING:
    from tests.platform.web.objects import Objects

EMPTY_VIEW = {
    **dict.fromkeys(("headline", "value", "assumed"), ""),
    **{name: [] for name in ("back", "left", "orders")},
    "why": {},
}


@dataclass(frozen=True)
class Ground:
    """What the field's objects stand on."""

    city: City
    made: Objects
    owner: str
    canary: str
    by: Acting
    project: Project


def furnish_field(city: City, made: Objects, owner: str, canary: str) -> None:
    """One of each; what a proposed tour holds is its agency's alone."""
    by = city.acting(owner, Role.HEAD)
    project = Project.objects.get(public_id=made.shared["project_id"][0])
    ground = Ground(city, made, owner, canary, by, project)
    _obstacles(ground)
    _meetings(ground)
    _tour(ground)
    _promise(ground)
    _orders(ground)
    sent = Sent(
        key="k" * 12,
        device="d" * 12,
        kind=RecordKind.PROOF,
        subject=canary,
        body={"proof": canary},
        taken_at=timezone.now(),
    )
    made.hidden["record_id"] = [receive_record(by=by, sent=sent).public_id]


def _obstacles(ground: Ground) -> None:
    """One that stands, one that somebody of the field said to be gone."""
    city, by = ground.city, ground.by
    task = Task.objects.filter(project=ground.project).order_by("pk")[0]
    with signed(TESTER):
        ground.project.lay_at(shapely.Point(59.601, 36.29))
        ground.project.save()
    values = obstacles.ObstacleValues(
        title="پست برق",
        causes=[("U3", 100)],
        opened=city.today - timedelta(days=20),
        reported_by="ناظر",
        owner=city.agencies["gas"],
        owner_name="ک. سلیمی",
        officer=city.person(ground.owner),
        removed_when="برق‌دار شد",
    )
    rows = [obstacles.report_obstacle(by=by, task=task.public_id, values=values) for _ in range(2)]
    obstacles.remove_obstacle(
        by=city.acting(ground.owner, Role.FIELD),
        obstacle=rows[1].public_id,
        version=1,
        on=city.today,
        evidence="عکس",
    )
    made = ground.made
    made.shared["obstacle_id"] = [row.public_id for row in rows]
    made.shared["task_id"] = [task.public_id]


def _meetings(ground: Ground) -> None:
    """One that is open, one of which only the closing is left."""
    known = ground.project.public_id
    call = site.SiteCall(begins=timezone.now(), trigger="قول گذشته")
    rows = [site.call_site_meeting(by=ground.by, project=known, call=call) for _ in range(2)]
    people = [_there(ground, row) for row in rows]
    ground.made.shared.setdefault("meeting_id", []).append(rows[0].public_id)
    ground.made.shared["site_meeting_id"] = [row.public_id for row in rows]
    ground.made.shared["presence"] = people[:1]
    ready = rows[1].public_id
    for item in rows[1].items.all():
        ending = site.Ending(conclusion=Conclusion(outcome=Outcome.WITHDRAWN, words="پس گرفت"))
        site.conclude_site_item(
            by=ground.by, meeting=ready, number=item.number, version=1, ending=ending
        )
    sign_presence(by=ground.by, meeting=ready, presence=people[1], typed="ک. سلیمی")


def _there(ground: Ground, row: Meeting) -> int:
    there = site.There(name="ک. سلیمی", reason="بی موقعیت")
    gas = ground.city.agencies["gas"]
    who = site.note_site_presence(by=ground.by, meeting=row.public_id, agency=gas, there=there)
    return int(who.presence_id)


def _tour(ground: Ground) -> None:
    city = ground.city
    days = {"begins": city.today, "ends": city.today, "asked_at": timezone.now()}
    agency, made = city.agencies[ground.owner], ground.made
    answer = {
        **{name: [] for name in ("rounds", "days", "delegations")},
        "summary": {"stops": 0, "all": 0, "is_straight": False},
        "views": dict.fromkeys(("fa", "en", "ar"), EMPTY_VIEW),
    }
    day = city.today.isoformat()
    question = {"title": ground.canary, "projects": {}, "sites": [], "days": [day], "seconds": 2}
    with signed(TESTER):
        hidden = Tour.objects.create(
            agency=agency, actor="job:tests", question=question, answer=answer, **days
        )
        shared = Tour.objects.create(agency=agency, actor="job:tests", state="accepted", **days)
        stop = Stop.objects.create(
            tour=shared,
            project=ground.project,
            delegation="هیئت",
            on=city.today,
            number=1,
            begins=480,
            ends=540,
        )
    made.hidden["tour_id"], made.shared["tour_id"] = [hidden.public_id], [shared.public_id]
    made.shared["stop_id"] = [stop.public_id]


def _promise(ground: Ground) -> None:
    """A promise that its owner said to be kept, and that nobody has seen yet."""
    city, by = ground.city, ground.by
    row = record_commitment(
        by=by,
        agency=city.agencies[ground.owner],
        promise=Promise(text="قول پیگیری‌شده", due=city.today),
    )
    pursuit.follow_commitment(
        by=by,
        commitment=row.public_id,
        owner_name="س. کاظمی",
        officer=city.person(ground.owner),
        proof_asked="عکس",
    )
    pursuit.prove_promise(
        by=by, commitment=row.public_id, version=row.version, on=city.today, proof="عکس"
    )
    ground.made.shared["followed_id"] = [row.public_id]


def _orders(ground: Ground) -> None:
    agency, today = ground.city.agencies[ground.owner], ground.city.today
    order = orders.Order(title="جلسه در محل", text="جلسه‌ها در محل باشد", measure="سهم در محل")
    row = orders.issue_directive(
        by=ground.by, agency=agency, order=order, recipients=[agency], today=today
    )
    values = orders.SprintValues(goal="آسفالت", begins=today, ends=today, rules="ایمنی شب")
    sprint = orders.open_sprint(by=ground.by, project=ground.project.public_id, values=values)
    ground.made.shared["directive_id"] = [row.public_id]
    ground.made.shared["sprint_id"] = [sprint.public_id]


def field_bodies(city: City, made: Objects, owner: str) -> dict[str, Any]:
    """A sound body for each operation of the field."""
    today, later = city.today.isoformat(), (city.today + timedelta(days=9)).isoformat()
    project = made.shared["project_id"][0]
    officer = city.person(owner).public_id
    return {
        "report_obstacle": {
            "task": made.shared["task_id"][0],
            "title": "پست برق",
            "causes": [{"code": "U3", "weight": 100}],
            "opened": today,
            "reported_by": "ناظر",
            "owner": "gas",
            "owner_name": "ک. سلیمی",
            "officer": officer,
            "removed_when": "برق‌دار شد",
        },
        "promise_removal": {"version": 1, "promised": later},
        "raise_obstacle": {"why": "x"},
        "remove_obstacle": {"version": 1, "on": today, "evidence": "x"},
        "verify_removal": None,
        "reopen_obstacle": {"why": "x"},
        "ask_tour": {
            "agency": owner,
            "first": later,
            "delegations": [{"name": "هیئت", "brings": ["gas"]}],
        },
        "accept_tour": None,
        "replan_tour": {"on": today, "minute": 720},
        "cancel_stop": None,
        "call_site_meeting": {
            "project": project,
            "begins": timezone.now().isoformat(),
            "trigger": "x",
        },
        "add_site_item": {"obstacle": made.shared["obstacle_id"][1]},
        "record_authority": {
            "agency": "gas",
            "name": "ک. سلیمی",
            "subject": "جابه‌جایی خط",
            "letter_number": "۱۲",
        },
        "note_site_presence": {"agency": "gas", "name": "ن", "reason": "ابر"},
        "conclude_site_item": {"number": 1, "version": 1, "outcome": "withdrawn", "words": "x"},
        "sign_minutes": {"presence": made.shared["presence"][0], "typed": "ک. سلیمی"},
        "close_site_meeting": None,
        "follow_commitment": {
            "commitment": made.shared["commitment_id"][0],
            "owner_name": "س. کاظمی",
            "officer": officer,
            "proof_asked": "x",
        },
        "prove_promise": {"version": 1, "on": today, "proof": "x"},
        "verify_promise": None,
        "return_promise": {"why": "x"},
        "extend_promise": {"version": 1, "due": later, "reason": "money"},
        "issue_directive": {
            "agency": owner,
            "title": "x",
            "text": "x",
            "measure": "x",
            "recipients": ["gas"],
        },
        "answer_directive": {"is_followed": True, "words": "x"},
        "open_sprint": {
            "project": project,
            "goal": "x",
            "begins": today,
            "ends": today,
            "rules": "x",
        },
        "end_sprint": {"outcome": "x"},
        "send_record": {
            "key": "a1b2c3d4e5f6",
            "device": "d1d2d3d4d5d6",
            "kind": "proof",
            "subject": made.shared["commitment_id"][0],
            "body": {"proof": "x"},
            "taken_at": timezone.now().isoformat(),
            "base_version": 0,
        },
        "settle_record": {"applies": False},
    }
