"""Watching an area, and being told."""

from __future__ import annotations

from shapely.geometry.base import BaseGeometry

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.rights import Right
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import in_hand
from hamgam.register.models import Watch
from hamgam.register.queries import watches_of
from hamgam.register.values import geometry_fault


def watch_area(*, by: Acting, title: str, area: BaseGeometry) -> Watch:
    """Be told about works recorded, edited or withdrawn in an area. Staff, each for himself;
    records `area_watched`."""
    by.require(Right.WATCH_AREA)
    if by.person is None:
        raise Refused("forbidden", right=Right.WATCH_AREA.value)
    if fault := geometry_fault(area):
        raise Refused("validation", errors=[{"pointer": "#/area", "detail": fault}])
    with deed(by):
        row = Watch(person=by.person, title=title)
        row.lay_at(area)
        row.save()
        record_fact("area_watched", subject=row.public_id)
    return row


def stop_watching(*, by: Acting, watch: str) -> None:
    """Be told no more. Whoever watches; records `watch_ended`."""
    with deed(by):
        row = in_hand(watches_of(by), watch)
        row.delete()
        record_fact("watch_ended", subject=watch)
