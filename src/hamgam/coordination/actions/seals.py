"""Sealing an early plan, and opening it: detection sees it, nobody else does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from hamgam.agencies.acting import Acting, deed, job
from hamgam.agencies.actions.inbox import put_in_inbox
from hamgam.agencies.models import InboxItem
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Sharing
from hamgam.coordination.models import Seal
from hamgam.coordination.queries.seals import (
    matched_agencies,
    seals_visible_to,
    standing_seals,
)
from hamgam.engine.calendars.instants import local_day
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.ledger.models import Fact
from hamgam.register.actions.rows import in_hand
from hamgam.register.actions.works import version_of
from hamgam.register.models import WorkVersion
from hamgam.register.queries import works_visible_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom the other side of a match may call, as the agency words it; `opens_on` is when the plan
    is meant to be published."""

    name: str
    phone: str
    opens_on: date | None = None


def seal_plan(*, by: Acting, work: str, contact: Contact) -> Seal:
    """Put a seal on a plan of one's own that nobody else sees yet. Planners of its agency; records
    `plan_sealed`."""
    missing = [name for name in ("name", "phone") if not getattr(contact, name).strip()]
    if missing:
        errors = [{"pointer": f"#/{name}", "detail": "required"} for name in missing]
        raise Refused("validation", errors=errors)
    with deed(by):
        row = in_hand(works_visible_to(by), work)
        by.require(Right.SEAL_PLAN, row.agency.path, subject=row.public_id)
        if row.sharing != Sharing.OWN or row.withdrawn or row.merged_into_id:
            raise Refused("state")
        if Seal.objects.filter(work=row).exists():
            raise Refused("taken", key=row.public_id)
        seal = Seal.objects.create(
            work=row,
            contact=contact.name.strip(),
            phone=contact.phone.strip(),
            opens_on=contact.opens_on,
            sealed=timezone.now(),
            sealed_by=by.actor,
        )
        record_fact("plan_sealed", subject=seal.public_id, payload={"work": row.public_id})
    return seal


def unseal_plan(*, by: Acting, seal: str) -> Seal:
    """Publish a sealed plan to the other agencies; it is a work like any other from now on.
    Planners of its agency; records `plan_unsealed`."""
    with deed(by):
        row = in_hand(seals_visible_to(by), seal)
        work = row.work
        by.require(Right.SEAL_PLAN, work.agency.path, subject=work.public_id)
        if row.unsealed is not None or work.withdrawn or work.merged_into_id:
            raise Refused("state")
        now = timezone.now()
        WorkVersion.objects.create(
            work=work, number=work.version, values=version_of(work), actor=by.actor, at=now
        )
        work.sharing = Sharing.AGENCIES.value
        work.version += 1
        work.save(update_fields=["sharing", "version"])
        row.unsealed = now
        row.save(update_fields=["unsealed"])
        record_fact("plan_unsealed", subject=row.public_id, payload={"works": [work.public_id]})
    return row


def tell_sealed(fact: Fact) -> None:
    """Follow-up: who is met by a sealed plan is told so."""
    tell_matches()


def run_seals(now: datetime) -> int:
    """Tell of matches with sealed plans that came since, and have a plan wait for its agency on the
    day it means to publish it; how many matches were new. A job's deed, without a fact."""
    day = local_day(now, settings.TIME_ZONE)
    with deed(job("seals")):
        for seal in standing_seals().filter(opens_on__lte=day):
            about = {"street": seal.work.street}
            put_in_inbox(seal.work.agency, kind="seal_ripe", subject=seal.public_id, about=about)
        return tell_matches()


def tell_matches() -> int:
    """Put each match with a sealed plan into the other side's inbox, once for each of its works;
    how many were new. Called under a signature."""
    pairs = matched_agencies()
    told = set(
        InboxItem.objects.filter(
            kind="sealed_match", subject__in=[work.public_id for _, work in pairs]
        ).values_list("subject", flat=True)
    )
    new = [(agency, work) for agency, work in pairs if work.public_id not in told]
    for agency, work in new:
        put_in_inbox(agency, kind="sealed_match", subject=work.public_id, about={})
    return len(new)
