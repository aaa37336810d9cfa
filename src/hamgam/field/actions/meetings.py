"""The meeting at the site: who may decide, who was there, what each item came to."""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency, Person
from hamgam.agencies.rights import Right
from hamgam.field.actions.hiding import sharing_for
from hamgam.field.actions.obstacles import is_same_person
from hamgam.field.bridge import middle_of
from hamgam.field.models import Authority, Obstacle, SiteItem, SiteMeeting, SitePresence, Stop
from hamgam.field.queries import (
    dearest_first,
    obstacles_of,
    obstacles_visible_to,
    open_promises_of,
    site_meetings_visible_to,
    stops_visible_to,
    week_rials,
)
from hamgam.field.vocabulary import Proof
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.meetings import Call, Conclusion, conclude, new_meeting, open_meeting
from hamgam.register.actions.rows import compare_version, in_hand
from hamgam.register.models import Meeting, MeetingItem, Presence, Project
from hamgam.register.queries import projects_visible_to
from hamgam.register.vocabulary import MeetingKind, Outcome, PlaceKind

AT_SITE_M = 300.0
"""A position so near the middle of the site counts as there; its own inaccuracy comes on top."""
EARTH_M = 6_371_000.0
MOST_ITEMS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCall:
    """Why, when and where a project's problems are met about. `why_office` is needed where it is
    not held at the site."""

    begins: datetime
    trigger: str
    why_office: str = ""
    place: str = ""


def call_site_meeting(*, by: Acting, project: str, call: SiteCall, stop: str = "") -> Meeting:
    """Call a meeting at a project's site. Its agenda makes itself: old promises first, then the
    standing obstacles by what a week of waiting costs. The field and the planners of the project's
    agency, or of the one whose tour it is; records `site_meeting_called`."""
    held = projects_visible_to(by).filter(public_id=project).first()
    if held is None:
        raise Refused("not_found")
    if not call.trigger.strip():
        raise Refused("validation", errors=[{"pointer": "#/trigger", "detail": "required"}])
    with deed(by):
        visit = in_hand(stops_visible_to(by), stop) if stop else None
        agency = visit.tour.agency if visit else held.agency
        by.require(Right.RECORD_MEETING, agency.path)
        row = _call(by, agency, held, call)
        if visit is not None:
            _meet_at(visit, row)
        record_fact("site_meeting_called", subject=row.public_id, payload={"about": project})
    return row


def _meet_at(visit: Stop, row: Meeting) -> None:
    if visit.meeting_id is not None:
        raise Refused("state")
    visit.meeting = row
    visit.save(update_fields=["meeting"])


def _call(by: Acting, agency: Agency, project: Project, call: SiteCall) -> Meeting:
    at_site = not call.why_office
    row = new_meeting(
        agency,
        Call(
            kind=MeetingKind.SITE,
            title=project.title,
            begins=call.begins,
            place=call.place or project.title,
            place_kind=PlaceKind.SITE if at_site else PlaceKind.OFFICE,
            sharing=sharing_for(project),
        ),
    )
    spot = middle_of(project)
    SiteMeeting.objects.create(
        meeting=row,
        project=project,
        trigger=call.trigger,
        latitude=spot[0] if spot else None,
        longitude=spot[1] if spot else None,
        site_code=secrets.token_hex(6),
        why_office=call.why_office,
    )
    _lay_agenda(by, row, project)
    return row


def _lay_agenda(by: Acting, row: Meeting, project: Project) -> None:
    promises = list(open_promises_of(by, project)[:MOST_ITEMS])
    standing = [o for o in obstacles_of(by, project) if o.block.cleared is None]
    standing.sort(key=dearest_first)
    number = 0
    for promise in promises:
        number += 1
        item = _item(row, number, (promise.commitment.text, promise.commitment.public_id))
        _site_side(item, promise.obstacle, is_old=True)
    for obstacle in standing[:MOST_ITEMS]:
        number += 1
        item = _item(row, number, (obstacle.title, obstacle.public_id))
        _site_side(item, obstacle, is_old=False)


def _item(row: Meeting, number: int, told: tuple[str, str]) -> MeetingItem:
    title, subject = told
    return MeetingItem.objects.create(
        meeting=row, number=number, title=title[:300], subject=subject
    )


def _site_side(item: MeetingItem, obstacle: Obstacle | None, *, is_old: bool) -> SiteItem:
    return SiteItem.objects.create(
        item=item,
        obstacle=obstacle,
        is_old_promise=is_old,
        week_rials=week_rials(obstacle) if obstacle and not is_old else None,
    )


def add_site_item(*, by: Acting, meeting: str, obstacle: str) -> SiteItem:
    """Put one more standing obstacle of the project on the agenda. Those who keep the meeting;
    records `agenda_extended`."""
    with deed(by):
        row = open_site_meeting(by, meeting)
        found = obstacles_visible_to(by).filter(public_id=obstacle).first()
        if found is None or row.items.filter(subject=obstacle).exists():
            raise Refused("state")
        number = row.items.count() + 1
        side = _site_side(_item(row, number, (found.title, obstacle)), found, is_old=False)
        record_fact("agenda_extended", subject=row.public_id, payload={"number": number})
    return side


def open_site_meeting(by: Acting, meeting: str) -> Meeting:
    """The site meeting, locked, for somebody who keeps it; refuses one that is closed."""
    if not site_meetings_visible_to(by).filter(public_id=meeting).exists():
        raise Refused("not_found")
    return open_meeting(by, meeting)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What somebody may decide for his agency, and the letter that says so."""

    name: str
    subject: str
    letter_number: str
    post: str = ""
    ceiling_rials: int | None = None
    letter_date: date | None = None


def record_authority(*, by: Acting, meeting: str, agency: Agency, letter: Letter) -> Authority:
    """Record beforehand what an agency's representative may decide on the spot. Those who keep the
    meeting, before anything is concluded; records `authority_recorded`."""
    needed = ("name", "subject", "letter_number")
    if missing := [name for name in needed if not getattr(letter, name).strip()]:
        raise Refused(
            "validation", errors=[{"pointer": f"#/{n}", "detail": "required"} for n in missing]
        )
    with deed(by):
        row = open_site_meeting(by, meeting)
        if row.items.exclude(outcome=Outcome.OPEN.value).exists():
            raise Refused("state")
        found = Authority.objects.create(
            meeting=row,
            agency=agency,
            name=letter.name,
            post=letter.post,
            subject=letter.subject,
            ceiling_rials=letter.ceiling_rials,
            letter_number=letter.letter_number,
            letter_date=letter.letter_date,
        )
        record_fact("authority_recorded", subject=row.public_id, payload={"agency": agency.key})
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """By what one knows that somebody stood there: a position in degrees with its accuracy, the
    code of the site's plate, or a reason."""

    name: str
    post: str = ""
    position: tuple[float, float, float] | None = None
    """Longitude, latitude, accuracy in metres."""
    site_code: str = ""
    reason: str = ""


def note_site_presence(*, by: Acting, meeting: str, agency: Agency, there: There) -> SitePresence:
    """Note somebody at the site. Those who keep the meeting; records `presence_noted`. Refuses
    (`not_at_site`) a position elsewhere or a wrong plate without a reason."""
    if not there.name.strip():
        raise Refused("validation", errors=[{"pointer": "#/name", "detail": "required"}])
    with deed(by):
        row = open_site_meeting(by, meeting)
        site = SiteMeeting.objects.get(meeting=row)
        proof, distance = _proved(site, there)
        who = Presence.objects.create(meeting=row, agency=agency, name=there.name, post=there.post)
        longitude, latitude, accuracy = there.position or (None, None, None)
        found = SitePresence.objects.create(
            presence=who,
            proof=proof.value,
            longitude=longitude,
            latitude=latitude,
            accuracy_m=accuracy,
            distance_m=distance,
            reason=there.reason,
        )
        payload = {"agency": agency.key, "proof": proof.value}
        record_fact("presence_noted", subject=row.public_id, payload=payload)
    return found


def _proved(site: SiteMeeting, there: There) -> tuple[Proof, float | None]:
    distance = _distance(site, there)
    if there.site_code and secrets.compare_digest(there.site_code, site.site_code):
        return Proof.QR, distance
    accuracy = min(there.position[2], AT_SITE_M) if there.position else 0.0
    if distance is not None and distance <= AT_SITE_M + accuracy:
        return Proof.GPS, distance
    if there.reason.strip():
        return Proof.EXCUSED, distance
    raise Refused("not_at_site", metres=None if distance is None else round(distance))


def _distance(site: SiteMeeting, there: There) -> float | None:
    if there.position is None or site.latitude is None or site.longitude is None:
        return None
    return metres_between((site.longitude, site.latitude), there.position[:2])


def metres_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The distance on the globe of two points in degrees (longitude, latitude); haversine."""
    (x1, y1), (x2, y2) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    half = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(half))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What an item came to, whole: a decision or a promise without text, owner agency and person,
    follow-up officer, first deadline, proof and linked obstacle is none."""

    conclusion: Conclusion
    owner_name: str = ""
    officer: Person | None = None
    obstacle: str = ""
    cost_rials: int | None = None
    payer: Agency | None = None

    def faults(self, has_obstacle: bool) -> list[dict[str, str]]:
        """What is missing."""
        found = [*self.conclusion.faults()]
        told = {fault["pointer"] for fault in found}
        outcome = self.conclusion.outcome
        lacking = {
            "#/owner_name": not self.owner_name.strip(),
            "#/officer": self.officer is None,
            "#/proof": not self.conclusion.proof.strip(),
            "#/obstacle": not has_obstacle,
        }
        for pointer in NEEDED.get(outcome, ()):
            if lacking[pointer] and pointer not in told:
                found.append({"pointer": pointer, "detail": "required"})
        if is_same_person(self.owner_name, self.officer):
            found.append({"pointer": "#/officer", "detail": "another person than the owner"})
        if outcome is Outcome.WITHDRAWN and not self.conclusion.words.strip():
            found.append({"pointer": "#/words", "detail": "required"})
        return found


_WHOLE = ("#/owner_name", "#/officer", "#/proof", "#/obstacle")
NEEDED: dict[Outcome, tuple[str, ...]] = {
    Outcome.DECIDED: _WHOLE,
    Outcome.PROMISED: _WHOLE,
    Outcome.NEEDS_DATA: ("#/owner_name", "#/officer"),
}
"""What each outcome needs beside what every meeting asks."""


def conclude_site_item(
    *, by: Acting, meeting: str, number: int, version: int, ending: Ending
) -> SiteItem:
    """Say what an item came to, on the version one has seen. Those who keep the meeting; records
    `item_concluded`. Refuses (`stale`) where somebody else wrote meanwhile."""
    with deed(by):
        row = open_site_meeting(by, meeting)
        side = SiteItem.objects.select_related("item", "obstacle").filter(
            item__meeting=row, item__number=number
        )
        found = side.first()
        if found is None:
            raise Refused("not_found")
        compare_version(found.version, version)
        _conclude(by, row, found, ending)
        payload = {"number": number, "outcome": ending.conclusion.outcome.value}
        record_fact("item_concluded", subject=row.public_id, payload=payload)
    return found


def _conclude(by: Acting, row: Meeting, side: SiteItem, ending: Ending) -> None:
    if ending.obstacle:
        side.obstacle = obstacles_visible_to(by).filter(public_id=ending.obstacle).first()
    linked = side.obstacle is not None or side.is_old_promise
    if faults := ending.faults(linked):
        raise Refused("validation", errors=faults)
    _check_ceiling(row, ending)
    conclude(side.item, ending.conclusion)
    side.owner_name, side.officer = ending.owner_name, ending.officer
    side.cost_rials, side.payer = ending.cost_rials, ending.payer
    side.version += 1
    side.save()


def _check_ceiling(row: Meeting, ending: Ending) -> None:
    """A decision that costs more than its agency's representative may decide is none."""
    if ending.conclusion.outcome is not Outcome.DECIDED or not ending.cost_rials:
        return
    agency = ending.payer or ending.conclusion.owner
    found = row.authorities.filter(agency=agency)
    ceilings = [a.ceiling_rials for a in found]
    if None in ceilings:
        return
    if not ceilings or max(c for c in ceilings if c is not None) < ending.cost_rials:
        raise Refused("above_authority", rials=ending.cost_rials)
