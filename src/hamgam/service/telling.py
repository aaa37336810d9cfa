"""A report as everybody may read it: named fields, and no other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from hamgam.kit.words import Language
from hamgam.service.models import CitizenReport
from hamgam.service.settings_of_city import serving
from hamgam.service.vocabulary import State
from hamgam.service.workflow import OPEN

LOOKS = {
    State.RECEIVED: ("k-idle", "idle"),
    State.ANSWERED: ("k-notice", "slip"),
    State.SOLVED: ("i-half", "idle"),
    State.CONFIRMED: ("k-ok", "ok"),
    State.DISPUTED: ("k-collision", "bad"),
    State.DECLINED: ("k-blackout", "still"),
    State.JOINED: ("k-chance", "idle"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicStep:
    """One thing done, with the words an agency meant for everybody."""

    move: str
    agency: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicReport:
    """What everybody may know of a report."""

    public_id: str
    kind: str
    kind_name: str
    agency: str
    agency_name: str
    state: State
    shape: str
    tone: str
    street: str
    published: str
    has_photo: bool
    received: datetime
    answer_due: date
    solve_due: date
    also: int
    is_open: bool
    is_late: bool
    steps: tuple[PublicStep, ...] = ()


def kind_name(key: str, language: Language) -> str:
    """What a kind of problem is called."""
    kind = serving().kind(key)
    return kind.names.get(language.value, key) if kind else key


def told_report(row: CitizenReport, language: Language, *, steps: bool = False) -> PublicReport:
    """A report as everybody may read it."""
    state = State(row.state)
    shape, tone = LOOKS[state]
    due = row.answer_due if row.answered is None else row.solve_due
    return PublicReport(
        public_id=row.public_id,
        kind=row.kind,
        kind_name=kind_name(row.kind, language),
        agency=row.agency.key,
        agency_name=row.agency.name(language),
        state=state,
        shape=shape,
        tone=tone,
        street=row.street,
        published=row.published,
        has_photo=row.photo_is_public,
        received=row.received,
        answer_due=row.answer_due,
        solve_due=row.solve_due,
        also=row.also,
        is_open=state in OPEN,
        is_late=state in OPEN and due < timezone.localdate(),
        steps=_steps(row, language) if steps else (),
    )


def _steps(row: CitizenReport, language: Language) -> tuple[PublicStep, ...]:
    found = row.steps.select_related("agency").order_by("pk")
    return tuple(
        PublicStep(
            move=step.move,
            agency=step.agency.name(language) if step.agency else "",
            words=step.words,
            at=step.at,
        )
        for step in found
    )
