"""Inbox items and notices: raised by other deeds inside their own transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency, InboxItem, Notice, Person, Referral
from hamgam.agencies.queries import agency_of
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import AgencyKind, Role
from hamgam.agencies.waiting import kinds_settled_by
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.ledger.models import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where an item lies: an agency, and of its people those with a role, or one of them."""

    agency: Agency
    role: Role | None = None
    person: Person | None = None


def chief_desk(key: str) -> Desk:
    """The desk of whoever heads an agency; a deputyship has a deputy."""
    agency = agency_of(key)
    role = Role.DEPUTY if agency.kind == AgencyKind.DEPUTYSHIP else Role.HEAD
    return Desk(agency=agency, role=role)


def put_in_inbox(
    agency: Agency,
    *,
    kind: str,
    subject: str,
    about: Mapping[str, object],
    due: date | None = None,
    role: Role | None = None,
) -> InboxItem:
    """Have something wait for an agency; the same open item is not raised twice, wherever it was
    referred to meanwhile. Called by deeds, under their signature."""
    open_ones = InboxItem.objects.filter(kind=kind, subject=subject, done__isnull=True)
    for known in open_ones.prefetch_related("referrals").order_by("pk"):
        steps = known.referrals.all()
        if agency.pk in {known.agency_id, *(step.from_agency_id for step in steps)}:
            return known
    return InboxItem.objects.create(
        agency=agency,
        role=role.value if role else "",
        kind=kind,
        subject=subject,
        about=dict(about),
        raised=timezone.now(),
        due=due,
    )


def finish_inbox_item(*, by: Acting, item: InboxItem) -> InboxItem:
    """Close an item. Its agency's people; records `inbox_item_finished`."""
    by.require(Right.FINISH_INBOX_ITEM, item.agency.path, subject=item.subject)
    if item.done is not None:
        raise Refused("state")
    with deed(by):
        _close(item)
    return item


def refer_inbox_item(*, by: Acting, item: InboxItem, to: Desk, note: str) -> InboxItem:
    """Hand an item on («ارجاع») with a word; the chain is kept and everyone on it still sees it.

    The people of the agency on whose desk it lies; records `inbox_item_referred`.
    """
    by.require(Right.REFER_INBOX_ITEM, item.agency.path, subject=item.subject)
    role = to.role.value if to.role else ""
    here = (item.agency_id, item.role, item.person_id)
    if item.done is not None or here == (to.agency.pk, role, to.person and to.person.pk):
        raise Refused("state")
    if not note.strip():
        raise Refused("validation", errors=[{"pointer": "#/note", "detail": "required"}])
    with deed(by):
        Referral.objects.create(
            item=item,
            from_agency=item.agency,
            from_person=by.person,
            to_agency=to.agency,
            to_role=role,
            to_person=to.person,
            note=note.strip(),
            at=timezone.now(),
        )
        item.agency, item.role, item.person = to.agency, role, to.person
        item.save(update_fields=["agency", "role", "person"])
        payload = {"kind": item.kind, "to": to.agency.key, "role": role, "about": item.subject}
        record_fact("inbox_item_referred", subject=item.public_id, payload=payload)
    return item


def _close(item: InboxItem) -> None:
    item.done = timezone.now()
    item.save(update_fields=["done"])
    payload = {"kind": item.kind, "about": item.subject}
    record_fact("inbox_item_finished", subject=item.public_id, payload=payload)


def settle_items(fact: Fact) -> None:
    """Follow-up: close what waited for the deed that was just done, on whosever desk it lies."""
    told = json.loads(fact.payload)
    subjects = {fact.subject, *(value for value in told.values() if isinstance(value, str))}
    kinds = kinds_settled_by(fact.name)
    for item in InboxItem.objects.filter(kind__in=kinds, subject__in=subjects, done__isnull=True):
        _close(item)


def queue_notice(person: Person, *, kind: str, about: Mapping[str, object]) -> Notice:
    """Write a message into the outbox. Called by deeds, under their signature."""
    return Notice.objects.create(person=person, kind=kind, about=dict(about), queued=timezone.now())
