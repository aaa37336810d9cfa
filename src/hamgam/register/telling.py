"""Follow-ups that tell: those who hold a stake near a work, and those who watch its area."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import chain, product
from typing import TypeVar

import shapely
from django.db.models import Model, QuerySet
from django.utils import timezone

from hamgam.agencies.acting import acting_anyhow
from hamgam.agencies.actions.inbox import put_in_inbox, queue_notice
from hamgam.agencies.models import Agency, Party
from hamgam.agencies.vocabulary import Sharing
from hamgam.ledger.models import Fact
from hamgam.register.models import Stake, Watch, Work
from hamgam.register.models.columns import in_view
from hamgam.register.nearness import distance_m, widened
from hamgam.register.parts import parts
from hamgam.register.queries import works_visible_to
from hamgam.register.street_level import StreetLevel

__all__ = ["distance_m", "is_within", "tell_stakeholders", "tell_watchers"]
Row = TypeVar("Row", bound=Model)
OPEN = (Sharing.PUBLIC, Sharing.AGENCIES)
FARTHEST_M = 500.0
"""No stake reaches farther; bounds the window that is asked of the database."""


def _works_of(fact: Fact) -> list[Work]:
    ids = [fact.subject, *json.loads(fact.payload).get("works", ())]
    rows = Work.objects.filter(geometry__isnull=False).select_related("agency")
    return [row for part in parts(ids) for row in rows.filter(public_id__in=part)]


def _about(works: Sequence[Work], rows: QuerySet[Row], metres: float) -> list[Row]:
    """The rows whose boxes come near any of the works; one query however many works there are."""
    shapes = [shape for work in works if (shape := work.shape) is not None and not shape.is_empty]
    if not shapes:
        return []
    bounds = shapely.total_bounds(shapes)
    return list(rows.filter(in_view(*widened(shapely.box(*bounds), metres))))


def tell_stakeholders(fact: Fact) -> None:
    """Put each work within reach of another agency's stake into that agency's inbox: the work where
    it may see it, of a restricted one the street alone, of one kept to its owner nothing."""
    works = [work for work in _works_of(fact) if work.withdrawn is None]
    stakes = _about(works, Stake.objects.select_related("agency"), FARTHEST_M)
    for work, stake in product(works, stakes):
        if stake.agency_id != work.agency_id and is_within(work, stake):
            _tell_of(work, stake)


def _tell_of(work: Work, stake: Stake) -> None:
    if work.sharing == Sharing.RESTRICTED:
        street = StreetLevel().street_of(work.street, work.shape)
        about = {"stake": stake.title, "street": street.name_fa if street else ""}
        kind, subject = "shadow_near_stake", stake.public_id
    elif work.sharing in OPEN or _is_party(stake.agency, work):
        about = {"stake": stake.title, "agency": work.agency.key, "street": work.street}
        kind, subject = "work_near_stake", work.public_id
    else:
        return
    put_in_inbox(stake.agency, kind=kind, subject=subject, about=about)


def _is_party(agency: Agency, work: Work) -> bool:
    parties = Party.objects.filter(subject=work.public_id).values_list("agency__path", flat=True)
    at_level = work.sharing == Sharing.PARTIES
    return at_level and any(path.startswith(agency.path) for path in parties)


def is_within(work: Work, stake: Stake) -> bool:
    """Whether a work lies within a stake's reach."""
    here, there = work.shape, stake.shape
    if here is None or there is None:
        return False
    reach_m = min(stake.reach_m, FARTHEST_M)
    if not shapely.box(*widened(there, reach_m)).intersects(shapely.box(*here.bounds)):
        return False
    return distance_m(here, there) <= reach_m


def tell_watchers(fact: Fact) -> None:
    """Queue a notice for everybody who watches an area that a work touches and may see the work."""
    works = _works_of(fact)
    for watch in _about(works, Watch.objects.select_related("person"), 0):
        area = watch.shape
        touched = [w for w in works if area is not None and w.shape and area.intersects(w.shape)]
        acting = acting_anyhow(watch.person, today=timezone.localdate())
        seen = works_visible_to(acting)
        for work in chain.from_iterable(
            seen.filter(pk__in=part) for part in parts(work.pk for work in touched)
        ):
            about = {"watch": watch.title, "work": work.public_id, "street": work.street}
            queue_notice(watch.person, kind=fact.name, about=about)
