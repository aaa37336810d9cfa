"""What happened, by whom, when: facts as pages show them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Agency
from hamgam.agencies.queries import agencies, names_of
from hamgam.agencies.rights import Right
from hamgam.kit.columns import spoken as language
from hamgam.kit.words import say
from hamgam.ledger.models import Fact
from hamgam.ledger.queries import facts_about

MOST = 50
LINKS = {"w": "work", "k": "project"}
"""Pages of things, by the first letter of their public id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One fact as a page shows it; `who` is empty where the reader is told the agency alone."""

    what: str
    who: str
    agency: str
    at: datetime
    subject: str
    page: str
    reason: str


def _event(fact: Fact, names: dict[str, str], known: dict[str, str], mine: set[str]) -> Event:
    spoken = language()
    who = names.get(fact.actor) or say("pages.by_system", spoken)
    reason = ""
    if '"reason":' in fact.payload:
        reason = _told(fact.payload).get("reason", "")
    return Event(
        what=say(f"facts.{fact.name}", spoken),
        who=who if fact.agency in mine or fact.actor not in names else "",
        agency=known.get(fact.agency, ""),
        at=fact.at,
        subject=fact.subject,
        page=LINKS.get(fact.subject[:1], "") if fact.subject[1:2] == "-" else "",
        reason=reason if fact.agency in mine else "",
    )


def _told(payload: str) -> dict[str, str]:
    told: dict[str, str] = json.loads(payload)
    return told


def _mine(acting: Acting, rows: Iterable[Agency]) -> set[str]:
    return {row.key for row in rows if any(row.path.startswith(path) for path in acting.paths)}


def events(acting: Acting, rows: Sequence[Fact]) -> list[Event]:
    """Facts as a page shows them; two queries. People are named to their own branch alone."""
    everyone = list(agencies())
    known = {agency.key: agency.name(language()) for agency in everyone}
    names, mine = names_of({row.actor for row in rows}), _mine(acting, everyone)
    return [_event(row, names, known, mine) for row in rows]


def story_of(acting: Acting, *subjects: str) -> list[Event]:
    """What happened to one thing that the reader sees, and to what it came by, latest first; the
    public is told nothing."""
    if not acting.may(Right.READ_REGISTER):
        return []
    return events(acting, list(facts_about(subjects)[:MOST]))
