"""The chain recomputed: is every change where it was, and as it was?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from hamgam.ledger.models import Change, Head
from hamgam.ledger.triggers import SEPARATOR

FACTS = "ledger_fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The first row of an agency's chain that is not as it was written."""

    agency: str
    position: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What a walk along one agency's chain found; `fault` is None for a whole chain."""

    agency: str
    length: int
    head: str
    fault: Break | None


def link(change: Change) -> str:
    """The hash a change must carry, recomputed from its own columns."""
    parts = (
        change.prev,
        change.agency,
        str(change.position),
        change.actor,
        change.request,
        change.operation,
        change.table,
        change.key,
        change.before,
        change.after,
        change.at,
    )
    return hashlib.sha256(SEPARATOR.join(parts).encode()).hexdigest()


def _fault(change: Change, position: int, prev: str) -> str | None:
    if change.position != position:
        return f"row {position} is missing; row {change.position} follows"
    if change.prev != prev:
        return "it does not continue the row before it"
    if link(change) != change.hash:
        return "its content is not what was hashed"
    return None


def walk(agency: str) -> Walk:
    """Walk one agency's chain from its first change and name the first bad row.

    Linear in the chain; holds one row at a time.
    """
    prev, position = "", 0
    for change in Change.objects.filter(agency=agency).order_by("position").iterator(2000):
        position += 1
        if reason := _fault(change, position, prev):
            broken = Break(agency=agency, position=position, reason=reason)
            return Walk(agency=agency, length=position, head=prev, fault=broken)
        prev = change.hash
    head = Head.objects.filter(agency=agency).first()
    told = (head.hash, head.length) if head else ("", 0)
    fault: Break | None = None
    if told != (prev, position):
        reason = f"the chain ends at row {position}, its head says {told[1]}"
        fault = Break(agency=agency, position=position + 1, reason=reason)
    return Walk(agency=agency, length=position, head=prev, fault=fault)


def walk_all() -> Iterator[Walk]:
    """Walk every agency's chain, in the order of their keys."""
    agencies = set(Change.objects.values_list("agency", flat=True).distinct())
    for agency in sorted(agencies | set(Head.objects.values_list("agency", flat=True))):
        yield walk(agency)


def unexplained() -> list[Change]:
    """Changes of rows that no fact explains: somebody wrote round the deeds.

    What one transaction wrote lies together in an agency's chain, because its head is held until
    commit. Such a run of one actor is explained by a fact in it; one of a numbered request also by
    a fact of the same request elsewhere in that chain. A write without a request number, as a
    job's, is never explained by what the same job recorded another time.
    """
    told = Change.objects.filter(table=FACTS).exclude(request="")
    known = set(told.values_list("agency", "actor", "request"))
    found: list[Change] = []
    changes = Change.objects.order_by("agency", "position").iterator(2000)
    for mark, run in groupby(changes, key=lambda c: (c.agency, c.actor, c.request)):
        written = list(run)
        if mark not in known and all(change.table != FACTS for change in written):
            found += written
    return found
