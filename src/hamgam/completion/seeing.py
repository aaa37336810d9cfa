"""What a reader of an adopted plan sees of it: nothing of a project that is hidden from him.

A plan is worked out over all projects of a branch, restricted ones among them. Whoever plans for
the branch sees the whole; everybody else sees the lines of the projects that he may see.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any

from hamgam.agencies.acting import Acting
from hamgam.agencies.rights import Right
from hamgam.completion.models import Plan
from hamgam.register.queries import projects_visible_to

SENTENCES = ("why", "waits", "sooner")


def sees_whole(acting: Acting, plan: Plan) -> bool:
    """Whether the reader plans for the branch."""
    return acting.may(Right.PLAN_PORTFOLIO, plan.agency.path, subject=plan.public_id)


def visible_refs(acting: Acting, plan: Plan) -> set[str]:
    """The projects of a plan that the reader may see; one query."""
    refs = [line["project"] for line in plan.answer.get("lines", ())]
    found = projects_visible_to(acting).filter(public_id__in=refs)
    return set(found.order_by().values_list("public_id", flat=True))


def _holders(plan: Plan) -> dict[str, str]:
    """The project by which each one is held up."""
    return {line["project"]: line.get("holder", "") for line in plan.answer.get("lines", ())}


def seen_view(acting: Acting, plan: Plan, view: dict[str, Any]) -> dict[str, Any]:
    """The page's parts as the reader may see them."""
    if sees_whole(acting, plan):
        return view
    seen, holders = visible_refs(acting, plan), _holders(plan)
    hides = len(seen) < len(holders)
    kept = {
        part: [_line(row, seen, holders) for row in view[part] if row["ref"] in seen]
        for part in ("rows", "left")
    }
    if not hides:
        return view | kept
    return view | kept | {"less": "", "orders": view["orders"] | {"moves": []}}


def _line(row: dict[str, Any], seen: AbstractSet[str], holders: dict[str, str]) -> dict[str, Any]:
    holder = holders.get(row["ref"], "")
    if not holder or holder in seen:
        return row
    return row | {"waits": "", "sooner": ""}


def seen_answer(acting: Acting, plan: Plan) -> dict[str, Any]:
    """A plan's answer as the reader may see it."""
    answer: dict[str, Any] = plan.answer
    if sees_whole(acting, plan) or "lines" not in answer:
        return answer
    seen = visible_refs(acting, plan)
    lines = [line for line in answer["lines"] if line["project"] in seen]
    hidden = len(lines) < len(answer["lines"])
    if hidden:
        lines = [{k: v for k, v in line.items() if k not in SENTENCES} for line in lines]
    return {"summary": {**answer["summary"], "assumed": {}}, "lines": lines}


def seen_question(acting: Acting, plan: Plan) -> dict[str, Any]:
    """A plan's question: for those who plan for the branch alone, for it tells their credits."""
    question: dict[str, Any] = plan.question if sees_whole(acting, plan) else {}
    return question
