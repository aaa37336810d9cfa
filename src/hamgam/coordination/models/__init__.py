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
from hamgam.coordination.models.settlements import Letter, Proposal, Settlement, Signature

__all__ = [
    "Case",
    "CaseFinding",
    "CaseParty",
    "CaseWork",
    "Comment",
    "Letter",
    "Option",
    "Proposal",
    "Settlement",
    "Signature",
    "Step",
]
