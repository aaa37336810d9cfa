"""Windows: what the capabilities settle, plan and block on the shared table.

Coordination, completion and the field ask their own rights and then write through these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hamgam.agencies.acting import Acting, deed
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import iso
from hamgam.register.models import Task, Window, Work
from hamgam.register.vocabulary import WindowKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days of a window and where they come from; `ends` is None for a block that stands."""

    begins: date
    ends: date | None = None
    promised: date | None = None
    cause: str = ""
    source: str = ""


def set_window(*, by: Acting, of: Work | Task, kind: WindowKind, days: Days) -> Window:
    """Give a work or a task its days; an earlier agreed or planned window gives way. Whoever the
    calling deed allowed; records `window_set`."""
    if days.ends is not None and days.ends < days.begins:
        raise Refused("state")
    if days.ends is None and kind is not WindowKind.BLOCKED:
        raise Refused("state")
    side: dict[str, Any] = {"work": of} if isinstance(of, Work) else {"task": of}
    with deed(by):
        if kind is not WindowKind.BLOCKED:
            Window.objects.filter(**side, kind=kind, superseded=False).update(superseded=True)
        row = Window.objects.create(
            **side,
            kind=kind.value,
            begins=days.begins,
            ends=days.ends,
            promised=days.promised,
            cause=days.cause,
            source=days.source,
        )
        record_fact(
            "window_set",
            subject=of.public_id,
            payload={"kind": kind.value, "begins": iso(days.begins), "ends": iso(days.ends)},
        )
    return row


def lift_plans(*, by: Acting, of: Sequence[Task], source: str) -> int:
    """Take the planned days away from tasks that another plan than `source` gave them; how many.
    Whoever the calling deed allowed; records `plans_lifted` where there are any."""
    rows = Window.objects.filter(kind=WindowKind.PLANNED, superseded=False, task__in=of)
    with deed(by):
        count = rows.exclude(source=source).update(superseded=True)
        if count:
            record_fact("plans_lifted", subject=source, payload={"count": count})
    return count


def clear_block(*, by: Acting, window: Window, on: date) -> Window:
    """Mark the day on which a block was removed. Whoever the calling deed allowed; records
    `block_cleared`."""
    if window.kind != WindowKind.BLOCKED or window.cleared is not None or on < window.begins:
        raise Refused("state")
    of = window.work or window.task
    with deed(by):
        window.cleared = window.ends = on
        window.save(update_fields=["cleared", "ends"])
        record_fact(
            "block_cleared",
            subject=of.public_id if of else window.public_id,
            payload={"window": window.public_id, "on": iso(on)},
        )
    return window


def promise_block(*, by: Acting, window: Window, promised: date) -> Window:
    """Write by which day a standing block is promised to be gone. Whoever the calling deed allowed;
    records `block_promised`."""
    if window.kind != WindowKind.BLOCKED or window.cleared is not None or promised < window.begins:
        raise Refused("state")
    of = window.work or window.task
    with deed(by):
        window.promised = promised
        window.save(update_fields=["promised"])
        record_fact(
            "block_promised",
            subject=of.public_id if of else window.public_id,
            payload={"window": window.public_id, "due": iso(promised)},
        )
    return window


def value_blocks(*, by: Acting, rials: Mapping[str, int], source: str) -> int:
    """Write what removing each standing block would bring, by its public id; how many. Whoever the
    calling deed allowed; records `blocks_valued` where there are any."""
    rows = Window.objects.filter(kind=WindowKind.BLOCKED, public_id__in=list(rials))
    with deed(by):
        standing = list(rows.select_for_update().filter(cleared__isnull=True))
        for row in standing:
            row.removal_rials = rials[row.public_id]
            row.save(update_fields=["removal_rials"])
        if standing:
            record_fact("blocks_valued", subject=source, payload={"count": len(standing)})
    return len(standing)
