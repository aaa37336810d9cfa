"""The solver of tours: what goes to the child, and what is kept of its answer."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from hamgam.field.actions.tours import digest_of
from hamgam.field.models import Tour
from hamgam.field.solver import solve
from hamgam.ledger.facts import record_fact
from hamgam.register.solves.solver import Json, Solver


def pose(arguments: Json) -> Any:
    """The frozen question."""
    return Tour.objects.get(public_id=arguments["tour"]).question


def keep(_solve: str, arguments: Json, answer: Any) -> Json:
    """Write the answer beside its question; records `tour_found`."""
    row = Tour.objects.select_for_update().get(public_id=arguments["tour"])
    row.answer, row.found_at = answer, timezone.now()
    row.save(update_fields=["answer", "found_at"])
    record_fact("tour_found", subject=row.public_id, payload={"answer": digest_of(answer)})
    summary: Json = answer.get("summary", {"infeasible": True})
    return summary


TOUR = Solver(pose=pose, solve=solve, keep=keep)
