"""What patrols of the districts see in the streets."""

from __future__ import annotations

import math
from dataclasses import dataclass

import shapely
from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.actions.inbox import put_in_inbox
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.field.models import Record, Sighting
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.papers import LARGEST, keep_jpeg
from hamgam.register.actions.rows import acting_agency
from hamgam.register.models import Project, Work
from hamgam.register.models.columns import in_view
from hamgam.register.queries import projects_visible_to, works_visible_to

NEAR_M = 120.0
"""What lies so near the phone is what was seen."""
DEGREE_M = 111_195.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen: words, a photo (JPEG; empty for none), a position in degrees with its
    accuracy in metres."""

    words: str = ""
    photo: bytes = b""
    position: tuple[float, float, float] | None = None
    must_act: bool = False


def record_sighting(*, by: Acting, record: Record, seen: Seen) -> Sighting:
    """Keep what a patrol saw; what lies there is found by its place, and whoever must act is told.
    Whoever works in the field; records `sighting_recorded`."""
    by.require(Right.SEND_RECORDS)
    if not seen.words.strip() and not seen.photo:
        raise Refused("validation", errors=[{"pointer": "#/words", "detail": "required"}])
    if len(seen.photo) > LARGEST:
        raise Refused("too_large")
    digest = keep_jpeg(seen.photo) if seen.photo else ""
    with deed(by):
        found = nearest(by, seen.position[:2]) if seen.position else None
        longitude, latitude, accuracy = seen.position or (None, None, None)
        row = Sighting.objects.create(
            agency=acting_agency(by),
            record=record,
            words=seen.words.strip(),
            longitude=longitude,
            latitude=latitude,
            accuracy_m=accuracy,
            taken_at=record.taken_at,
            digest=digest,
            near=found.public_id if found else "",
            must_act=seen.must_act,
        )
        if seen.must_act:
            _tell(row, found.agency if found else row.agency)
        payload = {"near": row.near, "photo": digest, "must_act": seen.must_act}
        record_fact("sighting_recorded", subject=row.public_id, payload=payload)
    return row


def _tell(row: Sighting, agency: Agency) -> None:
    put_in_inbox(
        agency, kind="sighting_waits", subject=row.public_id, about={"words": row.words[:200]}
    )


def nearest(by: Acting, spot: tuple[float, float]) -> Work | Project | None:
    """The work of these days that lies nearest a place (longitude, latitude), else the nearest
    project; None where neither lies within 120 metres. Two queries."""
    today, reach = timezone.localdate(), NEAR_M / DEGREE_M
    wide = reach / max(math.cos(math.radians(spot[1])), 0.01)
    window = in_view(spot[0] - wide, spot[1] - reach, spot[0] + wide, spot[1] + reach)
    works = works_visible_to(by).filter(window, begins__lte=today, ends__gte=today)
    for rows in (works.order_by("pk"), projects_visible_to(by).filter(window).order_by("pk")):
        told = [(metres_to(row.shape, spot), row) for row in rows if row.shape is not None]
        within = [pair for pair in told if pair[0] <= NEAR_M]
        if within:
            return min(within, key=lambda pair: pair[0])[1]
    return None


def metres_to(shape: shapely.Geometry | None, spot: tuple[float, float]) -> float:
    """Metres from a place to a shape near it, both in degrees; infinite for no shape."""
    if shape is None:
        return math.inf
    scale = (math.cos(math.radians(spot[1])) * DEGREE_M, DEGREE_M)
    flat = shapely.transform(shape, lambda points: (points - spot) * scale)
    return float(shapely.Point(0, 0).distance(flat))
