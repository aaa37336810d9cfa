"""What the adopted plan knows, told to the field: the cost of waiting for each project."""

from __future__ import annotations

from hamgam.completion.benefits import benefits_in
from hamgam.field.actions.obstacles import price_waiting
from hamgam.ledger.models import Fact

WEEKS_IN_MONTH = 365.25 / 12 / 7


def follow_plan(fact: Fact) -> None:
    """Follow-up of `plan_adopted`: from now on a week of waiting costs what the plan says."""
    price_waiting(
        {
            project: (round(rials / WEEKS_IN_MONTH), is_assumed)
            for project, (rials, is_assumed) in benefits_in(fact.subject).items()
        }
    )
