"""The papers of the field: the brief of a stop, the minutes, the letter to each agency."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from hamgam.agencies.acting import Acting
from hamgam.exchange.documents.pdf import render_pdf
from hamgam.field import queries
from hamgam.field.models import SiteMeeting, Stop
from hamgam.field.site_map import map_svg, small_map
from hamgam.field.taxonomy import cause_name
from hamgam.kit.dates import long_day, moment
from hamgam.kit.digits import grouped, localise
from hamgam.kit.money import amount
from hamgam.kit.words import Language, say
from hamgam.register.actions.papers import place_of
from hamgam.register.marks import city_name
from hamgam.register.models import Meeting, Project

Block = dict[str, Any]
FEW = 6


def qr_svg(text: str) -> bytes:
    """A QR code as SVG, with its quiet zone."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", border=2, scale=4, xmldecl=False)
    return out.getvalue()


class Page:
    """Writes the blocks of one paper in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def say(self, key: str, **about: object) -> str:
        """A sentence of the field."""
        return say(f"field.{key}", self.language, **about)

    def day(self, day: date | None) -> str:
        """A day; a dash for none."""
        return "–" if day is None else long_day(day, self.language)

    def clock(self, minute: int) -> str:
        """A minute of the day as people write it."""
        return localise(f"{minute // 60}:{minute % 60:02}", self.language)

    def number(self, value: float) -> str:
        """A number in the reader's digits."""
        return grouped(value, self.language)

    def money(self, rials: int | None) -> str:
        """An amount; a dash for none."""
        return "–" if rials is None else amount(rials, self.language)

    def head(self, title: str, subtitle: str, number: str, date_told: str) -> dict[str, Any]:
        """What stands at the top and the foot."""
        return {
            "title": title,
            "subtitle": subtitle,
            "number": number,
            "date": date_told,
            "letterhead": city_name(self.language),
            "foot": self.say("paper_foot"),
            "issuer": city_name(self.language),
        }


def brief_pdf(stop: Stop, acting: Acting, today: date, language: Language) -> bytes:
    """The one page for a stop: what holds the project, what was promised, who must sign."""
    page, project = Page(language), stop.project
    hours = f"{page.clock(stop.begins)}–{page.clock(stop.ends)}"
    address = settings.PUBLIC_URL + reverse("project", args=[project.public_id])
    head = page.head(
        project.title,
        page.say("brief_subtitle", delegation=stop.delegation),
        localise(stop.number, language),
        f"{page.day(stop.on)}، {hours}",
    )
    pictures = {"qr.svg": qr_svg(address)}
    blocks = [*_standing(page, acting, project, today), *_promises(page, acting, project, today)]
    if (drawn := small_map(project, language)) is not None:
        pictures["map.svg"] = map_svg(drawn)
        caption = page.say("brief_map")
        blocks.insert(0, {"kind": "picture", "name": "map.svg", "width": 55, "caption": caption})
    if why := queries.reason_of(stop, language):
        blocks.insert(0, {"kind": "text", "text": f"{page.say('brief_why')} {why}"})
    blocks.append(
        {"kind": "picture", "name": "qr.svg", "width": 16, "caption": page.say("brief_qr")}
    )
    now = timezone.localtime()
    return render_pdf(
        "report", {**head, "blocks": blocks}, at=now, language=language.value, pictures=pictures
    )


def _standing(page: Page, acting: Acting, project: Project, today: date) -> list[Block]:
    rows = [o for o in queries.obstacles_of(acting, project) if o.block.cleared is None]
    rows.sort(key=queries.dearest_first)
    told = [
        [
            f"{o.block.cause} · {cause_name(o.block.cause, page.language)}",
            o.title,
            f"{o.owner.name(page.language)}، {o.owner_name}",
            page.money(queries.week_rials(o)),
            o.removed_when,
        ]
        for o in rows[:FEW]
    ]
    heads = ("cause", "obstacle", "owner", "week_cost", "removed_when")
    signers = dict.fromkeys(o.owner.name(page.language) for o in rows)
    return [
        {"kind": "heading", "text": page.say("brief_obstacles")},
        {"kind": "table", "head": [page.say(f"head_{h}") for h in heads], "rows": told},
        {"kind": "note", "text": page.say("brief_signers", names="، ".join(signers) or "–")},
    ]


def _promises(page: Page, acting: Acting, project: Project, today: date) -> list[Block]:
    rows = list(queries.open_promises_of(acting, project)[:FEW])
    if not rows:
        return [{"kind": "text", "text": page.say("no_old_promises")}]
    told = [
        [
            row.commitment.text,
            f"{row.commitment.agency.name(page.language)}، {row.owner_name}",
            page.day(row.commitment.first_due),
            page.day(row.commitment.due),
        ]
        for row in rows
    ]
    heads = ("promise", "owner", "first_due", "due")
    return [
        {"kind": "heading", "text": page.say("old_promises")},
        {"kind": "table", "head": [page.say(f"head_{h}") for h in heads], "rows": told},
    ]


def check_address(meeting: Meeting, digest: str) -> str:
    """The public address at which anybody checks minutes by their hash."""
    return settings.PUBLIC_URL + reverse("check_minutes", args=[meeting.public_id]) + f"?h={digest}"


def minutes_pdf(meeting: Meeting, site: SiteMeeting, language: Language) -> bytes:
    """The signed minutes on paper, from the sealed words alone: who, what, by when, by what one
    sees it; the drawn signatures; the code that leads to the check."""
    page, told = Page(language), site.minutes
    closed = datetime.fromisoformat(told["closed"])
    begins = datetime.fromisoformat(told["begins"])
    data = page.head(
        page.say("minutes_title"),
        told["project"],
        meeting.letter_number or told["id"],
        moment(begins, language, settings.TIME_ZONE),
    )
    pictures, people = _signatures(page, told)
    pictures["qr.svg"] = qr_svg(check_address(meeting, site.digest))
    data |= {
        "facts": _facts(page, told),
        "items": [_item(page, item) for item in told["items"]],
        "items_title": page.say("minutes_items"),
        "present_title": page.say("present"),
        "people": people,
        "seal": page.say("minutes_seal", digest=site.digest),
        "qr": "qr.svg",
    }
    return render_pdf("minutes", data, at=closed, language=language.value, pictures=pictures)


def _facts(page: Page, told: Mapping[str, Any]) -> list[list[str]]:
    where = page.say(f"place_{told['place_kind']}")
    rows = [
        [page.say("head_secretary"), told["agency"]],
        [page.say("head_place"), f"{told['place']} ({where})"],
        [page.say("head_trigger"), told["trigger"]],
    ]
    if told["why_office"]:
        rows.append([page.say("why_office"), told["why_office"]])
    return rows


def _item(page: Page, item: Mapping[str, Any]) -> dict[str, Any]:
    due = date.fromisoformat(item["due"]) if item["due"] else None
    rows = []
    if item["owner"]:
        rows.append([page.say("head_owner"), f"{item['owner']}، {item['owner_name']}"])
    if due:
        rows.append([page.say("head_first_due"), page.day(due)])
    if item["officer"]:
        rows.append([page.say("head_officer"), item["officer"]])
    if item["proof"]:
        rows.append([page.say("head_proof"), item["proof"]])
    if letter := item.get("authority"):
        rows.append([page.say("head_authority"), page.say("stands_at_once", letter=letter)])
    if item["cost_rials"]:
        payer = f"، {item['payer']}" if item["payer"] else ""
        rows.append([page.say("head_cost"), page.money(item["cost_rials"]) + payer])
    code = f"{item['code']} · {cause_name(item['code'], page.language)}" if item["code"] else ""
    return {
        "number": page.number(item["number"]),
        "title": item["title"],
        "kind": page.say("old_promise") if item["is_old_promise"] else code,
        "outcome": page.say(f"outcome_{item['outcome']}"),
        "words": item["words"],
        "rows": rows,
    }


def _signatures(
    page: Page, told: Mapping[str, Any]
) -> tuple[dict[str, bytes], list[dict[str, str]]]:
    pictures: dict[str, bytes] = {}
    people = []
    for number, person in enumerate(told["present"]):
        name = ""
        if person["signature"]:
            name = f"sign-{number}.png"
            pictures[name] = place_of(person["signature"]).read_bytes()
        people.append(
            {
                "name": person["name"],
                "post": "، ".join(filter(None, (person["post"], person["agency"]))),
                "proof": page.say(f"proof_{person['proof']}"),
                "picture": name,
                "typed": person["typed"],
            }
        )
    return pictures, people


def letter_pdf(site: SiteMeeting, agency: str, language: Language) -> bytes:
    """What the minutes ask of one agency (by its Persian name), as a letter."""
    page, told = Page(language), site.minutes
    closed = datetime.fromisoformat(told["closed"])
    mine = [i for i in told["items"] if agency in (i["owner"], i["payer"])]
    head = page.head(
        page.say("letter_title", agency=agency),
        told["project"],
        told["id"],
        moment(closed, language, settings.TIME_ZONE),
    )
    rows = [
        [
            page.number(i["number"]),
            i["words"],
            i["owner_name"],
            page.day(date.fromisoformat(i["due"])) if i["due"] else "–",
            i["proof"],
        ]
        for i in mine
    ]
    heads = ("number", "decided", "owner", "first_due", "proof")
    blocks: list[Block] = [
        {"kind": "text", "text": page.say("letter_text", agency=agency, project=told["project"])},
        {
            "kind": "table",
            "head": [page.say(f"head_{h}") for h in heads],
            "rows": rows,
            "widths": [0, 4, 2, 2, 3],
        },
        {"kind": "picture", "name": "qr.svg", "width": 16, "caption": page.say("minutes_qr")},
    ]
    pictures = {"qr.svg": qr_svg(check_address(site.meeting, site.digest))}
    return render_pdf(
        "report", {**head, "blocks": blocks}, at=closed, language=language.value, pictures=pictures
    )
