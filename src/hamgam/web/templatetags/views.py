"""`{% load views %}`: the views kept of a list."""

from __future__ import annotations

from typing import Any

from django import template

from hamgam.agencies.doors import acting_of
from hamgam.agencies.rights import Right
from hamgam.web.saved_views import views_visible_to

register = template.Library()


@register.simple_tag(takes_context=True)
def views_of(context: dict[str, Any], page: str) -> list[dict[str, object]] | None:
    """The views the reader finds above a list; None for somebody who may keep none. One query."""
    acting = acting_of(context["request"])
    if acting.person is None or not acting.may(Right.SAVE_VIEW):
        return None
    return [
        {
            "public_id": row.public_id,
            "name": row.name,
            "query": row.query,
            "is_mine": row.person_id == acting.person.pk,
            "by": str(row.person),
        }
        for row in views_visible_to(acting).filter(page=page)
    ]
