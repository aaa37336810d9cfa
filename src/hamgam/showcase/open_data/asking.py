"""What a client of the OGC API asks for: read strictly, refused with the name of the parameter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from hamgam.kit.dates import is_plausible
from hamgam.showcase.open_data.collections import Box, Days, day_of_instant

MOST = 1000
USUAL = 100
KNOWN = frozenset({"limit", "offset", "bbox", "bbox-crs", "crs", "datetime", "f", "lang"})
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


class Unclear(ValueError):  # noqa: N818 - an answer to a client, not a fault
    """A parameter that cannot be read; its text names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One page of a collection: how many, from where on, in which box, over which days."""

    limit: int = USUAL
    offset: int = 0
    box: Box | None = None
    days: Days = (None, None)


def _whole(told: str, name: str, least: int) -> int:
    if not (told.isascii() and told.isdecimal()) or len(told) > 9 or int(told) < least:
        raise Unclear(f"{name}: a whole number of at least {least} is needed")
    return int(told)


def _box(told: str) -> Box:
    try:
        numbers = [float(part) for part in told.split(",")]
    except ValueError as fault:
        raise Unclear("bbox: numbers are needed") from fault
    if len(numbers) == 6:
        numbers = [*numbers[:2], *numbers[3:5]]
    if len(numbers) != 4 or not all(abs(number) <= 360 for number in numbers):
        raise Unclear("bbox: four numbers are needed, west, south, east, north")
    west, south, east, north = numbers
    return west, south, east, north


def _day(told: str) -> date:
    try:
        at = parse_datetime(told)
        found = date.fromisoformat(told) if at is None else _local(at)
    except ValueError as fault:
        raise Unclear("datetime: an RFC 3339 date or instant is needed") from fault
    if not is_plausible(found):
        raise Unclear("datetime: a Gregorian year from 1900 to 2100 is needed")
    return found


def _local(at: datetime) -> date:
    return day_of_instant(at if timezone.is_aware(at) else timezone.make_aware(at))


def _days(told: str) -> Days:
    parts = told.split("/")
    if len(parts) == 1:
        day = _day(parts[0])
        return day, day
    if len(parts) != 2 or all(part in {"", ".."} for part in parts):
        raise Unclear("datetime: one interval is needed, as 2026-11-01/..")
    first, last = (None if part in {"", ".."} else _day(part) for part in parts)
    if first is not None and last is not None and first > last:
        raise Unclear("datetime: the interval ends before it begins")
    return first, last


def asked_in(query: QueryDict) -> Asked:
    """What an address asks for; Unclear names what is wrong or unknown in it."""
    told = {name: str(query[name]) for name in query}
    unknown = sorted(set(told) - KNOWN)
    if unknown:
        raise Unclear(f"{unknown[0]}: unknown parameter")
    for name in ("crs", "bbox-crs"):
        if name in told and told[name] != CRS84:
            raise Unclear(f"{name}: only {CRS84} is served")
    return Asked(
        limit=min(_whole(told["limit"], "limit", 1), MOST) if "limit" in told else USUAL,
        offset=_whole(told["offset"], "offset", 0) if "offset" in told else 0,
        box=_box(told["bbox"]) if "bbox" in told else None,
        days=_days(told["datetime"]) if "datetime" in told else (None, None),
    )
