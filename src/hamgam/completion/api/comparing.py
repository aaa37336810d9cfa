"""Plans side by side, and why one project comes before another."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.rights import Right
from hamgam.completion import queries
from hamgam.completion.comparing import MOST, columns_of, compared, rows_of
from hamgam.completion.naming import scenario_name
from hamgam.completion.seeing import seen_answer
from hamgam.completion.why import pair_told
from hamgam.kit.fields import Out, PublicId
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language

router = Router(tags=["plans"])


class PairOut(Out):
    """Why the earlier of two projects comes before the other, in sentences; `later` is the public
    id of the one that comes later."""

    first: str
    second: str
    later: str
    sentences: list[str]


@router.get(
    "/plans/{plan_id}/why",
    response=PairOut,
    auth=Door(Right.READ_REGISTER),
    operation_id="get_why",
)
def get_why(
    request: HttpRequest,
    plan_id: PublicId,
    a: PublicId | None = None,
    b: PublicId | None = None,
    language: Language = Language.FA,
) -> dict[str, Any]:
    """Why one project of a plan comes before another; the first two where none is named."""
    acting = acting_of(request)
    row = queries.plans_visible_to(acting).filter(public_id=plan_id).first()
    if row is None:
        raise Refused("not_found")
    lines = seen_answer(acting, row).get("lines", ())
    refs = [line["project"] for line in lines]
    first = a or next(iter(refs), "")
    second = b or next((ref for ref in refs if ref != first), "")
    told = pair_told(lines, first, second, language)
    if told is None or first == second:
        raise Refused("state")
    return {
        "first": told.first,
        "second": told.second,
        "later": told.later,
        "sentences": list(told.sentences),
    }


class ComparedOut(Out):
    """One plan as a whole; money in rials of today."""

    plan: str
    name: str
    finished: int
    projects: int
    objective: float | None
    paid_rials: int | None
    last: date | None


class ComparedCell(Out):
    """A project in one plan; `later_days` against the first plan."""

    plan: str
    ends: date | None
    later_days: int | None


class ComparedRow(Out):
    """A project in all the plans."""

    project: str
    title: str
    is_moved: bool
    plans: list[ComparedCell]


class ComparisonOut(Out):
    """Plans side by side; the first one is the measure."""

    plans: list[ComparedOut]
    projects: list[ComparedRow]


@router.get(
    "/plan-comparison",
    response=ComparisonOut,
    auth=Door(Right.READ_REGISTER),
    operation_id="compare_plans",
)
def get_comparison(
    request: HttpRequest,
    plan: Annotated[tuple[PublicId, ...], Query(max_length=MOST)] = (),
    language: Language = Language.FA,
) -> dict[str, Any]:
    """Some found plans side by side; the latest ones where none is named."""
    acting = acting_of(request)
    plans = compared(acting, plan)
    refs = [row.public_id for row in plans]
    return {
        "plans": [
            {
                "plan": one.plan.public_id,
                "name": scenario_name(one.plan.scenario.name, language),
                "finished": one.finished,
                "projects": one.count,
                "objective": one.objective,
                "paid_rials": one.paid_rials,
                "last": one.last,
            }
            for one in columns_of(plans)
        ],
        "projects": [
            {
                "project": row.project,
                "title": row.title,
                "is_moved": row.is_moved,
                "plans": [
                    {"plan": ref, "ends": cell.ends, "later_days": cell.days}
                    for ref, cell in zip(refs, row.cells, strict=True)
                    if cell.is_there
                ],
            }
            for row in rows_of(acting, plans)
        ],
    }
