"""Inbox items and notices: raised by other deeds inside their own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency, InboxItem, Notice, Person
from hamgam.agencies.rights import Right
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact


def put_in_inbox(
    agency: Agency,
    *,
    kind: str,
    subject: str,
    about: Mapping[str, object],
    due: date | None = None,
    person: Person | None = None,
) -> InboxItem:
    """Have something wait for an agency; the same open item is not raised twice. Called by deeds,
    under their signature."""
    open_one = InboxItem.objects.filter(
        agency=agency, person=person, kind=kind, subject=subject, done__isnull=True
    ).first()
    return open_one or InboxItem.objects.create(
        agency=agency,
        person=person,
        kind=kind,
        subject=subject,
        about=dict(about),
        raised=timezone.now(),
        due=due,
    )


def finish_inbox_item(*, by: Acting, item: InboxItem) -> InboxItem:
    """Close an item. Its agency's people; records `inbox_item_finished`."""
    by.require(Right.FINISH_INBOX_ITEM, item.agency.path)
    if item.done is not None:
        raise Refused("state")
    with deed(by):
        item.done = timezone.now()
        item.save(update_fields=["done"])
        record_fact("inbox_item_finished", subject=item.public_id, payload={"kind": item.kind})
    return item


def queue_notice(person: Person, *, kind: str, about: Mapping[str, object]) -> Notice:
    """Write a message into the outbox. Called by deeds, under their signature."""
    return Notice.objects.create(person=person, kind=kind, about=dict(about), queued=timezone.now())
