"""How a citizen's report is told where it waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import InboxItem
from hamgam.agencies.waiting import Blank, Offer, Waiting
from hamgam.kit.dates import long_day
from hamgam.kit.digits import localise
from hamgam.kit.words import Language, say
from hamgam.service.models import CitizenReport
from hamgam.service.queries import reports_of
from hamgam.service.telling import kind_name


def waiting_reports(
    items: Sequence[InboxItem], acting: Acting, language: Language, today: date
) -> Mapping[int, Waiting]:
    """Citizens' reports that wait for an answer or a solution."""
    rows = reports_of(acting).filter(public_id__in=[item.subject for item in items])
    found = {row.public_id: row for row in rows}
    return {
        item.pk: _waiting(found[item.subject], language) for item in items if item.subject in found
    }


def _waiting(row: CitizenReport, language: Language) -> Waiting:
    step = "solve" if row.answered else "answer"
    due = row.solve_due if row.answered else row.answer_due
    place = row.street or say("service.somewhere", language)
    return Waiting(
        question=say(
            f"service.waits_{step}", language, kind=kind_name(row.kind, language), place=place
        ),
        why=row.text[:300] or say("service.no_words", language),
        cost=say("service.waits_also", language, count=localise(row.also, language))
        if row.also
        else "",
        otherwise=say("service.waits_else", language, day=long_day(due, language)),
        page=(reverse("citizen_report", args=[row.public_id]), say("service.see", language)),
        offers=(
            Offer(
                key=f"service.do_{step}",
                address=reverse(f"{step}_report", args=[row.public_id]),
                blanks=(Blank(name="words"),),
            ),
        ),
    )
