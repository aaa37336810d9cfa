"""The rows the showcase may touch: what somebody who has not signed in may see, whoever asks."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from hamgam.agencies.acting import NOBODY
from hamgam.engine.works import Impact, Kind, Stage
from hamgam.kit.refusals import Refused
from hamgam.register import queries
from hamgam.register.models import Document, Project, Street, Window, Work
from hamgam.register.seen import seen_projects
from hamgam.register.vocabulary import WindowKind
from hamgam.showcase.models import ChangeReason, Statement


def public_works() -> QuerySet[Work]:
    """Works that stand and that their agencies share with everybody."""
    told = (Kind.WORK, Kind.EVENT, Kind.DETOUR)
    return queries.standing_works(NOBODY).filter(kind__in=told).exclude(stage=Stage.WITHDRAWN)


def works_at(first: date, last: date) -> QuerySet[Work]:
    """Public works of which a day lies between two days."""
    days = Q(begins__lte=last) & (Q(ends__gte=first) | Q(ends__isnull=True))
    return public_works().filter(days)


def public_closures() -> QuerySet[Work]:
    """Public works that take a lane or the whole street."""
    return public_works().filter(impact__in=(Impact.CLOSURE, Impact.IMPORTANT))


def public_projects() -> QuerySet[Project]:
    """Projects shared with everybody, with what their status is derived from."""
    return seen_projects(NOBODY)


def project_of(public_id: str) -> Project:
    """The public project of that id; refuses (`not_found`) any other."""
    found = public_projects().filter(public_id=public_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def work_of(public_id: str) -> Work:
    """The public work of that id; refuses (`not_found`) any other."""
    found = public_works().filter(public_id=public_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def street_of(key: str) -> Street:
    """The street of that key; refuses (`not_found`) when there is none."""
    found = queries.streets().filter(key=key).first()
    if found is None:
        raise Refused("not_found")
    return found


def public_photos(subject: str) -> QuerySet[Document]:
    """The pictures of a public work or project that are themselves public, the earliest first."""
    found = queries.documents_visible_to(NOBODY).filter(subject=subject)
    return found.filter(media_type__startswith="image/").order_by("taken_on", "pk")


def agreed_windows() -> QuerySet[Window]:
    """Days that agencies agreed for public works; none of a settlement that touches a work which
    is not public."""
    told = Window.objects.filter(kind=WindowKind.AGREED, superseded=False, work__isnull=False)
    hidden = told.exclude(work__in=public_works().values("pk")).values("source")
    return told.exclude(source__in=hidden).exclude(source="").select_related("work__agency")


def statements_about(project: Project) -> QuerySet[Statement]:
    """What was said in public about a project, the latest first."""
    return Statement.objects.filter(project=project).order_by("-said_on", "-pk")


def reasons_about(project: Project) -> QuerySet[ChangeReason]:
    """What a project's agency told everybody about its changes, the latest first."""
    return ChangeReason.objects.filter(project=project).order_by("-on", "-pk")
