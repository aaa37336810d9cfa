"""Stakes and commitments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shapely.geometry.base import BaseGeometry

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import compare_version, in_hand, iso
from hamgam.register.models import Commitment, Stake
from hamgam.register.queries import commitments_visible_to
from hamgam.register.values import geometry_fault
from hamgam.register.vocabulary import StakeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeValues:
    """What ties an agency to a place or a subject; works within `reach_m` of it are told."""

    kind: StakeKind
    title: str
    geometry: BaseGeometry | None = None
    subject: str = ""
    reach_m: float = 20.0


def record_stake(*, by: Acting, agency: Agency, values: StakeValues) -> Stake:
    """Enter a stake. Planners of the agency; records `stake_recorded`."""
    by.require(Right.RECORD_STAKE, agency.path)
    if values.geometry is not None and (fault := geometry_fault(values.geometry)):
        raise Refused("validation", errors=[{"pointer": "#/geometry", "detail": fault}])
    with deed(by):
        row = Stake(
            agency=agency,
            kind=values.kind.value,
            title=values.title,
            subject=values.subject,
            reach_m=values.reach_m,
        )
        row.lay_at(values.geometry)
        row.save()
        record_fact("stake_recorded", subject=row.public_id, payload={"agency": agency.key})
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What is promised and until when; `letter` is the office letter's number and date."""

    text: str
    due: date
    subject: str = ""
    letter: tuple[str, date | None] = ("", None)


def record_commitment(*, by: Acting, agency: Agency, promise: Promise) -> Commitment:
    """Promise something for one's agency. Its people; records `commitment_made`."""
    by.require(Right.RECORD_COMMITMENT, agency.path)
    with deed(by):
        row = Commitment.objects.create(
            agency=agency,
            text=promise.text,
            subject=promise.subject,
            first_due=promise.due,
            due=promise.due,
            letter_number=promise.letter[0],
            letter_date=promise.letter[1],
        )
        payload = {"agency": agency.key, "due": iso(promise.due), "about": promise.subject}
        record_fact("commitment_made", subject=row.public_id, payload=payload)
    return row


def _open(by: Acting, commitment: str, version: int) -> Commitment:
    row = in_hand(commitments_visible_to(by), commitment)
    by.require(Right.RECORD_COMMITMENT, row.agency.path, subject=row.public_id)
    compare_version(row.version, version)
    if row.done_on is not None:
        raise Refused("state")
    return row


def postpone_commitment(
    *, by: Acting, commitment: str, version: int, due: date, reason: str = ""
) -> Commitment:
    """Move a deadline; the first one is kept and counts. Its agency's people; records
    `commitment_postponed`. A promise that is followed needs its reason (`own_protocol`)."""
    with deed(by):
        row = _open(by, commitment, version)
        row.due, row.version = due, row.version + 1
        row.save(update_fields=["due", "version"])
        payload = {"due": iso(due), "reason": reason}
        record_fact("commitment_postponed", subject=row.public_id, payload=payload)
    return row


def fulfil_commitment(
    *, by: Acting, commitment: str, version: int, on: date, proof: str
) -> Commitment:
    """Keep a promise, with its proof. Its agency's people; records `commitment_fulfilled`."""
    if not proof.strip():
        raise Refused("state")
    with deed(by):
        row = _open(by, commitment, version)
        row.done_on, row.proof, row.version = on, proof, row.version + 1
        row.save(update_fields=["done_on", "proof", "version"])
        record_fact("commitment_fulfilled", subject=row.public_id, payload={"on": iso(on)})
    return row
