"""Tours: ask where to stand, accept what was found, plan the rest anew at noon."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.exchange.city.touring import load_touring
from hamgam.exchange.touring import DelegationRow
from hamgam.exchange.touring.problem import tour_days
from hamgam.field import bridge
from hamgam.field.models import Stop, Tour
from hamgam.field.queries import tours_visible_to
from hamgam.field.vocabulary import TourState
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import in_hand, iso
from hamgam.register.models import Project
from hamgam.register.solves.asking import ask_solve

SOLVER = "hamgam.field.solves.TOUR"
FEWEST_SECONDS, MOST_SECONDS = 2, 300
MOST_DAYS, MOST_DELEGATIONS = 7, 5
GRACE_S = 60.0
"""Reading the city and compiling, beside the search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How many days from when, and which delegations go: each a name and the agencies whose
    competent posts it brings."""

    first: date
    days: int
    delegations: Sequence[tuple[str, Sequence[Agency]]]
    seconds: int = 10

    def faults(self) -> list[dict[str, str]]:
        """What cannot be asked."""
        found = []
        if not 1 <= self.days <= MOST_DAYS:
            found.append(("days", f"1 to {MOST_DAYS}"))
        if not 1 <= len(self.delegations) <= MOST_DELEGATIONS:
            found.append(("delegations", f"1 to {MOST_DELEGATIONS}"))
        if not FEWEST_SECONDS <= self.seconds <= MOST_SECONDS:
            found.append(("seconds", f"{FEWEST_SECONDS} to {MOST_SECONDS}"))
        return [{"pointer": f"#/{name}", "detail": detail} for name, detail in found]


def ask_tour(*, by: Acting, agency: Agency, asked: Asked, today: date) -> Tour:
    """Freeze the question as the tables stand now, and have the tours planned. The agency's
    planners; records `tour_asked`. Refuses (`nothing_to_visit`) where nothing waits at any site."""
    by.require(Right.PLAN_TOUR, agency.path)
    if faults := asked.faults():
        raise Refused("validation", errors=faults)
    days = tour_days(asked.first, asked.days, load_touring(settings.HAMGAM_CITY))
    rows = [
        DelegationRow(name=name, row=n, posts=tuple(a.name_fa for a in brings))
        for n, (name, brings) in enumerate(asked.delegations, 1)
    ]
    with deed(by):
        question = bridge.question_of(
            by, today, days=days, delegations=rows, seconds=float(asked.seconds)
        )
        if not question["sites"]:
            raise Refused("nothing_to_visit")
        return _ask(by, agency, question, None)


def _ask(by: Acting, agency: Agency, question: Mapping[str, Any], replaces: Tour | None) -> Tour:
    row = Tour(
        agency=agency,
        begins=date.fromisoformat(question["days"][0]),
        ends=date.fromisoformat(question["days"][-1]),
        question=dict(question),
        asked_at=timezone.now(),
        actor=by.actor,
        replaces=replaces,
    )
    row.solve = ask_solve(
        agency,
        solver=SOLVER,
        arguments={"tour": row.public_id},
        seconds=question["seconds"] + GRACE_S,
        subject=row.public_id,
    )
    row.save()
    payload = {"question": digest_of(question), "days": len(question["days"])}
    record_fact("tour_asked", subject=row.public_id, payload=payload)
    return row


def digest_of(told: Mapping[str, Any]) -> str:
    """The hash under which a question or an answer stands in the ledger."""
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def accept_tour(*, by: Acting, tour: str) -> Tour:
    """Make a found tour the one that is driven; what it replaces gives way. The agency's planners;
    records `tour_accepted`."""
    with deed(by):
        row = in_hand(tours_visible_to(by), tour)
        by.require(Right.PLAN_TOUR, row.agency.path, subject=row.public_id)
        if row.state != TourState.PROPOSED or "rounds" not in row.answer:
            raise Refused("state")
        _make_stops(row)
        row.state = TourState.ACCEPTED.value
        row.save(update_fields=["state"])
        record_fact("tour_accepted", subject=row.public_id, payload={"begins": iso(row.begins)})
    return row


def _make_stops(row: Tour) -> None:
    kept: list[Stop] = []
    if row.replaces is not None:
        kept = _begun(row)
        row.replaces.state = TourState.REPLACED.value
        row.replaces.save(update_fields=["state"])
    projects = {p.public_id: p for p in Project.objects.filter(public_id__in=_refs(row))}
    at = len(kept)
    for round_, day, delegation in zip(
        row.answer["rounds"], row.answer["days"], row.answer["delegations"], strict=True
    ):
        for visit in round_["visits"]:
            at += 1
            Stop.objects.create(
                tour=row,
                project=projects[row.question["projects"][visit["site"]]],
                delegation=delegation,
                on=date.fromisoformat(day),
                number=at,
                begins=round(visit["begins"]),
                ends=round(visit["ends"]),
            )


def _refs(row: Tour) -> list[str]:
    refs: list[str] = list(row.question["projects"].values())
    return refs


def _begun(row: Tour) -> list[Stop]:
    """Stops of the replaced tour that had begun: they move over as they are."""
    rest = row.question["rest"]
    day = date.fromisoformat(row.question["days"][rest["day"]])
    before = Stop.objects.filter(tour=row.replaces, is_cancelled=False)
    kept = [s for s in before if (s.on, s.begins) < (day, rest["minute"])]
    for number, stop in enumerate(kept, 1):
        stop.tour, stop.number = row, number
        stop.save(update_fields=["tour", "number"])
    return kept


def replan_tour(
    *, by: Acting, tour: str, on: date, minute: int, cancelled: Set[str] = frozenset()
) -> Tour:
    """Plan the rest of an accepted tour anew: begun stays are facts, cancelled projects (public
    ids) leave, and prizes are those of now. The agency's planners; records `tour_asked`."""
    with deed(by):
        row = in_hand(tours_visible_to(by), tour)
        by.require(Right.PLAN_TOUR, row.agency.path, subject=row.public_id)
        days = row.question.get("days", [])
        if row.state != TourState.ACCEPTED or iso(on) not in days or "rest" in row.question:
            raise Refused("state")
        titles = [t for t, ref in row.question["projects"].items() if ref in cancelled]
        rest = {
            "day": days.index(iso(on)),
            "minute": minute,
            "cancelled": titles,
            "rounds": row.answer["rounds"],
        }
        return _ask(by, row.agency, {**row.question, "rest": rest}, row)


def cancel_stop(*, by: Acting, stop: str) -> Stop:
    """Take a stop off an accepted tour. The agency's planners; records `stop_cancelled`."""
    with deed(by):
        row = in_hand(Stop.objects.filter(tour__in=tours_visible_to(by)), stop)
        by.require(Right.PLAN_TOUR, row.tour.agency.path)
        if row.meeting_id is not None or row.is_cancelled:
            raise Refused("state")
        row.is_cancelled = True
        row.save(update_fields=["is_cancelled"])
        record_fact("stop_cancelled", subject=row.public_id)
    return row
