"""What the register says of a standing policy: how many cases kept it, and which did not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

import shapely
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Agency
from hamgam.coordination.models import Policy, Settlement
from hamgam.coordination.queries.cases import cases_visible_to
from hamgam.coordination.vocabulary import PolicyMeasure
from hamgam.engine.calendars.instants import instant_of
from hamgam.engine.geometry import WGS84, reproject
from hamgam.engine.measures.compliance import Compliance
from hamgam.engine.works import Activity
from hamgam.register.law import law
from hamgam.register.models import Meeting, Work
from hamgam.register.queries import meetings_visible_to, standing_works
from hamgam.register.vocabulary import PlaceKind

DIGS = (Activity.EXCAVATION, Activity.CONNECTION)
CUTS_WITHIN_M = 2.0
"""A trench nearer to a paving than this cuts it."""
MOST_EXCEPTIONS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One case that a policy is about: the address of its page, what it is called, on which day,
    whose; and whether it kept the policy."""

    page: tuple[str, str]
    title: str
    on: date
    agency: Agency
    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A policy held against the register, as far as one reader sees it."""

    policy: Policy
    compliance: Compliance
    exceptions: list[Instance]
    """The latest first, MOST_EXCEPTIONS at most."""

    @property
    def is_reached(self) -> bool | None:
        """Whether the target is reached; None without a case."""
        return self.compliance.reaches(self.policy.target_permille)


def held_against(acting: Acting, policy: Policy, today: date) -> Held:
    """The policy against what the actor may see of the register until today."""
    until = min(policy.ends, today) if policy.ends else today
    found = MEASURES[PolicyMeasure(policy.measure)](acting, policy, until)
    broken = sorted((case for case in found if not case.is_kept), key=lambda one: one.on)
    return Held(
        policy=policy,
        compliance=Compliance(kept=len(found) - len(broken), n=len(found)),
        exceptions=broken[::-1][:MOST_EXCEPTIONS],
    )


def _begun(acting: Acting, policy: Policy, until: date) -> QuerySet[Work]:
    found = standing_works(acting).filter(
        begins__gte=policy.begins, begins__lte=until, emergency=False
    )
    return found.select_related("agency").order_by("pk")


def _of_work(work: Work, on: date, is_kept: bool) -> Instance:
    return Instance(
        page=("work", work.public_id),
        title=work.title or work.street or work.public_id,
        on=on,
        agency=work.agency,
        is_kept=is_kept,
    )


def _no_dig_after_paving(acting: Acting, policy: Policy, until: date) -> list[Instance]:
    """Digs begun since the policy; one that cuts a street paved within its years breaks it."""
    digs = _begun(acting, policy, until).filter(activity__in=DIGS, geometry__isnull=False)
    earliest = policy.begins - timedelta(days=366 * policy.bound)
    paved = standing_works(acting).filter(
        activity=Activity.PAVING, geometry__isnull=False, ends__gte=earliest, ends__lt=until
    )
    rows, beds = list(digs), list(paved.order_by("pk"))
    cut: dict[int, bool] = {}
    for dig, bed in _touching(rows, beds, law(until).epsg):
        begins, ends = rows[dig].begins, beds[bed].ends
        if begins is not None and ends is not None:
            near = timedelta(0) < begins - ends < timedelta(days=365.25 * policy.bound)
            cut[dig] = cut.get(dig, False) or near
    return [
        _of_work(row, row.begins, not cut.get(number, False))
        for number, row in enumerate(rows)
        if row.begins is not None
    ]


def _touching(digs: Sequence[Work], beds: Sequence[Work], epsg: int) -> list[tuple[int, int]]:
    if not digs or not beds:
        return []
    lines = reproject([row.shape for row in digs], WGS84, epsg)
    fields = reproject([row.shape for row in beds], WGS84, epsg)
    tree = shapely.STRtree(fields)
    pairs = tree.query(lines, predicate="dwithin", distance=CUTS_WITHIN_M)
    return [(int(dig), int(bed)) for dig, bed in pairs.T]


def _told_in_time(acting: Acting, policy: Policy, until: date) -> list[Instance]:
    """Works begun since the policy whose telling day is known."""
    rows = _begun(acting, policy, until).filter(submitted__isnull=False)
    return [
        _of_work(row, row.begins, (row.begins - row.submitted).days >= policy.bound)
        for row in rows
        if row.begins is not None and row.submitted is not None
    ]


def _instant(day: date) -> datetime:
    return instant_of(day, time(0, 0), settings.TIME_ZONE)


def _meetings(acting: Acting, policy: Policy, until: date) -> QuerySet[Meeting]:
    first = max(policy.begins, until - timedelta(days=policy.bound))
    after = _instant(until + timedelta(days=1))
    return meetings_visible_to(acting).filter(begins__gte=_instant(first), begins__lt=after)


def _of_meeting(row: Meeting, is_kept: bool) -> Instance:
    return Instance(
        page=("meeting", row.public_id),
        title=row.title,
        on=timezone.localdate(row.begins),
        agency=row.agency,
        is_kept=is_kept,
    )


def _meetings_on_site(acting: Acting, policy: Policy, until: date) -> list[Instance]:
    return [
        _of_meeting(row, row.place_kind == PlaceKind.SITE)
        for row in _meetings(acting, policy, until)
    ]


def _minutes_numbered(acting: Acting, policy: Policy, until: date) -> list[Instance]:
    signed = _meetings(acting, policy, until).filter(closed__isnull=False)
    return [_of_meeting(row, bool(row.letter_number and row.letter_date)) for row in signed]


def _settled_below(acting: Acting, policy: Policy, until: date) -> list[Instance]:
    """Cases settled since the policy; one that climbed to the rung of that number breaks it."""
    rows = Settlement.objects.filter(
        case__in=cases_visible_to(acting), on__gte=policy.begins, on__lte=until, reopened=False
    )
    found = rows.select_related("case").prefetch_related("case__parties__agency").order_by("pk")
    return [
        Instance(
            page=("case", row.case.public_id),
            title=row.case.number,
            on=row.on,
            agency=row.case.parties.all()[0].agency,
            is_kept=row.case.rung < policy.bound,
        )
        for row in found
    ]


Measuring = Callable[[Acting, Policy, date], list[Instance]]
MEASURES: Mapping[PolicyMeasure, Measuring] = MappingProxyType(
    {
        PolicyMeasure.NO_DIG_AFTER_PAVING: _no_dig_after_paving,
        PolicyMeasure.MEETINGS_ON_SITE: _meetings_on_site,
        PolicyMeasure.TOLD_IN_TIME: _told_in_time,
        PolicyMeasure.SETTLED_BELOW: _settled_below,
        PolicyMeasure.MINUTES_NUMBERED: _minutes_numbered,
    }
)
"""How each measure is taken; every word of the vocabulary has one."""
