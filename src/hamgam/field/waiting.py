"""How the field's kinds of waiting things are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import InboxItem
from hamgam.agencies.waiting import Waiting
from hamgam.field.queries import (
    directives_visible_to,
    follow_ups_visible_to,
    obstacles_visible_to,
    sightings_visible_to,
    week_rials,
)
from hamgam.field.taxonomy import cause_name
from hamgam.kit.dates import long_day, moment
from hamgam.kit.digits import localise
from hamgam.kit.money import amount
from hamgam.kit.words import Language, say

Told = Mapping[int, Waiting]


def obstacles(items: Sequence[InboxItem], acting: Acting, language: Language, today: date) -> Told:
    """Obstacles that wait for their owner, or that were carried up."""
    rows = obstacles_visible_to(acting).filter(public_id__in=[item.subject for item in items])
    found = {row.public_id: row for row in rows}
    return {
        item.pk: Waiting(
            question=say(f"field.{item.kind}", language, title=row.title),
            why=say(
                "field.obstacle_why",
                language,
                cause=cause_name(row.block.cause, language),
                days=localise((today - row.block.begins).days, language),
                when=row.removed_when,
            ),
            cost=say("field.week_costs", language, sum=amount(week, language))
            if (week := week_rials(row))
            else "",
            page=(reverse("obstacle", args=[row.public_id]), say("field.see_obstacle", language)),
        )
        for item in items
        if (row := found.get(item.subject)) is not None
    }


def promises(items: Sequence[InboxItem], acting: Acting, language: Language, today: date) -> Told:
    """Promises whose time runs out, is over, or that wait to be verified."""
    rows = follow_ups_visible_to(acting).filter(
        commitment__public_id__in=[item.subject for item in items]
    )
    found = {row.commitment.public_id: row for row in rows}
    return {
        item.pk: Waiting(
            question=say(f"field.{item.kind}", language, text=row.commitment.text),
            why=say(
                "field.promise_why",
                language,
                first=long_day(row.commitment.first_due, language),
                due=long_day(row.commitment.due, language),
                owner=row.owner_name,
                officer=row.officer.full_name,
            ),
            otherwise=say("field.promise_else", language),
            page=(reverse("follow_up"), say("field.follow_up_title", language)),
        )
        for item in items
        if (row := found.get(item.subject)) is not None
    }


def directives(items: Sequence[InboxItem], acting: Acting, language: Language, today: date) -> Told:
    """Directives that ask for an answer."""
    rows = directives_visible_to(acting).filter(public_id__in=[item.subject for item in items])
    found = {row.public_id: row for row in rows}
    return {
        item.pk: Waiting(
            question=say("field.directive_waits", language, title=row.title),
            why=say("field.directive_why", language, measure=row.measure),
            page=(reverse("orders"), say("field.orders_page", language)),
        )
        for item in items
        if (row := found.get(item.subject)) is not None
    }


def sightings(items: Sequence[InboxItem], acting: Acting, language: Language, today: date) -> Told:
    """What a patrol saw where somebody must come."""
    rows = sightings_visible_to(acting).filter(public_id__in=[item.subject for item in items])
    found = {row.public_id: row for row in rows}
    return {
        item.pk: Waiting(
            question=say("field_records.waits", language, words=row.words or "–"),
            why=say(
                "field_records.waits_why",
                language,
                agency=row.agency.name(language),
                at=moment(row.taken_at, language, settings.TIME_ZONE),
            ),
            page=(reverse("sightings"), say("field_records.sightings_title", language)),
        )
        for item in items
        if (row := found.get(item.subject)) is not None
    }
