"""What a plan reckons that each of its projects brings people."""

from __future__ import annotations

from hamgam.completion.models import Plan

BENEFIT = "benefit_rials_per_month"


def benefits_in(plan: str) -> dict[str, tuple[float, bool]]:
    """Rials a month that each project of a found plan brings, by its public id, and whether that is
    assumed; nothing for a plan without an answer."""
    row = Plan.objects.filter(public_id=plan).first()
    lines = row.answer.get("lines", []) if row is not None else []
    return {
        line["project"]: (line[BENEFIT], BENEFIT in line["assumed"])
        for line in lines
        if BENEFIT in line
    }
