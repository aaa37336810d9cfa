"""Reads of requests for cooperation; only the two sides, and the body that was reached, see one."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from hamgam.agencies.acting import Acting, branch
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.coordination.models import Cooperation, Turn
from hamgam.coordination.workflow.cooperation import COOPERATION_OPEN
from hamgam.kit.refusals import Refused


def cooperations_visible_to(acting: Acting) -> QuerySet[Cooperation]:
    """Requests in which the actor's branches take part."""
    paths = acting.paths_with(Right.READ_REGISTER)
    mine = branch("asker__path", paths) | branch("asked__path", paths) | branch("body__path", paths)
    found = Cooperation.objects.filter(mine)
    return found.select_related("asker", "asked", "body", "work", "project", "case")


def open_cooperations(acting: Acting) -> QuerySet[Cooperation]:
    """Those of them that have not ended, the most pressing first."""
    found = cooperations_visible_to(acting)
    found = found.filter(state__in=[state.value for state in COOPERATION_OPEN])
    return found.order_by("due", "pk")


def cooperation_of(acting: Acting, public_id: str) -> Cooperation:
    """The request of that id; refuses (`not_found`) one that the actor may not see."""
    found = cooperations_visible_to(acting).filter(public_id=public_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def turns_of(row: Cooperation) -> list[Turn]:
    """Every turn of a request, in the order of time."""
    return list(row.turns.select_related("agency").order_by("pk"))


def cooperations_about(acting: Acting, **subject: object) -> list[Cooperation]:
    """What is asked about a work, a project or a case, among what the actor may see."""
    return list(cooperations_visible_to(acting).filter(**subject).order_by("-pk")[:8])


def may_be_asked(acting: Acting) -> list[Agency]:
    """Every other agency at work, in the tree's order."""
    others = Agency.objects.filter(is_active=True)
    if acting.agency is not None:
        others = others.exclude(Q(pk=acting.agency.pk))
    return list(others.order_by("path"))
