"""The excavation commission on the front pages: what waits for it, its next sitting, what stands
open too long."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from hamgam.coordination.queries.permits import open_trenches, waiting
from hamgam.kit.dates import local_day, long_day
from hamgam.kit.digits import localise
from hamgam.kit.words import say
from hamgam.register.queries import meetings_visible_to
from hamgam.register.vocabulary import MeetingKind
from hamgam.web.front.parts import Asking, Figure


def _next_sitting(asking: Asking) -> list[Figure]:
    rows = meetings_visible_to(asking.acting).filter(
        kind=MeetingKind.COMMISSION, begins__gte=timezone.now(), closed__isnull=True
    )
    sitting = rows.order_by("begins", "pk").first()
    if sitting is None:
        return []
    day = local_day(sitting.begins, settings.TIME_ZONE)
    return [
        Figure(
            name=say("front.permits_sitting", asking.language),
            value=localise(sitting.items.count(), asking.language),
            unit=say("front.unit_items", asking.language),
            age=long_day(day, asking.language),
            address=reverse("meeting", args=[sitting.public_id]),
        )
    ]


def commission_desk(asking: Asking) -> list[Figure]:
    """Applications that wait, the next sitting, and trenches whose day to reinstate has passed."""
    waits, address = waiting(asking.acting), reverse("permits")
    late = open_trenches(asking.acting).filter(permit__reinstate_by__lt=asking.today)
    told = (("waiting", waits.count()), ("late", late.count()))
    counted = [
        Figure(
            name=say(f"front.permits_{name}", asking.language),
            value=localise(count, asking.language),
            address=address,
        )
        for name, count in told
        if count
    ]
    return counted + _next_sitting(asking)
