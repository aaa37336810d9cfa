"""Estimates, scenarios, plans, adoptions, named decisions, phases, the term and its promises."""

from hamgam.completion.models.plans import (
    Adoption,
    Estimate,
    Forecast,
    Plan,
    PlannedFinish,
    Scenario,
    TaskEstimate,
)
from hamgam.completion.models.starts import (
    Phase,
    StageCondition,
    StageDecision,
    StartDecision,
)
from hamgam.completion.models.terms import (
    Proposal,
    ReportSheet,
    Term,
    TermPromise,
)

__all__ = [
    "Adoption",
    "Estimate",
    "Forecast",
    "Phase",
    "Plan",
    "PlannedFinish",
    "Proposal",
    "ReportSheet",
    "Scenario",
    "StageCondition",
    "StageDecision",
    "StartDecision",
    "TaskEstimate",
    "Term",
    "TermPromise",
]
