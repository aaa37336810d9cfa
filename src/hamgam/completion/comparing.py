"""Scenarios side by side: when each project is finished in each of some found plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hamgam.agencies.acting import Acting
from hamgam.completion.models import Plan
from hamgam.completion.queries import plans_visible_to
from hamgam.completion.seeing import seen_answer
from hamgam.completion.slips import SMALLEST_DAYS

MOST = 4
"""More columns no screen holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A project in one plan; `ends` is None where it is not finished, `days` how much later than
    in the first plan (None where one of the two does not finish it)."""

    is_there: bool
    ends: date | None
    days: int | None
    is_lost: bool
    """Whether the first plan finishes it and this one does not."""
    is_gained: bool
    """Whether this plan finishes it and the first one leaves it unfinished."""

    @property
    def is_moved(self) -> bool:
        """Whether it stands otherwise than in the first plan."""
        return self.is_lost or self.is_gained or abs(self.days or 0) >= SMALLEST_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A project with its finish in each plan, in the order of the plans."""

    project: str
    title: str
    cells: Sequence[Cell]

    @property
    def is_moved(self) -> bool:
        """Whether any plan moves it."""
        return any(cell.is_moved for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One plan as a whole; money in rials of today."""

    plan: Plan
    finished: int
    count: int
    objective: float | None
    last: date | None
    paid_rials: int | None


def columns_of(plans: Sequence[Plan]) -> list[Column]:
    """The plans as wholes."""
    found = []
    for plan in plans:
        told: Mapping[str, Any] = plan.answer["summary"]
        last = told.get("last")
        found.append(
            Column(
                plan=plan,
                finished=told["finished"],
                count=told["all"],
                objective=told.get("objective"),
                last=date.fromisoformat(last) if last else None,
                paid_rials=told.get("paid_rials"),
            )
        )
    return found


def rows_of(acting: Acting, plans: Sequence[Plan]) -> list[Row]:
    """Every project of the plans that the reader may see, in the order of the first plan."""
    lines = [
        {line["project"]: line for line in seen_answer(acting, plan)["lines"]} for plan in plans
    ]
    every = {ref: line["title"] for part in reversed(lines) for ref, line in part.items()}
    order = [*lines[0], *(ref for ref in every if ref not in lines[0])] if lines else []
    return [
        Row(project=ref, title=every[ref], cells=_cells([part.get(ref) for part in lines]))
        for ref in order
    ]


def _cells(lines: Sequence[Mapping[str, Any] | None]) -> list[Cell]:
    first, is_known = _ends(lines[0]), lines[0] is not None
    found = []
    for line in lines:
        ends = _ends(line)
        found.append(
            Cell(
                is_there=line is not None,
                ends=ends,
                days=(ends - first).days if ends and first else None,
                is_lost=first is not None and line is not None and ends is None,
                is_gained=is_known and first is None and ends is not None,
            )
        )
    return found


def _ends(line: Mapping[str, Any] | None) -> date | None:
    told = line["ends"] if line else None
    return date.fromisoformat(told) if told else None


def compared(acting: Acting, asked: Sequence[str]) -> list[Plan]:
    """The found plans that were asked for, in their order; the latest ones of one agency where
    none was."""
    rows = plans_visible_to(acting).filter(found_at__isnull=False)
    if asked:
        by_id = {row.public_id: row for row in rows.filter(public_id__in=asked[:MOST])}
        chosen = [by_id[ref] for ref in dict.fromkeys(asked) if ref in by_id]
    else:
        chosen = list(rows[:MOST])
        chosen = [row for row in chosen if row.agency_id == chosen[0].agency_id]
    return [row for row in chosen if "lines" in row.answer]
