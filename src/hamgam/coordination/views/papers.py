"""Papers of coordination: briefs, permits and minutes as PDF, with the code that verifies them."""

from __future__ import annotations

import io
from typing import Any

import segno
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from hamgam.coordination.models import Permit
from hamgam.exchange.documents.pdf import render_pdf
from hamgam.kit.dates import long_day, moment
from hamgam.kit.digits import localise
from hamgam.kit.words import Language, say
from hamgam.register.marks import city_name
from hamgam.register.models import Meeting

Block = dict[str, Any]


def pdf(name: str, told: dict[str, Any], language: Language, **pictures: bytes) -> HttpResponse:
    """A paper of blocks as a PDF to be opened."""
    now = timezone.now()
    whole = {
        "letterhead": say("papers.letterhead", language, city=city_name(language)),
        "foot": moment(now, language, settings.TIME_ZONE),
        **told,
    }
    files = {f"{key}.svg": value for key, value in pictures.items()}
    made = render_pdf("report", whole, at=now, language=language.value, pictures=files)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def verify_address(permit: Permit) -> str:
    """Where anybody may verify a permit."""
    return settings.PUBLIC_URL + reverse("verify_permit", args=[permit.public_id])


def qr_svg(text: str) -> bytes:
    """A code that a phone reads, as SVG."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", scale=4, border=2)
    return out.getvalue()


def qr_path(text: str) -> dict[str, Any]:
    """The same code for a page: the modules as one path and the side of the square."""
    code = segno.make(text, error="m")
    rows = [list(row) for row in code.matrix]
    parts = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, on in enumerate(row) if on]
    return {"d": "".join(parts), "side": len(rows)}


def permit_paper(permit: Permit, language: Language) -> dict[str, Any]:
    """A permit as blocks."""
    row, work = permit.application, permit.application.work

    def day(value: Any) -> str:
        return long_day(value, language) if value else "–"

    facts = [
        [say("papers.holder", language), row.agency.name(language)],
        [say("papers.work", language), work.title or work.street],
        [say("papers.street", language), work.street or "–"],
        [say("papers.from", language), day(permit.begins)],
        [say("papers.until", language), day(permit.ends)],
        [say("papers.reinstate_by", language), day(permit.reinstate_by)],
        [say("papers.night", language), say(f"papers.yes_{int(permit.by_night)}", language)],
    ]
    facts += letter_row(row.item.meeting if row.item else None, language)
    if permit.first_ends != permit.ends:
        facts.append([say("papers.first_until", language), day(permit.first_ends)])
    blocks: list[Block] = [{"kind": "facts", "rows": facts}]
    if permit.conditions:
        blocks.append({"kind": "note", "text": permit.conditions})
    blocks.append({"kind": "text", "text": say("papers.article_103", language)})
    blocks.append({"kind": "picture", "name": "qr.svg", "width": 25})
    blocks.append({"kind": "text", "text": verify_address(permit)})
    return {
        "title": say("papers.permit_title", language),
        "number": localise(permit.number, language),
        "subtitle": localise(permit.number, language),
        "date": day(timezone.localdate(permit.issued)),
        "blocks": blocks,
    }


def minutes_paper(meeting: Meeting, language: Language) -> dict[str, Any]:
    """The minutes of a meeting as blocks: agenda, decisions with owner, deadline and proof, who was
    there."""
    items = list(meeting.items.select_related("owner").order_by("number"))
    rows = [
        [
            localise(item.number, language),
            localise(item.title, language),
            say(f"meetings.outcome_{item.outcome}", language),
            localise(item.words or "–", language),
            item.owner.name(language) if item.owner else "–",
            long_day(item.due, language) if item.due else "–",
            item.proof or "–",
        ]
        for item in items
    ]
    head = [
        say(f"meetings.col_{name}", language)
        for name in ("number", "item", "outcome", "words", "owner", "due", "proof")
    ]
    present = [
        [one.name, f"{one.post} · {one.agency.name(language)}"]
        for one in meeting.present.select_related("agency")
    ]
    return {
        "title": meeting.title,
        "subtitle": say(f"meetings.kind_{meeting.kind}", language),
        "date": moment(meeting.begins, language, settings.TIME_ZONE),
        "blocks": [
            {"kind": "facts", "rows": _minutes_facts(meeting, language)},
            {"kind": "heading", "text": say("meetings.agenda", language)},
            {"kind": "table", "head": head, "rows": rows, "widths": [0, 3, 2, 3, 2, 2, 2]},
            {"kind": "heading", "text": say("meetings.present", language)},
            *([{"kind": "signatures", "people": present}] if present else []),
        ],
    }


def _minutes_facts(meeting: Meeting, language: Language) -> list[list[str]]:
    """Where it was held, when the minutes were signed, and the letter they went out under."""
    rows = [[say("meetings.place", language), meeting.place or "–"]]
    if meeting.closed is not None:
        signed = moment(meeting.closed, language, settings.TIME_ZONE)
        rows.append([say("meetings.closed", language), signed])
    return [*rows, *letter_row(meeting, language)]


def letter_row(meeting: Meeting | None, language: Language) -> list[list[str]]:
    """The letter («اندیکاتور») of a meeting's minutes as a row of facts; none without one."""
    if meeting is None or not meeting.letter_number or meeting.letter_date is None:
        return []
    day = long_day(meeting.letter_date, language)
    told = f"{localise(meeting.letter_number, language)} · {day}"
    return [[say("cases.letter_number", language), told]]


MOST_WAYS, MOST_WORDS = 4, 4
"""Of ways and of words, what a page has room for; the case's page holds all."""
HEAD = ("option", *(f"measure_{m}" for m in ("closure_days", "money", "person_hours")))
HEADS = (*HEAD, "measure_breaches", "measure_slips")


def _option_rows(told: dict[str, Any], language: Language) -> list[list[str]]:
    """The best options as rows, leaving everything as it stands last: what fits on one page."""
    ways = [one for one in told["options"] if not one.is_standing]
    return [
        [
            option.number,
            f"{option.title}\n{option.told}",
            option.closure,
            option.money,
            option.hours,
            localise(len(option.row.weight["breaches"]), language),
            localise(option.row.weight["slip_days"], language),
        ]
        for option in [*ways[:MOST_WAYS], *(one for one in told["options"] if one.is_standing)]
    ]


def _tried(told: dict[str, Any], language: Language) -> list[Block]:
    """What was tried on the rungs below, and what was said."""
    rungs = [f"{rung['name']}: {rung['told']}" for rung in told["ladder"] if rung["is_past"]]
    words = [f"{one['told']} {one['words']}".strip() for one in told["talk"] if one["words"]]
    if not rungs and not words:
        return []
    return [
        {"kind": "heading", "text": say("cases.what_was_tried", language)},
        {
            "kind": "bullets",
            "items": [*([" · ".join(rungs)] if rungs else []), *words[-MOST_WORDS:]],
        },
    ]


def brief_paper(told: dict[str, Any], language: Language) -> dict[str, Any]:
    """A case's brief as blocks, for whoever must decide."""
    head = ["", *(say(f"cases.{name}", language) for name in HEADS)]
    sides = [
        [
            f"{localise(number, language)} · {side['work'].agency.name(language)}",
            f"{side['work'].title or side['work'].street}",
        ]
        for number, side in enumerate(told["sides"], 1)
    ]
    drawn = [{"kind": "picture", "name": "map.svg", "width": 52}] if told["map"] else []
    rows, widths = _option_rows(told, language), [0, 5, 1, 1, 2, 2, 1]
    blocks: list[Block] = [
        {"kind": "facts", "rows": sides},
        *drawn,
        {"kind": "table", "head": head, "rows": rows, "widths": widths},
        {"kind": "text", "text": told["reason"]},
        *_tried(told, language),
    ]
    if (clock := told["clock"]) is not None:
        due = moment(clock.due, language, settings.TIME_ZONE)
        blocks.append({"kind": "note", "text": f"{due}: {clock.otherwise}"})
    return {
        "title": told["title"],
        "number": localise(told["case"].number, language),
        "subtitle": say("cases.brief", language),
        "blocks": blocks,
    }
