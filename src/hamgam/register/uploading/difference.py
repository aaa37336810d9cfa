"""What a file would change on the table: new works, changed ones and in what, and works that the
file no longer names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from django.db.models import Q, QuerySet

from hamgam.agencies.models import Agency
from hamgam.agencies.vocabulary import Sharing
from hamgam.register.models import Work
from hamgam.register.parts import parts
from hamgam.register.values import WorkValues

NOT_TOLD = frozenset({"sharing"})
MOST_NAMED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value that would change: its name, how it stands, how it would stand."""

    name: str
    before: object
    after: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A work that would change, and in what."""

    work: Work
    changes: Sequence[Change]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a file would do to the table. `missing` are works that an earlier file of the agency
    brought, that are not over and that this file does not name: they stay as they are."""

    fresh: int
    changed: Sequence[Changed]
    same: int
    missing: Sequence[Work]


def changes_of(row: Work, values: WorkValues) -> list[Change]:
    """What a work's new values change in it."""
    found = [
        Change(name=name, before=before, after=after)
        for name, after in values.columns().items()
        if name not in NOT_TOLD and (before := getattr(row, name)) != after
    ]
    mine, shape = row.shape, values.geometry
    alike = mine is shape if mine is None or shape is None else mine.equals_exact(shape, 1e-9)
    return found if alike else [*found, Change(name="geometry", before=None, after=None)]


def difference(agency: Agency, told: Sequence[WorkValues], today: date) -> Difference:
    """What a file's works would change among those of its agency; three queries, and one more for
    every 5,000 works."""
    refs = {values.ref for values in told} - {""}
    standing = Work.objects.filter(agency=agency, withdrawn__isnull=True, merged_into__isnull=True)
    rows = standing.select_related("agency")
    known = {row.ref: row for part in parts(refs) for row in rows.filter(ref__in=part)}
    fresh = same = 0
    changed: list[Changed] = []
    for values in told:
        row = known.get(values.ref)
        if row is None:
            fresh += 1
            continue
        kept = replace(values, sharing=Sharing(row.sharing))
        if found := changes_of(row, kept):
            changed.append(Changed(work=row, changes=found))
        else:
            same += 1
    missing = _missing(rows, refs, today)
    return Difference(fresh=fresh, changed=changed, same=same, missing=missing)


def _missing(standing: QuerySet[Work], refs: set[str], today: date) -> list[Work]:
    """The works that came by a file, are not over and are not in this one, the earliest first."""
    ahead = Q(ends__gte=today) | Q(ends__isnull=True)
    rows = standing.filter(ahead, upload__isnull=False).exclude(ref="").order_by("begins", "pk")
    lost = (pk for pk, ref in rows.values_list("pk", "ref") if ref not in refs)
    return list(rows.filter(pk__in=list(islice(lost, MOST_NAMED))))
