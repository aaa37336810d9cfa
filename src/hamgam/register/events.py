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
from hamgam.register.queries import projects_visible_to, uploads_visible_to, works_visible_to

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
    title: str
    """What the subject is called, empty where the reader may not see it."""
    page: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What facts are told with: people by actor, agencies and subjects by name, one's own keys."""

    names: dict[str, str]
    agencies: dict[str, str]
    titles: dict[str, str]
    mine: set[str]


def _event(fact: Fact, by: _Known) -> Event:
    spoken, names, mine = language(), by.names, by.mine
    who = names.get(fact.actor) or say("pages.by_system", spoken)
    reason = ""
    if '"reason":' in fact.payload:
        reason = _told(fact.payload).get("reason", "")
    return Event(
        what=say(f"facts.{fact.name}", spoken),
        who=who if fact.agency in mine or fact.actor not in names else "",
        agency=by.agencies.get(fact.agency, ""),
        at=fact.at,
        subject=fact.subject,
        title=by.titles.get(fact.subject, ""),
        page=LINKS.get(fact.subject[:1], "") if fact.subject[1:2] == "-" else "",
        reason=reason if fact.agency in mine else "",
    )


def _told(payload: str) -> dict[str, str]:
    told: dict[str, str] = json.loads(payload)
    return told


def _mine(acting: Acting, rows: Iterable[Agency]) -> set[str]:
    return {row.key for row in rows if any(row.path.startswith(path) for path in acting.paths)}


def _titles(acting: Acting, subjects: set[str]) -> dict[str, str]:
    """What subjects are called, those the reader may see; a query for each kind of thing."""
    told: dict[str, str] = {}
    for prefix, read, column in (
        ("w-", works_visible_to, "title"),
        ("k-", projects_visible_to, "title"),
        ("u-", uploads_visible_to, "file_name"),
    ):
        asked = {subject for subject in subjects if subject.startswith(prefix)}
        rows = read(acting).filter(public_id__in=asked).order_by()
        told |= dict(rows.values_list("public_id", column))
    return told


def events(acting: Acting, rows: Sequence[Fact]) -> list[Event]:
    """Facts as a page shows them; five queries. People are named to their own branch alone."""
    everyone = list(agencies())
    by = _Known(
        names=names_of({row.actor for row in rows}),
        agencies={agency.key: agency.name(language()) for agency in everyone},
        titles=_titles(acting, {row.subject for row in rows}),
        mine=_mine(acting, everyone),
    )
    return [_event(row, by) for row in rows]


def story_of(acting: Acting, *subjects: str) -> list[Event]:
    """What happened to one thing that the reader sees, and to what it came by, latest first; the
    public is told nothing."""
    if not acting.may(Right.READ_REGISTER):
        return []
    return events(acting, list(facts_about(subjects)[:MOST]))
