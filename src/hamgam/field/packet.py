"""What a phone takes along for a day: stops, agendas, obstacles, people, small maps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from hamgam.agencies.acting import Acting, branch
from hamgam.agencies.queries import agencies
from hamgam.agencies.rights import Right
from hamgam.field.models import Authority, FollowUp, Obstacle, SiteItem, SitePresence, Stop
from hamgam.field.queries import (
    dearest_first,
    obstacles_of,
    officers,
    open_promises_of,
    own_promises,
    reason_of,
    site_meetings_visible_to,
    stops_visible_to,
    week_rials,
)
from hamgam.field.site_map import small_map
from hamgam.field.taxonomy import cause_name
from hamgam.kit.dates import long_day
from hamgam.kit.money import amount
from hamgam.kit.words import Language, say
from hamgam.register.models import Meeting, Progress, Project
from hamgam.register.queries import projects_visible_to
from hamgam.register.vocabulary import Outcome

MOST_PEOPLE, MOST_OPEN, MOST_MEETINGS = 400, 200, 12
MOST_DAYS, MOST_PROJECTS, MOST_PROMISES = 120, 60, 40
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
    "export_kept", "no_room", "signed", "version_old", "project", "progress_save",
    "progress_before", "report_title", "promises_title", "promises_none", "promise_due",
    "proof_asked", "patrol_title", "patrol_words", "patrol_empty", "patrol_save", "must_act",
    "voice_start", "voice_stop", "voice_seconds", "voice_left", "voice_save", "voice_none",
    "not_taken", "map_label", "authorities", "kind_voice", "kind_patrol",
)  # fmt: skip
"""The sentences the phone's script speaks."""


def packet_for(acting: Acting, day: date, language: Language) -> dict[str, Any]:
    """Everything the phone needs for a day without a network, for one reader."""
    stops = list(stops_visible_to(acting).filter(on=day))
    meetings = _meetings(acting, stops, day)
    met = [row.site.project for row in meetings]
    return {
        "me": _me(acting),
        "day": day.isoformat(),
        "day_told": long_day(day, language),
        "made": timezone.now().isoformat(),
        "language": language.value,
        "direction": language.direction,
        "days": _days(day, language),
        "stops": [_stop(stop, acting, language) for stop in stops],
        "meetings": [_meeting(row, acting, language) for row in meetings],
        "projects": _projects(acting, [*(stop.project for stop in stops), *met]),
        "promises": _promises(own_promises(acting)[:MOST_PROMISES], acting, language),
        "agencies": [{"key": row.key, "name": row.name(language)} for row in agencies()],
        "officers": [
            {"id": p.public_id, "name": p.full_name or p.username} for p in officers()[:MOST_PEOPLE]
        ],
        "outcomes": [one.value for one in Outcome if one is not Outcome.OPEN],
    }


def _meetings(acting: Acting, stops: Sequence[Stop], day: date) -> list[Meeting]:
    """The open meetings of the day's stops, then the others, the nearest day first."""
    keys = {stop.meeting_id for stop in stops if stop.meeting_id}
    rows = site_meetings_visible_to(acting).filter(closed__isnull=True).order_by("-begins")

    def place(row: Meeting) -> tuple[bool, int]:
        return row.pk not in keys, abs((timezone.localtime(row.begins).date() - day).days)

    return sorted(rows[:MOST_OPEN], key=place)[:MOST_MEETINGS]


def _me(acting: Acting) -> dict[str, str]:
    person = acting.person
    return {"id": person.public_id if person else "", "name": person.full_name if person else ""}


def _days(day: date, language: Language) -> list[list[str]]:
    """The days of the next months as people write them, to choose a deadline from."""
    told = (day + timedelta(days=after) for after in range(1, MOST_DAYS + 1))
    return [[one.isoformat(), long_day(one, language)] for one in told]


def _projects(acting: Acting, first: Sequence[Project]) -> list[dict[str, Any]]:
    """The projects one reports about: the day's, then one's own that are not finished."""
    known = {row.pk: row for row in first}
    own = branch("agency__path", acting.paths_with(Right.RECORD_PROGRESS))
    rest = projects_visible_to(acting).filter(own).exclude(pk__in=known).order_by("title")
    rows = [*known.values(), *rest[: max(0, MOST_PROJECTS - len(known))]]
    keys = [row.pk for row in rows]
    told = Progress.objects.filter(project__in=keys).order_by("on", "pk")
    percents = dict(told.values_list("project", "physical_permille"))
    return [
        {
            "id": row.public_id,
            "title": row.title,
            "percent": percents[row.pk] / 10 if row.pk in percents else None,
        }
        for row in rows
    ]


def _stop(stop: Stop, acting: Acting, language: Language) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": stop.public_id,
        "number": stop.number,
        "project": stop.project.title,
        "project_id": stop.project.public_id,
        "begins": f"{stop.begins // 60}:{stop.begins % 60:02}",
        "delegation": stop.delegation,
        "meeting": stop.meeting.public_id if stop.meeting else "",
    }
    return told if stop.meeting else told | _brief(stop, acting, language)


def _brief(stop: Stop, acting: Acting, language: Language) -> dict[str, Any]:
    """What to know on the way to a stop where no meeting was called."""
    project = stop.project
    open_ones = [o for o in obstacles_of(acting, project) if o.block.cleared is None]
    open_ones.sort(key=dearest_first)
    return {
        "why": reason_of(stop, language),
        "map": small_map(project, language),
        "obstacles": [_obstacle(o, language) for o in open_ones],
        "promises": _promises(open_promises_of(acting, project), acting, language),
    }


def _obstacle(row: Obstacle, language: Language) -> dict[str, Any]:
    worth = week_rials(row)
    return {
        "id": row.public_id,
        "code": row.block.cause,
        "title": row.title,
        "owner": row.owner.name(language),
        "owner_name": row.owner_name,
        "removed_when": row.removed_when,
        "week": amount(worth, language) if worth else "",
    }


def _promises(rows: Iterable[FollowUp], acting: Acting, language: Language) -> list[dict[str, Any]]:
    return [
        {
            "id": row.commitment.public_id,
            "text": row.commitment.text,
            "version": row.commitment.version,
            "due": long_day(row.commitment.due, language),
            "asked": row.proof_asked,
            "mine": acting.may(Right.RECORD_COMMITMENT, row.commitment.agency.path),
        }
        for row in rows
        if row.commitment.done_on is None
    ]


def _meeting(row: Meeting, acting: Acting, language: Language) -> dict[str, Any]:
    site = row.site
    project: Project = site.project
    sides = SiteItem.objects.filter(item__meeting=row).select_related(
        "item__owner", "obstacle__block", "obstacle__owner", "obstacle__officer", "officer"
    )
    people = SitePresence.objects.filter(presence__meeting=row).select_related("presence__agency")
    authorities = row.authorities.select_related("agency").order_by("pk")
    return {
        "id": row.public_id,
        "title": row.title,
        "project_id": project.public_id,
        "begins": timezone.localtime(row.begins).strftime("%H:%M"),
        "trigger": site.trigger,
        "place": [site.longitude, site.latitude] if site.latitude is not None else None,
        "map": small_map(project, language),
        "items": [_item(side, language) for side in sides.order_by("item__number")],
        "present": [_person(p, language) for p in people.order_by("presence_id")],
        "authorities": [_authority(one, language) for one in authorities],
        "promises": _promises(open_promises_of(acting, project), acting, language),
    }


def _authority(row: Authority, language: Language) -> dict[str, str]:
    ceiling = row.ceiling_rials
    return {
        "name": "، ".join(filter(None, (row.name, row.post))),
        "agency": row.agency.name(language),
        "subject": row.subject,
        "ceiling": say("field.no_ceiling", language)
        if ceiling is None
        else f"{say('field.up_to', language)} {amount(ceiling, language)}",
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
    worth = side.week_rials
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
