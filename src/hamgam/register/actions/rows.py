"""What every deed of the register does with a row: take it in hand, compare versions."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Agency
from hamgam.kit.refusals import Refused

Row = TypeVar("Row", bound=Model)


def in_hand(rows: QuerySet[Row], public_id: str) -> Row:
    """The row, locked until the transaction ends; refuses (`not_found`) one that is not among
    `rows`, which are those visible to the actor."""
    key = rows.filter(public_id=public_id).values_list("pk", flat=True).first()
    if key is None:
        raise Refused("not_found")
    # A lock may not lie on the outer side of a join, so the row is read again by its key alone.
    # Its key is not touched: somebody else's finding or note may refer to it meanwhile.
    return rows.model.objects.select_for_update(no_key=True).get(pk=key)  # type: ignore[attr-defined,no-any-return] # Model's stub names no manager


def compare_version(current: int, told: int) -> None:
    """Refuse (`stale`) an edit that was made on an earlier version."""
    if current != told:
        raise Refused("stale", current_version=current, your_version=told)


def acting_agency(by: Acting) -> Agency:
    """The agency a deed writes for; refuses (`no_agency`) an actor without one."""
    if by.agency is None:
        raise Refused("no_agency")
    return by.agency


def iso(day: date | None) -> str | None:
    """A day as facts carry it."""
    return day.isoformat() if day else None
