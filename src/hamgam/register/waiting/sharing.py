"""How what sharing brings into an inbox is told: shadows, parties, rival versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import InboxItem
from hamgam.agencies.queries import agencies
from hamgam.agencies.waiting import Waiting
from hamgam.kit.words import Language, say
from hamgam.register import queries

Told = Mapping[int, Waiting]
PAGES = {"w": ("work", queries.works_visible_to), "k": ("project", queries.projects_visible_to)}
"""Pages of what one may be a party in, by the first letter of the public id."""


def shadows(items: Sequence[InboxItem], acting: Acting, language: Language, today: date) -> Told:
    """Restricted works near a stake: a street, nothing else."""
    return {
        item.pk: Waiting(
            question=say(
                "inbox.shadow_near_stake",
                language,
                stake=item.about.get("stake", ""),
                street=item.about.get("street") or "–",
            )
        )
        for item in items
    }


def _page(subject: str, seen: set[str], language: Language) -> tuple[str, str] | None:
    if subject not in seen:
        return None
    return reverse(PAGES[subject[0]][0], args=[subject]), say("pages.see_work", language)


def named_parties(
    items: Sequence[InboxItem], acting: Acting, language: Language, today: date
) -> Told:
    """Rows of others in which one's agency was named a party."""
    names = {row.key: row.name(language) for row in agencies()}
    seen: set[str] = set()
    for letter, (_, visible_to) in PAGES.items():
        asked = [item.subject for item in items if item.subject[:1] == letter]
        rows: QuerySet[Any] = visible_to(acting)
        rows = rows.filter(public_id__in=asked)
        seen |= set(rows.values_list("public_id", flat=True))
    return {
        item.pk: Waiting(
            question=say(
                "inbox.named_as_party",
                language,
                agency=names.get(str(item.about.get("agency", "")), ""),
            ),
            page=_page(item.subject, seen, language),
        )
        for item in items
    }


def rival_versions(
    items: Sequence[InboxItem], acting: Acting, language: Language, today: date
) -> Told:
    """Two versions of one work between which somebody decides."""
    asked = [item.subject for item in items]
    found = queries.rivals_visible_to(acting).filter(public_id__in=asked)
    seen = set(found.values_list("public_id", flat=True))
    return {
        item.pk: Waiting(
            question=say("inbox.rival_versions", language),
            page=(reverse("rival", args=[item.subject]), say("rivals.title", language)),
        )
        for item in items
        if item.subject in seen
    }
