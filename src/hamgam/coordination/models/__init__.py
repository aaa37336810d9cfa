"""The tables of coordination, one file per subject."""

from hamgam.coordination.models.cases import (
    Case,
    CaseFinding,
    CaseParty,
    CaseWork,
    Comment,
    CommentVersion,
    Option,
    Step,
)
from hamgam.coordination.models.cooperation import Cooperation, Turn
from hamgam.coordination.models.inquiries import Inquiry, InquiryLine
from hamgam.coordination.models.joint import JointMember, JointWorks
from hamgam.coordination.models.permits import Application, Extension, Permit
from hamgam.coordination.models.seals import Seal
from hamgam.coordination.models.settlements import Letter, Proposal, Settlement, Signature
from hamgam.coordination.models.ties import JointStep, Policy, Resolution, ResolutionStep

__all__ = [
    "Application",
    "Case",
    "CaseFinding",
    "CaseParty",
    "CaseWork",
    "Comment",
    "CommentVersion",
    "Cooperation",
    "Extension",
    "Inquiry",
    "InquiryLine",
    "JointMember",
    "JointStep",
    "JointWorks",
    "Letter",
    "Option",
    "Permit",
    "Policy",
    "Proposal",
    "Resolution",
    "ResolutionStep",
    "Seal",
    "Settlement",
    "Signature",
    "Step",
    "Turn",
]
