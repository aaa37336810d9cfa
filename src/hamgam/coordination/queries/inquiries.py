"""Reads of what is asked before paving."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from hamgam.agencies.acting import Acting, branch
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.agencies.visibility import nothing, shared
from hamgam.agencies.vocabulary import AgencyKind, Sharing
from hamgam.coordination.models import Inquiry, InquiryLine
from hamgam.engine.works import Activity, Kind
from hamgam.kit.refusals import Refused
from hamgam.register.models import Work
from hamgam.register.queries import standing_works


def utilities() -> list[Agency]:
    """Whoever is asked: every utility at work, the same order each time."""
    found = Agency.objects.filter(kind=AgencyKind.UTILITY, is_active=True)
    return list(found.order_by("key"))


def programme(acting: Acting, today: date) -> QuerySet[Work]:
    """Paving ahead of the actor's branches that no utility was asked about, the first to begin
    first."""
    mine = branch("agency__path", acting.paths_with(Right.ASK_UTILITIES))
    found = standing_works(acting).filter(
        mine,
        kind=Kind.WORK,
        activity=Activity.PAVING,
        begins__gt=today,
        inquiry__isnull=True,
        sharing__in=(Sharing.PUBLIC, Sharing.AGENCIES),
    )
    return found.order_by("begins", "pk")


def inquiries_visible_to(acting: Acting) -> QuerySet[Inquiry]:
    """Inquiries about paving that the actor may see; nothing for the public."""
    if not acting.may(Right.READ_REGISTER):
        return Inquiry.objects.filter(nothing())
    found = Inquiry.objects.filter(shared(acting, "work__"))
    return found.select_related("agency", "work__agency")


def lines_visible_to(acting: Acting) -> QuerySet[InquiryLine]:
    """What each utility was asked and said; nothing for the public."""
    if not acting.may(Right.READ_REGISTER):
        return InquiryLine.objects.filter(nothing())
    found = InquiryLine.objects.filter(shared(acting, "inquiry__work__"))
    return found.select_related("agency", "dig", "inquiry__agency", "inquiry__work")


def own_open_lines(acting: Acting) -> QuerySet[InquiryLine]:
    """Questions that wait for the actor's branches, the first paving first."""
    mine = branch("agency__path", acting.paths_with(Right.ANSWER_INQUIRY))
    found = lines_visible_to(acting).filter(mine, answer="", inquiry__work__withdrawn__isnull=True)
    return found.order_by("inquiry__work__begins", "pk")


def open_lines(agency: Agency) -> QuerySet[InquiryLine]:
    """Questions that an agency has not answered."""
    return InquiryLine.objects.filter(agency=agency, answer="")


def inquiry_of(acting: Acting, public_id: str) -> Inquiry:
    """The inquiry of that id; refuses (`not_found`) one that the actor may not see."""
    found = inquiries_visible_to(acting).filter(public_id=public_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def said_before(works: Sequence[str], agency: Agency) -> list[InquiryLine]:
    """What an agency said, or did not say, when it was asked about paving by any of those works;
    for the commission when it applies to dig that street up again."""
    found = InquiryLine.objects.filter(
        agency=agency, inquiry__work__public_id__in=list(works), inquiry__ended__isnull=False
    )
    return list(found.select_related("inquiry__work").order_by("pk"))
