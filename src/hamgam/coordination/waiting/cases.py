"""How coordination's kinds of waiting things are told, with the deeds that can be done in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import InboxItem
from hamgam.agencies.queries import agencies
from hamgam.agencies.waiting import Blank, Offer, Waiting
from hamgam.coordination.models import Case
from hamgam.coordination.queries import cases as queries
from hamgam.coordination.queries.permits import applications_visible_to
from hamgam.coordination.views.telling import clock_told
from hamgam.coordination.workflow.cases import ON_THE_TABLE, UNBOUND, State
from hamgam.kit.dates import short_day
from hamgam.kit.digits import localise
from hamgam.kit.words import Language, say

Told = Mapping[int, Waiting]


def cases(items: Sequence[InboxItem], acting: Acting, language: Language, today: date) -> Told:
    """What waits in cases, and what happened in them; a query, and one more where agencies are
    named."""
    ids = {item.pk: item.subject.partition("/")[0] for item in items}
    rows = queries.cases_visible_to(acting).filter(public_id__in=set(ids.values()))
    held = {row.public_id: row for row in rows}
    named = any(item.about.get("by") for item in items)
    names = {row.key: row.name(language) for row in agencies()} if named else {}
    return {
        item.pk: _case(item, held[ids[item.pk]], names, language, today)
        for item in items
        if ids[item.pk] in held
    }


def _case(
    item: InboxItem, case: Case, names: Mapping[str, str], language: Language, today: date
) -> Waiting:
    clock, by = clock_told(case, language), str(item.about.get("by", ""))
    told = {"number": localise(case.number, language), "agency": names.get(by, by)}
    return Waiting(
        question=say(f"cases.waiting_{item.kind}", language, **told),
        why=str(item.about.get("street", "")),
        otherwise=clock.otherwise if clock else "",
        page=(reverse("case", args=[case.public_id]), say("cases.see_case", language)),
        offers=_offers(item, case, today),
    )


def _offers(item: InboxItem, case: Case, today: date) -> tuple[Offer, ...]:
    """What can be done where the item stands."""
    state = State(case.state)
    if item.kind == "case_answer" and state in ON_THE_TABLE:
        sign = Offer(key="cases.sign_now", address=reverse("sign_case", args=[case.public_id]))
        dissent = Offer(
            key="cases.dissent_do",
            address=reverse("dissent_case", args=[case.public_id]),
            blanks=(Blank(name="words"),),
        )
        return (sign, dissent)
    if item.kind == "case_agreed" and state in UNBOUND:
        blanks = (
            Blank(name="number"),
            Blank(name="on", look="day", value=short_day(today, Language.FA)),
        )
        address = reverse("enter_letter", args=[case.public_id])
        return (Offer(key="cases.enter_letter", address=address, blanks=blanks),)
    return ()


def permits(items: Sequence[InboxItem], acting: Acting, language: Language, today: date) -> Told:
    """What became of applications to dig, and which trenches are overdue."""
    rows = applications_visible_to(acting).filter(public_id__in={item.subject for item in items})
    held = {row.public_id: row for row in rows}
    told = {}
    for item in items:
        if (row := held.get(item.subject)) is None:
            continue
        number = localise(row.number, language)
        told[item.pk] = Waiting(
            question=say(f"permits.waiting_{item.kind}", language, number=number),
            why=str(row.work),
            page=(
                reverse("application", args=[row.public_id]),
                say("permits.application", language),
            ),
        )
    return told
