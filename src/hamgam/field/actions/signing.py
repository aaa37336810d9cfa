"""Signatures, and the closing of a site meeting: from then on its minutes are sealed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import rfc8785
from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.actions.inbox import chief_desk, put_in_inbox
from hamgam.field.actions.meetings import open_site_meeting
from hamgam.field.actions.obstacles import climb, promise
from hamgam.field.models import Authority, FollowUp, SiteItem, SiteMeeting, SitePresence
from hamgam.field.vocabulary import Rung
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.meetings import seal_minutes
from hamgam.register.actions.papers import keep_picture
from hamgam.register.actions.rows import iso
from hamgam.register.models import Meeting
from hamgam.register.vocabulary import Outcome

LARGEST_SIGNATURE = 200_000


def sign_presence(
    *, by: Acting, meeting: str, presence: int, drawn: bytes = b"", typed: str = ""
) -> SitePresence:
    """Put somebody's signature under the minutes: drawn on the screen (PNG), or his name typed by
    himself. Those who keep the meeting; records `minutes_signed`."""
    if not drawn and not typed.strip():
        raise Refused("validation", errors=[{"pointer": "#/drawn", "detail": "required"}])
    if len(drawn) > LARGEST_SIGNATURE:
        raise Refused("too_large")
    with deed(by):
        row = open_site_meeting(by, meeting)
        side = SitePresence.objects.filter(presence__meeting=row, presence__pk=presence).first()
        if side is None:
            raise Refused("not_found")
        side.signature = keep_picture(drawn) if drawn else ""
        side.typed, side.signed = typed.strip(), timezone.now()
        side.save()
        side.presence.signed = side.signed
        side.presence.save(update_fields=["signed"])
        payload = {"presence": presence, "picture": side.signature}
        record_fact("minutes_signed", subject=row.public_id, payload=payload)
    return side


def what_is_missing(row: Meeting) -> list[str]:
    """Why a site meeting cannot be closed yet: the keys of sentences; empty, it can."""
    sides = list(SiteItem.objects.filter(item__meeting=row).select_related("item"))
    present = list(SitePresence.objects.filter(presence__meeting=row))
    found = []
    if not sides:
        found.append("no_items")
    if any(side.item.outcome == Outcome.OPEN for side in sides):
        found.append("open_items")
    if not present:
        found.append("nobody_there")
    if any(side.signed is None for side in present):
        found.append("unsigned")
    return found


def close_site_meeting(*, by: Acting, meeting: str) -> Meeting:
    """Close a site meeting: its minutes are sealed by their hash, each decision and promise is
    followed from now on, promised days reach the obstacles, what was escalated climbs. Those who
    keep it; records `site_meeting_closed`. Refuses (`unfinished`) one where anything is missing."""
    with deed(by):
        row = open_site_meeting(by, meeting)
        if missing := what_is_missing(row):
            raise Refused("unfinished", missing=missing)
        seal_minutes(row)
        for side in SiteItem.objects.filter(item__meeting=row).select_related(
            "item__commitment", "obstacle__block", "officer"
        ):
            _follow(by, row, side)
        site = SiteMeeting.objects.get(meeting=row)
        site.minutes = minutes_of(row)
        site.digest = digest_of(site.minutes)
        site.save(update_fields=["minutes", "digest"])
        payload = {"digest": site.digest, "about": site.project.public_id}
        record_fact("site_meeting_closed", subject=row.public_id, payload=payload)
    return row


def _follow(by: Acting, row: Meeting, side: SiteItem) -> None:
    item, made = side.item, timezone.localdate(row.begins)
    if side.obstacle is not None and side.obstacle.block.cleared is None:
        if item.outcome == Outcome.PROMISED and item.due:
            promise(by, side.obstacle, item.due, item.words[:300])
        if item.outcome == Outcome.ESCALATED and side.obstacle.rung < max(Rung):
            climb(side.obstacle, item.words)
            desk = chief_desk(row.agency.key)
            put_in_inbox(
                desk.agency,
                kind="obstacle_raised",
                subject=side.obstacle.public_id,
                about={"words": item.words[:200]},
                role=desk.role,
            )
    if item.commitment is not None and side.officer is not None:
        FollowUp.objects.create(
            commitment=item.commitment,
            owner_name=side.owner_name,
            officer=side.officer,
            proof_asked=item.proof or item.words[:500],
            obstacle=side.obstacle,
            made_on=made,
        )


def minutes_of(row: Meeting) -> dict[str, Any]:
    """The minutes word by word, as they are hashed, printed and shown for checking."""
    site = SiteMeeting.objects.select_related("project").get(meeting=row)
    known = list(row.authorities.select_related("agency").order_by("pk"))
    return {
        "id": row.public_id,
        "project": site.project.title,
        "project_id": site.project.public_id,
        "agency": row.agency.name_fa,
        "begins": row.begins.isoformat(),
        "closed": row.closed.isoformat() if row.closed else None,
        "place": row.place,
        "place_kind": row.place_kind,
        "why_office": site.why_office,
        "trigger": site.trigger,
        "authorities": [_authority(one) for one in known],
        "present": [_person(side) for side in _present(row)],
        "items": [{**_item(side), "authority": letter_of(known, side)} for side in _items(row)],
    }


def _authority(row: Authority) -> dict[str, Any]:
    return {
        "agency": row.agency.name_fa,
        "name": row.name,
        "post": row.post,
        "subject": row.subject,
        "ceiling_rials": row.ceiling_rials,
        "letter_number": row.letter_number,
        "letter_date": iso(row.letter_date),
    }


def letter_of(authorities: Sequence[Authority], side: SiteItem) -> str:
    """The number of the letter by which a decision stands at once: that of its agency's
    representative, where the cost lies under his ceiling; empty for none."""
    if side.item.outcome != Outcome.DECIDED:
        return ""
    agency = side.payer if side.payer is not None and side.cost_rials else side.item.owner
    for one in authorities:
        is_enough = one.ceiling_rials is None or (side.cost_rials or 0) <= one.ceiling_rials
        if one.agency == agency and is_enough:
            return one.letter_number
    return ""


def _present(row: Meeting) -> list[SitePresence]:
    rows = SitePresence.objects.filter(presence__meeting=row)
    return list(rows.select_related("presence__agency").order_by("presence_id"))


def _items(row: Meeting) -> list[SiteItem]:
    rows = SiteItem.objects.filter(item__meeting=row).order_by("item__number")
    return list(
        rows.select_related(
            "item__owner", "item__commitment", "obstacle__block", "officer", "payer"
        )
    )


def _person(side: SitePresence) -> dict[str, Any]:
    return {
        "name": side.presence.name,
        "post": side.presence.post,
        "agency": side.presence.agency.name_fa,
        "proof": side.proof,
        "distance_m": None if side.distance_m is None else round(side.distance_m),
        "reason": side.reason,
        "signature": side.signature,
        "typed": side.typed,
        "signed": side.signed.isoformat() if side.signed else None,
    }


def _item(side: SiteItem) -> dict[str, Any]:
    item = side.item
    return {
        "number": item.number,
        "title": item.title,
        "is_old_promise": side.is_old_promise,
        "code": side.obstacle.block.cause if side.obstacle else "",
        "obstacle": side.obstacle.public_id if side.obstacle else "",
        "outcome": item.outcome,
        "words": item.words,
        "owner": item.owner.name_fa if item.owner else "",
        "owner_name": side.owner_name,
        "officer": side.officer.full_name if side.officer else "",
        "due": iso(item.due),
        "proof": item.proof,
        "cost_rials": side.cost_rials,
        "payer": side.payer.name_fa if side.payer else "",
        "commitment": item.commitment.public_id if item.commitment else "",
    }


def digest_of(minutes: dict[str, Any]) -> str:
    """SHA-256 of minutes in canonical JSON (RFC 8785)."""
    return hashlib.sha256(rfc8785.dumps(minutes)).hexdigest()
