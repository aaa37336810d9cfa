"""`{% load boxes %}`: what stands beside a row on its page."""

from __future__ import annotations

from typing import Any

from django import template

from hamgam.agencies.acting import NOBODY, Acting
from hamgam.agencies.queries import agencies
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Sharing
from hamgam.register import queries
from hamgam.register.models import Project, Work

register = template.Library()


@register.inclusion_tag("register/parties.html", takes_context=True)
def parties_box(context: dict[str, Any], row: Work | Project) -> dict[str, Any]:
    """Who takes part in a row, for its own agency and for the parties themselves."""
    acting: Acting = context.get("acting", NOBODY)
    found = list(queries.parties_visible_to(acting).filter(subject=row.public_id))
    may = acting.may(Right.NAME_PARTY, row.agency.path, subject=row.public_id)
    named = {row.agency_id, *(party.agency_id for party in found)}
    return {
        "parties": found,
        "others": [agency for agency in agencies() if agency.pk not in named] if may else [],
        "subject": row.public_id,
        "may_name": may,
        "is_at_level": row.sharing == Sharing.PARTIES,
        "csrf_token": context.get("csrf_token"),
    }
