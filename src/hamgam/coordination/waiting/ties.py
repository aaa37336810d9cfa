"""How joint steps and council resolutions that wait are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import InboxItem
from hamgam.agencies.waiting import Waiting
from hamgam.coordination.queries.ties import resolutions_visible_to, steps_visible_to
from hamgam.coordination.views.resolutions import otherwise_told
from hamgam.coordination.vocabulary import StepState
from hamgam.kit.digits import localise
from hamgam.kit.words import Language, say

Told = Mapping[int, Waiting]


def steps(items: Sequence[InboxItem], acting: Acting, language: Language, today: date) -> Told:
    """Joint steps of the standing workspace; a query."""
    asked = {item.subject for item in items}
    held = {row.public_id: row for row in steps_visible_to(acting).filter(public_id__in=asked)}
    page = (reverse("workspace"), say("ties.see", language))
    told = {}
    for item in items:
        if (row := held.get(item.subject)) is None:
            continue
        told[item.pk] = Waiting(
            question=say(f"ties.waiting_{item.kind}", language, title=row.title),
            why=row.answer or row.words,
            otherwise=say("ties.otherwise_step", language) if row.state == StepState.ASKED else "",
            page=page,
        )
    return told


def resolutions(
    items: Sequence[InboxItem], acting: Acting, language: Language, today: date
) -> Told:
    """Council resolutions that lie with somebody, or came to an end; two queries."""
    asked = {item.subject for item in items}
    rows = resolutions_visible_to(acting).filter(public_id__in=asked)
    held = {row.public_id: row for row in rows}
    told = {}
    for item in items:
        if (row := held.get(item.subject)) is None:
            continue
        number = localise(row.number, language)
        sentence = say(f"ties.waiting_{item.kind}", language, number=number, title=row.title)
        told[item.pk] = Waiting(
            question=sentence,
            otherwise=otherwise_told(row),
            page=(
                reverse("resolution", args=[row.public_id]),
                say("ties.see_resolution", language),
            ),
        )
    return told
