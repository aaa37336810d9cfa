"""What the field shows on a project's page of the register."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from hamgam.agencies.doors import acting_of
from hamgam.agencies.rights import Right
from hamgam.field import queries
from hamgam.field.views.obstacles import Told
from hamgam.register.models import Project

FEW = 6


def of_project(request: HttpRequest, subject: object) -> str:
    """The project's standing obstacles and the ways to act on them."""
    if not isinstance(subject, Project):
        return ""
    acting = acting_of(request)
    rows = [o for o in queries.obstacles_of(acting, subject) if o.block.cleared is None]
    context = {
        "project": subject,
        "told": [Told(row) for row in rows[:FEW]],
        "may": acting.may(Right.RECORD_OBSTACLE, subject.agency.path, subject=subject.public_id),
        "may_meet": acting.may(Right.RECORD_MEETING, subject.agency.path),
        "meetings": queries.site_meetings_visible_to(acting).filter(site__project=subject)[:FEW],
    }
    return render_to_string("field/panel.html", context, request)
