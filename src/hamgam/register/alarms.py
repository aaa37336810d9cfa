"""An emergency is told at once to whoever works, or is about to work, beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.urls import reverse

from hamgam.agencies.acting import Acting
from hamgam.agencies.actions.inbox import put_in_inbox
from hamgam.agencies.models import InboxItem
from hamgam.agencies.waiting import Waiting
from hamgam.engine.geometry import WGS84, reproject, utm_epsg
from hamgam.kit.dates import long_day
from hamgam.kit.words import Language, say
from hamgam.ledger.models import Fact
from hamgam.register import queries
from hamgam.register.mapping.foresight import degrees_beside
from hamgam.register.models import Work
from hamgam.register.models.columns import in_view

BESIDE_M = 80.0
SOON = timedelta(days=30)
"""Whose work begins within these days of the emergency's end has to know of it."""


def _beside(row: Work) -> list[Work]:
    """Other agencies' standing works beside an emergency, in its days or soon after."""
    here = row.shape
    if here is None or row.begins is None or row.ends is None:
        return []
    near = Work.objects.filter(
        in_view(*degrees_beside(here, BESIDE_M)),
        withdrawn__isnull=True,
        merged_into__isnull=True,
        begins__lte=row.ends + SOON,
        ends__gte=row.begins,
    )
    held = list(near.exclude(agency=row.agency_id).select_related("agency").order_by("pk"))
    spot = here.representative_point()
    metres = reproject([here, *(w.shape for w in held if w.shape)], WGS84, utm_epsg(spot.x, spot.y))
    return [
        w
        for w, place in zip(held, metres[1:], strict=True)
        if metres[0].distance(place) <= BESIDE_M
    ]


def tell_neighbours(fact: Fact) -> None:
    """Put an emergency into the inbox of each agency that works beside it."""
    row = Work.objects.select_related("agency").filter(public_id=fact.subject).first()
    if row is None or not row.emergency or row.withdrawn is not None:
        return
    for work in {work.agency_id: work for work in reversed(_beside(row))}.values():
        about = {"agency": row.agency.key, "street": row.street, "work": work.public_id}
        put_in_inbox(work.agency, kind="emergency_near", subject=row.public_id, about=about)


def near_emergencies(
    items: Sequence[InboxItem], acting: Acting, language: Language, today: date
) -> dict[int, Waiting]:
    """Emergencies beside one's own works, as the inbox tells them."""
    keys = [item.subject for item in items]
    rows = {w.public_id: w for w in queries.works_visible_to(acting).filter(public_id__in=keys)}
    return {i.pk: _told(i, rows[i.subject], language) for i in items if i.subject in rows}


def _told(item: InboxItem, row: Work, language: Language) -> Waiting:
    about = {
        "agency": row.agency.name(language),
        "title": row.title or row.street,
        "street": row.street or "–",
        "ends": long_day(row.ends, language) if row.ends else "–",
    }
    return Waiting(
        question=say("map.alarm", language, **about),
        why=say("map.alarm_why", language, **about),
        otherwise=say("map.alarm_else", language, **about),
        page=(reverse("work", args=[row.public_id]), say("pages.see_work", language)),
    )
