"""Reads of applications and permits."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.agencies.visibility import shared
from hamgam.coordination.bridge import settling
from hamgam.coordination.models.permits import Application, Permit
from hamgam.coordination.workflow.permits import OPEN_TRENCH, DigState
from hamgam.kit.refusals import Refused


def applications_visible_to(acting: Acting) -> QuerySet[Application]:
    """Applications for works the actor may see."""
    found = Application.objects.filter(shared(acting, "work__"))
    return found.select_related("agency", "work__agency", "permit", "item__meeting")


def waiting(acting: Acting) -> QuerySet[Application]:
    """Applications that no sitting has on its agenda, the oldest first."""
    return applications_visible_to(acting).filter(state=DigState.APPLIED).order_by("applied", "pk")


def application_of(acting: Acting, public_id: str) -> Application:
    """The application of that id; refuses (`not_found`) one that the actor may not see."""
    found = applications_visible_to(acting).filter(public_id=public_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def open_trenches(acting: Acting) -> QuerySet[Application]:
    """Where a trench may stand open, those that end first in front."""
    found = applications_visible_to(acting).filter(state__in=[s.value for s in OPEN_TRENCH])
    return found.order_by("permit__reinstate_by", "pk")


def permit_to_verify(public_id: str) -> Permit | None:
    """A permit by what its code tells; open to everyone."""
    found = Permit.objects.select_related("application__agency", "application__work")
    return found.filter(public_id=public_id).first()


def commission_host() -> Agency | None:
    """The agency whose people keep the excavation commission's books."""
    terms = settling()
    key = terms.bodies[terms.permits.body].agency
    return Agency.objects.filter(key=key).first()


def sits_in_commission(acting: Acting) -> bool:
    """Whether the actor keeps the commission's books."""
    host = commission_host()
    return host is not None and acting.may(Right.CONVENE_CASE, host.path)


def days_left(application: Application, today: date) -> int | None:
    """Days until the street must be reinstated, negative when overdue; None without a permit."""
    permit = getattr(application, "permit", None)
    return None if permit is None else (permit.reinstate_by - today).days
