"""Season readiness: for each coming window, every work that will stand open in its zone.

A work stands open in a window when its days and the window's share a day, its place touches the
window's zone, and the season means its activity. Settled days go before stated ones. A work without
a place cannot be told in or out of a zone: it is counted apart, never left out silently.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import shapely
from django.db.models import QuerySet
from shapely.geometry.base import BaseGeometry

from hamgam.agencies.models import Agency
from hamgam.engine.calendars.seasons import Closure, Purpose, SeasonWindow
from hamgam.engine.works import Kind, Stage, Zone, ZoneKind
from hamgam.register.bridge import agreed_days
from hamgam.register.law import Law
from hamgam.register.models import Work

AHEAD = timedelta(days=400)
REINSTATEMENT_DAYS = 3
"""Before a window begins, an open cut is closed and paved: the default of the season rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWork:
    """One work that will stand open, and what must be said about it today."""

    work: Work
    begins: date
    ends: date
    days: int
    """Days of the window on which it stands open."""
    closed_by: date
    """The milestone: closed and paved by this day."""
    left_days: int
    """Days until then; 0 or less when it is due or over."""
    must: str
    """`begin_after`, `close_now`, `close_by` or `end_before`: the key of what must be said."""
    district: str
    """The key of the district it lies in; empty where none is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """One window with all that will stand open in it."""

    window: SeasonWindow
    key: str
    """`season:zone:first day`, stable as an address."""
    works: Sequence[OpenWork]
    placeless: int
    """Works of those days without a place, which cannot be told in or out."""
    starts_in: int

    @property
    def closes_by(self) -> date:
        """The milestone of the whole window: closed and paved by this day."""
        return self.window.begins - timedelta(days=REINSTATEMENT_DAYS)

    @property
    def overdue(self) -> int:
        """How many are past their milestone."""
        return sum(1 for one in self.works if one.left_days <= 0)

    def by_agency(self) -> list[tuple[Agency, int, int]]:
        """Each agency with its works and those past their milestone, most works first."""
        counts: Counter[int] = Counter(one.work.agency_id for one in self.works)
        late: Counter[int] = Counter(one.work.agency_id for one in self.works if one.left_days <= 0)
        known = {one.work.agency_id: one.work.agency for one in self.works}
        return [(known[key], count, late[key]) for key, count in counts.most_common()]

    def by_district(self) -> list[tuple[str, list[OpenWork]]]:
        """The works by the district they lie in, the soonest milestone first."""
        found: dict[str, list[OpenWork]] = defaultdict(list)
        for one in sorted(self.works, key=lambda one: (one.closed_by, one.begins, one.work.pk)):
            found[one.district].append(one)
        return sorted(found.items(), key=lambda pair: (pair[0] == "", -len(pair[1]), pair[0]))


def coming_windows(by: Law, today: date, *, quiet: bool = False) -> list[SeasonWindow]:
    """The blackout windows of thirteen months ahead that shut a zone all day, soonest first."""
    firm = {Closure.CLOSED, Closure.QUIET} if quiet else {Closure.CLOSED}
    found = [
        window
        for window in by.windows
        if window.purpose is Purpose.BLACKOUT
        and window.closure in firm
        and window.hours is None
        and window.ends >= today
        and window.begins <= today + AHEAD
    ]
    return sorted(found, key=lambda w: (w.begins, w.zone != ZoneKind.CITY, w.season, w.zone))


def key_of(window: SeasonWindow) -> str:
    """A window's stable name in an address."""
    return f"{window.season}:{window.zone}:{window.begins.isoformat()}"


def area_of(window: SeasonWindow, zones: Iterable[Zone]) -> BaseGeometry | None:
    """The ground a window shuts, in degrees; None where the city drew no such zone."""
    shapes = [zone.geometry for zone in zones if window.zone in {zone.key, zone.kind.value}]
    return shapely.union_all(shapes) if shapes else None


@dataclass(frozen=True, slots=True)
class _Spanned:
    work: Work
    shape: BaseGeometry | None
    begins: date
    ends: date


def _spanned(rows: Iterable[Work]) -> list[_Spanned]:
    held = list(rows)
    settled = agreed_days(row.pk for row in held)
    found = []
    for row in held:
        begins, ends = settled.get(row.pk, (row.begins, row.ends))
        if begins is not None and ends is not None:
            found.append(_Spanned(row, row.shape, begins, ends))
    return found


def _means(window: SeasonWindow, work: Work) -> bool:
    if work.kind != Kind.WORK or work.stage in {Stage.DONE, Stage.WITHDRAWN}:
        return False
    if work.emergency and window.emergency_allowed:
        return False
    return not window.activities or work.activity in {a.value for a in window.activities}


def _must(one: _Spanned, window: SeasonWindow, left_days: int, today: date) -> str:
    if one.begins >= window.begins:
        return "begin_after"
    if left_days <= 0:
        return "close_now"
    return "close_by" if one.begins <= today else "end_before"


def _open(one: _Spanned, window: SeasonWindow, today: date, district: str) -> OpenWork:
    first, last = max(one.begins, window.begins), min(one.ends, window.ends)
    closed_by = window.begins - timedelta(days=REINSTATEMENT_DAYS)
    left = (closed_by - today).days
    return OpenWork(
        work=one.work,
        begins=one.begins,
        ends=one.ends,
        days=(last - first).days + 1,
        closed_by=closed_by,
        left_days=left,
        must=_must(one, window, left, today),
        district=district,
    )


class _Districts:
    """In which district a place lies; the first that holds its middle."""

    def __init__(self, zones: Iterable[Zone]) -> None:
        chosen = [zone for zone in zones if zone.kind is ZoneKind.DISTRICT]
        self.keys = [zone.key for zone in chosen]
        self.tree = shapely.STRtree([zone.geometry for zone in chosen])

    def of(self, shape: BaseGeometry | None) -> str:
        if shape is None or not self.keys:
            return ""
        found = self.tree.query(shape.representative_point(), predicate="intersects")
        return self.keys[int(min(found))] if len(found) else ""


def readiness(
    rows: QuerySet[Work], windows: Sequence[SeasonWindow], by: Law, today: date
) -> list[Readiness]:
    """What will stand open in each of the windows, of the works given; two queries."""
    if not windows:
        return []
    first, last = min(w.begins for w in windows), max(w.ends for w in windows)
    spanned = [one for one in _spanned(rows) if one.begins <= last and one.ends >= first]
    districts = _Districts(by.zones)
    return [_one(window, spanned, by, today, districts) for window in windows]


def _one(
    window: SeasonWindow,
    spanned: Sequence[_Spanned],
    by: Law,
    today: date,
    districts: _Districts,
) -> Readiness:
    days = [
        one
        for one in spanned
        if one.begins <= window.ends and one.ends >= window.begins and _means(window, one.work)
    ]
    area = area_of(window, by.zones)
    placed = [one for one in days if one.shape is not None]
    if area is None:
        inside = []
    else:
        shapely.prepare(area)
        touches = shapely.intersects(area, [one.shape for one in placed])
        inside = [one for one, does in zip(placed, touches, strict=True) if does]
    return Readiness(
        window=window,
        key=key_of(window),
        works=[_open(one, window, today, districts.of(one.shape)) for one in inside],
        placeless=len(days) - len(placed),
        starts_in=(window.begins - today).days,
    )
