"""A phone's record beside what stands: field by field, so that a person can settle it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Agency, Person
from hamgam.field.models import Record, SiteItem
from hamgam.field.queries import records_visible_to
from hamgam.field.vocabulary import RecordKind, RecordState
from hamgam.kit.dates import long_day
from hamgam.kit.money import amount
from hamgam.kit.words import Language, say
from hamgam.register.queries import commitments_visible_to, projects_visible_to

CONCLUSION = ("outcome", "words", "owner", "owner_name", "officer", "due", "proof", "cost_rials")
TOLD = ("name", "post", "typed", "title", "words", "proof", "on", "reason", "site_code")
DONE = (RecordState.APPLIED.value, RecordState.SETTLED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One field: what it is called, what stands, what the phone sent."""

    label: str
    stands: str
    sent: str

    @property
    def differs(self) -> bool:
        """Whether the two say something else."""
        return self.stands != self.sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The fields of both sides; who wrote what stands, and on which version each was written."""

    rows: list[Beside]
    version: int | None = None
    last: Record | None = None
    """The record of a phone that stands now; None where it was written in the office."""


def compared(row: Record, acting: Acting, language: Language) -> Comparison:
    """A record beside what stands now, told in the reader's language."""
    if row.kind == RecordKind.CONCLUSION:
        return _conclusion(row, acting, language)
    if row.kind == RecordKind.PROOF:
        return _proof(row, acting, language)
    stands = _progress(row, acting, language) if row.kind == RecordKind.PROGRESS else {}
    sent = {name: str(row.body[name]) for name in TOLD if row.body.get(name)}
    if "physical_permille" in row.body:
        sent["physical_permille"] = _percent(row.body["physical_permille"], language)
    return Comparison(rows=_beside(stands, sent, language))


def _beside(stands: Mapping[str, str], sent: Mapping[str, str], language: Language) -> list[Beside]:
    names = list(dict.fromkeys([*stands, *sent]))
    return [
        Beside(
            label=say(f"field_records.label_{name}", language),
            stands=stands.get(name, ""),
            sent=sent.get(name, ""),
        )
        for name in names
        if stands.get(name) or sent.get(name)
    ]


def _conclusion(row: Record, acting: Acting, language: Language) -> Comparison:
    number = row.body.get("number")
    side = None
    if row.meeting is not None and isinstance(number, int):
        found = SiteItem.objects.select_related("item__owner", "officer")
        side = found.filter(item__meeting=row.meeting, item__number=number).first()
    sent = _told(row.body, language)
    if side is None:
        return Comparison(rows=_beside({}, sent, language))
    item = side.item
    stands = {
        "outcome": item.outcome,
        "words": item.words,
        "owner": item.owner.key if item.owner else "",
        "owner_name": side.owner_name,
        "officer": side.officer.public_id if side.officer else "",
        "due": item.due.isoformat() if item.due else "",
        "proof": item.proof,
        "cost_rials": side.cost_rials,
    }
    last = records_visible_to(acting).filter(
        meeting=row.meeting, kind=row.kind, body__number=number, state__in=DONE
    )
    return Comparison(
        rows=_beside(_told(stands, language), sent, language),
        version=side.version,
        last=last.exclude(pk=row.pk).order_by("-received", "-pk").first(),
    )


def _told(body: Mapping[str, Any], language: Language) -> dict[str, str]:
    """A conclusion's fields as people read them; what makes no sense stays as it came."""
    told = {name: str(body.get(name) or "") for name in CONCLUSION}
    if told["outcome"]:
        told["outcome"] = say(f"field.outcome_{told['outcome']}", language)
    owner = Agency.objects.filter(key=told["owner"]).first() if told["owner"] else None
    told["owner"] = owner.name(language) if owner else told["owner"]
    officer = Person.objects.filter(public_id=told["officer"]).first() if told["officer"] else None
    told["officer"] = officer.full_name if officer else told["officer"]
    told["due"] = _day(told["due"], language)
    cost = body.get("cost_rials")
    told["cost_rials"] = amount(cost, language) if isinstance(cost, int) and cost else ""
    return told


def _day(text: str, language: Language) -> str:
    try:
        return long_day(date.fromisoformat(text), language) if text else ""
    except ValueError:
        return text


def _percent(permille: object, language: Language) -> str:
    if not isinstance(permille, int):
        return str(permille)
    return say("field_records.percent_of", language, count=round(permille / 10))


def _proof(row: Record, acting: Acting, language: Language) -> Comparison:
    found = commitments_visible_to(acting).filter(public_id=row.subject).first()
    sent = {
        "text": found.text if found else row.subject,
        "proof": str(row.body.get("proof", "")),
        "on": _day(str(row.body.get("on", "")), language),
    }
    if found is None:
        return Comparison(rows=_beside({}, sent, language))
    done = _day(found.done_on.isoformat(), language) if found.done_on else ""
    stands = {"text": found.text, "proof": found.proof, "on": done}
    return Comparison(rows=_beside(stands, sent, language), version=found.version)


def _progress(row: Record, acting: Acting, language: Language) -> dict[str, str]:
    project = projects_visible_to(acting).filter(public_id=row.subject).first()
    if project is None:
        return {}
    last = project.progress.order_by("-on", "-pk").first()
    told = {"title": project.title}
    if last is not None:
        told["physical_permille"] = _percent(last.physical_permille, language)
        told["on"] = long_day(last.on, language)
    return told
