"""`{% load views %}`: the views kept of a list."""

from __future__ import annotations

from typing import Any

from django import template

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of
from hamgam.agencies.models import Person
from hamgam.agencies.rights import Right
from hamgam.kit.kept import kept
from hamgam.web.saved_views import views_visible_to

register = template.Library()


@register.simple_tag(takes_context=True)
def views_of(context: dict[str, Any], page: str) -> list[dict[str, object]] | None:
    """The views the reader finds above a list; None for somebody who may keep none. At most one
    query."""
    acting = acting_of(context["request"])
    person = acting.person
    if person is None or not acting.may(Right.SAVE_VIEW):
        return None
    return kept(
        context["request"],
        ("views", acting.standing, page),
        lambda: _told(acting, person, page),
    )


def _told(acting: Acting, person: Person, page: str) -> list[dict[str, object]]:
    return [
        {
            "public_id": row.public_id,
            "name": row.name,
            "query": row.query,
            "is_mine": row.person_id == person.pk,
            "by": str(row.person),
        }
        for row in views_visible_to(acting).filter(page=page)
    ]
