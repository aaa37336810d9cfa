"""Founding of agencies."""

from __future__ import annotations

from collections.abc import Mapping

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import AgencyKind
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact


def found_agency(
    *, by: Acting, key: str, kind: AgencyKind, names: Mapping[str, str], parent: Agency | None
) -> Agency:
    """Add an agency to the tree. An administrator, below his own; records `agency_founded`."""
    above = parent.path if parent else "/"
    by.require(Right.FOUND_AGENCY, above)
    with deed(by):
        if Agency.objects.filter(key=key).exists():
            raise Refused("taken", key=key)
        row = Agency.objects.create(
            key=key,
            parent=parent,
            path=f"{above}{key}/",
            kind=kind.value,
            name_fa=names["fa"],
            name_en=names.get("en", ""),
            name_ar=names.get("ar", ""),
        )
        record_fact("agency_founded", subject=key, payload={"path": row.path, "kind": kind.value})
    return row
