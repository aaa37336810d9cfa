"""Reads of service. A report's kind, place, owner and state are everybody's; what its reporter
wrote is its owner's until moderation publishes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from hamgam.agencies.acting import Acting, branch
from hamgam.agencies.doors import digest_of
from hamgam.agencies.rights import Right
from hamgam.kit.refusals import Refused
from hamgam.register.models.columns import in_view
from hamgam.register.nearness import distance_m, widened
from hamgam.service.models import CitizenReport, Survey
from hamgam.service.settings_of_city import serving
from hamgam.service.workflow import OPEN

TWIN_AGE = timedelta(days=30)


def reports() -> QuerySet[CitizenReport]:
    """Every report, for who shows only what is everybody's."""
    return CitizenReport.objects.select_related("agency", "work", "joined").order_by("-pk")


def reports_of(acting: Acting) -> QuerySet[CitizenReport]:
    """The reports that the actor's own branches must answer."""
    mine = branch("agency__path", acting.paths_with(Right.ANSWER_REPORT))
    return CitizenReport.objects.filter(mine).select_related("agency", "work").order_by("-pk")


def unpublished(rows: QuerySet[CitizenReport]) -> QuerySet[CitizenReport]:
    """Those of some reports whose words or picture nobody has looked through for everybody."""
    told = Q(published="") & ~Q(text="") | Q(photo_is_public=False) & ~Q(photo_digest="")
    return rows.filter(told)


def past_keeping(today: date) -> QuerySet[CitizenReport]:
    """Reports that still hold what their reporters wrote or left after the time is over: where
    there is a contact, by its own day; else once they are closed that long."""
    since = today - timedelta(days=serving().keep_contact_days)
    held = ~Q(text="") | ~Q(secret_digest="") | Q(photo_is_public=False) & ~Q(photo_digest="")
    closed = Q(contact__isnull=True, received__date__lt=since) & ~Q(
        state__in=[state.value for state in OPEN]
    )
    due = CitizenReport.objects.filter(Q(contact__erase_after__lt=today) | closed & held)
    return due.order_by("pk")


def report_of(public_id: str) -> CitizenReport:
    """The report of that id; refuses (`not_found`) when there is none."""
    found = reports().filter(public_id=public_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def report_by(secret: str) -> CitizenReport:
    """The report whose reporter holds that secret; refuses (`not_found`) any other."""
    found = reports().filter(secret_digest=digest_of(secret)).first() if secret else None
    if found is None:
        raise Refused("not_found")
    return found


def twins(kind: str, place: BaseGeometry | None) -> list[CitizenReport]:
    """Open reports of a kind so near and so young that they may be the same, nearest first."""
    if place is None:
        return []
    reach = serving().twin_m
    rows = reports().filter(
        in_view(*widened(place, reach)),
        kind=kind,
        state__in=[state.value for state in OPEN],
        received__gte=timezone.now() - TWIN_AGE,
    )
    placed = [(distance_m(shape, place), row.pk, row) for row in rows if (shape := row.shape)]
    return [row for metres, _, row in sorted(placed) if metres <= reach][:5]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Three counts that are never added: of `received`, how many were answered, how many their
    owner calls solved, how many their reporter confirmed."""

    received: int
    answered: int
    solved: int
    confirmed: int


def rates(rows: QuerySet[CitizenReport]) -> Rates:
    """The three rates of some reports; joined ones count with the one that speaks for them."""
    told = rows.filter(joined__isnull=True).aggregate(
        received=Count("pk"),
        answered=Count("pk", filter=Q(answered__isnull=False)),
        solved=Count("pk", filter=Q(solved__isnull=False)),
        confirmed=Count("pk", filter=Q(confirmed__isnull=False)),
    )
    return Rates(**told)


def surveys() -> QuerySet[Survey]:
    """Every survey, the latest first; open to everyone."""
    return Survey.objects.select_related("agency").order_by("-on", "-pk")
