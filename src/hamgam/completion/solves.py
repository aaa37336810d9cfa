"""The solver of plans: what goes to the child, and what is kept of its answer."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from hamgam.completion.actions.plans import digest_of
from hamgam.completion.models import Plan
from hamgam.completion.solver import solve
from hamgam.ledger.facts import record_fact
from hamgam.register.solves.solver import Json, Solver


def pose(arguments: Json) -> Any:
    """The frozen question."""
    return Plan.objects.get(public_id=arguments["plan"]).question


def keep(_solve: str, arguments: Json, answer: Any) -> Json:
    """Write the answer beside its question; records `plan_found`."""
    row = Plan.objects.select_for_update().get(public_id=arguments["plan"])
    row.views = answer.pop("views", {})
    row.answer = answer
    row.found_at = timezone.now()
    row.save(update_fields=["views", "answer", "found_at"])
    record_fact("plan_found", subject=row.public_id, payload={"answer": digest_of(answer)})
    summary: Json = answer.get("summary", {"infeasible": True})
    return {name: summary.get(name) for name in ("finished", "all", "objective", "infeasible")}


PLAN = Solver(pose=pose, solve=solve, keep=keep)
