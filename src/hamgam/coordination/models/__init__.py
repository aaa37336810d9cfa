"""The tables of coordination, one file per subject."""

from hamgam.coordination.models.cases import (
    Case,
    CaseFinding,
    CaseParty,
    CaseWork,
    Comment,
    Option,
    Step,
)
from hamgam.coordination.models.permits import Application, Extension, Permit
from hamgam.coordination.models.settlements import Letter, Proposal, Settlement, Signature

__all__ = [
    "Application",
    "Case",
    "CaseFinding",
    "CaseParty",
    "CaseWork",
    "Comment",
    "Extension",
    "Letter",
    "Option",
    "Permit",
    "Proposal",
    "Settlement",
    "Signature",
    "Step",
]
