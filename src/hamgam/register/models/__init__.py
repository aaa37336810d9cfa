"""The register's tables, one file per subject."""

from hamgam.register.models.findings import Finding, Watch
from hamgam.register.models.ground import Street, Zone
from hamgam.register.models.meetings import Meeting, MeetingItem, Presence
from hamgam.register.models.money import (
    Acceptance,
    Claim,
    Contract,
    Extension,
    FundingLine,
    Suspension,
)
from hamgam.register.models.papers import Document, Note
from hamgam.register.models.projects import Progress, Project, Task
from hamgam.register.models.promises import Commitment, Stake
from hamgam.register.models.rivals import RivalVersion
from hamgam.register.models.rules import RuleChange, RuleTrial
from hamgam.register.models.solves import Solve
from hamgam.register.models.works import (
    DuplicateProposal,
    KnownHeading,
    Upload,
    Window,
    Work,
    WorkVersion,
)

__all__ = [
    "Acceptance",
    "Claim",
    "Commitment",
    "Contract",
    "Document",
    "DuplicateProposal",
    "Extension",
    "Finding",
    "FundingLine",
    "KnownHeading",
    "Meeting",
    "MeetingItem",
    "Note",
    "Presence",
    "Progress",
    "Project",
    "RivalVersion",
    "RuleChange",
    "RuleTrial",
    "Solve",
    "Stake",
    "Street",
    "Suspension",
    "Task",
    "Upload",
    "Watch",
    "Window",
    "Work",
    "WorkVersion",
    "Zone",
]
