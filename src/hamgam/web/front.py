"""The front page by post: what waits, what blocks first, which projects slip."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Person
from hamgam.agencies.queries import agencies, waiting
from hamgam.agencies.rights import Right
from hamgam.agencies.views import told_item
from hamgam.agencies.vocabulary import AgencyKind, Role
from hamgam.engine.findings import Consequence, FindingKind
from hamgam.kit.words import Language, say
from hamgam.register import queries
from hamgam.register.law import law
from hamgam.register.ribbon import city_seasons
from hamgam.register.views.findings import ahead, gravity, of_mine
from hamgam.register.views.projects import Seen, seen_projects
from hamgam.register.views.telling import tell
from hamgam.register.vocabulary import FindingState

MOST_WAITING, MOST_FINDINGS, MOST_PROJECTS = 5, 3, 5
CITY_WIDE = frozenset({AgencyKind.MUNICIPALITY, AgencyKind.STATE, AgencyKind.COUNCIL})
"""Whose people ask about the whole city before they ask about their own works."""


def _post(acting: Acting, language: Language) -> dict[str, Any]:
    first = acting.post
    return {
        "posts": [first] if first else [],
        "role": say(f"vocabulary.role_{first.role}", language) if first else "",
        "is_wide": first is None or first.agency.kind in CITY_WIDE,
        "is_administrator": first is not None and first.role == Role.ADMINISTRATOR,
        "reads_only": not acting.may(Right.RECORD_WORK),
    }


def front(acting: Acting, today: date, language: Language) -> dict[str, Any]:
    """Everything the front page tells; a constant number of queries."""
    post, by = _post(acting, language), law(today)
    found = ahead(queries.findings_visible_to(acting).filter(state=FindingState.OPEN))
    mine = found if post["is_wide"] else found.filter(of_mine(acting.paths))
    counts = mine.order_by().aggregate(
        blocking=Count("pk", filter=Q(consequence=Consequence.BLOCK)),
        chances=Count("pk", filter=Q(kind=FindingKind.CHANCE)),
        all=Count("pk"),
    )
    names = {row.key: row.name(language) for row in agencies()}
    items = list(waiting(acting)[: MOST_WAITING + 1]) if acting.may(Right.READ_INBOX) else []
    season = next((window for window in city_seasons(today) if window.ends >= today), None)
    return post | {
        "items": [(item, told_item(item, names, language)) for item in items[:MOST_WAITING]],
        "more_waits": len(items) > MOST_WAITING,
        "findings": [tell(row, by) for row in gravity(mine)[:MOST_FINDINGS]],
        "counts": counts,
        "projects": _projects(acting, bool(post["is_wide"])),
        "works": queries.standing_works(acting).filter(begins__lte=today, ends__gte=today).count(),
        "season": season,
        "season_days": max((season.begins - today).days, 0) if season else None,
        "mine_works": queries.standing_works(acting)
        .filter(agency__path__in=acting.paths, ends__gte=today)
        .count(),
    }


def _projects(acting: Acting, is_wide: bool) -> list[Seen]:
    """Half-finished projects, those that slipped most first."""
    rows = seen_projects(acting)
    if not is_wide:
        own = rows.filter(agency__path__in=acting.paths)
        rows = own if own.exists() else rows
    seen = [Seen(row) for row in rows.order_by("ends", "pk")[:200]]
    half = [project for project in seen if project.is_half_finished]
    return sorted(half, key=lambda project: -project.slip_days)[:MOST_PROJECTS]


def people_of_demo(language: Language) -> list[tuple[str, str]]:
    """The demo's accounts, name and post; nothing in a real city."""
    if not settings.HAMGAM_DEMO:
        return []
    from hamgam.web.demo import ACCOUNTS

    known = {row.username: row for row in Person.objects.filter(username__in=list(ACCOUNTS))}
    return [(name, str(known[name])) for name in ACCOUNTS if name in known]
