"""Follow-ups that tell: those who hold a stake near a work, and those who watch its area."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from itertools import product
from typing import TypeVar

import shapely
from django.db.models import Model, QuerySet
from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from hamgam.agencies.acting import acting_anyhow
from hamgam.agencies.actions.inbox import put_in_inbox, queue_notice
from hamgam.engine.geometry import WGS84, reproject, utm_epsg
from hamgam.ledger.models import Fact
from hamgam.register.models import Stake, Watch, Work
from hamgam.register.models.columns import in_view
from hamgam.register.queries import works_visible_to

Row = TypeVar("Row", bound=Model)
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


def _about(works: Sequence[Work], rows: QuerySet[Row], metres: float) -> list[Row]:
    """The rows whose boxes come near any of the works; one query however many works there are."""
    shapes = [shape for work in works if (shape := work.shape) is not None and not shape.is_empty]
    if not shapes:
        return []
    bounds = shapely.total_bounds(shapes)
    return list(rows.filter(in_view(*_widened(shapely.box(*bounds), metres))))


def tell_stakeholders(fact: Fact) -> None:
    """Put each work within reach of another agency's stake into that agency's inbox."""
    works = [work for work in _works_of(fact) if work.withdrawn is None]
    stakes = _about(works, Stake.objects.select_related("agency"), FARTHEST_M)
    for work, stake in product(works, stakes):
        if stake.agency_id != work.agency_id and _is_within(work, stake):
            put_in_inbox(
                stake.agency,
                kind="work_near_stake",
                subject=work.public_id,
                about={"stake": stake.title, "agency": work.agency.key, "street": work.street},
            )


def _is_within(work: Work, stake: Stake) -> bool:
    """Whether a work lies within a stake's reach."""
    here, there = work.shape, stake.shape
    if here is None or there is None:
        return False
    reach_m = min(stake.reach_m, FARTHEST_M)
    if not shapely.box(*_widened(there, reach_m)).intersects(shapely.box(*here.bounds)):
        return False
    return distance_m(here, there) <= reach_m


def tell_watchers(fact: Fact) -> None:
    """Queue a notice for everybody who watches an area that a work touches and may see the work."""
    works = _works_of(fact)
    for watch in _about(works, Watch.objects.select_related("person"), 0):
        area = watch.shape
        touched = [w for w in works if area is not None and w.shape and area.intersects(w.shape)]
        acting = acting_anyhow(watch.person, today=timezone.localdate())
        seen = works_visible_to(acting).filter(pk__in=[work.pk for work in touched])
        for work in seen:
            about = {"watch": watch.title, "work": work.public_id, "street": work.street}
            queue_notice(watch.person, kind=fact.name, about=about)
