"""Follow-ups that tell: those who hold a stake near a work, and those who watch its area."""

from __future__ import annotations

import json
import math

import shapely
from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from hamgam.agencies.acting import acting_for
from hamgam.agencies.actions.inbox import put_in_inbox, queue_notice
from hamgam.engine.geometry import WGS84, reproject, utm_epsg
from hamgam.ledger.models import Fact
from hamgam.register.models import Stake, Watch, Work
from hamgam.register.models.columns import in_view
from hamgam.register.queries import works_visible_to

FARTHEST_M = 500.0
"""No stake reaches farther; bounds the window that is asked of the database."""


def _works_of(fact: Fact) -> list[Work]:
    ids = [fact.subject, *json.loads(fact.payload).get("works", ())]
    rows = Work.objects.filter(public_id__in=ids, geometry__isnull=False)
    return list(rows.select_related("agency"))


def distance_m(one: BaseGeometry, other: BaseGeometry) -> float:
    """The shortest way between two places given in degrees."""
    point = one.representative_point()
    target = utm_epsg(point.x, point.y)
    a, b = reproject([one, other], WGS84, target)
    return float(shapely.distance(a, b))


def _widened(shape: BaseGeometry, metres: float) -> tuple[float, float, float, float]:
    west, south, east, north = shape.bounds
    up = metres / 111_000
    side = up / max(math.cos(math.radians(max(abs(south), abs(north)))), 0.01)
    return west - side, south - up, east + side, north + up


def tell_stakeholders(fact: Fact) -> None:
    """Put each work within reach of another agency's stake into that agency's inbox."""
    for work in _works_of(fact):
        shape = work.shape
        if shape is None or work.withdrawn is not None:
            continue
        near = Stake.objects.filter(in_view(*_widened(shape, FARTHEST_M)))
        for stake in near.exclude(agency=work.agency).select_related("agency"):
            place = stake.shape
            if place is not None and distance_m(shape, place) <= min(stake.reach_m, FARTHEST_M):
                put_in_inbox(
                    stake.agency,
                    kind="work_near_stake",
                    subject=work.public_id,
                    about={"stake": stake.title, "agency": work.agency.key, "street": work.street},
                )


def tell_watchers(fact: Fact) -> None:
    """Queue a notice for everybody who watches an area that a work touches and may see the work."""
    today = timezone.localdate()
    for work in _works_of(fact):
        shape = work.shape
        if shape is None:
            continue
        for watch in Watch.objects.filter(in_view(*shape.bounds)).select_related("person"):
            area = watch.shape
            if area is None or not area.intersects(shape):
                continue
            sees = works_visible_to(acting_for(watch.person, today=today))
            if sees.filter(pk=work.pk).exists():
                about = {"watch": watch.title, "work": work.public_id, "street": work.street}
                queue_notice(watch.person, kind=fact.name, about=about)
