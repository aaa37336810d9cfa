"""What a phone takes along for a day: stops, agendas, obstacles, people, small maps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import shapely
from django.utils import timezone

from hamgam.agencies.acting import Acting
from hamgam.agencies.queries import agencies
from hamgam.field.bridge import middle_of
from hamgam.field.models import SiteItem, SitePresence, Stop
from hamgam.field.queries import (
    obstacles_of,
    officers,
    open_promises_of,
    site_meetings_visible_to,
    stops_visible_to,
    week_rials,
)
from hamgam.field.taxonomy import cause_name
from hamgam.kit.dates import long_day
from hamgam.kit.money import amount
from hamgam.kit.words import Language
from hamgam.register.drawing import degrees_round, sheet_round, street_views
from hamgam.register.marks import city
from hamgam.register.models import Meeting, Project, Street
from hamgam.register.models.columns import in_view
from hamgam.register.vocabulary_of_meetings import Outcome

MOST_PEOPLE, MOST_MEETINGS = 400, 12
WORDS = (
    "title", "offline", "online", "saved_here", "nothing_lost", "here", "on_way", "arrived",
    "outbox", "outbox_empty", "export", "send_now", "refresh", "stops", "no_stops", "present",
    "add_present", "name", "post", "agency", "locate", "located", "not_located", "reason",
    "site_code", "old_promises", "items", "week_cost", "removed_when", "outcome", "words", "owner",
    "owner_name", "officer", "due", "proof", "save_item", "saved", "missing", "sign", "clear",
    "typed", "save_sign", "photo", "close", "close_note", "closed", "back", "receipt", "refused",
    "parallel", "held", "settle_there", "metres", "promise_kept", "progress", "percent", "send",
    "packet_of", "no_packet", "not_signed_in", "kind_presence", "kind_conclusion",
    "kind_signature", "kind_photo", "kind_progress", "kind_proof", "kind_close", "outcome_decided",
    "outcome_promised", "outcome_escalated", "outcome_needs_data", "outcome_withdrawn", "days",
    "export_kept", "no_room", "signed", "version_old",
)  # fmt: skip
"""The sentences the phone's script speaks."""


def packet_for(acting: Acting, day: date, language: Language) -> dict[str, Any]:
    """Everything the phone needs for a day without a network, for one reader."""
    stops = list(stops_visible_to(acting).filter(on=day))
    meetings = _meetings(acting, stops)
    return {
        "day": day.isoformat(),
        "day_told": long_day(day, language),
        "made": timezone.now().isoformat(),
        "language": language.value,
        "direction": language.direction,
        "stops": [_stop(stop) for stop in stops],
        "meetings": [_meeting(row, acting, language) for row in meetings],
        "agencies": [{"key": row.key, "name": row.name(language)} for row in agencies()],
        "officers": [
            {"id": p.public_id, "name": p.full_name or p.username} for p in officers()[:MOST_PEOPLE]
        ],
        "outcomes": [one.value for one in Outcome if one is not Outcome.OPEN],
    }


def _meetings(acting: Acting, stops: Sequence[Stop]) -> list[Meeting]:
    """The open meetings of the day's stops, and the others that are open."""
    keys = [stop.meeting_id for stop in stops if stop.meeting_id]
    rows = site_meetings_visible_to(acting).filter(closed__isnull=True).order_by("begins")
    told = [row for row in rows[:60] if row.pk in keys]
    rest = [row for row in rows[:60] if row.pk not in keys]
    return [*told, *rest][:MOST_MEETINGS]


def _stop(stop: Stop) -> dict[str, Any]:
    return {
        "id": stop.public_id,
        "number": stop.number,
        "project": stop.project.title,
        "project_id": stop.project.public_id,
        "begins": f"{stop.begins // 60}:{stop.begins % 60:02}",
        "delegation": stop.delegation,
        "meeting": stop.meeting.public_id if stop.meeting else "",
    }


def _meeting(row: Meeting, acting: Acting, language: Language) -> dict[str, Any]:
    site = row.site
    project: Project = site.project
    sides = SiteItem.objects.filter(item__meeting=row).select_related(
        "item__owner", "obstacle__block", "obstacle__owner", "obstacle__officer", "officer"
    )
    people = SitePresence.objects.filter(presence__meeting=row).select_related("presence__agency")
    return {
        "id": row.public_id,
        "title": row.title,
        "project_id": project.public_id,
        "begins": timezone.localtime(row.begins).strftime("%H:%M"),
        "trigger": site.trigger,
        "place": [site.longitude, site.latitude] if site.latitude is not None else None,
        "map": _map(project, language),
        "items": [_item(side, language) for side in sides.order_by("item__number")],
        "present": [_person(p, language) for p in people.order_by("presence_id")],
        "obstacles": [
            {"id": o.public_id, "title": o.title}
            for o in obstacles_of(acting, project)
            if o.block.cleared is None
        ],
        "promises": [
            {
                "id": p.commitment.public_id,
                "text": p.commitment.text,
                "version": p.commitment.version,
                "due": long_day(p.commitment.due, language),
                "mine": p.commitment.agency_id == (acting.agency.pk if acting.agency else 0),
            }
            for p in open_promises_of(acting, project)
            if p.commitment.done_on is None
        ],
    }


def _person(side: SitePresence, language: Language) -> dict[str, Any]:
    return {
        "presence": side.presence_id,
        "name": side.presence.name,
        "agency": side.presence.agency.name(language),
        "signed": side.signed is not None,
    }


def _item(side: SiteItem, language: Language) -> dict[str, Any]:
    item, obstacle = side.item, side.obstacle
    owner = item.owner or (obstacle.owner if obstacle else None)
    officer = side.officer or (obstacle.officer if obstacle else None)
    worth = week_rials(obstacle) if obstacle else None
    return {
        "number": item.number,
        "version": side.version,
        "title": item.title,
        "is_old_promise": side.is_old_promise,
        "code": obstacle.block.cause if obstacle else "",
        "cause": cause_name(obstacle.block.cause, language) if obstacle else "",
        "days": (timezone.localdate() - obstacle.block.begins).days if obstacle else None,
        "week": amount(worth, language) if worth else "",
        "removed_when": obstacle.removed_when if obstacle else "",
        "outcome": item.outcome,
        "words": item.words,
        "owner": owner.key if owner else "",
        "owner_name": side.owner_name or (obstacle.owner_name if obstacle else ""),
        "officer": officer.public_id if officer else "",
        "due": item.due.isoformat() if item.due else "",
        "proof": item.proof,
    }


def _map(project: Project, language: Language) -> dict[str, Any] | None:
    """The streets round a site as paths, small enough to take along."""
    middle = middle_of(project)
    if middle is None:
        return None
    point = shapely.Point(middle[1], middle[0])
    shapes = [shape] if (shape := project.shape) is not None else [point]
    sheet = sheet_round(shapes, city().epsg)
    streets = list(Street.objects.filter(in_view(*degrees_round(shapes, 600))))
    lines, names = street_views(streets, sheet, language)
    spot = sheet.draw([point])[0]
    return {
        "width": sheet.width,
        "height": sheet.height,
        "streets": [[line["rank"], line["d"]] for line in lines],
        "names": [[n["x"], n["y"], n["turn"], n["name"]] for n in names[:6]],
        "spot": [spot.x, spot.y],
    }
