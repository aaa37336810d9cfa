"""What the field shows on a project's page of the register."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from hamgam.agencies.doors import acting_of
from hamgam.agencies.rights import Right
from hamgam.field import queries
from hamgam.field.taxonomy import cause_name
from hamgam.field.views.obstacles import Told
from hamgam.register.models import Project, Window
from hamgam.register.views.reading import language, today

FEW = 6


def of_project(request: HttpRequest, subject: object) -> str:
    """The project's standing obstacles and the ways to act on them."""
    if not isinstance(subject, Project):
        return ""
    acting = acting_of(request)
    rows = [o for o in queries.obstacles_of(acting, subject) if o.block.cleared is None]
    bare = list(queries.bare_blocks_of(acting, subject)[:FEW])
    context = {
        "project": subject,
        "told": [Told(row) for row in rows[:FEW]],
        "bare": [(block, cause_name(block.cause, language()), _days(block)) for block in bare],
        "may": acting.may(Right.RECORD_OBSTACLE, subject.agency.path, subject=subject.public_id),
        "may_meet": acting.may(Right.RECORD_MEETING, subject.agency.path),
        "meetings": queries.site_meetings_visible_to(acting).filter(site__project=subject)[:FEW],
    }
    return render_to_string("field/panel.html", context, request)


def _days(block: Window) -> int:
    """For how many days a block has stood; none for one that begins later."""
    return max((today() - block.begins).days, 0)
